#!/usr/bin/env python3
"""Write src/test/resources/bundles/deep and shallow for the Java side's tests: one tiny VAE of 16 and of 8 bits.

What differs between its images lies in the low byte; no real image.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export import write  # noqa: E402

from elbowatch_model import command, depth, vae  # noqa: E402
from elbowatch_model.bundle import files  # noqa: E402
from elbowatch_model.calibration import calibration_json  # noqa: E402
from elbowatch_model.recipes import Recipe  # noqa: E402
from elbowatch_model.scoring import ScoringHead, score  # noqa: E402
from elbowatch_model.training import Training  # noqa: E402

FOLDER = command.MODEL_FOLDER.parent / "src/test/resources/bundles"
RECIPE = Recipe(
    name="deep",
    height=16,
    width=24,
    depth=16,
    hidden=8,
    latent=2,
    likelihood="gaussian",
    sigma=0.001,
    epochs=60,
    patience_epochs=60,
    batch_size=32,
    learning_rate=1e-2,
    box=3,
    alpha=0.02,
)
TRAINED, VALIDATED, CALIBRATED = 400, 40, 200


def images(count):
    """A slope in the high byte, and in the low one noise around 60: uint16 [N, 1, H, W]. The Java side draws alike."""
    random = np.random.RandomState(1)
    rows, columns = np.mgrid[0 : RECIPE.height, 0 : RECIPE.width]
    low = random.randint(40, 81, (count, *RECIPE.image_shape))
    return (256 * (60 + 3 * rows + 2 * columns) + low).astype(np.uint16)


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    torch.manual_seed(RECIPE.seed)
    pixels = images(TRAINED + VALIDATED + CALIBRATED)
    trained, validated, calibrated = np.split(pixels, [TRAINED, TRAINED + VALIDATED])
    network = vae.build(RECIPE)
    Training(network, RECIPE, trained, validated, torch.device("cpu")).run()
    write_calibrated(network.eval(), RECIPE, calibrated)
    write_calibrated(network.eval(), replace(RECIPE, name="shallow", depth=8), depth.preview(calibrated))


def write_calibrated(network, recipe, calibrated):
    folder = FOLDER / recipe.name
    head = ScoringHead(network, recipe)
    sha256 = write(head, recipe, {}, folder)
    model = {"name": recipe.name, "version": recipe.version, "sha256": sha256}
    groups = [{"name": "generated", "images": CALIBRATED}]
    content = calibration_json(model, groups, recipe.alpha, score(head, calibrated), recipe.beta)
    files.write_json(folder / "calibration.json", content)


if __name__ == "__main__":
    command.run(main)
