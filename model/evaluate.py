#!/usr/bin/env python3
"""Evaluate a bundle on test images: AUROC of every score, and the share of images that raise an alarm."""

from elbowatch_model import command, data
from elbowatch_model.bundle import files
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.evaluation import benchmarks
from elbowatch_model.evaluation.assessment import markdown_table

EPILOG = """\
The bundles of this repository have test sets of their own. For yours, give normal images that were neither
trained nor calibrated on, and any number of anomalous sets:

  model/evaluate.py camera-7 --normal /data/camera-7/test --anomalous /data/camera-7/scratched

The table goes to the terminal and to model/bundles/NAME/README.md. "default" is the score that decides
unless the settings say otherwise. The shares of normal images should be close to alpha, those of anomalous
images high.
"""


def cases_of(arguments):
    if arguments.normal:
        return benchmarks.own(arguments.normal, arguments.anomalous or [])
    if arguments.name in benchmarks.CASES:
        return benchmarks.CASES[arguments.name]
    raise command.UserError(f"which images? give --normal PATH to evaluate {arguments.name}")


def evaluate(name, cases):
    head, recipe = scorer_of(name)
    calibrated = files.calibration_of(name)
    tested = cases(lambda source: data.read(source, recipe).pixels)
    table = markdown_table(tested, head, recipe, calibrated)
    manifest = files.read_json(files.bundle_folder(name) / "manifest.json")
    text = (
        f"# {recipe.name} {manifest['version']}\n\n"
        f"{manifest['provenance']['architecture']}; {manifest['likelihood']['type']}, β {recipe.beta:g}, box"
        f" {recipe.box}; {len(calibrated[0]['elbo'])} calibration images."
        f" Written by `model/evaluate.py {name}`.\n\n{table}"
    )
    print(text)
    path = files.bundle_folder(name) / "README.md"
    try:
        files.write_bytes(path, text.encode())
    except OSError as error:
        command.warn(f"{path} cannot be written ({error}): the table is only here")


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py or adopt.py, or its folder")
    parser.add_argument("--normal", metavar="PATH", help="folder or IDX file of normal test images")
    parser.add_argument("--anomalous", action="append", metavar="PATH", help="the same; may be repeated")
    arguments = parser.parse_args()
    evaluate(arguments.name, cases_of(arguments))


if __name__ == "__main__":
    command.run(main)
