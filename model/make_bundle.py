#!/usr/bin/env python3
"""Train, export and calibrate in one command, with the options of model/train.py, to model/bundles/NAME."""

import train as training_command
from calibrate import calibrate
from elbowatch_model import command
from elbowatch_model.calibration import check_count
from export import export


def main():
    parser = command.parser(__doc__, training_command.EPILOG)
    training_command.add_options(parser)
    recipe = training_command.recipe_of(parser.parse_args())
    if not recipe.calibration_sources:
        check_count(recipe.calibration_images, recipe.alpha)  # before the training, not after it
    training_command.train(recipe)
    export(recipe.name)
    calibrate(recipe.name)


if __name__ == "__main__":
    command.run(main)
