"""Calibration: the scores of normal images, which turn any score into a p-value.

Conformal prediction (Vovk et al. 2005): with n calibration scores, p = (1 + #{calibration ≥ score})/(n + 1).
If normal images are exchangeable with the calibration images, p ≤ α holds for at most a share α of them.
"""

from decimal import ROUND_CEILING, Context

import numpy as np

from . import groups, joined, mixture, tail
from .command import UserError
from .scoring import FEATURES, TERMS, derived_scores, rounded_to_single

QUANTILES = ("0.001", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.999")
FOLDS = 10  # of consecutive images, because neighbouring images are similar
LEAST_IMAGES = 20  # two in each fold
ALPHAS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)  # a new bundle gets the lowest in reach
MILESTONES = (0.1, 0.01, 0.001, 0.0001)  # of these the sentence of reach names two


def folds_of(images, sources=None):
    """The fold of every image, int [images]: FOLDS runs of consecutive images.

    With `sources` [images], names or None, the images of each source are spread over all folds: see groups.positions.
    """
    if sources is None:
        return np.arange(images) * FOLDS // max(1, images)
    position, size = groups.positions(sources)
    return position * FOLDS // size


def check_alpha(alpha):
    """Refuses a rate that Java does not read."""
    if not 0 < alpha < 1:
        raise UserError(f"alpha must lie between 0 and 1, not {alpha:g}: 0.01 is 1 %")


def check_count(images, alpha, extrapolate=False):
    """Refuses an α that no score could reach with this number of images."""
    check_alpha(alpha)
    if extrapolate and images >= LEAST_IMAGES and alpha * tail.FURTHEST >= supported_alpha(images):
        return
    if images < LEAST_IMAGES:
        raise UserError(f"{images} calibration images are too few; give at least {images_for(alpha)} normal images")
    if supported_alpha(images) > alpha:
        raise UserError(
            f"alpha {alpha:g} is out of reach {reach(images)}; give at least {images_for(alpha)} normal images,"
            f" or --alpha {shown_alpha(images)} or more"
        )


def reach(images):
    """What a number of images supports: "with 50 images: alpha 0.02 and above; 0.01 needs 99, 0.001 needs 999"."""
    if images < LEAST_IMAGES:
        return f"with {images} images: no alpha; {lowest_alpha(LEAST_IMAGES):g} needs {LEAST_IMAGES}"
    lower = [alpha for alpha in MILESTONES if alpha < supported_alpha(images)][:2]
    needs = ", ".join(f"{alpha:g} needs {images_for(alpha)}" for alpha in lower)
    return f"with {images} images: alpha {shown_alpha(images)} and above" + (f"; {needs}" if needs else "")


def supported_alpha(images):
    """The lowest α that so many images support, which an image has that is more anomalous than all; above 1 if none."""
    return 1 / (images + 1) if images >= LEAST_IMAGES else 2.0


def shown_alpha(images):
    """The lowest α that so many images support, rounded up to two digits, as text."""
    rounded = Context(prec=2, rounding=ROUND_CEILING).create_decimal(repr(supported_alpha(images)))
    return f"{rounded.normalize():f}"


def images_for(alpha):
    """The smallest number of calibration images that supports an α."""
    return max(LEAST_IMAGES, int(np.ceil(1 / alpha - 1e-9)) - 1)


def lowest_alpha(images):
    """The lowest round α that so many calibration images support; None if there is none."""
    return next((alpha for alpha in ALPHAS if supported_alpha(images) <= alpha), None)


