#!/usr/bin/env python3
"""Adopt a VAE that is ONNX already: join the scores to its graph and write model/bundles/NAME."""

import datetime
import platform
import re
from pathlib import Path

import numpy
import onnx
import torch

from elbowatch_model import bundle, command, foreign
from elbowatch_model.adoption import (
    SMALLEST_PROBABILITY,
    AdoptedHead,
    Entrance,
    adopted_model,
    check,
    latent_pixels,
    latent_places,
    mean_of_logits,
)
from elbowatch_model.command import UserError
from elbowatch_model.golden import golden_json
from elbowatch_model.interpreter import Interpreter
from elbowatch_model.loss import Bernoulli, Gaussian
from elbowatch_model.reading import Wishes, read
from elbowatch_model.recipes import Recipe
from elbowatch_model.scoring import TERMS

EPILOG = """\
The graph takes an image and gives at least three tensors: the reconstruction, μ and log σ². Names, order,
layout, size and what the reconstruction holds are detected and printed; an option that says otherwise wins.

  model/adopt.py my_vae.onnx --likelihood bernoulli --dry-run
  model/adopt.py my_vae.onnx --likelihood bernoulli
  model/adopt.py keras_vae.onnx --likelihood gaussian --sigma 0.1 --layout nhwc --range=-1..1

--likelihood is what it was trained with. Cross-entropy is bernoulli. Squared error is gaussian, its sigma
(of a pixel, pixels being 0..1) the one whose loss yours is; of pixels in -1..1 half of that:
  sum of (x - m)² + KL          --sigma 0.7071
  ½ · sum of (x - m)² + KL      --sigma 1
  mean of (x - m)² + w · KL     --sigma sqrt(pixels · w / 2), for the same balance
A KL with a weight w beside a summed error is --beta w.

Noise inside the graph, or as a second input, becomes z = μ. What is refused says why: external weights,
operators that are not ONNX's own, weights that are not finite, input that is not float32, a batch size that
is fixed inside, outputs that are not what they have to be.

Next: model/calibrate.py NAME --images FOLDER, with images that are normal and were not trained on.
"""
RANGES = {"0..1": (0.0, 1.0), "-1..1": (0.5, 0.5), "0..255": (0.0, 1 / 255)}  # (mean, deviation) of x in 0..1


def add_options(parser):
    add = parser.add_argument
    add("model", help="the ONNX file")
    add(
        "--likelihood",
        required=True,
        choices=("bernoulli", "gaussian"),
        help="cross-entropy or squared error",
    )
    add("--sigma", type=float, help="gaussian: standard deviation of a pixel, pixels being 0..1; see below")
    add("--name", help="of the bundle (default: that of the file)")
    add("--version", default="1.0.0", help="of the bundle (%(default)s)")
    add("--out", metavar="FOLDER", help="where the bundle goes (default model/bundles/NAME)")
    add("--dry-run", action="store_true", help="print what is detected, check it and write nothing")
    add("--beta", type=float, default=1.0, help="weight of the KL divergence (%(default)s)")
    add(
        "--box",
        type=int,
        default=5,
        metavar="PIXELS",
        help="side of the window of the score `local` (%(default)s)",
    )
    image = parser.add_argument_group("the image")
    add = image.add_argument
    add("--size", metavar="HxW", help="pixels that the model sees, where the graph does not say")
    add("--colour", choices=("L", "RGB"), help="grey (L) or colour, where the graph does not say")
    add("--fit", choices=("stretch", "crop"), default="stretch", help="another aspect ratio (%(default)s)")
    add("--layout", choices=("nchw", "nhwc"), help="channels first (PyTorch) or last (Keras)")
    add("--range", choices=sorted(RANGES), help="what the graph takes black and white as (0..1)")
    add("--input-mean", metavar="M,…", help="it takes (x - mean)/std, x in 0..1: one number or three")
    add("--input-std", metavar="S,…", help="the same")
    tensors = parser.add_argument_group("the tensors, by name")
    add = tensors.add_argument
    add("--input", metavar="NAME", help="the image; any other input is taken as noise")
    add("--reconstruction", metavar="NAME", help="x̂: an output, or any tensor of the graph")
    add("--mean", metavar="NAME", help="μ, the same")
    add("--log-variance", metavar="NAME", help="log σ², the same")
    add(
        "--reconstruction-is",
        choices=("probabilities", "logits", "input"),
        help="pixels 0..1, what a sigmoid makes such of, or pixels in the range of the input",
    )


