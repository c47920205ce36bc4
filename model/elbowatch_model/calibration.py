"""Calibration: what the scores of normal images are, so that any score becomes a p-value.

Conformal prediction (Vovk et al. 2005): with n calibration scores, p = (1 + #{calibration ≥ score})/(n + 1).
If normal images are exchangeable with the calibration images, p ≤ α happens to at most a share α of them.
"""

import numpy as np

from . import mixture
from .command import UserError
from .scoring import FEATURES, TERMS, derived_scores

QUANTILES = ("0.001", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.999")
SMALLEST_P_TIMES_COUNT = 2  # the default verdict doubles once: two scores


def check_count(images, alpha):
    """Refuses an α that no score, however high, could reach."""
    if SMALLEST_P_TIMES_COUNT > alpha * (images // 2 + 1):
        needed = 2 * (int(np.ceil(SMALLEST_P_TIMES_COUNT / alpha)) - 1)
        raise UserError(
            f"{images} calibration images cannot support alpha {alpha:g}: at least {needed} can; hold out"
            f" more with --calibration-images or raise --alpha"
        )


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


def p_values(sorted_scores, scores):
    """{deciding score: p [N]}; `elbo` is two-sided: too little is as suspicious as too much."""
    p = {name: upper_p(calibrated, scores[name]) for name, calibrated in sorted_scores.items()}
    p["elbo"] = either(p["elbo"], lower_p(sorted_scores["elbo"], scores["elbo"]))
    p["default"] = either(p["local"], p["density"])
    return p
