"""What labels of reported images do to the next calibration.

A stream of normal and defective images is judged with the present calibration. People label the reported ones. Then the
stream calibrates again, in several ways, and images that nobody has used before measure each of them.
"""

from dataclasses import dataclass

import numpy as np

from ..calibration import calibration_json, p_values
from ..mixture import Mixture
from ..scoring import derived_scores
from .coverage import part

WAYS = (
    "before",
    "stream as it is",
    "without what is reported",
    "half labelled, the rest of the reported ones left out",
    "labelled defects left out",
    "all defects known",
)


@dataclass(frozen=True)
class Rates:
    """Shares of the held-out images."""

    false_alarms: float  # of the normal ones
    recall: float  # of the defects

    def precision(self, defects):
        """Of what is reported, where a share `defects` of all images are defective."""
        hits, false = defects * self.recall, (1 - defects) * self.false_alarms
        return hits / (hits + false) if hits + false else float("nan")


@dataclass(frozen=True)
class Judge:
    """A calibration, as content of calibration.json, with the β of its model."""

    content: dict
    beta: float

    @staticmethod
    def of(terms, beta):
        return Judge(calibration_json({}, [], 0.1, terms, beta), beta)

    def reports(self, terms, alpha):
        """bool [N]: which images have a p-value of at most α."""
        derived = derived_scores(terms, self.beta, Mixture.from_json(self.content["mixture"]))
        return p_values(self.content["scores"], derived)["default"] <= alpha


def kept(defective, reported, labelled):
    """{way: bool [N]}: which images of the stream calibrate. `labelled` are those that a person has looked at.

    A label moves no image into the calibration that was not drawn, and gives none more weight.
    """
    known_normal = labelled & ~defective
    return {
        "stream as it is": np.ones(len(defective), bool),
        "without what is reported": ~reported,
        "half labelled, the rest of the reported ones left out": ~reported | known_normal,
        "labelled defects left out": ~(reported & defective),
        "all defects known": ~defective,
    }


def measured(before, stream, defective, held, alpha, random):
    """{way: Rates} of one repetition.

    `before` are the terms of the images that calibrate at first, `stream` and `defective` [N] those of the stream in
    its order, `held` the terms (normal, defective) that measure; all scored by a model with the β of `before`.
    """
    beta, first = before
    judge = Judge.of(first, beta)
    reported = judge.reports(stream, alpha)
    labelled = reported & (random.random_sample(len(reported)) < 0.5)
    judges = {"before": judge}
    for way, chosen in kept(defective, reported, labelled).items():
        judges[way] = Judge.of(part(stream, np.flatnonzero(chosen)), beta)
    return {
        way: Rates(*(float(np.mean(judges[way].reports(terms, alpha))) for terms in held)) for way in WAYS
    }
