#!/usr/bin/python3
"""Train the VAE of a bundle; the best weights go to model/runs/NAME/checkpoint.pt."""

from dataclasses import replace

import torch

from elbowatch_model import checkpoint, command, data, training, vae
from elbowatch_model.command import UserError
from elbowatch_model.recipes import PRESETS

EPILOG = """\
The presets are the bundles in this repository:

  model/train.py fashion-mnist
  model/train.py boards

Your own images: a folder of PNG or JPEG files, or an IDX file, of NORMAL images only.

  model/train.py camera-7 --preset fashion-mnist --images /data/camera-7/normal --size 64x64 --network conv

Images that show the same thing (frames of one part, crops of one board) must not be split between training and
calibration: order them by name and give how many belong together with --group.

Next: model/export.py NAME, then model/calibrate.py NAME. All three at once: model/make_bundle.py NAME.
"""


def add_options(parser):
    parser.add_argument("name", help="the bundle; a preset's name (%s) needs no other option" % ", ".join(PRESETS))
    parser.add_argument("--preset", choices=sorted(PRESETS), help="take what is not given here from this preset")
    parser.add_argument("--images", action="append", metavar="PATH", help="folder or IDX file; may be repeated")
    parser.add_argument("--group", type=int, default=1, help="images in a row that belong together (default 1)")
    parser.add_argument("--size", metavar="HxW", help="pixels that the model sees, such as 64x64")
    parser.add_argument("--colour", choices=("L", "RGB"), help="grey (L) or colour")
    parser.add_argument("--fit", choices=("stretch", "crop"), help="what happens to another aspect ratio")
    parser.add_argument("--network", choices=("mlp", "conv"), help="fully connected, or convolutional")
    parser.add_argument("--hidden", type=int, help="units of the mlp's hidden layer, channels of the conv network")
    parser.add_argument("--latent", type=int, help="latents (mlp), or latent channels at each place (conv)")
    parser.add_argument("--likelihood", choices=("bernoulli", "gaussian"), help="cross-entropy or squared error")
    parser.add_argument("--sigma", type=float, help="gaussian: standard deviation of a pixel, pixels being 0..1")
    parser.add_argument("--learn-sigma", action="store_true", default=None, help="gaussian: learn sigma, from --sigma on")
    parser.add_argument("--beta", type=float, help="weight of the KL divergence")
    parser.add_argument("--warm-up-epochs", type=int, help="epochs over which beta rises to its value")
    parser.add_argument("--epochs", type=int, help="at most so many; fewer when the validation ELBO stops improving")
    parser.add_argument("--patience-epochs", type=int, help="stop after so many without a better validation ELBO")
    parser.add_argument("--batch-size", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--validation-images", type=int, help="held out to decide when to stop")
    parser.add_argument("--calibration-images", type=int, help="held out for model/calibrate.py")
    parser.add_argument("--box", type=int, help="side of the window of the score `local`, pixels")
    parser.add_argument("--seed", type=int, help="decides the split, the first weights and the noise")


def recipe_of(arguments):
    """The preset with what the command line says otherwise."""
    base = PRESETS.get(arguments.preset or arguments.name)
    if base is None:
        raise UserError(f"{arguments.name} is no preset; give --preset {' or '.join(sorted(PRESETS))} to start from")
    if arguments.name not in PRESETS and not arguments.images:
        raise UserError(f"which images? give --images PATH to train {arguments.name}")
    given = {k: v for k, v in vars(arguments).items() if v is not None and k in base.to_dict()}
    if arguments.images:
        given["sources"] = tuple(data.Source(path, arguments.group) for path in arguments.images)
        given["calibration_sources"] = ()
        given.setdefault("calibration_images", 5_000)
    if arguments.colour:
        given["channels"] = 1 if arguments.colour == "L" else 3
    if arguments.size:
        try:
            given["height"], given["width"] = (int(side) for side in arguments.size.lower().split("x"))
        except ValueError as error:
            raise UserError(f"--size wants HEIGHTxWIDTH such as 64x64, not {arguments.size}") from error
    return replace(base, **given)


def train(recipe):
    torch.manual_seed(recipe.seed)
    sets, pixels, groups = data.read_all(recipe.sources, recipe)
    parts = data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    train_indices, validation_indices, calibration_indices = parts
    model = vae.build(recipe).to(command.device())
    architecture = vae.describe(recipe, model)
    print(
        f"{recipe.name}: {architecture}; {len(train_indices)} images to train, {len(validation_indices)} to validate,"
        f" {len(calibration_indices)} held out for calibration"
    )
    epoch, loss = training.train(
        model, recipe, pixels[train_indices], pixels[validation_indices], command.device()
    )
    print(f"best epoch {epoch}: validation ELBO {-loss:.3f} nats an image")
    provenance = checkpoint.provenance(sets, recipe, epoch, architecture)
    print(f"wrote {checkpoint.Checkpoint(recipe, model, provenance).save()}")


def main():
    parser = command.parser(__doc__, EPILOG)
    add_options(parser)
    train(recipe_of(parser.parse_args()))


if __name__ == "__main__":
    command.run(main)
