"""golden.json: up to 32 generated images, whose expected terms every loaded model has to reproduce.

No image comes from a data set. They depend on the image's shape alone, so every machine draws the same bytes.
"""

import base64
import copy
from itertools import chain

import numpy as np

from ..checks import MAX_INPUT_BYTES
from ..scoring import FEATURES, TERMS, score

TOLERANCE = 1e-3  # relative to the expected value, or to 1 nat if that is smaller


KINDS = 32
MAX_PIXELS = 700_000  # of all golden images together; of large images there are fewer than 32
MIN_IMAGES = 4  # unless they have more than MAX_INPUT_BYTES together


def golden_images(channels, height, width, limit=None, bits=8):
    """Up to 32 × (name, uint8 or uint16 [C, H, W]), evenly spread over the kinds if there are fewer."""
    count = min(limit or KINDS, golden_count(channels, height, width, bits))
    chosen = {(2 * i + 1) * KINDS // (2 * count) for i in range(count)}
    # One after the other: all of them as float64 take gigabytes if they are large.
    images = chain(*(kind(height, width) for kind in (_constants, _gradients, _patterns, _shapes, _random)))
    return [(name, _to_pixels(image, channels, bits)) for i, (name, image) in enumerate(images) if i in chosen]


def several(named):
    """The same images, with the mirror of one where it is alone: a mix of batch mates shows with two."""
    (name, pixels), *rest = named
    return named if rest else [(name, pixels), (f"{name}-mirrored", np.ascontiguousarray(pixels[..., ::-1]))]


def golden_count(channels, height, width, bits=8):
    """How many golden images there are of a shape; at least one, if the shape is one that a bundle takes."""
    size = channels * height * width * bits // 8
    return min(max(MIN_IMAGES, min(KINDS, MAX_PIXELS // (height * width))), max(1, MAX_INPUT_BYTES // size))


def golden_json(head, shape, rounding=None, bits=8):
    """The content of golden.json.

    The terms are float64 and come from the PyTorch model, not the exported graph. `rounding` is how far float32 is
    off in an adopted model; `elbowatch check` allows for it.
    """
    named = golden_images(*shape, bits=bits)
    terms = score(copy.deepcopy(head).double(), np.stack([pixels for _, pixels in named]))
    images = [
        {
            "name": name,
            "pixels": base64.b64encode(little_endian(pixels)).decode(),
            "terms": {term: float(terms[term][i]) for term in TERMS},
            "features": [float(value) for value in terms[FEATURES][i]],
        }
        for i, (name, pixels) in enumerate(named)
    ]
    measured = {} if rounding is None else {"rounding": rounding}
    return {"schema": 1, "tolerance": TOLERANCE, **measured, "images": images}


def _grid(height, width):
    """Row and column of every pixel's centre, in 0..1."""
    y, x = np.mgrid[0:height, 0:width]
    return (y + 0.5) / height, (x + 0.5) / width


def _constants(height, width):
    for level in (0, 1, 64, 128, 254, 255):
        yield f"constant-{level}", np.full((height, width), level / 255)


def _gradients(height, width):
    y, x = _grid(height, width)
    yield "gradient-right", x
    yield "gradient-down", y
    yield "gradient-diagonal", (x + y) / 2
    yield "gradient-radial", np.hypot(x - 0.5, y - 0.5)


def _patterns(height, width):
    rows, columns = np.mgrid[0:height, 0:width]
    for size in (1, 2, 4, 7):
        yield f"checkerboard-{size}", (rows // size + columns // size) % 2
    yield "stripes-across", rows // 3 % 2
    yield "stripes-down", columns // 3 % 2
    yield "grid", (rows % 8 == 0) | (columns % 8 == 0)


def _shapes(height, width):
    y, x = _grid(height, width)
    for radius in (0.1, 0.25, 0.4):
        yield f"disc-{radius}", np.hypot(x - 0.5, y - 0.5) < radius
    yield "ring", abs(np.hypot(x - 0.5, y - 0.5) - 0.3) < 0.08
    yield "square", (abs(x - 0.5) < 0.3) & (abs(y - 0.5) < 0.3)
    yield "cross", (abs(x - 0.5) < 0.1) | (abs(y - 0.5) < 0.1)
    yield "triangle", (y > 0.2) & (abs(x - 0.5) < (y - 0.2) / 2)
    yield "diagonal-line", abs(x - y) < 0.06


def _random(height, width):
    """`random_sample` of RandomState is the same on every platform and in every numpy."""
    y, x = _grid(height, width)
    for seed in (1, 2, 3):
        random = np.random.RandomState(seed)
        image = np.zeros((height, width))
        for row, column, spread, peak in random.random_sample((5, 4)):
            distance = np.hypot(y - row, x - column) / (0.05 + 0.15 * spread)
            image += (0.3 + 0.7 * peak) * np.exp(-(distance**2) / 2)
        yield f"blobs-{seed}", image
    yield "noise-uniform", np.random.RandomState(4).random_sample((height, width))
    yield "noise-binary", np.random.RandomState(5).random_sample((height, width)) < 0.5
    yield "noise-sparse", np.random.RandomState(6).random_sample((height, width)) < 0.05
    yield "noise-grey", 0.5 + 0.2 * (np.random.RandomState(7).random_sample((height, width)) - 0.5)


def _to_pixels(image, channels, bits):
    """[H, W] in 0..1 → uint8 or uint16 [C, H, W]; colour channels are the image, its mirror and its negative."""
    white = 2**bits - 1
    level = np.floor(np.clip(np.asarray(image, np.float64), 0, 1) * white + 0.5).astype(f"uint{bits}")
    return np.stack([level, level[:, ::-1], white - level][:channels])


def little_endian(pixels):
    """The bytes of an array of uint8 or uint16, of the latter the low one first, as raw images have them."""
    return pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
