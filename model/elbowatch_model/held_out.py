"""The images that a recipe is calibrated on: normal, and never trained on."""

from . import data
from .command import UserError


def images(recipe):
    """Groups for calibration.json and pixels [N, C, H, W]."""
    if recipe.calibration_sources:
        sets, pixels, _ = data.read_all(recipe.calibration_sources, recipe)
        return [{"name": s.name, "images": len(s)} for s in sets], pixels
    if not recipe.sources:
        raise UserError(f"which images? give --images PATH: no checkpoint says what {recipe.name} held out")
    sets, pixels, groups = data.read_all(recipe.sources, recipe)
    _, _, held_out = data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    name = " + ".join(s.name for s in sets) + ", held out"
    return [{"name": name, "images": len(held_out)}], pixels[held_out]
