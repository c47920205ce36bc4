"""Faults painted over normal images, to choose between models without a real anomaly.

Cut-and-paste is that of CutPaste (Li et al. 2021), the textures of Perlin noise are those of DRAEM (Zavrtanik et al.
2021).
"""

import numpy as np
from PIL import Image, ImageFilter

from .. import depth

SHARES = (0.04, 0.14)  # of the shorter side: the size of a fault


def synthetic_faults(images, seed):
    """{kind: images with one fault each} of images uint8 or uint16 [N, C, H, W]."""
    if images.dtype == np.uint16:
        base = depth.preview(images)
        return {kind: _deepened(images, base, faulty) for kind, faulty in synthetic_faults(base, seed).items()}
    makers = {"cut and paste": cut_and_paste, "scratch": scratch, "blob": blob, "Perlin texture": perlin_texture}
    found = {}
    for number, (kind, make) in enumerate(makers.items()):
        random = np.random.RandomState(1000 * seed + number)
        found[kind] = np.stack([make(image, images, random) for image in images])
    return found


def _deepened(images, base, faulty):
    """Images uint16 with the faults of their high bytes; what these left alone keeps its low byte."""
    changes = depth.STEP * (faulty.astype(np.int32) - base)
    return np.clip(images + changes, 0, depth.white(images)).astype(np.uint16)


def cut_and_paste(image, others, random):
    """A rectangle of an image at another place, with its levels changed a little."""
    (height, width), changed = _size(image, random), image.copy()
    source = others[random.randint(len(others))]
    y, x = _corner(image, height, width, random)
    from_y, from_x = _corner(image, height, width, random)
    piece = source[:, from_y : from_y + height, from_x : from_x + width] * random.uniform(0.8, 1.2)
    changed[:, y : y + height, x : x + width] = _levels(piece)
    return changed


def scratch(image, others, random):
    """A thin curved line of one colour."""
    alpha = np.zeros(image.shape[1:])
    y, x = (random.uniform(0.1, 0.9) * side for side in alpha.shape)
    angle, bend = random.uniform(0, 2 * np.pi), random.uniform(-0.03, 0.03)
    for _ in range(int(2.5 * max(_size(image, random)))):
        row, column = int(round(y)), int(round(x))
        if 0 <= row < alpha.shape[0] and 0 <= column < alpha.shape[1]:
            alpha[row : row + 2, column : column + 2] = 1
        y, x, angle = y + np.sin(angle), x + np.cos(angle), angle + bend
    return _blended(image, random.randint(0, 256, (image.shape[0], 1, 1)), _soft(alpha, 0.7), random)


def blob(image, others, random):
    """A soft disc of another brightness."""
    height, width = _size(image, random)
    y, x = _corner(image, height, width, random)
    rows, columns = np.mgrid[0 : image.shape[1], 0 : image.shape[2]]
    distance = np.hypot((rows - y - height / 2) / height, (columns - x - width / 2) / width)
    change = random.choice([-1, 1]) * random.uniform(40, 110)
    return _levels(image + change * np.clip(1.5 - 2.5 * distance, 0, 1))


def perlin_texture(image, others, random):
    """Another image's pixels where smooth noise is high."""
    height, width = (3 * side for side in _size(image, random))
    y, x = _corner(image, height, width, random)
    height, width = min(height, image.shape[1]), min(width, image.shape[2])
    noise = perlin(height, width, random)
    alpha = np.zeros(image.shape[1:])
    alpha[y : y + height, x : x + width] = noise > np.quantile(noise, 0.8)
    texture = np.roll(others[random.randint(len(others))], random.randint(1, image.shape[1]), 1)[:, :, ::-1]
    texture = texture if random.rand() < 0.5 else 255 - texture
    return _blended(image, texture, _soft(alpha, 0.7), random)


def perlin(height, width, random, cells=4):
    """Perlin noise [height, width] (Perlin 1985): gradients at the corners of cells, blended."""
    angles = random.uniform(0, 2 * np.pi, (cells + 1, cells + 1))
    gradients = np.stack([np.sin(angles), np.cos(angles)])
    y, x = np.mgrid[0:height, 0:width]
    y, x = y * cells / height, x * cells / width
    row, column = y.astype(int), x.astype(int)
    fade_y, fade_x = (t * t * t * (t * (6 * t - 15) + 10) for t in (y - row, x - column))

    def corner(down, right):
        gradient = gradients[:, row + down, column + right]
        return gradient[0] * (y - row - down) + gradient[1] * (x - column - right)

    top = corner(0, 0) * (1 - fade_x) + corner(0, 1) * fade_x
    return top * (1 - fade_y) + (corner(1, 0) * (1 - fade_x) + corner(1, 1) * fade_x) * fade_y


def _size(image, random):
    shorter = min(image.shape[1:])
    return tuple(max(2, int(random.uniform(*SHARES) * shorter)) for _ in range(2))


def _corner(image, height, width, random):
    return (random.randint(0, max(1, side - size + 1)) for side, size in zip(image.shape[1:], (height, width)))


def _soft(alpha, radius):
    blurred = Image.fromarray((255 * alpha).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred) / 255


def _blended(image, other, alpha, random):
    share = alpha * random.uniform(0.6, 1.0)
    return _levels(image * (1 - share) + other * share)


def _levels(values):
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)
