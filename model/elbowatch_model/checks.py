"""Refuses recipes that end in an error after the training, or in a bundle that Java refuses to load."""

import math

from . import calibration, depth, vae
from .command import UserError

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
    """The same once it is known how many images are held out."""
    if recipe.validation_images < 1:
        raise UserError(
            f"--validation-images must hold out at least one image, which decides when to stop, not"
            f" {recipe.validation_images}; give a number, or a larger share"
        )
    return recipe
