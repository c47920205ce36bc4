"""The style of all pictures: 1350 px wide, on white, in colours that colour-blind people can distinguish.

The same figures give the same bytes.
"""

import io

import numpy as np
from PIL import Image

from .. import require_modules

require_modules("matplotlib")

import matplotlib  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

WIDTH_PIXELS, DPI = 1350, 150
WIDTH_INCHES = WIDTH_PIXELS / DPI
NORMAL = "#888888"
MARK = "#000000"
# Okabe & Ito 2008, "Color universal design", without yellow, which is hard to see on white.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MAX_PALETTE_SOURCE = 4096  # colours; charts and grey images have up to 3,000, colour images 7,000 and more
GAP = 2  # pixels between images, before they are enlarged

matplotlib.rcdefaults()  # a user's own settings would change the pictures
matplotlib.rcParams.update({"font.size": 9, "axes.titlesize": 9})
matplotlib.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})


def figure(height_inches):
    return Figure(figsize=(WIDTH_INCHES, height_inches), dpi=DPI, facecolor="white", layout="constrained")


def save(drawn, path):
    """Saves with a palette of 256 colours, which takes a third of the bytes, except for colour images."""
    written = io.BytesIO()
    drawn.savefig(written, format="png")
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(written).convert("RGB")
    if image.getcolors(MAX_PALETTE_SOURCE):
        image = image.quantize(256, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    return path


def colours(names):
    """{name: colour}. There are six, then they repeat."""
    return {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}


def rgb(image):
    """[C, H, W] in 0..1, grey or colour → [H, W, 3]."""
    return np.broadcast_to(image, (3, *image.shape[1:])).transpose(1, 2, 0)


def tiled(rows):
    """Images in 0..1, [R, K, C, H, W], on one white sheet: [R·(H+GAP), K·(W+GAP), 3]."""
    rows = np.asarray(rows)
    rows = np.repeat(rows, 3, 2) if rows.shape[2] == 1 else rows
    framed = np.pad(rows, [(0, 0)] * 3 + [(GAP // 2, GAP - GAP // 2)] * 2, constant_values=1)
    count, columns, _, height, width = framed.shape
    return framed.transpose(0, 3, 1, 4, 2).reshape(count * height, columns * width, 3)


def show(axes, sheet, row_names=(), column_names=(), row_pixels=1, column_pixels=1):
    """Shows the sheet without axes, with a name next to every row and above every column."""
    axes.imshow(sheet, interpolation="nearest")
    axes.set_xticks([(i + 0.5) * column_pixels - 0.5 for i in range(len(column_names))], column_names)
    axes.set_yticks([(i + 0.5) * row_pixels - 0.5 for i in range(len(row_names))], row_names)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    for side in axes.spines.values():
        side.set_visible(False)
