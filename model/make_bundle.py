#!/usr/bin/env python3
"""Train, export and calibrate in one command, with the options of model/train.py, to model/bundles/NAME.

With --network features nothing is trained but a latent at each place of the features of a frozen pretrained network.
It is the recommended way for photographs, and 20 normal images are enough:

  model/make_bundle.py camera-7 --network features --backbone mobilenet_v2.onnx --images camera-7/normal
"""

import train as training_command
from calibrate import BY_SOURCE, calibrate
from elbowatch_model import command, data
from elbowatch_model.bundle import files
from elbowatch_model.calibration import check_count
from elbowatch_model.command import UserError
from elbowatch_model.places import arguments as place_arguments
from elbowatch_model.places.making import make
from export import export


def parser():
    found = command.parser(__doc__, training_command.EPILOG)
    training_command.add_options(found, networks=("mlp", "conv", "features"), latent=place_arguments.latent)
    place_arguments.add_options(found)
    found.add_argument("--by-source", action="store_true", default=None, help=BY_SOURCE)
    return found


def make_features(arguments):
    given = [name for name, value in vars(arguments).items() if value is not None]
    recipe, backbone, grid, options = place_arguments.settings_of(arguments, given, training_command.masked)
    tried = place_arguments.tried_of(arguments, options)
    make(recipe, backbone, grid, options, arguments.alpha, tried, bool(arguments.by_source))


def make_pixels(arguments):
    for option in place_arguments.OWN:
        if getattr(arguments, option) is not None:
            raise UserError(f"--{option} belongs to --network features")
    if isinstance(arguments.latent, str):
        raise UserError(f"--latent {arguments.latent} belongs to --network features; give a number of latents")
    command.check_writable(files.bundle_folder(arguments.name))
    recipe = training_command.recipe_of(arguments)
    if not recipe.calibration_sources:
        check_count(recipe.calibration_images, recipe.alpha)  # before the training, not after it
    if arguments.by_source:
        data.required_sources(data.calibration_sources(recipe))
    training_command.train(recipe)
    export(recipe.name)
    calibrate(recipe.name, by_source=bool(arguments.by_source))


def main():
    arguments = parser().parse_args()
    (make_features if arguments.network == "features" else make_pixels)(arguments)


if __name__ == "__main__":
    command.run(main)
