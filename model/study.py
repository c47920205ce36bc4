#!/usr/bin/env python3
"""Train every recipe with several seeds, measure what the scores detect, and write docs/evaluation.md."""

import time

import train as training_command
from elbowatch_model import command
from elbowatch_model.study import evaluation_page, trainings

EPILOG = """\
Trains what is not trained yet (model/runs/study; an interrupted run is resumed), scores all test sets, then
writes the tables. It takes hours on two cores, most of them for training:

  model/study.py --train fashion-mnist mnist      (in one terminal)
  model/study.py --train deeppcb boards           (in another)
  model/study.py                                  (the rest, then docs/evaluation.md)
"""


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument(
        "--train", nargs="+", metavar="NAME", choices=list(trainings.EXPERIMENTS), help="only train these"
    )
    parser.add_argument(
        "--no-training", action="store_true", help="only the tables, of what is trained already"
    )
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[1, 2, 3], help="training seeds (default 1 2 3)"
    )
    arguments = parser.parse_args()
    for name in [] if arguments.no_training else arguments.train or trainings.EXPERIMENTS:
        for recipe in trainings.recipes(name, arguments.seeds):
            if not trainings.is_trained(recipe):
                started = time.monotonic()
                training_command.train(recipe)
                print(f"{recipe.name} took {time.monotonic() - started:.0f} s")
    if not arguments.train:
        evaluation_page.write(arguments.seeds)


if __name__ == "__main__":
    command.run(main)