def calibration_json(model, named, alpha, terms, beta, folds=None, extrapolate=False, sources=None):
    """The content of calibration.json, from {term: [N]} and {"features": [N, F]}.

    The mixture is fitted to all images. The `density` of an image that calibrates comes from a mixture that is fitted
    without the fold of the image, because a mixture overestimates the density of images that it was fitted to. `folds`
    [N] are those that the terms were computed with, if their model was fitted to these images: without the image's
    fold, too. Without them they are folds_of(N, sources). `extrapolate` adds the tails of the scores, for an α out of
    reach. `named` are parts of the images, {"name", "images"}; `sources` [N], names or None, take their place and give
    each source with enough images a calibration of its own, with the mixture and the folds of all images and no tails.
    """
    for name, values in terms.items():
        if not np.isfinite(values).all():
            raise UserError(f"{name} of {np.sum(~np.isfinite(values))} calibration images is not finite")
    features = np.asarray(terms[FEATURES], np.float64)
    if len(features) < LEAST_IMAGES:
        raise UserError(f"{len(features)} calibration images are too few; give at least {images_for(alpha)}")
    folds = folds_of(len(features), sources) if folds is None else np.asarray(folds)
    count = mixture.components(len(features) - int(np.unique(folds, return_counts=True)[1].max()), features.shape[1])
    fit = mixture.fit(features, count)
    scores = derived_scores(terms, beta, fit)
    quantiled = {term: terms[term] for term in TERMS}
    quantiled["elbo_loss"] = scores["elbo"]
    quantiled["reconstruction_error"] = scores["reconstruction"]
    scores["density"] = rounded_to_single(cross_fitted(features, folds, count))
    shares = joined.shares(scores["local"], scores["density"])
    levels = [float(q) for q in QUANTILES]
    tails = tails_of(scores) if extrapolate else {}
    ascending = {name: np.sort(values) for name, values in scores.items()} | {"default": shares}
    return {
        "schema": 1,
        "model": model,
        "images": len(scores["elbo"]),
        "groups": named if sources is None else groups.groups_json(sources, scores, named),
        "alpha": alpha,
        "scores": ascending,
        **({"tails": {name: found.to_json() for name, found in tails.items()}} if tails else {}),
        "mixture": fit.to_json(),
        "quantiles": {
            name: {q: float(v) for q, v in zip(QUANTILES, np.quantile(values.astype(np.float64), levels))}
            for name, values in quantiled.items()
        },
    }


def tails_of(scores):
    """{score: Tail}. Those of `local` and `density` are necessary, because `default` decides by them."""
    fits = {name: tail.fit(scores[name]) for name in tail.SCORES}
    for name in ("local", "density"):
        if fits[name][0] is None:
            raise UserError(f"the tail of {name} cannot be extrapolated: {fits[name][1]}; give more normal images")
    return {name: found for name, (found, _) in fits.items() if found is not None}


def cross_fitted(features, folds, count):
    """The density of every image by a mixture that is fitted without its fold, [N].

    All have `count` components, like the mixture of all images: densities of other numbers of them are not comparable.
    """
    densities = np.empty(len(features))
    for fold in np.unique(folds):
        inside = folds == fold
        densities[inside] = mixture.fit(features[~inside], count).density(features[inside])
    return densities


def upper_p(sorted_scores, score):
    """p of a high score: (1 + #{calibration ≥ score})/(n + 1)."""
    n = len(sorted_scores)
    return (1 + n - np.searchsorted(sorted_scores, score, side="left")) / (n + 1)


def lower_p(sorted_scores, score):
    """p of a low score: (1 + #{calibration ≤ score})/(n + 1)."""
    return (1 + np.searchsorted(sorted_scores, score, side="right")) / (len(sorted_scores) + 1)


def bonferroni(p, q):
    """p of two tests of which either may report: min(1, 2·min(p, q))."""
    return np.minimum(1, 2 * np.minimum(p, q))


def p_values(sorted_scores, scores):
    """{score that decides: p [N]}. `elbo` is two-sided: a too low one is as suspicious as a too high one.

    `default` is ranked among its own values of the calibration images. That is exact, and doubling the
    smaller p-value would be conservative.
    """
    p = {name: upper_p(sorted_scores[name], scores[name]) for name in sorted_scores if name != "default"}
    p["elbo"] = bonferroni(p["elbo"], lower_p(sorted_scores["elbo"], scores["elbo"]))
    if len(sorted_scores["density"]) == len(sorted_scores["local"]):
        p["default"] = joined.p_values(sorted_scores, scores["local"], scores["density"])
    else:  # of an older calibration: half of the images calibrate the density and have the smaller of two p-values
        smaller = rounded_to_single(np.minimum(p["local"], p["density"]))
        p["default"] = lower_p(sorted_scores["default"], smaller)
    return p
