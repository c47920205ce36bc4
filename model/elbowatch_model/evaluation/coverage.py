"""How many normal images are reported at α by calibrations of few images: cross-fitted, and split into halves.

Many calibrations are drawn from one pool of normal images, and each judges other images of the pool. The interval is of
the mean over calibrations, since images against one calibration are not independent.
"""

from dataclasses import dataclass

import numpy as np

from .. import mixture
from ..calibration import calibration_json, lower_p, p_values, upper_p
from ..scoring import FEATURES, TERMS, derived_scores, rounded_to_single

SIZES = (20, 50, 100, 300, 1000)
RUNS = 20  # of the split
TESTED = 2_000  # images against each calibration
TIMES = {20: 400, 50: 400, 100: 300, 300: 60, 1000: 12}  # calibrations of each size


@dataclass(frozen=True)
class Rate:
    """The share of normal images reported, with its 95 % interval."""

    mean: float
    half_width: float

    @staticmethod
    def of(shares):
        """One share for each calibration."""
        return Rate(float(np.mean(shares)), 1.96 * float(np.std(shares)) / np.sqrt(len(shares)))

    def __str__(self):
        return f"{100 * self.mean:.2f} % ± {100 * self.half_width:.2f}"


def simulated(count, seed=1):
    """Terms of invented images: correlated features with heavy tails, and a `local` that depends on them."""
    random = np.random.RandomState(seed)
    found = random.standard_normal((count, 12)) @ (np.eye(12) + 0.3 * random.standard_normal((12, 12)))
    found += random.standard_t(5, (count, 12))
    terms = {name: random.gamma(5, 1, count).astype(np.float32) for name in TERMS}
    terms["local"] = np.exp(0.1 * found[:, 0] + 0.3 * random.standard_normal(count)).astype(np.float32)
    return {**terms, FEATURES: found.astype(np.float32)}


def part(terms, indices):
    return {name: values[indices] for name, values in terms.items()}


def cross_fitted_p(known, fresh, beta):
    """p of `default` of fresh images, [N], as calibrations are made."""
    content = calibration_json({}, [], 0.1, known, beta)
    fitted = mixture.Mixture.from_json(content["mixture"])
    return p_values(content["scores"], derived_scores(fresh, beta, fitted))["default"]


def split_p(known, fresh, beta):
    """The same as earlier releases did: one half fits the mixture, and the other half calibrates the density."""
    images = len(known[FEATURES])
    fitting = np.arange(images) * RUNS // images % 2 == 0
    fitted = mixture.fit(known[FEATURES][fitting])
    scores, found = derived_scores(known, beta, fitted), derived_scores(fresh, beta, fitted)
    density, local = scores["density"][~fitting], scores["local"]
    smaller = np.minimum(_share(local, local[~fitting]), _share(density, density))
    p = np.minimum(upper_p(np.sort(local), found["local"]), upper_p(np.sort(density), found["density"]))
    return lower_p(np.sort(rounded_to_single(smaller)), rounded_to_single(p))


def _share(scores, of):
    """#{scores ≥ one}/n."""
    return (len(scores) - np.searchsorted(np.sort(scores), of, side="left")) / len(scores)


def rates(terms, beta, images, alphas, times, seed=7):
    """{α: (Rate cross-fitted, Rate split)} of calibrations of so many images."""
    random = np.random.RandomState(seed)
    shares = {alpha: ([], []) for alpha in alphas}
    for _ in range(times):
        order = random.permutation(len(terms[FEATURES]))
        known, fresh = part(terms, order[:images]), part(terms, order[images : images + TESTED])
        for method, p in enumerate((cross_fitted_p(known, fresh, beta), split_p(known, fresh, beta))):
            for alpha in alphas:
                shares[alpha][method].append(np.mean(p <= alpha))
    return {alpha: tuple(map(Rate.of, found)) for alpha, found in shares.items()}
