"""How well scores tell anomalies from normal images, and how honest the p-values of normal images are."""

import math
from dataclasses import dataclass

import numpy as np

from .calibration import p_values
from .scoring import derived_scores, score

SCORES = ("elbo", "reconstruction", "kl", "local", "density", "default")
ALPHAS = (0.01, 0.001)


@dataclass(frozen=True)
class Case:
    """Images uint8 [N, C, H, W] and the normal ones to tell them from; `normal` is None for normal images."""

    name: str
    pixels: np.ndarray
    normal: np.ndarray = None


@dataclass(frozen=True)
class Judged:
    """Of every image and score: how anomalous it is, higher is more ([N], of default −p), and its p-value [N]."""

    scores: dict
    p: dict


def judge(pixels, head, beta, calibrated):
    """`calibrated` is (sorted scores, mixture), as bundle.calibration_of reads them."""
    sorted_scores, mixture = calibrated
    scores = derived_scores(score(head, pixels), beta, mixture)
    p = p_values(sorted_scores, scores)
    return Judged({**scores, "default": -p["default"]}, p)


def markdown(cases, head, recipe, calibrated):
    """A table: AUROC, shares caught at 1 % false alarms of that normal set, shares flagged at each α."""
    shown = ("default", "local", "density", "elbo")
    columns = ["images"] + [f"AUROC {s}" for s in SCORES] + ["caught at 1 % of these normals"]
    columns += [f"{s}, α {alpha:g}" for alpha in ALPHAS for s in shown]
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for case in cases:
        judged = judge(case.pixels, head, recipe.beta, calibrated)
        row = [case.name, str(len(case.pixels))]
        if case.normal is None:
            row += [""] * (len(SCORES) + 1)
        else:
            normal = judge(case.normal, head, recipe.beta, calibrated)
            row += [f"{auroc(normal.scores[s], judged.scores[s]):.3f}" for s in SCORES]
            row += [f"{caught(normal.scores['default'], judged.scores['default'], 0.01):.1%}"]
        row += [f"{np.mean(judged.p[s] <= alpha):.2%}" for alpha in ALPHAS for s in shown]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"


def auroc(normal, anomalous):
    """The chance that an anomalous image scores higher than a normal one; ties count half."""
    ascending = np.sort(normal)
    below = np.searchsorted(ascending, anomalous, side="left")
    not_above = np.searchsorted(ascending, anomalous, side="right")
    return float((below + not_above).mean() / (2 * len(ascending)))


def average_precision(normal, anomalous):
    """The mean precision over the anomalous images, each at the threshold that just finds it; ties are found together.

    Both sets weigh the same, whatever their sizes: the precision where every second image is anomalous.
    """
    false_alarms = 1 - np.searchsorted(np.sort(normal), anomalous, side="left") / len(normal)
    found = 1 - np.searchsorted(np.sort(anomalous), anomalous, side="left") / len(anomalous)
    return float((found / (found + false_alarms)).mean())


def caught(normal, anomalous, false_alarms):
    """The share of anomalous images above the threshold that such a share of the normal ones exceeds."""
    return float(np.mean(anomalous > np.quantile(normal, 1 - false_alarms)))


def bootstrap(statistic, normals, anomalies, repetitions=200):
    """The middle 95 % of statistic(normal, anomalous) over training seeds and images, both drawn with replacement.

    `normals` and `anomalies` are a list each, an array of scores for every seed.
    """
    random, found = np.random.RandomState(1), []
    for _ in range(repetitions):
        seed = random.randint(len(normals))
        normal, anomalous = normals[seed], anomalies[seed]
        drawn = normal[random.randint(len(normal), size=len(normal))]
        found.append(statistic(drawn, anomalous[random.randint(len(anomalous), size=len(anomalous))]))
    return tuple(np.quantile(found, (0.025, 0.975)))


def uniformity(p, calibrating):
    """Kolmogorov and Smirnov's distance of p-values from uniform, and its critical value at 5 %.

    The critical value is that of two samples: the calibration images are a sample too.
    """
    ascending, n = np.sort(p), len(p)
    distance = max(np.max(np.arange(1, n + 1) / n - ascending), np.max(ascending - np.arange(n) / n))
    return float(distance), 1.358 * math.sqrt(1 / n + 1 / calibrating)


def binomial_band(count, alpha):
    """The smallest and largest share of `count` images that lie in the middle 95 % when each is hit with chance α."""
    k = np.arange(count + 1)
    log_factorial = np.concatenate([[0], np.cumsum(np.log(np.arange(1, count + 1)))])
    log_chance = log_factorial[-1] - log_factorial - log_factorial[::-1] + k * math.log(alpha)
    below = np.cumsum(np.exp(log_chance + (count - k) * math.log1p(-alpha)))
    return np.searchsorted(below, 0.025) / count, np.searchsorted(below, 0.975) / count
