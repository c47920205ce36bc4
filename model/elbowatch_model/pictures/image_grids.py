"""Grids of images: reconstructions, samples of the prior, and paths through the latent space."""

import textwrap

import numpy as np
from matplotlib.patches import Rectangle

from ..calibration import p_values
from ..scoring import derived_scores, score
from . import latents
from .model_view import worst_window
from .style import COLOURS, GAP, NORMAL, WIDTH_INCHES, figure, rgb, save, show, tiled

TRAVERSED_DIMENSIONS = 6
OFFSETS = np.arange(-6, 7) / 2
STEPS = 11


def samples(model, path, seed, count=36, columns=12):
    z = latents.sample_prior(count, model.decoded_shape, seed)
    images = model.decode(z)
    return sheet(images.reshape(-1, columns, *images.shape[1:]), path)


def interpolations(model, path, seed, count=4):
    """From each sample of the prior to the next. The first and the last image of a row are samples."""
    ends = latents.sample_prior(count + 1, model.decoded_shape, seed)
    paths = [latents.interpolate(a, b, STEPS) for a, b in zip(ends, ends[1:])]
    titles = [f"{share:.0%}" for share in np.linspace(0, 1, STEPS)]
    return sheet(np.stack([model.decode(z) for z in paths]), path, titles)


def traversals(model, path, seed, mean):
    """One sample of the prior, changed along the dimensions whose μ [N, D] varies most between images."""
    base = latents.sample_prior(1, model.decoded_shape, seed)[0]
    dimensions = np.argsort(-mean.var(0))[:TRAVERSED_DIMENSIONS]
    rows = np.stack([model.decode(latents.traverse(base, d, OFFSETS)) for d in dimensions])
    names = [f"latent {d}" for d in dimensions]
    return sheet(rows, path, [f"{offset:+g}" if offset else "sample" for offset in OFFSETS], names)


def sheet(rows, path, column_names=(), row_names=()):
    """Draws images in 0..1, [R, K, C, H, W], with the names of rows and columns."""
    tiles = tiled(rows)
    share = 0.9 if len(row_names) else 1  # of the width; the row names take the rest
    height = share * WIDTH_INCHES * tiles.shape[0] / tiles.shape[1]
    drawn = figure(height + (0.3 if len(column_names) else 0.1))
    show(drawn.add_subplot(), tiles, row_names, column_names, rows.shape[3] + GAP, rows.shape[4] + GAP)
    return save(drawn, path)


def reconstructions(model, path, chosen):
    """For each (name, uint8 [C, H, W]) the image, its reconstruction, and the loss with its worst window."""
    pixels = np.stack([image for _, image in chosen])
    reconstructed, losses = model.reconstruct(pixels)
    height, width = losses.shape[1:]
    drawn = figure(3 * 0.9 * WIDTH_INCHES / len(chosen) * height / width + 0.9)
    grid = drawn.subplots(3, len(chosen), squeeze=False)
    highest = np.quantile(losses, 0.999)
    captions = _captions(model, pixels)
    for column, (name, _) in enumerate(chosen):
        image, reconstruction, loss = grid[:, column]
        image.imshow(rgb(pixels[column] / 255), interpolation="nearest")
        reconstruction.imshow(rgb(reconstructed[column]), interpolation="nearest")
        shown = loss.imshow(losses[column], cmap="magma_r", vmin=0, vmax=highest, interpolation="nearest")
        _frame_worst_window(loss, losses[column], model.recipe.box)
        loss.set_xlabel(captions[column], fontsize=8)
        image.set_title(textwrap.fill(name, 11))
    for axes in grid.flat:
        axes.set(xticks=[], yticks=[])
        for side in axes.spines.values():
            side.set(visible=True, color=NORMAL, linewidth=0.5)
    for axes, name in zip(grid[:, 0], ("image", "reconstruction", "loss")):
        axes.set_ylabel(name, fontsize=8)
    drawn.colorbar(shown, ax=list(grid[2]), label="nats a pixel", aspect=8, pad=0.01)
    return save(drawn, path)


def _frame_worst_window(axes, loss, box):
    row, column, _ = worst_window(loss, box)
    corner = column - 1.5, row - 1.5  # one pixel outside the window
    axes.add_patch(Rectangle(corner, box + 2, box + 2, fill=False, edgecolor=COLOURS[1], linewidth=1.2))


def _captions(model, pixels):
    """The two p-values that decide for every image or, without a calibration, the score `local`."""
    terms = score(model.head, pixels)
    if model.calibrated is None:
        return [f"local {value:.2f}" for value in terms["local"]]
    p = p_values(model.calibrated[0], derived_scores(terms, model.recipe.beta, model.calibrated[1]))
    both = zip(p["local"], p["density"])
    return [f"p local\n{local:.5f}\np density\n{density:.5f}" for local, density in both]
