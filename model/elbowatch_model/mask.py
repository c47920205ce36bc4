"""A mask: the pixels of the model's input that count. The others are filled before anything else sees them.

A mask file is a PNG, white where the image counts and black where it does not, or polygons in JSON. It has
the size of the images or that of the model's input.
"""

import base64
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import data, depth, image_files
from .command import UserError

WHITE = 128  # a level from here on counts
LOOKED_AT = 40  # images, for their size
POLYGON_EXAMPLE = '{"size": {"width": 640, "height": 480}, "exclude": [[[0, 0], [640, 0], [320, 90]]]}'


@dataclass(frozen=True)
class Mask:
    """At least one pixel counts. `fill` is the level of every channel that excluded pixels get."""

    height: int
    width: int
    bits: str  # the pixels that count, packed and in base64: a plain value, so that recipes compare
    fill: tuple = ()

    @staticmethod
    def of(counts):
        """Of bool [H, W]."""
        packed = base64.b64encode(np.packbits(counts).tobytes()).decode()
        return Mask(*counts.shape, packed)

    @staticmethod
    def from_dict(values):
        return Mask(**{**values, "fill": tuple(values["fill"])})

    @property
    def counts(self):
        """bool [H, W]."""
        packed = np.frombuffer(base64.b64decode(self.bits), np.uint8)
        size = self.height * self.width
        return np.unpackbits(packed, count=size).astype(bool).reshape(self.height, self.width)

    def places(self, rows, columns):
        """bool [h, w]: the places of a grid that count; one that is excluded wholly does not."""
        return self.counts.reshape(rows, self.height // rows, columns, self.width // columns).any((1, 3))

    def windows(self, box):
        """bool [H - box + 1, W - box + 1]: the windows of pixels that count, by their top left corner."""
        views = np.lib.stride_tricks.sliding_window_view(self.counts, (box, box))
        return views.any((2, 3))

    def filled_by(self, pixels):
        """The mask whose fill is the mean level of the pixels that count, of uint8 or uint16 [N, C, H, W]."""
        step = depth.white(pixels) // 255
        means = [float(channel[:, self.counts].mean()) / step for channel in pixels.swapaxes(0, 1)]
        return replace(self, fill=tuple(int(mean + 0.5) for mean in means))

    def fill_pixels(self, pixels):
        """A copy of uint8 or uint16 [N, C, H, W] with the excluded pixels filled."""
        fill = (np.array(self.fill, pixels.dtype) * (depth.white(pixels) // 255))[:, None, None].astype(pixels.dtype)
        return np.where(self.counts, pixels, fill)

    def fill_levels(self, levels):
        """The same in the graph, of float levels 0 to 255; exact, since it is x·1 + 0 or x·0 + fill."""
        excluded = (~self.counts).astype(np.float64)
        fill = np.array(self.fill, np.float64)[:, None, None] * excluded
        return levels * self.like(levels, self.counts) + constant(fill, levels)

    def like(self, values, counts):
        """1 where a map [h, w] counts, else 0, in the precision of `values`, to be multiplied with them."""
        return constant(counts.astype(np.float64), values)

    def png(self):
        """The mask as a PNG file: white where a pixel counts."""
        written = io.BytesIO()
        Image.fromarray(np.where(self.counts, 255, 0).astype(np.uint8)).save(written, "PNG")
        return written.getvalue()


def constant(array, like):
    """The array as a constant of the graph, in the precision and on the device of a tensor."""
    return torch.tensor(array, dtype=like.dtype, device=like.device)


def read(path, recipe):
    """The mask, without a fill, of a file in the model's pixels or in those of the recipe's images."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"the mask {path} cannot be read ({error})") from error
    counts = _polygons(path, content) if path.suffix.lower() == ".json" else _picture(path, content)
    if counts.shape != (recipe.height, recipe.width):
        _check_size(path, counts, recipe)
        counts = ~_touched(~counts, recipe)
    if not counts.any():
        raise UserError(f"the mask {path} excludes every pixel; white counts, black is excluded")
    return Mask.of(counts)


def _picture(path, content):
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG",))
        return np.asarray(image.convert("L")) >= WHITE
    except OSError as error:
        raise UserError(f"the mask {path} is neither a PNG nor a .json file with polygons ({error})") from error


def _polygons(path, content):
    """bool [H, W]: the pixels whose centre is in one of `include`, if there are any, and in none of `exclude`."""
    try:
        described = json.loads(content)
        size = described["size"]["height"], described["size"]["width"]
        included, excluded = (
            [np.array(polygon, np.float64).reshape(-1, 2) for polygon in described.get(key, [])]
            for key in ("include", "exclude")
        )
        y, x = np.mgrid[0 : size[0], 0 : size[1]] + 0.5
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"the mask {path} is not as this: {POLYGON_EXAMPLE} ({error!r})") from error
    if not included and not excluded:
        raise UserError(f"the mask {path} has no polygon in include or exclude: {POLYGON_EXAMPLE}")
    counts = np.any([_inside(polygon, x, y) for polygon in included], 0) if included else np.ones(size, bool)
    return counts & ~np.any([_inside(polygon, x, y) for polygon in excluded] or [np.zeros(size, bool)], 0)


def _inside(polygon, x, y):
    """Whether points are in a polygon [[x, y], …]: a ray to the right crosses an odd number of its edges."""
    inside = np.zeros(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, 0)):
        if y1 != y2:
            inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def _check_size(path, counts, recipe):
    sizes = {size for source in recipe.sources for size in _sizes(source, recipe.orientation)}
    if sizes != {counts.shape}:
        found = ", ".join(f"{width}x{height}" for height, width in sorted(sizes)[:3])
        more = " and others" if len(sizes) > 3 else ""
        raise UserError(
            f"the mask {path} has {counts.shape[1]}x{counts.shape[0]} pixels, and the images have {found}{more};"
            f" give it in their size if all have the same, or in the model's, {recipe.width}x{recipe.height}"
        )


def _sizes(source, orientation):
    """The (height, width) of some images of a source."""
    found = data.locate(source)
    if not found.is_dir():
        return {image_files.idx_shape(found)[-2:]}
    return {image_files.size_of(path, orientation) for path in image_files.spread_over(found, LOOKED_AT)}


def _touched(excluded, recipe):
    """bool [H, W]: the pixels of the model to which excluded pixels of an image contribute."""
    image = Image.fromarray(excluded.astype(np.float32))
    return image_files.fitted(image, recipe.height, recipe.width, recipe.fit) > 0
