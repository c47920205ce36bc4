"""The tail of a score beyond its calibration images, extrapolated: for α below 1/(n + 1), only when asked for.

Peaks over threshold: the excesses of the highest tenth of the scores over the next lower one have a generalised Pareto
distribution (Pickands 1975; Siffer et al. 2017). It is fitted by probability-weighted moments (Hosking & Wallis
1987), without randomness. A tail with an end (ξ < 0) is replaced by an exponential one, because an end
that is estimated too low gives p-values of 0. Java's Tail computes the same.
"""

from dataclasses import dataclass

import numpy as np

SCORES = ("reconstruction", "kl", "local", "density")  # elbo is two-sided and not extrapolated
TENTH = 10
LEAST_EXCESSES = 10
MOST_SHAPE = 0.5  # above it the variance is infinite, and so is what extrapolation may be wrong by
LEAST_FIT = 0.01  # p of Kolmogorov and Smirnov
FURTHEST = 100  # times below 1/(n + 1)


@dataclass(frozen=True)
class Tail:
    """P(score > s) = share·(1 + ξ(s − threshold)/σ)^(−1/ξ) above the threshold."""

    threshold: float
    excesses: int  # of n scores
    shape: float  # ξ, 0 for an exponential tail
    scale: float  # σ
    fit: float  # p of Kolmogorov and Smirnov, not corrected for the fitted parameters: rather too large

    def to_json(self):
        return {name: getattr(self, name) for name in ("threshold", "excesses", "shape", "scale", "fit")}

    def p(self, scores, images):
        """P(a normal image has a higher score), for scores above the threshold."""
        z = (np.asarray(scores) - self.threshold) / self.scale
        beyond = np.exp(-z) if self.shape == 0 else np.exp(-np.log1p(self.shape * z) / self.shape)
        return np.maximum(self.excesses / images * beyond, np.finfo(np.float64).tiny)


def fit(scores):
    """(Tail, None) of a score of calibration images, [n], or (None, why not)."""
    ascending = np.sort(scores)
    threshold = ascending[-1 - len(ascending) // TENTH]
    excesses = ascending[ascending > threshold] - threshold
    count = len(excesses)
    if count < LEAST_EXCESSES:
        return None, f"{count} scores lie above the highest tenth's threshold, and {LEAST_EXCESSES} are needed"
    mean = float(excesses.mean())
    weights = 1 - (np.arange(1, count + 1) - 0.35) / count
    weighted = float((weights * excesses).mean())
    shape, scale = 2 - mean / (mean - 2 * weighted), 2 * mean * weighted / (mean - 2 * weighted)
    if not (np.isfinite(shape) and shape < MOST_SHAPE):
        return None, f"its shape is {shape:.2f}, and below {MOST_SHAPE} is sane"
    if shape <= 0:
        shape, scale = 0.0, mean
    tail = Tail(float(threshold), count, float(shape), float(scale), 1.0)
    steps = np.arange(count) / count
    above = tail.p(excesses + threshold, count)  # of one excess
    distance = float(np.maximum(np.abs(1 - above - steps), np.abs(1 - above - steps - 1 / count)).max())
    tail = Tail(tail.threshold, count, tail.shape, tail.scale, kolmogorov(distance, count))
    if tail.fit < LEAST_FIT:
        return None, f"a generalised Pareto tail does not fit: Kolmogorov-Smirnov p {tail.fit:.2g}"
    return tail, None


def kolmogorov(distance, count):
    """P(a distance at least as large): the asymptotic series, in the form of Stephens 1970 for few numbers."""
    x = (np.sqrt(count) + 0.12 + 0.11 / np.sqrt(count)) * distance
    if x < 0.2:
        return 1.0
    j = np.arange(1, 101)
    return float(np.clip(2 * ((-1.0) ** (j - 1) * np.exp(-2 * j**2 * x**2)).sum(), 0, 1))
