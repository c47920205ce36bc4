#!/usr/bin/env python3
"""Export a trained VAE: model.onnx with the scores inside, manifest.json, golden.json."""

from elbowatch_model import checkpoint, command
from elbowatch_model.bundle import files
from elbowatch_model.bundle.export import export_onnx
from elbowatch_model.bundle.golden import golden_json
from elbowatch_model.bundle.manifest import MASK, manifest_json
from elbowatch_model.scoring import ScoringHead

EPILOG = """\
Reads model/runs/NAME/checkpoint.pt (model/train.py) and writes model/bundles/NAME/. The graph takes pixels
and gives the ELBO terms, so nothing has to be computed again elsewhere. golden.json has generated images with
their terms, computed by PyTorch in float64. Every program that loads the bundle checks itself against them.

Next: model/calibrate.py NAME. Until then an existing calibration belongs to the previous model.
"""


def export(name):
    trained = checkpoint.load(name)
    folder = files.bundle_folder(name)
    model_sha256 = write(ScoringHead(trained.vae, trained.recipe), trained.recipe, trained.provenance, folder)
    print(f"wrote {folder}: model {model_sha256[:12]}, {(folder / 'model.onnx').stat().st_size:,} bytes")


def write(head, recipe, provenance, folder):
    """Writes a bundle without its calibration; returns the graph's sha256."""
    model_sha256 = export_onnx(head, recipe.image_shape, folder / "model.onnx", recipe.depth)
    if recipe.mask:
        files.write_bytes(folder / MASK, recipe.mask.png())
    manifest = manifest_json(recipe, head.vae.likelihood, provenance, model_sha256)
    files.write_json(folder / "manifest.json", manifest)
    files.write_json(folder / "golden.json", golden_json(head, recipe.image_shape, bits=recipe.depth))
    return model_sha256


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py")
    export(parser.parse_args().name)


if __name__ == "__main__":
    command.run(main)
