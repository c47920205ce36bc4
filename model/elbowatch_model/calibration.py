"""Calibration: the scores of normal images, which turn any score into a p-value.

Conformal prediction (Vovk et al. 2005): with n calibration scores, p = (1 + #{calibration ≥ score})/(n + 1).
If normal images are exchangeable with the calibration images, p ≤ α holds for at most a share α of them.
"""

import itertools
from decimal import ROUND_CEILING, Context

import numpy as np

from . import mixture
from .command import UserError
from .scoring import FEATURES, TERMS, derived_scores, rounded_to_single

QUANTILES = ("0.001", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.999")


def check_count(images, alpha):
    """Refuses an α that no score could reach with this number of images."""
    if supported_alpha(images) > alpha:
        raise UserError(
            f"{images} calibration images cannot support alpha {alpha:g}, which needs at least"
            f" {images_for(alpha)}; give more normal images, or --alpha {shown_alpha(images)} or more"
        )


def supported_alpha(images):
    """The lowest α that so many images support; above 1 if they support none.

    The p-values of `local` and `density` share α. An image whose density is above that of all m images that
    calibrate it has a p of up to 2/(m + 1), even if one above all in `local` has 1/(m + 1).
    """
    return 2 / (calibrating_count(images) + 1)


def shown_alpha(images):
    """The lowest α that so many images support, rounded up to two digits, as text."""
    return f"{Context(prec=2, rounding=ROUND_CEILING).create_decimal(repr(supported_alpha(images))):f}"


def images_for(alpha):
    """The smallest number of calibration images that supports an α."""
    required = int(np.ceil(2 / alpha - 1e-9)) - 1
    return next(n for n in itertools.count(max(1, 2 * required - mixture.SPLIT_RUNS)) if calibrating_count(n) >= required)


def calibrating_count(images):
    """How many of the images the mixture is not fitted to."""
    return int((~mixture.fitting_half(images)).sum())


def calibration_json(model, groups, alpha, terms, beta):
    """The content of calibration.json, from {term: [N]} and {"features": [N, F]}.

    The mixture is fitted to one half of the images, and the `density` of the other half calibrates: images
    that the mixture was fitted to have too low a density score.
    """
    for name, values in terms.items():
        if not np.isfinite(values).all():
            raise UserError(f"{name} of {np.sum(~np.isfinite(values))} calibration images is not finite")
    fitted = mixture.fitting_half(len(terms[FEATURES]))
    fit = mixture.fit(terms[FEATURES][fitted])
    scores = derived_scores(terms, beta, fit)
    quantiled = {term: terms[term] for term in TERMS}
    quantiled["elbo_loss"] = scores["elbo"]
    quantiled["reconstruction_error"] = scores["reconstruction"]
    scores["density"] = scores["density"][~fitted]
    scores["default"] = smaller_p(rank(scores["local"])[~fitted], rank(scores["density"]))
    levels = [float(q) for q in QUANTILES]
    return {
        "schema": 1,
        "model": model,
        "images": len(scores["elbo"]),
        "groups": groups,
        "alpha": alpha,
        "scores": {name: np.sort(values) for name, values in scores.items()},
        "mixture": fit.to_json(),
        "quantiles": {
            name: {q: float(v) for q, v in zip(QUANTILES, np.quantile(values.astype(np.float64), levels))}
            for name, values in quantiled.items()
        },
    }


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


def rank(scores):
    """The share of the scores that are at least as high, counting itself: the p-value of a further image."""
    ascending = np.sort(scores)
    return (len(scores) - np.searchsorted(ascending, scores, side="left")) / len(scores)


def smaller_p(p_local, p_density):
    """What `default` ranks by. It is not a p-value itself, since it falls below α more often than α."""
    return rounded_to_single(np.minimum(p_local, p_density))


def p_values(sorted_scores, scores):
    """{score that decides: p [N]}. `elbo` is two-sided: a too low one is as suspicious as a too high one.

    `default` is ranked among its own values of the calibration images. That is exact, and doubling the
    smaller p-value would be conservative.
    """
    p = {name: upper_p(sorted_scores[name], scores[name]) for name in sorted_scores if name != "default"}
    p["elbo"] = bonferroni(p["elbo"], lower_p(sorted_scores["elbo"], scores["elbo"]))
    p["default"] = lower_p(sorted_scores["default"], smaller_p(p["local"], p["density"]))
    return p