def wishes_of(arguments):
    return Wishes(
        input=arguments.input,
        reconstruction=arguments.reconstruction,
        mean=arguments.mean,
        log_variance=arguments.log_variance,
        layout=arguments.layout,
        kind=arguments.reconstruction_is,
        size=_size(arguments.size),
        colour=arguments.colour,
        likelihood=arguments.likelihood,
        **_range(arguments),
    )


def _size(text):
    if text is None:
        return None
    if not re.fullmatch(r"[1-9]\d*[xX][1-9]\d*", text):
        raise UserError(f"--size wants HEIGHTxWIDTH such as 64x64, not {text}")
    return tuple(int(side) for side in text.lower().split("x"))


def _range(arguments):
    if arguments.range and (arguments.input_mean or arguments.input_std):
        raise UserError("--range and --input-mean, --input-std say the same: give one of them")
    mean, deviation = RANGES[arguments.range or "0..1"]
    found = {"range_mean": (mean,), "range_deviation": (deviation,)}
    for key, text in (("range_mean", arguments.input_mean), ("range_deviation", arguments.input_std)):
        if text is not None:
            try:
                found[key] = tuple(float(number) for number in text.split(","))
            except ValueError as error:
                raise UserError(
                    f"--input-mean and --input-std want numbers such as 0.5,0.5,0.5, not {text}"
                ) from error
    if min(found["range_deviation"]) <= 0:
        raise UserError("--input-std must be positive")
    return found


def recipe_of(arguments, reading):
    name = arguments.name or Path(arguments.model).stem
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise UserError(f"'{name}' cannot name a bundle: give --name of letters, digits, dots and dashes")
    if (arguments.likelihood == "gaussian") != (arguments.sigma is not None):
        raise UserError(
            "--likelihood gaussian wants --sigma, and bernoulli has none; --help says which it is"
        )
    if not (arguments.beta > 0 and (arguments.sigma is None or arguments.sigma > 0)):
        raise UserError("--beta and --sigma must be positive")
    channels, height, width = reading.image_shape
    if not 0 < arguments.box <= min(height, width):
        raise UserError(
            f"--box must be 1 to {min(height, width)}, not {arguments.box}: it looks inside the image"
        )
    return Recipe(
        name=name,
        version=arguments.version,
        channels=channels,
        height=height,
        width=width,
        fit=arguments.fit,
        latent=int(numpy.prod(reading.latent_shape)),
        likelihood=arguments.likelihood,
        sigma=arguments.sigma or Recipe.sigma,
        beta=arguments.beta,
        box=arguments.box,
    )


