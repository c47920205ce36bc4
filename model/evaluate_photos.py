#!/usr/bin/env python3
"""Measure methods on sets of real photographs, and write the tables of docs/evaluation.md."""

import itertools
from pathlib import Path

from elbowatch_model import command, data
from elbowatch_model.bundle.files import write_json
from elbowatch_model.study.photographs import choice, measure, page, registry, sets

BACKBONE = data.data_folder().parent / "backbones" / "mobilenet_v2_features.onnx"

EPILOG = """\
The sets are below ELBOWATCH_DATA/real. Every measurement is kept in model/runs/photographs and is not
repeated; delete its file to measure again.

  model/evaluate_photos.py --sets aliens cookie --methods pixel      (in one terminal)
  model/evaluate_photos.py                                           (the rest, then the tables)
"""


def measure_missing(name, arguments):
    """Measures what has no file yet; reads the photographs only if something is missing."""

    def path(key, seed):
        return measure.path_of(name, key, seed, arguments.share)

    wanted = itertools.product(arguments.methods, arguments.seeds)
    missing = [(key, seed) for key, seed in wanted if not path(key, seed).exists()]
    if not missing:
        return
    photos = sets.load(name)
    methods = registry.methods(list(dict.fromkeys(key for key, _ in missing)), photos, arguments.backbone)
    for key, seed in missing:
        drawn = photos.of_groups(arguments.share, seed) if arguments.share < 1 else photos
        found = measure.measure(drawn, methods[key], seed)
        write_json(path(key, seed), found)
        print(f"{name}, {registry.TITLES[key]}, seed {seed}: AUROC {measure.local_auroc(found):.3f}", flush=True)


def measure_choice(name, arguments):
    """What --choose would choose for a set, unless that has a file."""
    if choice.path_of(name).exists():
        return
    photos = sets.load(name)
    features, options = registry.choice_of(photos, arguments.backbone)
    found = choice.measure(photos, features, options, seed=1)
    write_json(choice.path_of(name), found)
    print(f"{name}, synthetic faults: " + ", ".join(f"{k} {v['auroc']:.3f}" for k, v in found.items()), flush=True)


def main():
    parser = command.parser(__doc__, EPILOG)
    add = parser.add_argument
    every = list(registry.TITLES)
    add("--sets", nargs="+", choices=sets.NAMES, default=list(sets.NAMES), help="default: all")
    add("--methods", nargs="+", choices=every, default=every, help="default: all")
    add("--seeds", nargs="+", type=int, default=[1, 2, 3], help="default 1 2 3")
    add("--share", type=float, default=1.0, help="of the training groups, drawn by each seed (default 1)")
    add("--backbone", type=Path, default=BACKBONE, help="ONNX file (default: that next to ELBOWATCH_DATA)")
    add("--choices", action="store_true", help="measure what --choose would choose, nothing else")
    add("--tables", action="store_true", help="measure nothing; write the tables of what is measured")
    arguments = parser.parse_args()
    if not arguments.tables:
        for name in arguments.sets:
            (measure_choice if arguments.choices else measure_missing)(name, arguments)
    page.write(measure.written(sets.NAMES, every, arguments.seeds, arguments.share), choice.written(sets.NAMES))


if __name__ == "__main__":
    command.run(main)
