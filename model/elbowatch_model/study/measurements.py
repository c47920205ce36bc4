"""The measurements of docs/evaluation.md: scores and p-values of test images, for every trained seed."""

from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from .. import data, mixture
from ..calibration import calibration_json
from ..data import Source
from ..evaluation import faults
from ..evaluation.assessment import Assessment, assess
from ..mixture import Mixture
from ..scoring import score
from .trainings import DIGITS, head_of, trained_recipes

TEST_IMAGES = 3_000  # of a test set, for every fault
NO_VAE = "no VAE"


@dataclass(frozen=True)
class Measurement:
    """One trained seed: scores and p-values of its normal images, and the scores of every anomalous case."""

    normal: Assessment
    cases: dict  # (kind, strength) → {score: [N]}
    calibrating: dict  # score → number of images that calibrate it


def measure(recipe, normal, cases, baseline=False, head=None):
    """Calibrates a trained recipe and scores all images; `cases` is {(kind, strength): pixels}."""
    head = head or head_of(recipe)
    _, calibration = data.calibration_images(recipe)
    content = calibration_json({}, [], recipe.alpha, score(head, calibration), recipe.beta)
    calibrated = content["scores"], Mixture.from_json(content["mixture"])
    sets = {None: normal, **cases}
    assessments = {case: assess(pixels, head, recipe.beta, calibrated) for case, pixels in sets.items()}
    scores = {case: dict(found.scores) for case, found in assessments.items()}
    if baseline:
        fitted = mixture.fit(features_without_vae(calibration))
        for case, pixels in sets.items():
            scores[case][NO_VAE] = fitted.density(features_without_vae(pixels))
    normal = Assessment(scores.pop(None), assessments[None].p)
    return Measurement(normal, scores, {name: len(values) for name, values in content["scores"].items()})


def features_without_vae(pixels):
    """The baseline's features: the statistics that depend on the image alone, and the means of 4x4 pixels."""
    x = pixels / 255.0
    across, down = np.diff(x, axis=3), np.diff(x, axis=2)
    images, channels, height, width = x.shape
    means = x.reshape(images, channels, height // 4, 4, width // 4, 4).mean((3, 5)).reshape(images, -1)
    statistics = [
        x.mean((1, 2, 3)),
        x.max((1, 2, 3)),
        np.log((across**2).mean((1, 2, 3)) + 1e-4),
        np.log((down**2).mean((1, 2, 3)) + 1e-4),
        (pixels < 6).mean((1, 2, 3)),
        (abs(across) < 2.5 / 255).mean((1, 2, 3)),
    ]
    return np.concatenate([np.stack(statistics, 1), means], 1)


def measure_faults(name, other, seeds):
    """A Measurement for each seed, on 21 kinds of faults made from the test images."""
    found = []
    for recipe in tqdm(trained_recipes(name, seeds), desc=name, unit="seed"):
        normal = data.read(Source(f"{name}/t10k-images-idx3-ubyte.gz"), recipe).pixels
        others = data.read(Source(f"{other}/t10k-images-idx3-ubyte.gz"), recipe).pixels
        cases = fault_cases(normal, others)
        found.append(measure(recipe, normal, cases, baseline=True))
    return found


def fault_cases(normal, others):
    """{(kind, strength): pixels} of the 21 kinds of faults."""
    made = faults.faults(normal[:TEST_IMAGES], others[:TEST_IMAGES])
    return {(kind, strength): pixels for kind, strength, pixels in made}


def measure_digits(seeds):
    """{digit: a Measurement for each seed}.

    The network is trained without the digit, which is the anomaly.
    """
    found = {digit: [] for digit in DIGITS}
    source = Source("mnist/t10k-images-idx3-ubyte.gz")
    labels = data.labels_of(source)
    for recipe in tqdm(trained_recipes("digits", seeds), desc="digits", unit="training"):
        digit, pixels = recipe.sources[0].without, data.read(source, recipe).pixels
        cases = {(digit, ""): pixels[labels == digit]}
        found[digit].append(measure(recipe, pixels[labels != digit], cases))
    return found


def measure_sets(name, seeds, cases_of):
    """A Measurement for each seed, on the test sets of model/evaluate.py.

    The first case is normal. The second of deeppcb is normal too and is kept as a case.
    """
    found = []
    for recipe in tqdm(trained_recipes(name, seeds), desc=name, unit="seed"):
        first, *cases = cases_of(lambda source, of=recipe: data.read(source, of).pixels)
        found.append(measure(recipe, first.pixels, {(case.name, ""): case.pixels for case in cases}))
    return found
