"""Statistics of scores and p-values: AUROC, average precision, confidence intervals, uniformity."""

import math

import numpy as np


def auroc(normal, anomalous):
    """The probability that an anomalous image scores higher than a normal one; ties count half."""
    ascending = np.sort(normal)
    below = np.searchsorted(ascending, anomalous, side="left")
    not_above = np.searchsorted(ascending, anomalous, side="right")
    return float((below + not_above).mean() / (2 * len(ascending)))


def average_precision(normal, anomalous):
    """The mean precision over the anomalous images, each at the highest threshold that detects it.

    Tied images are detected together. Both sets have the same weight: the precision is that of a stream in
    which every second image is anomalous.
    """
    false_alarms = 1 - np.searchsorted(np.sort(normal), anomalous, side="left") / len(normal)
    detected = 1 - np.searchsorted(np.sort(anomalous), anomalous, side="left") / len(anomalous)
    return float((detected / (detected + false_alarms)).mean())


def detection_rate(normal, anomalous, false_alarms):
    """The share of anomalous images above the threshold that a share `false_alarms` of the normal exceeds."""
    return float(np.mean(anomalous > np.quantile(normal, 1 - false_alarms)))


def bootstrap(statistic, normals, anomalies, repetitions=200):
    """The middle 95 % of statistic(normal, anomalous); seeds and images are drawn with replacement.

    `normals` and `anomalies` are lists with one array of scores for each seed.
    """
    random, found = np.random.RandomState(1), []
    for _ in range(repetitions):
        seed = random.randint(len(normals))
        normal, anomalous = normals[seed], anomalies[seed]
        drawn = normal[random.randint(len(normal), size=len(normal))]
        found.append(statistic(drawn, anomalous[random.randint(len(anomalous), size=len(anomalous))]))
    return tuple(np.quantile(found, (0.025, 0.975)))


def uniformity(p, calibrating):
    """The Kolmogorov–Smirnov distance of p-values from uniform, and its critical value at 5 %.

    The critical value is that of two samples, because the calibration images are a sample too.
    """
    ascending, n = np.sort(p), len(p)
    distance = max(np.max(np.arange(1, n + 1) / n - ascending), np.max(ascending - np.arange(n) / n))
    return float(distance), 1.358 * math.sqrt(1 / n + 1 / calibrating)


def binomial_band(count, alpha):
    """The middle 95 % of the share reported of `count` images, each with probability α: its two ends."""
    k = np.arange(count + 1)
    return _band(_log_choose(count) + k * math.log(alpha) + (count - k) * math.log1p(-alpha))


def conformal_band(count, alpha, calibrating):
    """The same if the probability depends on the calibration images: Beta(r, n + 1 − r), r = ⌊α·(n + 1)⌋."""
    hits = math.floor(alpha * (calibrating + 1) + 1e-9)
    if hits == 0:
        return 0.0, 0.0
    a, b = hits, calibrating + 1 - hits
    log_beta = np.array([math.lgamma(k + a) + math.lgamma(count - k + b) for k in range(count + 1)])
    return _band(_log_choose(count) + log_beta)


def _log_choose(count):
    log_factorial = np.concatenate([[0], np.cumsum(np.log(np.arange(1, count + 1)))])
    return log_factorial[-1] - log_factorial - log_factorial[::-1]


def _band(log_probabilities):
    below = np.cumsum(np.exp(log_probabilities - log_probabilities.max()))
    count = len(below) - 1
    return np.searchsorted(below, 0.025 * below[-1]) / count, np.searchsorted(
        below, 0.975 * below[-1]
    ) / count
