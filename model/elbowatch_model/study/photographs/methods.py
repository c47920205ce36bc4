"""What every method is: an object that fits normal images and then scores others.

A method has `fit(images, groups, seed)`, which takes normal images uint8 [N, 3, H, W] and their group numbers
[N], and returns a function of images: Scored. Images of one group are alike; a method that holds images out must
not split a group. Two fits with one seed are equal. The function's `saved_seconds` are those that the fit would
have taken more if nothing had been remembered from an earlier one.
"""

from dataclasses import dataclass

import numpy as np

LOCAL = "local"  # the score by which methods are compared: the worst place
DEFAULT = "default"  # the score that decides, where a method has one


@dataclass(frozen=True)
class Scored:
    """Scores of images, higher is more anomalous, and their loss maps over any grid."""

    scores: dict  # name → [N]; LOCAL always
    maps: np.ndarray  # [N, h, w]; the maximum decides LOCAL
