#!/usr/bin/env python3
"""Train the VAE of a bundle; the best weights go to model/runs/NAME/checkpoint.pt."""

from dataclasses import replace

import numpy as np

from elbowatch_model import checkpoint, checks, command, data, depth, mask, own_images, training, vae
from elbowatch_model.command import UserError
from elbowatch_model.recipes import PRESETS

LIKELIHOOD_HELP = "cross-entropy, the same with its normaliser, or squared error"

EPILOG = """\
The presets are the bundles in this repository:

  model/train.py fashion-mnist
  model/train.py boards

Your own images: a folder of PNG or JPEG files, or an IDX file, of NORMAL images only.

  model/train.py camera-7 --preset boards --images /data/camera-7/normal --size 96x128 --fit crop

Of these a tenth is held out to decide when to stop, and two fifths for the calibration: at most 5,000 each, or
as many as --alpha needs. Without --alpha it is the lowest round rate that the held-out images support: 0.001
with about 2,500 images, 0.01 with 250. Without --colour grey images stay grey and others keep their colour.

Images that show the same thing (frames of one part, crops of one board) must not be split between training
and calibration: order them by name, and give the number that belongs together with --group.

The same command resumes an interrupted run after its last complete epoch.

A mask excludes what may look like anything, such as a clock that is drawn into the picture. It is a PNG, white
where the image counts and black where it does not, or a .json file with polygons in pixels, [[x, y], …]:

  {"size": {"width": 640, "height": 480}, "exclude": [[[0, 0], [640, 0], [640, 90], [0, 90]]]}

With `include` in place of `exclude` only what these polygons hold counts. The size is that of the images if all
have the same, or that of the model's input.

Next: model/export.py NAME, then model/calibrate.py NAME. All three at once: model/make_bundle.py NAME.
"""


def add_options(parser, networks=("mlp", "conv"), latent=int):
    add = parser.add_argument
    add("name", help=f"the bundle; a preset's name ({', '.join(PRESETS)}) needs no other option")
    add("--preset", choices=sorted(PRESETS), help="the preset for everything that no other option sets")
    add("--images", action="append", metavar="PATH", help="folder or IDX file; may be repeated")
    add("--group", type=int, default=1, metavar="N", help="images in a row that belong together (default 1)")
    add("--size", metavar="HxW", help="pixels of the model's input, height first, such as 64x64")
    add("--tiles", metavar="HxW", help="cut images of --size into tiles of this size, for a smaller network")
    add("--overlap", type=int, metavar="PIXELS", help="of neighbouring tiles (default: an eighth of their side)")
    add("--colour", choices=("L", "RGB"), help="grey (L) or colour (default: as the images are)")
    add("--fit", choices=("stretch", "crop"), help="how images of another aspect ratio are fitted")
    add(
        "--orientation",
        choices=("as_stored", "exif"),
        help="exif: turn images as their EXIF orientation asks for (default: as_stored)",
    )
    add(
        "--depth",
        type=int,
        choices=depth.DEPTHS,
        help="bits of a pixel: 16 keeps all bits of grey PNG, TIFF and raw images of 16 (default: 8)",
    )
    add("--mask", metavar="FILE", help="PNG, black where nothing counts, or polygons in JSON; see below")
    add("--network", choices=networks, help="fully connected, or convolutional")
    add("--hidden", type=int, metavar="N", help="units of the mlp's hidden layer, or channels of conv")
    add("--latent", type=latent, metavar="D", help="latents (mlp), or latent channels at each place (conv)")
    add("--likelihood", choices=vae.LIKELIHOODS, help=LIKELIHOOD_HELP)
    add("--sigma", type=float, help="gaussian: standard deviation of a pixel, pixels being 0..1")
    add(
        "--learn-sigma",
        action="store_true",
        default=None,
        help="gaussian: learn sigma, starting from --sigma",
    )
    add("--beta", type=float, help="weight of the KL divergence")
    add("--warm-up-epochs", type=int, metavar="N", help="epochs over which beta rises to its value")
    add("--epochs", type=int, metavar="N", help="maximum; the learning rate falls to 0 over them")
    add("--patience-epochs", type=int, metavar="N", help="stop after this many without a better validation")
    add("--batch-size", type=int, metavar="N", help="images in each step")
    add("--learning-rate", type=float, metavar="RATE", help="initial rate of Adam")
    held_out = {"type": own_images.amount, "metavar": "N"}
    add("--validation-images", **held_out, help="held out to decide when to stop: images, or a share as 10%%")
    add("--calibration-images", **held_out, help="held out for model/calibrate.py: images, or a share as 40%%")
    add("--alpha", type=float, help="false-alarm rate that the bundle gets")
    add(
        "--corrupted",
        type=float,
        metavar="SHARE",
        help="share of the training images that blobs are painted over",
    )
    add("--largest-blob", type=float, metavar="PIXELS", help="largest radius of a blob")
    add("--box", type=int, metavar="PIXELS", help="side of the window of the score `local`")
    add("--seed", type=int, metavar="N", help="decides the split, the initial weights and the noise")


