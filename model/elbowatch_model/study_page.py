"""docs/evaluation.md, written from the study's measurements; the words around the tables are in study_page.md."""

import platform
from pathlib import Path
from string import Template

import numpy

from . import study, study_tables
from .command import MODEL_FOLDER

TEXT = Path(__file__).with_name("study_page.md")
PAGE = MODEL_FOLDER.parent / "docs" / "evaluation.md"
BOXES = (3, 5, 7, 9, 15)
REFERENCE = ("the defects' places without them (normal)", "")


def write(seeds, cases):
    """`cases` are those of model/evaluate.py by bundle. Every experiment is of the seeds that are trained."""
    fashion, mnist = study.measure_faults("fashion-mnist", "mnist", seeds), study.measure_faults("mnist", "fashion-mnist", seeds)
    deeppcb = study.measure_sets("deeppcb", seeds, cases["deeppcb"])
    boards = study.measure_sets("boards", seeds, cases["boards"])
    digits = study.measure_digits(seeds)
    of_all = {"fashion-mnist": fashion, "mnist": mnist, "deeppcb": deeppcb, "boards": boards}
    of_digits = {f"mnist without {digit}": found[:1] for digit, found in digits.items() if found}
    values = {
        "fashion": study_tables.faults_table(fashion)[0],
        "mnist": study_tables.faults_table(mnist)[0],
        "deeppcb": study_tables.sets_table(deeppcb, REFERENCE),
        "boards": study_tables.sets_table(boards),
        "digits": study_tables.digits_table(digits),
        "honesty": study_tables.honesty_table(of_all | of_digits),
        "boxes_boards": study_tables.boxes_table(study.local_boxes("boards", BOXES, cases["boards"])),
        "boxes_deeppcb": study_tables.boxes_table(study.local_boxes("deeppcb", BOXES, cases["deeppcb"])),
        "seeds": ", ".join(f"{name} {len(found)}" for name, found in of_all.items())
        + f", digits {min(len(found) for found in digits.values())}",
        "tools": f"Python {platform.python_version()}, numpy {numpy.__version__}",
    }
    PAGE.write_text(Template(TEXT.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
    print(f"wrote {PAGE}")
