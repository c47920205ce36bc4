#!/usr/bin/env python3
"""Adopt a VAE that is ONNX already: add the scores to its graph and write model/bundles/NAME."""

import re
from pathlib import Path

import numpy

from elbowatch_model import command
from elbowatch_model.adoption.checking import check
from elbowatch_model.adoption.detection import detect
from elbowatch_model.adoption.loading import load
from elbowatch_model.adoption.merging import adopted_model
from elbowatch_model.adoption.options import RANGES, TrainingOptions
from elbowatch_model.adoption.report import provenance, report
from elbowatch_model.adoption.stages import InputStage, ScoreStage, mean_of_logits
from elbowatch_model.bundle import files
from elbowatch_model.bundle.export import write_onnx
from elbowatch_model.bundle.golden import golden_json
from elbowatch_model.bundle.manifest import manifest_json
from elbowatch_model.checks import check_bytes
from elbowatch_model.command import UserError
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.recipes import Recipe
from elbowatch_model.scoring import TERMS
from elbowatch_model.vae import LIKELIHOODS, likelihood_of

EPILOG = """\
The graph takes an image and gives at least three tensors: the reconstruction, μ and log σ². Names, order,
layout, size and the meaning of the reconstruction are detected and printed. Options take precedence.

  model/adopt.py my_vae.onnx --likelihood bernoulli --dry-run
  model/adopt.py my_vae.onnx --likelihood bernoulli
  model/adopt.py keras_vae.onnx --likelihood gaussian --sigma 0.1 --layout nhwc --range=-1..1

--likelihood is the one of the training. Cross-entropy is bernoulli. Cross-entropy with the normaliser of
torch.distributions.ContinuousBernoulli is continuous-bernoulli. Squared error is gaussian; its sigma (of
a pixel, pixels being 0..1) follows from the loss. For pixels in -1..1 take half of it:
  sum of (x - m)² + KL          --sigma 0.7071
  ½ · sum of (x - m)² + KL      --sigma 1
  mean of (x - m)² + w · KL     --sigma sqrt(pixels · w / 2), for the same balance
If a KL with a weight w is added to a summed error, give --beta w.

Noise inside the graph, or as a second input, becomes z = μ. Refused, with the reason: external weights,
operators that are not ONNX's own, weights that are not finite, input of integers, a batch size that is fixed
inside, σ or log σ in place of log σ², a decoder with a variance of its own, scores that depend on rounding,
outputs that do not fulfil the requirements.

Next: model/calibrate.py NAME --images FOLDER, with normal images that were not trained on.
"""


def add_options(parser):
    add = parser.add_argument
    add("model", help="the ONNX file")
    add(
        "--likelihood",
        required=True,
        choices=LIKELIHOODS,
        help="cross-entropy, the same with its normaliser, or squared error",
    )
    add("--sigma", type=float, help="gaussian: standard deviation of a pixel, pixels being 0..1; see below")
    add("--name", help="name of the bundle (default: that of the file)")
    add("--version", default="1.0.0", help="version of the bundle (%(default)s)")
    add("--out", metavar="FOLDER", help="folder of the bundle (default model/bundles/NAME)")
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
    add("--size", metavar="HxW", help="pixels of the model's input, if the graph does not say")
    add("--colour", choices=("L", "RGB"), help="grey (L) or colour, if the graph does not say")
    add(
        "--fit",
        choices=("stretch", "crop"),
        default="stretch",
        help="how images of another aspect ratio are fitted (%(default)s)",
    )
    add(
        "--orientation",
        choices=("as_stored", "exif"),
        default="as_stored",
        help="exif: images are turned as their EXIF orientation asks for (%(default)s)",
    )
    add("--layout", choices=("nchw", "nhwc"), help="channels first (PyTorch) or last (Keras)")
    add("--range", choices=sorted(RANGES), help="values of black and white in the graph's input (0..1)")
    add("--input-mean", metavar="M,…", help="the input is (x - mean)/std, x in 0..1: one number or three")
    add("--input-std", metavar="S,…", help="the same")
    tensors = parser.add_argument_group("the tensors, by name")
    add = tensors.add_argument
    add("--input", metavar="NAME", help="the image; every other input counts as noise")
    add("--reconstruction", metavar="NAME", help="x̂: an output, or any tensor of the graph")
    add("--mean", metavar="NAME", help="μ, the same")
    add("--log-variance", metavar="NAME", help="log σ², the same")
    add("--ignore", metavar="NAME,…", help="outputs of the decoder that take no part in the likelihood")
    add(
        "--reconstruction-is",
        choices=("probabilities", "logits", "input"),
        help="pixels in 0..1, logits of such pixels, or pixels in the range of the input",
    )


