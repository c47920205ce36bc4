"""docs/evaluation.md, written from the measurements. The text around the tables is in evaluation_page.md."""

import platform
from pathlib import Path
from string import Template

import numpy

from ..command import MODEL_FOLDER
from ..evaluation.benchmarks import CASES
from . import measurements, tables
from .windows import window_rows

TEXT = Path(__file__).with_name("evaluation_page.md")
PAGE = MODEL_FOLDER.parent / "docs" / "evaluation.md"
WINDOW_SIDES = (3, 5, 7, 9, 15)
REFERENCE = ("the defects' places without them (normal)", "")


def write(seeds):
    """Every experiment is measured with those of the seeds that are trained."""
    fashion = measurements.measure_faults("fashion-mnist", "mnist", seeds)
    mnist = measurements.measure_faults("mnist", "fashion-mnist", seeds)
    deeppcb = measurements.measure_sets("deeppcb", seeds, CASES["deeppcb"])
    boards = measurements.measure_sets("boards", seeds, CASES["boards"])
    digits = measurements.measure_digits(seeds)
    all_sets = {"fashion-mnist": fashion, "mnist": mnist, "deeppcb": deeppcb, "boards": boards}
    first_seeds = {f"mnist without {digit}": found[:1] for digit, found in digits.items() if found}
    counts = ", ".join(f"{name} {len(found)}" for name, found in all_sets.items())
    values = {
        "fashion": tables.faults_table(fashion)[0],
        "mnist": tables.faults_table(mnist)[0],
        "deeppcb": tables.sets_table(deeppcb, REFERENCE),
        "boards": tables.sets_table(boards),
        "digits": tables.digits_table(digits),
        "uniformity": tables.uniformity_table(all_sets | first_seeds),
        "windows_boards": tables.windows_table(window_rows("boards", WINDOW_SIDES, CASES["boards"])),
        "windows_deeppcb": tables.windows_table(window_rows("deeppcb", WINDOW_SIDES, CASES["deeppcb"])),
        "seeds": f"{counts}, digits {min(len(found) for found in digits.values())}",
        "tools": f"Python {platform.python_version()}, numpy {numpy.__version__}",
    }
    PAGE.write_text(Template(TEXT.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
    print(f"wrote {PAGE}")
