"""What a user is told about the sources of a calibration: a table, and doubts. Java's calibrate says the same."""

import math

import numpy as np

from . import groups
from .calibration import LEAST_IMAGES, images_for, shown_alpha

DECIDING = ("local", "density")
ONCE_IN_A_THOUSAND = 0.001
MAX_NAMES = 5


def table(sources, alpha):
    """Lines: how many images each source has, which α they reach, and which images judge it."""
    sizes = groups.sizes_of(sources)
    width = min(40, max(len("source"), *(len(name) for name in sizes)))
    needed = images_for(alpha)
    lines = [f"{'source':<{width}} {'images':>8} {'lowest alpha':>13}  judged at alpha {alpha:g} by"]
    for name, images in sizes.items():
        lowest = shown_alpha(images) if images >= LEAST_IMAGES else "none"
        by = "its own images" if groups.supports(images, alpha) else f"all images; its own must be {needed}"
        lines.append(f"{name:<{width}} {images:>8} {lowest:>13}  {by}")
    return lines


def warnings(sources, content, alpha):
    """A sentence about sources with few images, and one about those that do not differ from the others."""
    sizes = groups.sizes_of(sources)
    needed = images_for(alpha)
    small = [f"{name} ({images})" for name, images in sizes.items() if images < needed]
    own = groups.read(content)
    alike = [name for name, scores in own.items() if not any(_differs(scores[s], content["scores"][s]) for s in DECIDING)]
    found = []
    if small:
        found.append(
            f"{len(small)} {'source has' if len(small) == 1 else 'sources have'} fewer images than alpha {alpha:g} needs,"
            f" {needed}: images of {_first(small)} are compared with those of all sources; give more of them, or raise"
            " alpha"
        )
    if alike:
        found.append(
            f"the scores of {_first(alike)} do not differ from those of the other sources: a calibration of"
            f" {'its' if len(alike) == 1 else 'their'} own gains nothing, and reaches a lower alpha only when pooled"
        )
    return found


def _differs(own, pooled):
    """Whether the scores are distributed otherwise than those of the other images, by Kolmogorov and Smirnov."""
    own, pooled = np.asarray(own), np.asarray(pooled)
    n, others = len(own), len(pooled) - len(own)
    if others == 0:
        return False
    at = np.unique(pooled)
    in_own = np.searchsorted(own, at, side="right")
    in_others = np.searchsorted(pooled, at, side="right") - in_own
    distance = np.abs(in_own / n - in_others / others).max()
    return distance > math.sqrt(-math.log(ONCE_IN_A_THOUSAND / 2) / 2 * (n + others) / (n * others))


def _first(names):
    more = [f"{len(names) - MAX_NAMES} more"] if len(names) > MAX_NAMES else []
    return ", ".join(names[:MAX_NAMES] + more)