def options_of(arguments):
    return TrainingOptions(
        input=arguments.input,
        reconstruction=arguments.reconstruction,
        mean=arguments.mean,
        log_variance=arguments.log_variance,
        layout=arguments.layout,
        kind=arguments.reconstruction_is,
        size=_size(arguments.size),
        colour=arguments.colour,
        ignored=tuple(name for name in (arguments.ignore or "").split(",") if name),
        likelihood=arguments.likelihood,
        **_range(arguments),
    )


def _size(text):
    if text is None:
        return None
    if not re.fullmatch(r"[1-9]\d*[xX][1-9]\d*", text):
        raise UserError(f"--size needs HEIGHTxWIDTH such as 64x64, not {text}")
    return tuple(int(side) for side in text.lower().split("x"))


def _range(arguments):
    if arguments.range and (arguments.input_mean or arguments.input_std):
        raise UserError("--range and --input-mean, --input-std say the same: give one of them")
    mean, deviation = RANGES[arguments.range or "0..1"]
    given = any((arguments.range, arguments.input_mean, arguments.input_std))
    found = {"range_mean": (mean,), "range_deviation": (deviation,), "range_given": given}
    for key, text in (("range_mean", arguments.input_mean), ("range_deviation", arguments.input_std)):
        if text is not None:
            try:
                found[key] = tuple(float(number) for number in text.split(","))
            except ValueError as error:
                raise UserError(
                    f"--input-mean and --input-std need numbers such as 0.5,0.5,0.5, not {text}"
                ) from error
    if min(found["range_deviation"]) <= 0:
        raise UserError("--input-std must be positive")
    return found


def recipe_of(arguments, detected):
    name = arguments.name or Path(arguments.model).stem
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise UserError(f"'{name}' cannot name a bundle: give --name of letters, digits, dots and dashes")
    if (arguments.likelihood == "gaussian") != (arguments.sigma is not None):
        raise UserError(
            "--likelihood gaussian needs --sigma, and the others have none; --help says which sigma"
        )
    if not (arguments.beta > 0 and (arguments.sigma is None or arguments.sigma > 0)):
        raise UserError("--beta and --sigma must be positive")
    channels, height, width = detected.image_shape
    if not 0 < arguments.box <= min(height, width):
        raise UserError(
            f"--box must be 1 to {min(height, width)}, not {arguments.box}: the window lies inside the image"
        )
    return Recipe(
        name=name,
        version=arguments.version,
        channels=channels,
        height=height,
        width=width,
        fit=arguments.fit,
        orientation=arguments.orientation,
        latent=int(numpy.prod(detected.latent_shape)),
        likelihood=arguments.likelihood,
        sigma=arguments.sigma or Recipe.sigma,
        beta=arguments.beta,
        box=arguments.box,
    )


def adopt(arguments):
    path, options = Path(arguments.model), options_of(arguments)
    loaded = load(path)
    detected = detect(loaded.model, options)
    for what, found in report(detected, options, loaded.widths):
        print(f"{what:<15} {found}")
    recipe = recipe_of(arguments, detected)
    folder = files.bundle_folder(arguments.out + "/" if arguments.out else recipe.name)
    _refuse_trained(folder)
    if not arguments.dry_run:
        command.check_writable(folder)
    check_bytes(recipe)
    likelihood = likelihood_of(recipe)
    input_stage = InputStage(options, detected.image_shape, detected.input_shape, detected.layout)
    model = adopted_model(detected, input_stage, ScoreStage(recipe, likelihood, detected, options))
    terms, rounding = check(model, recipe.image_shape)
    medians = ", ".join(f"{term} {terms[term].median():.4g}" for term in TERMS)
    print(f"checked         {len(terms['kl'])} golden images, alone as together; medians {medians}")
    print(f"float32         off by up to {rounding:.1e}, for golden, random and constant images")
    if arguments.dry_run:
        print(f"nothing written; without --dry-run it would be {folder}")
        return
    golden = golden_json(Interpreter(model), recipe.image_shape, rounding)
    sha256 = write_onnx(model, folder / "model.onnx")
    manifest = manifest_json(
        recipe,
        likelihood,
        provenance(path, detected),
        sha256,
        latent=detected.latent_places,
        mean=mean_of_logits(recipe, detected),
    )
    files.write_json(folder / "manifest.json", manifest)
    files.write_json(folder / "golden.json", golden)
    print(f"wrote {folder}: model {sha256[:12]}, {(folder / 'model.onnx').stat().st_size:,} bytes")


def _refuse_trained(folder):
    path = folder / "manifest.json"
    if path.exists() and "adopted" not in files.read_json(path)["provenance"]:
        raise UserError(f"{folder} is a bundle that was trained here; give another --name")


def parsed(arguments=None):
    """The options of the command line, or of these arguments."""
    parser = command.parser(__doc__, EPILOG)
    add_options(parser)
    return parser.parse_args(arguments)


def main():
    adopt(parsed())


if __name__ == "__main__":
    command.run(main)
