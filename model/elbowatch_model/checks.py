"""Refuses recipes that end in an error after the training, or in a bundle that Java refuses to load."""

import math

from . import calibration, depth, vae
from .command import UserError

MAX_IMAGE_BYTES = 64 << 20  # before it is cut into tiles: as Manifest.java
MAX_INPUT_BYTES = 47 << 20  # of the network: one image of golden.json, which has at most 64 MiB, and that in base64
POSITIVE = ("hidden", "latent", "epochs", "batch_size", "learning_rate", "beta", "sigma")


def checked(recipe):
    """The recipe of a pixel VAE, if a bundle of it can be trained, exported and loaded; no image is read."""
    for name in POSITIVE:
        value = getattr(recipe, name)
        if not 0 < value < math.inf:
            raise UserError(f"--{name.replace('_', '-')} must be positive, not {value}")
    calibration.check_alpha(recipe.alpha)
    if recipe.epochs <= recipe.warm_up_epochs:
        raise UserError(f"{recipe.epochs} epochs end in the warm-up of {recipe.warm_up_epochs}; give more --epochs")
    if any(source.group < 1 for source in recipe.sources):
        raise UserError("--group must be 1 or more: images in a row that belong together")
    side = min(recipe.height, recipe.width)
    if not 1 <= recipe.box <= side:
        raise UserError(
            f"--box must be 1 to {side} pixels, the smaller side of the network's input of"
            f" {recipe.height}x{recipe.width}, not {recipe.box}: every window of `local` lies inside the image"
        )
    _ = recipe.tiling  # refuses tiles that do not fit into the images, or overlap by less than a window of `local`
    if recipe.network == "conv":
        vae.check_halvings(recipe.height, recipe.width, recipe.halvings)
    return depth.checked(recipe)


def completed(recipe):
    """The same once it is known how many images are held out and whether they keep their colour."""
    if recipe.validation_images < 1:
        raise UserError(
            f"--validation-images must hold out at least one image, which decides when to stop, not"
            f" {recipe.validation_images}; give a number, or a larger share"
        )
    check_bytes(recipe)
    return recipe


def check_bytes(recipe):
    """Refuses images that Java does not read."""
    smaller = "smaller --tiles" if recipe.tiling else "a smaller --size, or --tiles"
    for part, name, most, remedy in (
        (recipe.whole, "an image", MAX_IMAGE_BYTES, "a smaller --size"),
        (recipe, "the network's input", MAX_INPUT_BYTES, smaller),
    ):
        size = math.prod(part.image_shape) * part.depth // 8
        if size > most:
            grey = "" if part.channels == 1 else ", or --colour L"
            raise UserError(
                f"{name} of {part.height}x{part.width} {part.colour} has {size:,} bytes, and a bundle takes at most"
                f" {most:,}; give {remedy}{grey}"
            )
