#!/usr/bin/env python3
"""Write src/test/resources/bundles for the Java side's tests: tiny foreign VAEs; no real image."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from foreign_vaes import ChannelsLast, Spatial, exported, made  # noqa: E402

import adopt as adopt_command  # noqa: E402
from calibrate import calibrate  # noqa: E402
from elbowatch_model import command  # noqa: E402

BUNDLES = command.MODEL_FOLDER.parent / "src/test/resources/bundles"
IMAGES, ALPHA = 499, 0.01


def squares(count):
    """Bright squares on grey noise, uint8 [N, 8, 8]."""
    random = np.random.RandomState(1)
    images = random.randint(20, 60, (count, 8, 8)).astype(np.uint8)
    for image in images:
        row, column, side = random.randint(0, 4), random.randint(0, 4), random.randint(2, 5)
        image[row : row + side, column : column + side] += 150
    return images


def adopt(path, name, *options):
    adopt_command.adopt(adopt_command.parsed([path, "--name", name, "--out", str(BUNDLES / name), *options]))


def spatial_bernoulli():
    """Convolutional, a latent with places, noise inside, a sigmoid at the end; calibrated."""
    with tempfile.TemporaryDirectory() as folder:
        normal = Path(folder) / "squares"
        normal.mkdir()
        for i, pixels in enumerate(squares(IMAGES)):
            Image.fromarray(pixels).save(normal / f"{i:03}.png")
        names = {"inputs": ["x"], "outputs": ["recon", "mu", "logvar"]}
        path = exported(made(Spatial), Path(folder) / "spatial.onnx", **names, dynamic=True)
        adopt(path, "adopted", "--likelihood", "bernoulli")
        calibrate(str(BUNDLES / "adopted"), [str(normal)], ALPHA)


def spatial_continuous_bernoulli():
    """The first one, as if it had been trained with the continuous Bernoulli; not calibrated."""
    with tempfile.TemporaryDirectory() as folder:
        names = {"inputs": ["x"], "outputs": ["recon", "mu", "logvar"]}
        path = exported(made(Spatial), Path(folder) / "spatial.onnx", **names, dynamic=True)
        adopt(path, "adopted-continuous", "--likelihood", "continuous-bernoulli")


def colour_gaussian():
    """Keras' layout, colour in -1..1, noise as an input, a mean that is no sigmoid; not calibrated."""
    with tempfile.TemporaryDirectory() as folder:
        names = {"inputs": ["image", "eps"], "outputs": ["z_mean", "z_log_var", "z", "decoded"]}
        arguments = (torch.zeros(3, 16, 24, 3), torch.zeros(3, 5))
        file = Path(folder) / "keras.onnx"
        path = exported(made(ChannelsLast), file, *arguments, **names, dynamic=True, opset=15)
        adopt(path, "adopted-gaussian", "--likelihood", "gaussian", "--sigma", "0.25", "--range=-1..1")


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    spatial_bernoulli()
    spatial_continuous_bernoulli()
    colour_gaussian()


if __name__ == "__main__":
    command.run(main)
