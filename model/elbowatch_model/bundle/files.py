"""The files of a bundle: where they are, and how they are read and written.

Every file is written next to its final path and then renamed. A reader sees the old file or the new one,
never a part.
"""

import hashlib
import json
import os
from pathlib import Path

from ..command import BUNDLES, UserError
from ..mixture import Mixture
from ..scoring import rounded_to_single


def bundle_folder(name):
    """The folder of a bundle, by its name or, with a slash in it, by its path."""
    return Path(name) if os.sep in str(name) else BUNDLES / name


def write_json(path, content):
    """Indented JSON. An array of numbers stays on one line; its values have nine digits (%.9g)."""
    arrays = {}

    def placeholder(value):
        key = f"@array{len(arrays)}@"
        arrays[f'"{key}"'] = "[" + ", ".join("%.9g" % v for v in value) + "]"
        return key

    text = json.dumps(content, indent=2, ensure_ascii=False, default=placeholder) + "\n"
    for key, array in arrays.items():
        text = text.replace(key, array)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def write_bytes(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def read_json(path):
    """The content; arrays of numbers are lists."""
    if not path.exists():
        raise UserError(f"{path} is missing; write it with model/make_bundle.py {path.parent.name}")
    return json.loads(path.read_text(encoding="utf-8-sig"))


def calibration_of(name):
    """({score: float64 [n], ascending}, the mixture) of a calibrated bundle."""
    content = read_json(bundle_folder(name) / "calibration.json")
    scores = {score: rounded_to_single(values) for score, values in content["scores"].items()}
    return scores, Mixture.from_json(content["mixture"])


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
