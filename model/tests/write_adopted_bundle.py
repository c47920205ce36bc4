#!/usr/bin/env python3
"""Write src/test/resources/bundles/adopted for the Java side's tests: a tiny foreign VAE; no real image."""

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import adopt as adopt_command  # noqa: E402
from calibrate import calibrate  # noqa: E402
from foreign_vaes import Spatial, exported, made  # noqa: E402

from elbowatch_model import command  # noqa: E402

TARGET = command.MODEL_FOLDER.parent / "src/test/resources/bundles/adopted"
IMAGES, ALPHA = 499, 0.01


def squares(count):
    """Bright squares on grey noise, uint8 [N, 8, 8]."""
    random = np.random.RandomState(1)
    images = random.randint(20, 60, (count, 8, 8)).astype(np.uint8)
    for image in images:
        row, column, side = random.randint(0, 4), random.randint(0, 4), random.randint(2, 5)
        image[row : row + side, column : column + side] += 150
    return images


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        normal = Path(folder) / "squares"
        normal.mkdir()
        for i, pixels in enumerate(squares(IMAGES)):
            Image.fromarray(pixels).save(normal / f"{i:03}.png")
        names = {"inputs": ["x"], "outputs": ["recon", "mu", "logvar"]}
        path = exported(made(Spatial), Path(folder) / "spatial.onnx", **names, dynamic=True)
        options = adopt_command.parsed(
            [path, "--likelihood", "bernoulli", "--name", "adopted", "--out", str(TARGET)]
        )
        adopt_command.adopt(options)
        calibrate(str(TARGET), [str(normal)], ALPHA)


if __name__ == "__main__":
    command.run(main)