def recipe_of(arguments):
    """The preset, changed by the options of the command line."""
    base = PRESETS.get(arguments.preset or arguments.name)
    if base is None:
        presets = " or ".join(sorted(PRESETS))
        raise UserError(f"{arguments.name} is not a preset; give --preset {presets} to start from")
    if arguments.name not in PRESETS and not arguments.images:
        raise UserError(f"which images? give --images PATH to train {arguments.name}")
    given = {k: v for k, v in vars(arguments).items() if v is not None and k in base.to_dict()}
    if arguments.images:
        given["sources"] = tuple(data.Source(path, arguments.group) for path in arguments.images)
        given["calibration_sources"] = ()
        given["version"] = "1.0.0"
    colour = arguments.colour or ("L" if arguments.depth == 16 else None)
    if colour:
        given["channels"] = 1 if colour == "L" else 3
    if arguments.size:
        given["height"], given["width"] = command.sides("--size", arguments.size)
    if arguments.tiles:
        height, width = command.sides("--tiles", arguments.tiles)
        if not arguments.size:
            raise UserError("--tiles needs --size, the size of the images that are cut into tiles")
        given["whole_height"], given["whole_width"] = given["height"], given["width"]
        given["height"], given["width"] = height, width
        given.setdefault("overlap", max(min(height, width) // 8, given.get("box", base.box) - 1))
    held_out = given.pop("validation_images", None), given.pop("calibration_images", None)
    mask_file = given.pop("mask", None)
    recipe = checks.checked(replace(base, **given))
    if arguments.images:
        recipe = planned(recipe, held_out, given.get("alpha"), colour)
    else:
        recipe = own_images.held_out(recipe, *held_out)
    return masked(checks.completed(recipe), mask_file)


def planned(recipe, held_out, alpha, colour):
    """The recipe of one's own images, with what their number and a look at some of them decide."""
    recipe = own_images.plan(recipe, *held_out, alpha)
    if alpha is None:
        print(
            f"alpha {recipe.alpha:g}, the lowest round rate that the images held out for calibration support:"
            f" {own_images.reach(recipe.calibration_images)}"
        )
    if not colour:
        channels, reason = own_images.channels_of(recipe.sources)
        recipe = replace(recipe, channels=channels)
        print(f"colour {reason}")
    return recipe


def masked(recipe, mask_file):
    """The recipe with the mask in a file, if there is one; how much of it counts is printed."""
    if mask_file is None:
        return recipe
    if recipe.whole_height:
        raise UserError("--mask and --tiles exclude each other: a mask has the size of the network's input")
    found = mask.read(mask_file, recipe)
    print(f"mask {mask_file}: {found.counts.mean():.1%} of the {recipe.width}x{recipe.height} pixels count")
    return replace(recipe, mask=found)


def train(recipe, build=vae.build):
    command.check_writable(checkpoint.checkpoint_path(recipe.name).parent)
    command.seed(recipe.seed)
    groups = data.group_numbers(recipe.sources)  # a split that is impossible is refused before the images are read
    data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    sets, pixels, groups = data.read_all(recipe.sources, recipe.whole)
    parts = data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    train_indices, validation_indices, calibration_indices = parts
    if recipe.mask:
        recipe = replace(recipe, mask=recipe.mask.filled_by(pixels[train_indices]))
        pixels = recipe.mask.fill_pixels(pixels)
    model = build(recipe).to(command.device())
    architecture = vae.describe(recipe, model)
    print(
        f"{recipe.name}: {architecture}; {len(train_indices)} images to train, {len(validation_indices)} to"
        f" validate, {len(calibration_indices)} held out for calibration"
    )
    parts = [_tiles(recipe, pixels[indices]) for indices in (train_indices, validation_indices)]
    run = training.Training(model, recipe, *parts, command.device())
    epoch, loss = training.run_or_resume(run, checkpoint.unfinished_path(recipe.name), tuple(s.sha256 for s in sets))
    print(f"best epoch {epoch}: validation ELBO {-loss:.3f} nats an image")
    provenance = checkpoint.provenance(sets, recipe, epoch, architecture)
    print(f"wrote {checkpoint.Checkpoint(recipe, model, provenance, run.history).save()}")


def _tiles(recipe, pixels):
    """The images as the network takes them: they themselves, or all their tiles."""
    return pixels if recipe.tiling is None else np.concatenate(recipe.tiling.cut(pixels))


def main():
    parser = command.parser(__doc__, EPILOG)
    add_options(parser)
    train(recipe_of(parser.parse_args()))


if __name__ == "__main__":
    command.run(main)
