"""Pictures of a feature bundle: the grid of features, the codes as the patches nearest to them, and loss maps."""

import textwrap

import numpy as np
import torch
from matplotlib.patches import Rectangle

from ..scoring import SCORE_OUTPUTS
from .image_grids import sheet
from .style import COLOURS, NORMAL, WIDTH_INCHES, figure, rgb, save

GRID, CODES, LOSS = "feature-grid", "codes", "loss-maps"
ALL = (GRID, CODES, LOSS)
SHOWN_CODES, COLUMNS = 36, 12
PATCH = 3  # places a side of the patch that stands for a code
MAX_PATCHED = 100  # normal images that the patches are cut from
MAX_IMAGES = 6


class PlacePictures:
    """The graph of a feature bundle, as a module, and images uint8 [N, C, H, W] of a name: (name, images)."""

    def __init__(self, graph, outputs, box, normal, anomalous=()):
        self.graph, self.names, self.box = graph.eval(), list(outputs), box
        self.normal, self.anomalous = normal, anomalous

    def draw(self, folder):
        """{name: path} of the pictures."""
        drawn = {GRID: self._grid(folder / f"{GRID}.png"), LOSS: self._losses(folder / f"{LOSS}.png")}
        if "code_means" in self.names:
            drawn[CODES] = self._codes(folder / f"{CODES}.png")
        return drawn

    def outputs(self, images):
        with torch.no_grad():
            found = self.graph(torch.from_numpy(np.array(images)))
        return {name: value.numpy() for name, value in zip(self.names, found)}

    def _grid(self, path):
        """Images with their places, and the three directions in which the features of all places vary most."""
        images = self._some()
        features = self.outputs(np.stack([image for _, image in images]))["places"]  # [N, D, h, w]
        rows = features.transpose(0, 2, 3, 1).reshape(-1, features.shape[1])
        centred = rows - rows.mean(0)
        directions = np.linalg.svd(centred, full_matrices=False)[2][:3]
        colours = centred @ (directions * np.where(directions.sum(1, keepdims=True) < 0, -1, 1)).T
        low, high = np.quantile(colours, (0.02, 0.98), axis=0)
        colours = np.clip((colours - low) / (high - low), 0, 1).reshape(len(images), *features.shape[2:], 3)
        drawn, grid = self._axes(images, 2)
        for column, (_, image) in enumerate(images):
            grid[0, column].imshow(rgb(image / 255))
            _lines(grid[0, column], image.shape[1:], features.shape[2:])
            grid[1, column].imshow(colours[column], interpolation="nearest", extent=_extent(image), aspect="equal")
        _label(grid, ("image", "features"))
        return save(drawn, path)

    def _losses(self, path):
        images = self._some()
        found = self.outputs(np.stack([image for _, image in images]))
        losses = found["loss_map"]  # [N, h, w]
        drawn, grid = self._axes(images, 2)
        highest = losses.max()
        for column, (_, image) in enumerate(images):
            grid[0, column].imshow(rgb(image / 255))
            shown = grid[1, column].imshow(
                losses[column], cmap="magma_r", vmin=0, vmax=highest, extent=_extent(image), interpolation="nearest"
            )
            self._frame(grid[0, column], losses[column], image.shape[1:])
            grid[1, column].set_xlabel(f"local {found[SCORE_OUTPUTS[3]][column]:.2f}", fontsize=8)
        _label(grid, ("worst place", "loss"))
        drawn.colorbar(shown, ax=list(grid[1]), label="nats a pixel", aspect=8, pad=0.01)
        return save(drawn, path)

    def _codes(self, path):
        """The patch nearest to each of some codes, from the most frequent to the rarest."""
        images = self.normal[1][:MAX_PATCHED]
        found = [self.outputs(images[i : i + 8]) for i in range(0, len(images), 8)]
        order = np.argsort(-found[0]["code_log_weights"], kind="stable")
        chosen = order[np.linspace(0, len(order) - 1, SHOWN_CODES).astype(int)]
        means = found[0]["code_means"][chosen]  # [S, D]
        features = np.concatenate([part["places"] for part in found])  # [N, D, h, w]
        height, width = features.shape[2:]
        rows = features.transpose(0, 2, 3, 1).reshape(-1, features.shape[1])
        distances = (rows**2).sum(1)[:, None] - 2 * rows @ means.T
        patches = [_patch(images, int(place), height, width) for place in distances.argmin(0)]
        return sheet(np.stack(patches).reshape(-1, COLUMNS, *patches[0].shape) / 255, path)

    def _some(self):
        """[(name, image)]: the first images of each set."""
        sets = [self.normal, *self.anomalous]
        each = max(1, MAX_IMAGES // len(sets))
        return [(name, image) for name, images in sets for image in images[:each]][:MAX_IMAGES]

    def _axes(self, images, rows):
        _, height, width = images[0][1].shape
        drawn = figure(rows * 0.93 * WIDTH_INCHES / len(images) * height / width + 0.55)
        grid = drawn.subplots(rows, len(images), squeeze=False)
        for axes, (name, _) in zip(grid[0], images):
            axes.set_title(textwrap.fill(name, 16))
        for axes in grid.flat:
            axes.set(xticks=[], yticks=[])
            for side in axes.spines.values():
                side.set(visible=True, color=NORMAL, linewidth=0.5)
        return drawn, grid

    def _frame(self, axes, losses, size):
        row, column = np.unravel_index(losses.argmax(), losses.shape)
        tall, wide = (side / places for side, places in zip(size, losses.shape))
        corner = (column - self.box // 2) * wide - 0.5, (row - self.box // 2) * tall - 0.5
        sides = self.box * wide, self.box * tall
        axes.add_patch(Rectangle(corner, *sides, fill=False, edgecolor=COLOURS[0], linewidth=1.5))


def _patch(images, place, height, width):
    """The pixels of PATCH x PATCH places around a place of all images, uint8 [C, h, w]; moved inside at the edge."""
    image, (row, column) = images[place // (height * width)], divmod(place % (height * width), width)
    tall, wide = image.shape[1] // height, image.shape[2] // width
    y = min(max(0, row - PATCH // 2), max(0, height - PATCH)) * tall
    x = min(max(0, column - PATCH // 2), max(0, width - PATCH)) * wide
    return image[:, y : y + PATCH * tall, x : x + PATCH * wide]


def _lines(axes, size, places):
    for side, count, draw in ((size[0], places[0], axes.axhline), (size[1], places[1], axes.axvline)):
        for i in range(1, count):
            draw(i * side / count - 0.5, color=NORMAL, linewidth=0.3, alpha=0.5)


def _extent(image):
    return -0.5, image.shape[2] - 0.5, image.shape[1] - 0.5, -0.5


def _label(grid, names):
    for axes, name in zip(grid[:, 0], names):
        axes.set_ylabel(name, fontsize=8)
