"""The tables of photographs in docs/evaluation.md, each between two marks; the rest of the page stays."""

from ...command import MODEL_FOLDER, UserError
from . import tables

PAGE = MODEL_FOLDER.parent / "docs" / "evaluation.md"
TEXT = MODEL_FOLDER / "elbowatch_model" / "study" / "evaluation_page.md"
BEGIN, END = "<!-- photographs: {} -->", "<!-- end of {} -->"


def write(measured, choices):
    """Replaces the tables in the page and in the text that model/study.py makes the page from."""
    found = {
        "sets": tables.sets_table(measured),
        "kinds": tables.kinds_table(measured),
        "faults": tables.faults_table(measured),
        "alarms": tables.alarms_table(measured),
        "choice": tables.choice_table(choices, measured),
    }
    for path in (PAGE, TEXT):
        text = path.read_text(encoding="utf-8")
        for name, table in found.items():
            text = replaced(text, name, table)
        path.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE}")


def replaced(text, name, table):
    """The text with another table between the marks of this name."""
    begin, end = BEGIN.format(name), END.format(name)
    before, mark, rest = text.partition(begin)
    _, last, after = rest.partition(end)
    if not mark or not last:
        raise UserError(f"{PAGE} has no place for a table: put the lines {begin} and {end} where it belongs")
    return f"{before}{begin}\n\n{table}\n{end}{after}"
