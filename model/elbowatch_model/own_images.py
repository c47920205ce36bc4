"""What a training on one's own images holds out, with which α, and whether it keeps their colour.

All of it follows from the number of images and from a look at some of them, so that a command that cannot work
stops before it reads the others.
"""

from dataclasses import replace

from . import data, image_files
from .calibration import LEAST_IMAGES, images_for, lowest_alpha, reach, supported_alpha
from .command import UserError, changed_command

VALIDATION_SHARE, CALIBRATION_SHARE = 0.1, 0.4
MAX_VALIDATION, MAX_CALIBRATION = 5_000, 5_000  # of the shares; a lower α takes what it needs
MAX_HELD_OUT_SHARE = 0.6  # the largest that a message advises
LOOKED_AT = 40  # images


def amount(text):
    """The value of --validation-images and --calibration-images: a number of images, or a share as a float."""
    if text.endswith("%"):
        share = float(text[:-1]) / 100
        if not 0 < share < 1:
            raise ValueError(text)
        return share
    return int(text)


def plan(recipe, validation=None, calibration=None, alpha=None):
    """The recipe with the numbers of held-out images and α; each argument is what the user gave, if anything."""
    groups = data.group_numbers(recipe.sources)
    images = len(groups)
    if calibration is None:
        needed = images_for(alpha) if alpha else LEAST_IMAGES
        calibration = min(_calibrating(images), max(MAX_CALIBRATION, needed))
        calibration = max(calibration, min(needed, int(MAX_HELD_OUT_SHARE * images)))
    if validation is None:
        validation = min(round(VALIDATION_SHARE * images), MAX_VALIDATION)
    recipe = held_out(recipe, validation, calibration)
    try:
        parts = data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    except UserError as error:
        raise UserError(f"{error}; {_remedy(images)}") from error
    return replace(recipe, alpha=_alpha(len(parts[2]), images, alpha))


def held_out(recipe, validation=None, calibration=None):
    """The recipe with other numbers of held-out images, each given as a number or as a share."""

    def images(given, otherwise):
        if isinstance(given, float):
            return round(given * len(data.group_numbers(recipe.sources)))
        return otherwise if given is None else given

    return replace(
        recipe,
        validation_images=images(validation, recipe.validation_images),
        calibration_images=images(calibration, recipe.calibration_images),
    )


def _calibrating(images):
    """How many of so many images are held out for calibration, unless the user or a lower α says otherwise."""
    return max(round(CALIBRATION_SHARE * images), min(LEAST_IMAGES, int(MAX_HELD_OUT_SHARE * images)))


def _alpha(held_out, images, wanted):
    if wanted is None:
        found = lowest_alpha(held_out)
        if found is None:
            raise UserError(f"{images} images are too few to calibrate with; {_remedy(images)}")
        return found
    if supported_alpha(held_out) > wanted:
        raise UserError(
            f"of {images} images {held_out} are held out for calibration; {reach(held_out)}, and {wanted:g} needs"
            f" {images_for(wanted)}; {_remedy(images, wanted)}"
        )
    return wanted


def _remedy(images, wanted=None):
    """What works with this number of images; a group of images that belong together counts as one of them here."""
    if wanted and images_for(wanted) <= MAX_HELD_OUT_SHARE * images:
        changes = {"--calibration-images": str(images_for(wanted)), "--validation-images": None}
        return f"this works: {changed_command(changes)}"
    alpha = lowest_alpha(_calibrating(images))
    if alpha is None:
        least = next(n for n in range(images, 1000) if lowest_alpha(_calibrating(n)))
        return f"give at least {least} images, better some thousand"
    changes = {"--calibration-images": None, "--validation-images": None, "--alpha": f"{alpha:g}"}
    return f"this works: {changed_command(changes)}"


def channels_of(sources):
    """(1 or 3, why) for sources whose colour nobody gave: that of the images."""
    looked_at = coloured = 0
    for source in sources:
        found = data.locate(source)
        if not found.is_dir():
            shape = image_files.idx_shape(found)[1:]
            if len(shape) == 3 and shape[0] == 3:
                return 3, f"RGB: {found.name} has three channels"
            continue
        for path in image_files.spread_over(found, LOOKED_AT):
            looked_at += 1
            coloured += image_files.has_colour(path)
    if not looked_at:
        return 1, "L, one channel"
    if coloured:
        return 3, f"RGB, since {coloured} of {looked_at} images looked at have colour; --colour L makes them grey"
    return 1, f"L, since none of {looked_at} images looked at has colour"
