"""How many normal images of each source are reported at α: by all calibration images, and by those of the source.

The images of every source are split into two halves of whole groups (boards): one calibrates, the other one is judged.
"""

from dataclasses import dataclass

import numpy as np

from ..calibration import calibration_json, p_values
from ..groups import scores_of
from ..mixture import Mixture
from ..scoring import FEATURES, derived_scores
from .coverage import part


@dataclass(frozen=True)
class Share:
    """The mean share of normal images reported, with the interval of Wilson for the images that some split judges."""

    mean: float
    images: int

    @property
    def interval(self):
        z, n, p = 1.96, self.images, self.mean
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), middle + half

    def holds(self, alpha):
        """Whether α lies in the interval."""
        low, high = self.interval
        return low <= alpha <= high

    def __str__(self):
        low, high = self.interval
        return f"{100 * self.mean:.2f} % ({100 * low:.2f} to {100 * high:.2f})"


def halves(sources, groups, random):
    """bool [N]: which images calibrate. Of each source half of the groups do; `groups` [N] are never split."""
    calibrates = np.zeros(len(sources), bool)
    for source in dict.fromkeys(sources):
        members = np.unique(groups[sources == source])
        drawn = random.permutation(members)[: len(members) // 2]
        calibrates |= np.isin(groups, drawn)
    return calibrates


def shares(terms, beta, sources, groups, alphas, splits, seed=11):
    """{α: {source: (images that calibrate it, Share pooled, Share by its group)}}.

    `sources` [N] names and `groups` [N] numbers; a group is of one source.
    """
    random = np.random.RandomState(seed)
    names = list(dict.fromkeys(sources))
    reported = {alpha: {name: ([], []) for name in names} for alpha in alphas}
    counts = {}
    for _ in range(splits):
        known = np.flatnonzero(halves(sources, groups, random))
        fresh = np.setdiff1d(np.arange(len(sources)), known)
        content = calibration_json({}, [], 0.1, part(terms, known), beta, sources=list(sources[known]))
        fitted = Mixture.from_json(content["mixture"])
        for name in names:
            own = fresh[sources[fresh] == name]
            counts[name] = int((sources[known] == name).sum()), int((sources == name).sum())
            derived = derived_scores(part(terms, own), beta, fitted)
            for alpha in alphas:
                for k, scores in enumerate((content["scores"], scores_of(content, name, alpha))):
                    reported[alpha][name][k].append(float(np.mean(p_values(scores, derived)["default"] <= alpha)))
    return {
        alpha: {
            name: (counts[name][0], *(Share(float(np.mean(found)), counts[name][1]) for found in both))
            for name, both in of_alpha.items()
        }
        for alpha, of_alpha in reported.items()
    }


def simulated(per_source, seed=1):
    """(terms, sources) of three invented cameras whose images differ in how usual they are to one network."""
    random = np.random.RandomState(seed)
    terms, sources = {}, []
    for k, (name, level) in enumerate((("quiet", 0.6), ("usual", 1.0), ("noisy", 1.6))):
        features = level * random.standard_normal((per_source, 8)) + 0.3 * k
        own = {
            term: (level * random.gamma(5, 1, per_source)).astype(np.float32)
            for term in ("reconstruction_nll", "floor", "kl", "local")
        }
        own[FEATURES] = features.astype(np.float32)
        for term, values in own.items():
            terms[term] = np.concatenate([terms[term], values]) if term in terms else values
        sources += [name] * per_source
    return terms, np.array(sources)
