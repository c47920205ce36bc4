"""The vectors of the Java side's tests equal what this side computes."""

import importlib.util
import json
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).resolve().parents[1] / "vectors" / "make_calibration_vectors.py"


def load():
    spec = importlib.util.spec_from_file_location("make_calibration_vectors", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_alike(found, expected):
    assert type(found) is type(expected)
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key in expected:
            assert_alike(found[key], expected[key])
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected):
            assert_alike(one, other)
    elif expected is None or isinstance(expected, str):
        assert found == expected
    else:
        assert np.isclose(found, expected, rtol=1e-6, atol=0)


def test_calibration_vectors_are_current():
    script = load()
    written = json.loads(script.TARGET.read_text(encoding="utf-8"))
    assert_alike(json.loads(script.text(script.vectors())), written)
