#!/usr/bin/env python3
"""Export a trained VAE: model.onnx with the scores inside, manifest.json, golden.json."""

from dataclasses import replace

import numpy as np

from elbowatch_model import checkpoint, command
from elbowatch_model.bundle import files
from elbowatch_model.bundle.export import export_onnx
from elbowatch_model.bundle.golden import golden_json
from elbowatch_model.bundle.manifest import MASK, manifest_json
from elbowatch_model.bundle.restoring import next_version, restored
from elbowatch_model.scoring import ScoringHead

EQUAL = 1e-9  # differences of double precision

EPILOG = """\
Reads model/runs/NAME/checkpoint.pt (model/train.py) and writes model/bundles/NAME/. The graph takes pixels
and gives the ELBO terms, so nothing has to be computed again elsewhere. golden.json has generated images with
their terms, computed by PyTorch in float64. Every program that loads the bundle checks itself against them.

Next: model/calibrate.py NAME. Until then an existing calibration belongs to the previous model.

With --from-bundle no checkpoint is needed: the weights are taken from the graph of the bundle, which is written again
as this version of Elbowatch exports it. The second number of the bundle's version rises. The calibration stays valid
if the terms of the golden images are equal in double precision, which is printed.
"""


def export(name):
    trained, folder = checkpoint.load(name), files.bundle_folder(name)
    model_sha256 = write(ScoringHead(trained.vae, trained.recipe), trained.recipe, trained.provenance, folder)
    print(f"wrote {folder}: model {model_sha256[:12]}, {(folder / 'model.onnx').stat().st_size:,} bytes")


def export_again(name):
    """Writes a bundle anew, with its own weights."""
    folder = files.bundle_folder(name)
    trained = restored(folder)
    before = files.read_json(folder / "manifest.json"), files.read_json(folder / "golden.json")
    recipe = replace(trained.recipe, version=next_version(trained.recipe.version))
    model_sha256 = write(ScoringHead(trained.vae, recipe), recipe, trained.provenance, folder)
    difference = largest_difference(before[1], files.read_json(folder / "golden.json"))
    print(f"wrote {folder}: {recipe.version}, model {model_sha256[:12]}; golden terms differ by {difference:.1g}")
    if difference <= EQUAL:
        stamp_calibration(folder, before[0], recipe.version, model_sha256)
    else:
        print(f"the scores are others now: model/calibrate.py {name}")


def largest_difference(golden, other):
    """Of the terms and features of golden images, relative to the value or to 1 if that is smaller."""
    rows = [
        np.array([[*image["terms"].values(), *image["features"]] for image in content["images"]])
        for content in (golden, other)
    ]
    return float((np.abs(rows[0] - rows[1]) / np.maximum(1, np.abs(rows[0]))).max())


def stamp_calibration(folder, manifest, version, model_sha256):
    """Makes the calibration, if there is one, that of the new graph."""
    path = folder / "calibration.json"
    if path.exists():
        head, scores = path.read_text(encoding="utf-8").split('"groups"', 1)
        head = head.replace(f'"{manifest["version"]}"', f'"{version}"')
        head = head.replace(manifest["model"]["sha256"], model_sha256)
        files.write_bytes(path, f'{head}"groups"{scores}'.encode())


def write(head, recipe, provenance, folder):
    """Writes a bundle without its calibration; returns the graph's sha256."""
    command.check_writable(folder)
    model_sha256 = export_onnx(head, recipe.image_shape, folder / "model.onnx", recipe.depth)
    if recipe.mask:
        files.write_bytes(folder / MASK, recipe.mask.png())
    manifest = manifest_json(recipe, head.vae.likelihood, provenance, model_sha256)
    files.write_json(folder / "manifest.json", manifest)
    files.write_json(folder / "golden.json", golden_json(head, recipe.image_shape, bits=recipe.depth))
    return model_sha256


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py, or its folder")
    parser.add_argument("--from-bundle", action="store_true", help="with the weights of the present bundle")
    arguments = parser.parse_args()
    (export_again if arguments.from_bundle else export)(arguments.name)


if __name__ == "__main__":
    command.run(main)
