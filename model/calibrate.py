#!/usr/bin/env python3
"""Calibrate a bundle: score held-out normal images, so that any score becomes a p-value."""

from dataclasses import replace

from elbowatch_model import alike, command, data, source_report
from elbowatch_model.bundle import files
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.calibration import calibration_json, check_count, folds_of, reach
from elbowatch_model.scoring import score

EPILOG = """\
Without --images these are the images that model/train.py held out. Calibrate on images like the deployed
ones: those of another camera, board or lot give wrong false-alarm rates, and so do images that were trained
on. With --images no checkpoint is needed: an adopted bundle (model/adopt.py), or one that was trained on
another machine, is scored by its graph.

alpha is the share of normal images that may raise an alarm. n images, 20 or more, support an alpha down to
1/(n + 1): 0.02 with 50, 0.01 with 99, 0.001 with 999.
"""

BY_SOURCE = "also calibrate for each source: a folder below the images has those of the source of its name"


def calibrate(name, paths=None, alpha=None, extrapolate=False, by_source=False):
    head, recipe = scorer_of(name)
    alpha = alpha or recipe.alpha
    if paths:
        recipe = replace(recipe, calibration_sources=tuple(data.Source(path) for path in paths))
    folder = files.bundle_folder(name)
    manifest = files.read_json(folder / "manifest.json")
    command.check_writable(folder)
    sources = data.required_sources(data.calibration_sources(recipe)) if by_source else None
    made = manifest["provenance"]
    named, pixels = data.calibration_images(recipe, made.get("data"), made.get("seed"))
    check_count(len(pixels), alpha, extrapolate)
    terms = score(head, pixels, progress="score")
    model = {"name": manifest["name"], "version": manifest["version"], "sha256": manifest["model"]["sha256"]}
    content = calibration_json(
        model, named, alpha, terms, recipe.beta, extrapolate=extrapolate, sources=sources
    )
    files.write_json(folder / "calibration.json", content)
    print(f"wrote {folder / 'calibration.json'}: {len(pixels)} images, alpha {alpha:g}")
    print(reach(len(pixels)))
    for score_name, found in content.get("tails", {}).items():
        print(
            f"tail of {score_name}: {found['excesses']} excesses over {found['threshold']:.4g}, shape"
            f" {found['shape']:.2f}, scale {found['scale']:.3g}; Kolmogorov-Smirnov p {found['fit']:.2f}"
        )
    doubts = alike.warnings(pixels, folds_of(len(pixels), sources))
    if by_source:
        print("\n".join(source_report.table(sources, alpha)))
        doubts += source_report.warnings(sources, content, alpha)
    for warning in doubts:
        command.warn(warning)


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py or adopt.py, or its folder")
    parser.add_argument("--images", action="append", metavar="PATH", help="folder or IDX file, normal images")
    parser.add_argument(
        "--alpha",
        type=float,
        help="false-alarm rate (default: that of the recipe, 0.001 unless it says otherwise)",
    )
    parser.add_argument(
        "--extrapolate-tail",
        action="store_true",
        help="allow an alpha up to 100 times below 1/(n + 1), by a generalised Pareto tail; ./elbowatch needs the same",
    )
    parser.add_argument("--by-source", action="store_true", help=BY_SOURCE)
    arguments = parser.parse_args()
    calibrate(
        arguments.name, arguments.images, arguments.alpha, arguments.extrapolate_tail, arguments.by_source
    )


if __name__ == "__main__":
    command.run(main)
