#!/usr/bin/env python3
"""Export a trained VAE: model.onnx with the scores inside, manifest.json, golden.json."""

from dataclasses import replace

from elbowatch_model import checkpoint, command
from elbowatch_model.bundle import files
from elbowatch_model.bundle.export import export_onnx
from elbowatch_model.bundle.golden import golden_json
from elbowatch_model.bundle.manifest import MASK, manifest_json
from elbowatch_model.bundle.restoring import next_version, restored
from elbowatch_model.scoring import ScoringHead

EPILOG = """\
Reads model/runs/NAME/checkpoint.pt (model/train.py) and writes model/bundles/NAME/. The graph takes bytes
and gives the ELBO terms, so nothing has to be computed again elsewhere. golden.json has generated images with
their terms, computed by PyTorch in float64. Every program that loads the bundle checks itself against them.

Next: model/calibrate.py NAME. Until then an existing calibration belongs to the previous model.

With --from-bundle no checkpoint is needed: the weights are taken from the graph of the bundle, which is written again
as this version of Elbowatch exports it. The second number of the bundle's version rises.
"""


def export(name, from_bundle=False):
    folder = files.bundle_folder(name)
    trained = restored(folder) if from_bundle else checkpoint.load(name)
    if from_bundle:
        recipe = replace(trained.recipe, version=next_version(trained.recipe.version))
        trained = replace(trained, recipe=recipe)
    model_sha256 = write(ScoringHead(trained.vae, trained.recipe), trained.recipe, trained.provenance, folder)
    print(f"wrote {folder}: model {model_sha256[:12]}, {(folder / 'model.onnx').stat().st_size:,} bytes")


def write(head, recipe, provenance, folder):
    """Writes a bundle without its calibration; returns the graph's sha256."""
    model_sha256 = export_onnx(head, recipe.image_shape, folder / "model.onnx")
    if recipe.mask:
        files.write_bytes(folder / MASK, recipe.mask.png())
    manifest = manifest_json(recipe, head.vae.likelihood, provenance, model_sha256)
    files.write_json(folder / "manifest.json", manifest)
    files.write_json(folder / "golden.json", golden_json(head, recipe.image_shape))
    return model_sha256


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py, or its folder")
    parser.add_argument("--from-bundle", action="store_true", help="with the weights of the present bundle")
    arguments = parser.parse_args()
    export(arguments.name, arguments.from_bundle)


if __name__ == "__main__":
    command.run(main)
