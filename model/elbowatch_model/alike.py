"""Calibration images that hardly differ from an earlier one, as those of a camera that stands still do.

An image is alike if it differs by at most half a level a pixel on average from the image before it, or from one of
the first 256 that are alike to none. Java's AlikeImages counts the same.
"""

import numpy as np

from .calibration import shown_alpha, supported_alpha

MAX_KEPT = 256
MIN_SHARE = 0.1  # of alike images; fewer are not worth a warning


def alike_images(pixels):
    """The number of images, uint8 [N, C, H, W], that are alike to an earlier one."""
    flat = pixels.reshape(len(pixels), -1)
    allowed = flat.shape[1] // 2
    kept, sums, alike = np.empty((MAX_KEPT, flat.shape[1]), np.int16), np.empty(MAX_KEPT, np.int64), 0
    previous, count = None, 0
    for image in map(np.int16, flat):
        total = int(image.sum(dtype=np.int64))
        near = kept[:count][np.abs(sums[:count] - total) <= allowed]  # sums differ by no more than pixels do
        if previous is not None:
            near = np.concatenate([previous[None], near])
        if len(near) and (np.abs(near - image).sum(1, dtype=np.int64) <= allowed).any():
            alike += 1
        elif count < MAX_KEPT:
            kept[count], sums[count] = image, total
            count += 1
        previous = image
    return alike


def warning(pixels):
    """One sentence if many of the images are alike, else None."""
    alike, images = alike_images(pixels), len(pixels)
    if alike < MIN_SHARE * images:
        return None
    distinct = images - alike
    support = f"support alpha {shown_alpha(distinct)} and above" if supported_alpha(distinct) < 1 else "support no alpha"
    return (
        f"{alike} of {images} images are alike: they differ from an earlier one by at most half a level a pixel on"
        f" average, as if the camera stood still; without them {distinct} remain, which {support}"
    )
