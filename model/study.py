#!/usr/bin/env python3
"""Measure what the verdict is worth: train every recipe with several seeds, evaluate, write docs/evaluation.md."""

import time

import evaluate
import train as training_command
from elbowatch_model import command, study, study_page

EPILOG = """\
Trains what is not there yet (model/runs/study; a run that was broken off goes on), scores all test sets, then writes
the tables. All of it takes hours on two cores, most of it training:

  model/study.py --train fashion-mnist mnist      (in one terminal)
  model/study.py --train deeppcb boards           (in another)
  model/study.py                                  (the rest, then docs/evaluation.md)
"""


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("--train", nargs="+", metavar="NAME", choices=list(study.EXPERIMENTS), help="only train these")
    parser.add_argument("--no-training", action="store_true", help="tables of what is trained already")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="training seeds (default 1 2 3)")
    arguments = parser.parse_args()
    for name in [] if arguments.no_training else arguments.train or study.EXPERIMENTS:
        for recipe in study.recipes(name, arguments.seeds):
            if not study.is_trained(recipe):
                started = time.monotonic()
                training_command.train(recipe)
                print(f"{recipe.name} took {time.monotonic() - started:.0f} s")
    if not arguments.train:
        study_page.write(arguments.seeds, evaluate.KNOWN)


if __name__ == "__main__":
    command.run(main)
