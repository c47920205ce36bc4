#!/usr/bin/env python3
"""Write src/test/resources/bundles/wide and tiled for the Java side's tests: tiny VAEs in colour; no real image."""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from elbowatch_model import command, vae  # noqa: E402
from elbowatch_model.bundle import files  # noqa: E402
from elbowatch_model.bundle.export import export_onnx  # noqa: E402
from elbowatch_model.bundle.golden import golden_json  # noqa: E402
from elbowatch_model.bundle.manifest import manifest_json  # noqa: E402
from elbowatch_model.calibration import calibration_json  # noqa: E402
from elbowatch_model.bundle.scorer import scorer_of  # noqa: E402
from elbowatch_model.recipes import Recipe  # noqa: E402
from elbowatch_model.scoring import ScoringHead, score  # noqa: E402

BUNDLES = command.MODEL_FOLDER.parent / "src/test/resources/bundles"
IMAGES, ALPHA = 199, 0.05
NETWORK = {"network": "conv", "hidden": 8, "latent": 2, "halvings": 2, "box": 5, "channels": 3, "alpha": ALPHA}
# Not square; neither is the grid of tiles, and the last row of tiles overlaps more than the others.
WIDE = Recipe(name="wide", height=24, width=40, **NETWORK)
TILED = Recipe(name="tiled", height=16, width=24, whole_height=44, whole_width=60, overlap=6, **NETWORK)


def images(channels, height, width):
    """uint8 [IMAGES, C, H, W] by a formula in whole numbers, which the Java tests have too."""
    i, c, y, x = np.ogrid[:IMAGES, :channels, :height, :width]
    return ((90 + y * (i % 7) + x * (i % 5) + 9 * c + (31 * y + 17 * x + 13 * i) % 23) % 256).astype(np.uint8)


def write(recipe):
    torch.manual_seed(1)
    model = vae.build(recipe).eval()
    head = ScoringHead(model, recipe)
    folder = BUNDLES / recipe.name
    sha256 = export_onnx(head, recipe.image_shape, folder / "model.onnx")
    files.write_json(folder / "manifest.json", manifest_json(recipe, model.likelihood, {"untrained": True}, sha256))
    files.write_json(folder / "golden.json", golden_json(head, recipe.image_shape))
    head, whole = scorer_of(f"{folder}/")
    terms = score(head, images(*whole.image_shape))
    about = {"name": recipe.name, "version": recipe.version, "sha256": sha256}
    groups = [{"name": "formula", "images": IMAGES}]
    files.write_json(folder / "calibration.json", calibration_json(about, groups, ALPHA, terms, recipe.beta))


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    write(WIDE)
    write(TILED)


if __name__ == "__main__":
    command.run(main)
