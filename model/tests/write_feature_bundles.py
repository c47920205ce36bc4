#!/usr/bin/env python3
"""Write the feature bundles of the Java side's tests to src/test/resources/bundles: random networks, no real image."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from backbones import MobileNetLike, ResNetLike, exported, network  # noqa: E402
from elbowatch_model import command  # noqa: E402
from elbowatch_model.data import Source  # noqa: E402
from elbowatch_model.places.backbone import backbone_of  # noqa: E402
from elbowatch_model.places.making import make  # noqa: E402
from elbowatch_model.places.options import PlaceOptions  # noqa: E402
from elbowatch_model.recipes import Recipe  # noqa: E402
from places import photographs, written  # noqa: E402

BUNDLES = command.MODEL_FOLDER.parent / "src/test/resources/bundles"
SIZE, IMAGES = (32, 64), 60
SMALL = replace(PlaceOptions(), codes=48, sketch=16, tap_strides=(8,))


def write(name, kind, channels, options):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        images = written(folder / "photographs", photographs(IMAGES, SIZE, channels))
        backbone = backbone_of(exported(network(kind), folder / "network.onnx", SIZE), SIZE, options)
        recipe = Recipe(
            name=str(BUNDLES / name),
            sources=(Source(str(images)),),
            channels=channels,
            height=SIZE[0],
            width=SIZE[1],
            box=options.box,
            beta=options.beta,
        )
        make(recipe, backbone, None, options)


def main():
    command.parser(__doc__, "Run it after every change of the scores or of what a bundle holds.").parse_args()
    write("features", ResNetLike, 3, replace(SMALL, position=True))
    gaussian = replace(SMALL, latent="gaussian", position=True, channels=4, hidden=16, steps=200, folds=5, beta=0.5)
    write("features-gaussian", MobileNetLike, 1, gaussian)


if __name__ == "__main__":
    command.run(main)
