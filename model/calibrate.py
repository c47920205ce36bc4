#!/usr/bin/env python3
"""Calibrate a bundle: score held-out normal images, so that any score becomes a p-value."""

from dataclasses import replace

from elbowatch_model import bundle, command, data, held_out
from elbowatch_model.calibration import calibration_json, check_count
from elbowatch_model.scorer import scorer_of
from elbowatch_model.scoring import score

EPILOG = """\
Without --images these are the images that model/train.py held out. Calibrate on what is deployed: images of
another camera, board or lot than the deployed one give wrong false-alarm rates, and so do images that were
trained on. With --images no checkpoint is needed: an adopted bundle (model/adopt.py), or one that was trained
on another machine, is scored by its graph.

alpha is the share of normal images that may raise an alarm. Half of them fit the mixture of the
score `density`, the other half calibrate it: n images support an alpha down to 2/(n/2 + 1).
"""


def calibrate(name, paths=None, alpha=None):
    head, recipe = scorer_of(name)
    alpha = alpha or recipe.alpha
    if paths:
        recipe = replace(recipe, calibration_sources=tuple(data.Source(path) for path in paths))
    groups, pixels = held_out.images(recipe)
    check_count(len(pixels), alpha)
    folder = bundle.bundle_folder(name)
    manifest = bundle.read_json(folder / "manifest.json")
    terms = score(head, pixels, progress="score")
    model = {"name": manifest["name"], "version": manifest["version"], "sha256": manifest["model"]["sha256"]}
    content = calibration_json(model, groups, alpha, terms, recipe.beta)
    bundle.write_json(folder / "calibration.json", content)
    print(f"wrote {folder / 'calibration.json'}: {len(pixels)} images, alpha {alpha:g}")


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py or adopt.py, or its folder")
    parser.add_argument("--images", action="append", metavar="PATH", help="folder or IDX file, normal images")
    parser.add_argument("--alpha", type=float, help="false-alarm rate (0.001 if the recipe says nothing else)")
    arguments = parser.parse_args()
    calibrate(arguments.name, arguments.images, arguments.alpha)


if __name__ == "__main__":
    command.run(main)