def report(reading, wishes):
    """What was detected, a line each."""

    def shape(sizes):
        return "x".join(map(str, ("N", *sizes)))

    kind = {"logits": "logits", "probabilities": "probabilities", "input": "pixels in the input's range"}[
        reading.kind
    ]
    if reading.sigmoid_removed:
        kind += ", the sigmoid at the end taken off"
    elif reading.kind == "probabilities" and wishes.likelihood == "bernoulli":
        kind += f", kept off 0 and 1 by {SMALLEST_PROBABILITY:g}"
    ends = [((0 - m) / d, (1 - m) / d) for m, d in zip(wishes.range_mean, wishes.range_deviation)]
    taken = ", ".join(f"{black:.4g}..{white:.4g}" for black, white in ends)
    channels, height, width = reading.image_shape
    side = latent_pixels(reading)
    yield "image", f"{height}x{width} {'L' if channels == 1 else 'RGB'}"
    yield "input", f"{reading.input} {shape(reading.input_shape)}, {reading.layout}, pixels as {taken}"
    yield "batch", f"was fixed at {reading.fixed_batch}, now free" if reading.fixed_batch else "free"
    why = reading.reasons
    yield (
        "reconstruction",
        f"{reading.reconstruction} {shape(reading.reconstruction_shape)} ({why['reconstruction']}): {kind}",
    )
    place = f", a place of it {side}x{side} pixels" if side else ""
    yield "mean", f"{reading.mean} {shape(reading.latent_shape)} ({why['mean']}){place}"
    yield "log variance", f"{reading.log_variance} ({why['log_variance']})"
    yield "ignored", ", ".join(reading.ignored) or "nothing"
    yield (
        "noise",
        f"{', '.join(reading.noise.sources)}: z = μ"
        if reading.noise.sources
        else "none found: z = μ already",
    )
    yield "opset", str(reading.opset)


def provenance(path, reading):
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    latent = "x".join(map(str, reading.latent_shape))
    return {
        "adopted": {
            "file": path.name,
            "sha256": bundle.sha256(path),
            "input": reading.input,
            "reconstruction": reading.reconstruction,
            "mean": reading.mean,
            "logVariance": reading.log_variance,
        },
        "architecture": f"adopted from {path.name}, {reading.layout}, latent {latent}",
        "tools": {
            "python": platform.python_version(),
            "torch": str(torch.__version__),
            "onnx": onnx.__version__,
            "numpy": numpy.__version__,
        },
        "adoptedAt": now.isoformat().replace("+00:00", "Z"),
    }


def adopt(arguments):
    path, wishes = Path(arguments.model), wishes_of(arguments)
    reading = read(foreign.load(path), wishes, lambda *sizes: Entrance(wishes, *sizes))
    for what, found in report(reading, wishes):
        print(f"{what:<15} {found}")
    recipe = recipe_of(arguments, reading)
    likelihood = Gaussian(recipe.sigma) if recipe.likelihood == "gaussian" else Bernoulli()
    entrance = Entrance(wishes, reading.image_shape, reading.input_shape, reading.layout)
    model = adopted_model(reading, AdoptedHead(recipe, likelihood, reading, wishes), entrance)
    terms = check(model, recipe.image_shape)
    medians = ", ".join(f"{term} {terms[term].median():.4g}" for term in TERMS)
    print(f"checked         32 golden images, alone as together; medians {medians}")
    folder = bundle.bundle_folder(arguments.out + "/" if arguments.out else recipe.name)
    _refuse_trained(folder)
    if arguments.dry_run:
        print(f"nothing written; without --dry-run it would be {folder}")
        return
    golden = golden_json(Interpreter(model), recipe.image_shape)
    sha256 = bundle.write_onnx(model, folder / "model.onnx")
    manifest = bundle.manifest_json(
        recipe,
        likelihood,
        provenance(path, reading),
        sha256,
        latent=latent_places(reading),
        mean=mean_of_logits(recipe, reading),
    )
    bundle.write_json(folder / "manifest.json", manifest)
    bundle.write_json(folder / "golden.json", golden)
    print(f"wrote {folder}: model {sha256[:12]}, {(folder / 'model.onnx').stat().st_size:,} bytes")


def _refuse_trained(folder):
    path = folder / "manifest.json"
    if path.exists() and "adopted" not in bundle.read_json(path)["provenance"]:
        raise UserError(f"{folder} is a bundle that was trained here: give another --name")


def parsed(arguments=None):
    """The options of the command line, or of these arguments."""
    parser = command.parser(__doc__, EPILOG)
    add_options(parser)
    return parser.parse_args(arguments)


def main():
    adopt(parsed())


if __name__ == "__main__":
    command.run(main)
