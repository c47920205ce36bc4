"""How well the scores tell anomalies from normal images, and how often each raises an alarm."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from .calibration import p_values
from .scoring import derived_scores, score

ALPHAS = (0.01, 0.001)
SCORES = ("elbo", "reconstruction", "kl", "local", "default")
CAUGHT = ("default", "local")
FLAGGED = ("default", "local", "contrast", "elbo")


@dataclass(frozen=True)
class Case:
    """Images uint8 [N, C, H, W] and the normal ones to tell them from; `normal` is None for normal images."""

    name: str
    pixels: np.ndarray
    normal: np.ndarray = None


def markdown(cases, head, recipe, calibrated):
    """A table: AUROC, shares caught at 1 % false alarms of that normal set, shares flagged at each α."""
    columns = ["images"] + [f"AUROC {s}" for s in SCORES] + [f"{s} at 1 % of these normals" for s in CAUGHT]
    columns += [f"{s}, α {alpha:g}" for alpha in ALPHAS for s in FLAGGED]
    rows = [[case.name, len(case.pixels), *_row(case, head, recipe, calibrated)] for case in cases]
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(v) for v in row) + " |" for row in rows]) + "\n"


def _row(case, head, recipe, calibrated):
    scores, p = _judge(case.pixels, head, recipe, calibrated)
    flagged = [f"{np.mean(p[s] <= alpha):.2%}" for alpha in ALPHAS for s in FLAGGED]
    if case.normal is None:
        return [""] * (len(SCORES) + len(CAUGHT)) + flagged
    normal_scores, normal_p = _judge(case.normal, head, recipe, calibrated)
    scores["default"], normal_scores["default"] = -p["default"], -normal_p["default"]
    found = [f"{auroc(normal_scores[s], scores[s]):.3f}" for s in SCORES]
    caught = [f"{np.mean(scores[s] > np.quantile(normal_scores[s], 0.99)):.1%}" for s in CAUGHT]
    return found + caught + flagged


def _judge(pixels, head, recipe, calibrated):
    scores = derived_scores(score(head, pixels), recipe.beta)
    return scores, p_values(calibrated, scores)


def auroc(normal, anomalous):
    """The chance that an anomalous image scores higher than a normal one; ties count half."""
    ascending = np.sort(normal)
    below = np.searchsorted(ascending, anomalous, side="left")
    not_above = np.searchsorted(ascending, anomalous, side="right")
    return float((below + not_above).mean() / (2 * len(ascending)))


# --- Faults that a camera makes of a normal image -----------------------------------------------------------


def blank(pixels, levels=256):
    """One level all over, from black (a covered lens) up to white (a glaring lamp): an image a level."""
    level = np.arange(levels, dtype=np.uint8)[:, None, None, None]
    return np.broadcast_to(level, (levels, *pixels.shape[1:])).copy()


def blurred(pixels, radius):
    """Gaussian blur of that many pixels."""
    blur = ImageFilter.GaussianBlur(radius)
    return np.stack([[np.asarray(Image.fromarray(c).filter(blur)) for c in image] for image in pixels])


def covered(pixels):
    """A covered lens: dark, with faint sensor noise."""
    random = np.random.RandomState(1)
    return (random.randint(0, 4, pixels.shape) + random.randint(0, 4, pixels.shape)).astype(np.uint8)


def noisy(pixels, sigma):
    """Gaussian noise of that standard deviation (pixels being 0..1)."""
    noise = np.random.RandomState(1).standard_normal(pixels.shape) * sigma
    return np.rint(np.clip(pixels / 255 + noise, 0, 1) * 255).astype(np.uint8)


def patched(pixels, side):
    """A white square somewhere."""
    random, patched_pixels = np.random.RandomState(1), pixels.copy()
    for image in patched_pixels:
        y, x = random.randint(0, image.shape[1] - side), random.randint(0, image.shape[2] - side)
        image[:, y : y + side, x : x + side] = 255
    return patched_pixels


def darkened(pixels):
    """Half the brightness."""
    return pixels // 2
