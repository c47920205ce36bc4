"""Calibration: what the scores of normal images are, so that any score becomes a p-value.

Conformal prediction (Vovk et al. 2005): with n calibration scores, p = (1 + #{calibration ≥ score})/(n + 1).
If normal images are exchangeable with the calibration images, p ≤ α happens to at most a share α of them.
"""

import itertools

import numpy as np

from . import mixture
from .command import UserError
from .scoring import FEATURES, TERMS, derived_scores, single

QUANTILES = ("0.001", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.999")


def check_count(images, alpha):
    """Refuses an α that no score, however high, could reach."""
    wanted = int(np.ceil(2 / alpha - 1e-9)) - 1  # of two scores each has to reach it
    if calibrating(images) < wanted:
        needed = next(n for n in itertools.count(2 * wanted) if calibrating(n) >= wanted)
        raise UserError(
            f"{images} calibration images cannot support alpha {alpha:g}: at least {needed} can; hold out"
            f" more with --calibration-images or raise --alpha"
        )


def calibrating(images):
    """How many of them are not fitted to."""
    return int((~mixture.halves(images)).sum())


def calibration_json(model, groups, alpha, terms, beta):
    """The content of calibration.json, of {term: [n]} and {"features": [n, F]}.

    One half of the images gives the mixture, the other its scores: those of images that it was fitted to
    would be too good.
    """
    for name, values in terms.items():
        if not np.isfinite(values).all():
            raise UserError(f"{name} of {np.sum(~np.isfinite(values))} calibration images is not finite")
    fitted = mixture.halves(len(terms[FEATURES]))
    fit = mixture.fit(terms[FEATURES][fitted])
    scores = derived_scores(terms, beta, fit)
    quantiled = {term: terms[term] for term in TERMS}
    quantiled["elbo_loss"] = scores["elbo"]
    quantiled["reconstruction_error"] = scores["reconstruction"]
    scores["density"] = scores["density"][~fitted]
    scores["default"] = joined(rank(scores["local"])[~fitted], rank(scores["density"]))
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


def either(p, q):
    """p of two tests of which either may fire (Bonferroni): min(1, 2·min(p, q))."""
    return np.minimum(1, 2 * np.minimum(p, q))


def rank(scores):
    """The share of the scores that are at least as high, each counting itself: what p is to a further image."""
    ascending = np.sort(scores)
    return (len(scores) - np.searchsorted(ascending, scores, side="left")) / len(scores)


def joined(p_local, p_density):
    """What `default` ranks by: the smaller of the two. It is no p-value, being below α more often than α."""
    return single(np.minimum(p_local, p_density))


def p_values(sorted_scores, scores):
    """{deciding score: p [N]}; `elbo` is two-sided: too little is as suspicious as too much.

    `default` is ranked among what calibration images have for it, which is exact where doubling would be careful.
    """
    p = {name: upper_p(sorted_scores[name], scores[name]) for name in sorted_scores if name != "default"}
    p["elbo"] = either(p["elbo"], lower_p(sorted_scores["elbo"], scores["elbo"]))
    p["default"] = lower_p(sorted_scores["default"], joined(p["local"], p["density"]))
    return p
