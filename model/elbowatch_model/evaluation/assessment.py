"""Scores and p-values of test images, and the table that model/evaluate.py writes."""

from dataclasses import dataclass

import numpy as np

from ..calibration import p_values
from ..scoring import derived_scores, score
from .statistics import auroc, detection_rate

SCORES = ("elbo", "reconstruction", "kl", "local", "density", "default")
ALPHAS = (0.01, 0.001)


@dataclass(frozen=True)
class Case:
    """Images uint8 [N, C, H, W] and the normal images to separate them from (None if they are normal)."""

    name: str
    pixels: np.ndarray
    normal: np.ndarray = None


@dataclass(frozen=True)
class Assessment:
    """For each score, of every image: the score itself ([N], higher is more anomalous) and its p-value [N].

    The score of `default` is −p.
    """

    scores: dict
    p: dict


def assess(pixels, head, beta, calibrated):
    """`calibrated` is (sorted scores, mixture), as files.calibration_of reads them."""
    sorted_scores, mixture = calibrated
    scores = derived_scores(score(head, pixels), beta, mixture)
    p = p_values(sorted_scores, scores)
    return Assessment({**scores, "default": -p["default"]}, p)


def markdown_table(cases, head, recipe, calibrated):
    """AUROC, share detected at 1 % false alarms of the case's normal images, share reported at each α."""
    shown = ("default", "local", "density", "elbo")
    columns = ["images"] + [f"AUROC {s}" for s in SCORES] + ["caught at 1 % of these normals"]
    columns += [f"{s}, α {alpha:g}" for alpha in ALPHAS for s in shown]
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for case in cases:
        found = assess(case.pixels, head, recipe.beta, calibrated)
        row = [case.name, str(len(case.pixels))]
        if case.normal is None:
            row += [""] * (len(SCORES) + 1)
        else:
            normal = assess(case.normal, head, recipe.beta, calibrated)
            row += [f"{auroc(normal.scores[s], found.scores[s]):.3f}" for s in SCORES]
            row += [f"{detection_rate(normal.scores['default'], found.scores['default'], 0.01):.1%}"]
        row += [f"{np.mean(found.p[s] <= alpha):.2%}" for alpha in ALPHAS for s in shown]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"
