#!/usr/bin/env python3
"""Calibration vectors: terms and features of invented images, and the results of this side.

Writes src/test/resources/reference/calibration-vectors.json: the terms and features, the calibration.json that
they give (scores, mixture and quantiles), and the densities and p-values of more images against it. Both sides
are tested with it.

    python3 model/vectors/make_calibration_vectors.py
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "model"))

from elbowatch_model.calibration import calibration_json, p_values  # noqa: E402
from elbowatch_model.groups import scores_of  # noqa: E402
from elbowatch_model.mixture import Mixture  # noqa: E402
from elbowatch_model.scoring import FEATURES, TERMS, derived_scores  # noqa: E402

TARGET = ROOT / "src/test/resources/reference/calibration-vectors.json"
IMAGES, PROBES, BETA, ALPHA = 403, 20, 0.75, 0.05
FEATURE_COUNT = 4  # gives ten components
FEW = 41  # one component, and folds of two sizes


def terms(count, seed):
    """float32 [N] each: with ties, zeros, tiny and large values, as blank and noisy images have them."""
    random = np.random.RandomState(seed)
    found = {
        "reconstruction_nll": 200 * random.gamma(2, 1, count),
        "floor": 100 * random.random_sample(count),
        "kl": random.gamma(5, 3, count),
        "local": 10 ** (8 * random.random_sample(count) - 6),
    }
    for name, values in found.items():
        values[: count // 10] = 0 if name == "floor" else values[0]
    found["reconstruction_nll"][-1] = 123456789.0
    found[FEATURES] = features(count, random)
    return {name: values.astype(np.float32) for name, values in found.items()}


def features(count, random):
    """[N, F]: overlapping clusters, correlated features, one with few values and one that is almost constant."""
    found = random.standard_normal((count, FEATURE_COUNT)) + 3 * random.randint(0, 3, (count, 1))
    found[:, 1] += 0.7 * found[:, 0]
    found[:, 2] = np.round(0.3 * found[:, 2], 1)
    found[:, 3] = 5 + 1e-3 * found[:, 3]
    found[: count // 10] = found[0]
    found[-1] = 40
    return found


def vectors():
    few, sources = calibration(FEW), calibration(IMAGES, list(map(source, range(IMAGES))))
    return {"schema": 1, "beta": BETA, "alpha": ALPHA, **calibration(IMAGES), "few": few, "bySource": sources}


def source(image):
    """Two with images in turn, one that comes late, one with too few images to calibrate, and none."""
    if image % 7 == 4:
        return None
    if image % 31 == 3:
        return "camera-3"
    return "line 4/ä" if image > 300 else f"camera-{1 + image % 2}"


def calibration(images, sources=None):
    calibrated, probes = terms(images, 1), terms(PROBES, 2)
    content = calibration_json({}, [], ALPHA, calibrated, BETA, sources=sources)
    scores, mixture = (written(content[part]) for part in ("scores", "mixture"))
    sorted_scores = {name: np.array(values) for name, values in scores.items()}
    derived = derived_scores(probes, BETA, Mixture.from_json(mixture))
    p = p_values(sorted_scores, derived)
    of_sources = {}
    if sources:
        groups = written(content["groups"])
        read = {**content, "groups": groups}
        by_source = {
            name: p_values(scores_of(read, name, ALPHA), derived) for name in dict.fromkeys(sources) if name
        }
        of_sources = {
            "sources": sources,
            "groups": groups,
            "pValuesBySource": {name: plain(of_name) for name, of_name in by_source.items()},
        }
    return {
        **of_sources,
        "terms": rows(calibrated),
        "features": calibrated[FEATURES].tolist(),
        "scores": scores,
        "mixture": mixture,
        "quantiles": content["quantiles"],
        "probes": rows(probes),
        "probeFeatures": probes[FEATURES].tolist(),
        "densities": derived["density"].tolist(),
        "pValues": plain(p),
    }


def plain(p):
    return {name: [float(v) for v in values] for name, values in p.items()}


def written(value):
    """As in calibration.json: numbers with nine digits."""
    if isinstance(value, dict):
        return {key: written(part) for key, part in value.items()}
    if isinstance(value, (list, np.ndarray)):
        return [written(part) for part in value]
    return value if isinstance(value, (int, str)) else float("%.9g" % value)


def rows(found):
    """One row an image, in the order of TERMS."""
    return [[float(found[term][i]) for term in TERMS] for i in range(len(found["kl"]))]


def text(content):
    return json.dumps(content, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(vectors()), encoding="utf-8")
    print(f"wrote {TARGET}")
