#!/usr/bin/env python3
"""Calibration vectors: terms of images that never were, and what this side makes of them.

Writes src/test/resources/reference/calibration-vectors.json: the terms, the calibration.json that they give (scores and
quantiles), and the p-values of some more images against it. Both sides are tested with it.

    python3 model/vectors/make_calibration_vectors.py
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "model"))

from elbowatch_model.calibration import calibration_json, p_values  # noqa: E402
from elbowatch_model.scoring import TERMS, derived_scores  # noqa: E402

TARGET = ROOT / "src/test/resources/reference/calibration-vectors.json"
IMAGES, PROBES, BETA, ALPHA = 137, 20, 0.75, 0.05


def terms(count, seed):
    """float32 [N] each: with ties, zeros, tiny and large values, as blank and as noisy images have them."""
    random = np.random.RandomState(seed)
    found = {
        "reconstruction_nll": 200 * random.gamma(2, 1, count),
        "floor": 100 * random.random_sample(count),
        "kl": random.gamma(5, 3, count),
        "local": 10 ** (8 * random.random_sample(count) - 6),
        "contrast": np.round(random.random_sample(count), 1),
    }
    for name, values in found.items():
        values[: count // 10] = 0 if name in ("floor", "contrast") else values[0]
    found["reconstruction_nll"][-1] = 123456789.0
    return {name: values.astype(np.float32) for name, values in found.items()}


def vectors():
    calibrated, probes = terms(IMAGES, 1), terms(PROBES, 2)
    content = calibration_json({}, [], ALPHA, calibrated, derived_scores(calibrated, BETA))
    rounded = {name: np.array([float("%.9g" % v) for v in values]) for name, values in content["scores"].items()}
    p = p_values(rounded, derived_scores(probes, BETA))
    return {
        "schema": 1,
        "beta": BETA,
        "alpha": ALPHA,
        "terms": rows(calibrated),
        "scores": {name: list(values) for name, values in rounded.items()},
        "quantiles": content["quantiles"],
        "probes": rows(probes),
        "pValues": {name: [float(v) for v in values] for name, values in p.items()},
    }


def rows(found):
    """One row an image, in the order of TERMS."""
    return [[float(found[term][i]) for term in TERMS] for i in range(len(found["kl"]))]


def text(content):
    return json.dumps(content, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(vectors()), encoding="utf-8")
    print(f"wrote {TARGET}")
