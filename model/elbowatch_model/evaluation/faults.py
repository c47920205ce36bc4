"""Faults of images: 21 kinds of anomaly made from normal images, most of them at several strengths.

Every kind is the same in every run. docs/evaluation.md shows how each score ranks them.
"""

import io

import numpy as np
from PIL import Image, ImageFilter

BILINEAR = getattr(Image, "Resampling", Image).BILINEAR


def faults(normal, other):
    """(kind, strength, images) made from normal images uint8 [N, 1, H, W]; `other` is another data set."""
    for sigma in (0.05, 0.1, 0.3):
        yield "noise", f"σ {sigma:g}", noisy(normal, sigma)
    for share in (0.01, 0.05):
        yield "salt and pepper", f"{share:.0%} of the pixels", salted(normal, share)
    for side in (4, 8):
        yield "white patch", f"{side} px", patched(normal, side)
    for width in (1, 2):
        yield "scratch", f"{width} px", scratched(normal, width)
    for radius in (1, 2):
        yield "blur", f"{radius} px", blurred(normal, radius)
    for factor in (0.5, 0.25):
        yield "low contrast", f"× {factor:g}", low_contrast(normal, factor)
    for factor in (0.7, 0.5):
        yield "darker", f"× {factor:g}", darkened(normal, factor)
    for more in (0.1, 0.3):
        yield "brighter", f"+ {more:g}", brightened(normal, more)
    yield "inverted", "", 255 - normal
    yield "mirrored", "", normal[..., ::-1].copy()
    yield "upside down", "", normal[..., ::-1, :].copy()
    for degrees in (15, 45, 90):
        yield "rotated", f"{degrees}°", rotated(normal, degrees)
    for name, level in (("black", 0), ("grey", 128), ("white", 255)):
        yield name, "", np.full_like(normal[:500], level)
    yield "mean image", "", np.rint(normal.mean(0, keepdims=True)).astype(np.uint8).repeat(100, 0)
    yield "uniform noise", "", _random().randint(0, 256, normal.shape).astype(np.uint8)
    for quality in (20, 5):
        yield "JPEG", f"quality {quality}", compressed(normal, quality)
    for rows in (1, 2, 4):
        yield "dead rows", f"{rows}", dead_rows(normal, rows)
    for pixels in (2, 4):
        yield "shifted", f"{pixels} px", shifted(normal, pixels)
    yield "another data set", "", other


def blank(shape, levels=256):
    """Images of one level each, from black (a covered lens) to white (a glaring lamp): [levels, C, H, W]."""
    level = np.arange(levels, dtype=np.uint8)[:, None, None, None]
    return np.broadcast_to(level, (levels, *shape)).copy()


def covered(shape, count):
    """A covered lens: dark, levels 0 to 6 of sensor noise."""
    random, shape = _random(), (count, *shape)
    return (random.randint(0, 4, shape) + random.randint(0, 4, shape)).astype(np.uint8)


def noisy(pixels, sigma):
    return _levels(pixels + 255 * sigma * _random().standard_normal(pixels.shape))


def salted(pixels, share):
    drawn, salted_pixels = _random().random_sample(pixels.shape), pixels.copy()
    salted_pixels[drawn < share / 2] = 0
    salted_pixels[drawn > 1 - share / 2] = 255
    return salted_pixels


def patched(pixels, side):
    """A white square at a random place."""
    random, patched_pixels = _random(), pixels.copy()
    for image in patched_pixels:
        y, x = random.randint(0, image.shape[1] - side + 1), random.randint(0, image.shape[2] - side + 1)
        image[:, y : y + side, x : x + side] = 255
    return patched_pixels


def scratched(pixels, width):
    """A white line of 0.6 of the height, at any angle, near the middle."""
    random, scratched_pixels = _random(), pixels.copy()
    height, breadth = pixels.shape[2:]
    along = np.linspace(-0.3 * height, 0.3 * height, 8 * height)
    for image in scratched_pixels:
        angle = random.uniform(0, np.pi)
        y, x = (side * random.uniform(0.25, 0.75) for side in (height, breadth))
        for line in range(width):
            rows = np.rint(y + along * np.sin(angle) + line * np.cos(angle)).astype(int)
            columns = np.rint(x + along * np.cos(angle) - line * np.sin(angle)).astype(int)
            inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < breadth)
            image[:, rows[inside], columns[inside]] = 255
    return scratched_pixels


def blurred(pixels, radius):
    """Gaussian blur; the radius is in pixels."""
    blur = ImageFilter.GaussianBlur(radius)
    return _each(pixels, lambda image: image.filter(blur))


def low_contrast(pixels, factor):
    mean = pixels.mean((1, 2, 3), keepdims=True)
    return _levels(mean + (pixels - mean) * factor)


def darkened(pixels, factor):
    return _levels(pixels * factor)


def brightened(pixels, more):
    return _levels(pixels + 255 * more)


def rotated(pixels, degrees):
    return _each(pixels, lambda image: image.rotate(degrees, BILINEAR))


def compressed(pixels, quality):
    def through_jpeg(image):
        written = io.BytesIO()
        image.save(written, "JPEG", quality=quality)
        return Image.open(io.BytesIO(written.getvalue()))

    return _each(pixels, through_jpeg)


def dead_rows(pixels, count):
    """`count` adjacent black rows, not at the edge."""
    random, dead = _random(), pixels.copy()
    for image in dead:
        row = random.randint(4, image.shape[1] - 4 - count)
        image[:, row : row + count] = 0
    return dead


def shifted(pixels, by):
    """Moved to the right; the left edge becomes black."""
    moved = np.zeros_like(pixels)
    moved[..., by:] = pixels[..., :-by]
    return moved


def _each(pixels, change):
    return np.stack([[np.asarray(change(Image.fromarray(c))) for c in image] for image in pixels])


def _levels(values):
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)


def _random():
    return np.random.RandomState(7)
