#!/usr/bin/env python3
"""Write the float64 terms of some test images, computed by PyTorch, for the Java side's tests; no image."""

import copy
import json

from elbowatch_model import command, data
from elbowatch_model.bundle import files
from elbowatch_model.bundle.restoring import restored
from elbowatch_model.data import Source
from elbowatch_model.scoring import TERMS, ScoringHead, score

NAME = "fashion-mnist"
IMAGES = 400
TARGET = command.MODEL_FOLDER.parent / "src/test/resources/reference/fashion-mnist-scores.json"


def main():
    command.parser(__doc__, f"Run it after every change of model/bundles/{NAME}.").parse_args()
    trained = restored(files.bundle_folder(NAME))
    head = ScoringHead(copy.deepcopy(trained.vae), trained.recipe).double()
    sets = []
    for name in ("fashion-mnist", "mnist"):
        pixels = data.read(Source(f"{name}/t10k-images-idx3-ubyte.gz"), trained.recipe).pixels[:IMAGES]
        terms = score(head, pixels)
        rows = [[float(terms[term][i]) for term in TERMS] for i in range(IMAGES)]
        sets.append({"data": f"{name}/t10k", "first": 0, "terms": rows})
    manifest = files.read_json(files.bundle_folder(NAME) / "manifest.json")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    content = {"schema": 1, "bundleSha256": manifest["model"]["sha256"], "sets": sets}
    TARGET.write_text(_one_row_per_line(content), encoding="utf-8")
    print(f"wrote {TARGET}")


def _one_row_per_line(content):
    rows = [s.pop("terms") for s in content["sets"]]
    for i, s in enumerate(content["sets"]):
        s["terms"] = f"@{i}@"
    text = json.dumps(content, indent=2)
    for i, terms in enumerate(rows):
        lines = ",\n".join("        " + json.dumps(row) for row in terms)
        text = text.replace(f'"@{i}@"', f"[\n{lines}\n      ]")
    return text + "\n"


if __name__ == "__main__":
    command.run(main)
