#!/usr/bin/env python3
"""Write src/test/resources/bundles/masked for the Java side's tests: a tiny VAE with a mask; no real image."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export import write  # noqa: E402

from elbowatch_model import command, vae  # noqa: E402
from elbowatch_model.bundle import files  # noqa: E402
from elbowatch_model.calibration import calibration_json  # noqa: E402
from elbowatch_model.mask import Mask  # noqa: E402
from elbowatch_model.recipes import Recipe  # noqa: E402
from elbowatch_model.scoring import ScoringHead, score  # noqa: E402
from elbowatch_model.training import Training  # noqa: E402

FOLDER = command.MODEL_FOLDER.parent / "src/test/resources/bundles/masked"
RECIPE = Recipe(
    name="masked",
    channels=3,
    height=16,
    width=24,
    network="conv",
    hidden=8,
    latent=2,
    likelihood="gaussian",
    sigma=0.05,
    halvings=2,
    epochs=12,
    batch_size=32,
    learning_rate=1e-2,
    box=3,
    alpha=0.02,
)
TRAINED, VALIDATED, CALIBRATED = 400, 40, 300


def counts():
    """The upper left corner is excluded, where a clock runs, with a ragged edge, and one pixel by itself."""
    counts = np.ones((RECIPE.height, RECIPE.width), bool)
    counts[:6, :13] = False
    counts[6, :5] = False
    counts[12, 20] = False
    return counts


def images(count):
    """A red and a blue half with noise, a bright square that lies anywhere, and a clock that shows anything."""
    random = np.random.RandomState(1)
    images = random.randint(20, 50, (count, *RECIPE.image_shape)).astype(np.uint8)
    images[:, 0, :, :12] += 120
    images[:, 2, :, 12:] += 120
    for image in images:
        row, column = random.randint(0, 12), random.randint(0, 20)
        image[:, row : row + 4, column : column + 4] = 220
    clock = random.randint(0, 256, images.shape).astype(np.uint8)
    return np.where(counts(), images, clock)


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    torch.manual_seed(RECIPE.seed)
    pixels = images(TRAINED + VALIDATED + CALIBRATED)
    trained, validated, calibrated = np.split(pixels, [TRAINED, TRAINED + VALIDATED])
    recipe = replace(RECIPE, mask=Mask.of(counts()).filled_by(trained))
    network = vae.build(recipe)
    fill = recipe.mask.fill_pixels
    Training(network, recipe, fill(trained), fill(validated), torch.device("cpu")).run()
    head = ScoringHead(network.eval(), recipe)
    sha256 = write(head, recipe, {}, FOLDER)
    model = {"name": recipe.name, "version": recipe.version, "sha256": sha256}
    groups = [{"name": "generated", "images": CALIBRATED}]
    terms = score(head, calibrated)
    files.write_json(
        FOLDER / "calibration.json", calibration_json(model, groups, recipe.alpha, terms, recipe.beta)
    )


if __name__ == "__main__":
    command.run(main)
