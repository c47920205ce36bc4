"""Calibration images that tell less than their number: alike ones, as of a camera that stands still, and equal light.

An image is alike if it differs by at most half a level a pixel on average from one of the first 256 that are alike to
none, or from the image before it. Of 16 bits the high byte is looked at. Java's AlikeImages and Brightness count the same.
"""

import numpy as np

from . import depth
from .calibration import folds_of, shown_alpha, supported_alpha

MAX_KEPT = 256
MIN_SHARE = 0.1  # of alike images; fewer are not worth a warning
EQUAL_LIGHT = 0.5  # levels: the standard deviation of the images' mean levels


def alike_images(pixels):
    """The number of images, uint8 [N, C, H, W], that are alike to an earlier one."""
    return int((likes(pixels) >= 0).sum())


def likes(pixels):
    """For every image the index of an earlier one that it is alike to, the earliest that is known; −1 without one."""
    flat = depth.preview(pixels).reshape(len(pixels), -1)
    allowed = flat.shape[1] // 2
    kept, sums, indices = np.empty((MAX_KEPT, flat.shape[1]), np.int16), np.empty(MAX_KEPT, np.int64), []
    previous, found = None, np.full(len(flat), -1)
    for i, image in enumerate(map(np.int16, flat)):
        total = int(image.sum(dtype=np.int64))
        near = np.flatnonzero(np.abs(sums[: len(indices)] - total) <= allowed)  # sums differ by no more than pixels do
        same = near[np.abs(kept[near] - image).sum(1, dtype=np.int64) <= allowed]
        if len(same):
            found[i] = indices[same[0]]
        elif previous is not None and np.abs(previous - image).sum(dtype=np.int64) <= allowed:
            found[i] = i - 1
        elif len(indices) < MAX_KEPT:
            kept[len(indices)], sums[len(indices)] = image, total
            indices.append(i)
        previous = image
    return found


def across_folds(found, folds):
    """How many images are alike to one of another fold, from likes() and the fold of every image."""
    alike = np.flatnonzero(found >= 0)
    return int((folds[alike] != folds[found[alike]]).sum())


def warnings(pixels, folds=None):
    """A sentence for every doubt about calibration images, uint8 [N, C, H, W]."""
    found = [warning(pixels, folds), light_warning(pixels)]
    return [sentence for sentence in found if sentence]


def light_warning(pixels):
    """One sentence if all images are equally bright, else None."""
    deviation = float(depth.preview(pixels).reshape(len(pixels), -1).mean(1, dtype=np.float64).std())
    if len(pixels) < 2 or deviation >= EQUAL_LIGHT:
        return None
    return (
        f"all images are equally bright: their mean levels have a standard deviation of {deviation:.2f} of 255; images"
        " in slightly other light will be anomalous, so calibrate on images of a whole day"
    )


def warning(pixels, folds=None):
    """One sentence if many of the images are alike, else None."""
    found, images = likes(pixels), len(pixels)
    alike = int((found >= 0).sum())
    if alike < MIN_SHARE * images:
        return None
    distinct, across = images - alike, across_folds(found, folds_of(images) if folds is None else folds)
    supported = supported_alpha(distinct) < 1
    support = f"support alpha {shown_alpha(distinct)} and above" if supported else "support no alpha"
    known = f"; {across} of them resemble one of another fold, whose model knows them" if across else ""
    return (
        f"{alike} of {images} images are alike: they differ from an earlier one by at most half a level a pixel on"
        f" average, as if the camera stood still{known}; without them {distinct} remain, which {support}"
    )
