"""The pictures of a model, each a PNG of its name."""

from functools import cached_property

import numpy as np
from tqdm import tqdm

from ..evaluation.assessment import assess
from . import charts, image_grids, latents

FROM_PRIOR = ("samples", "interpolations")
FROM_IMAGES = ("traversals", "kl-by-latent", "reconstructions")
FROM_CALIBRATION = ("scores", "decisions")
ALL = ("losses", *FROM_PRIOR, *FROM_IMAGES, *FROM_CALIBRATION)
MAX_RECONSTRUCTIONS = 9
MAX_ENCODED = 2_000  # normal images whose μ and log σ² are computed


class Pictures:
    """A model and its test images. What several pictures need is computed once.

    `normal` is (name, uint8 [N, C, H, W]) or None; `anomalous` is a list of such pairs.
    """

    def __init__(self, model, normal=None, anomalous=(), seed=1):
        self.model, self.normal, self.anomalous, self.seed = model, normal, anomalous, seed

    def draw(self, folder, names=ALL, progress=None):
        """Draws the named pictures for which nothing is missing; returns {name: path}."""
        drawn = [name for name in names if self.missing(name) is None]
        bar = tqdm(drawn, desc=progress, unit="picture", disable=progress is None)
        return {name: self._draw(name, folder / f"{name}.png") for name in bar}

    def missing(self, name):
        """What is missing to draw the picture, or None."""
        if name == "losses" and not self.model.history:
            return "a checkpoint in model/runs with the losses of its epochs"
        if name in (*FROM_PRIOR, "traversals") and self.model.decoder is None:
            return "a decoder: the graph computes its logits from more than the output `mean`"
        if name in (*FROM_IMAGES, *FROM_CALIBRATION) and self.normal is None:
            return "--normal PATH"
        if name in FROM_CALIBRATION and self.model.calibrated is None:
            return "a calibration: model/calibrate.py"
        return None

    @cached_property
    def assessments(self):
        """{set's name: Assessment}, the normal images first."""
        model = self.model
        return {
            name: assess(pixels, model.head, model.recipe.beta, model.calibrated)
            for name, pixels in (self.normal, *self.anomalous)
        }

    @cached_property
    def encoded(self):
        """μ and log σ² of normal images, each [N, D]."""
        return latents.encode(self.model.head, self.normal[1][:MAX_ENCODED])

    def _draw(self, name, path):
        model, seed = self.model, self.seed
        if name == "losses":
            return charts.losses(model.history, path)
        if name == "samples":
            return image_grids.samples(model, path, seed)
        if name == "interpolations":
            return image_grids.interpolations(model, path, seed)
        if name == "traversals":
            return image_grids.traversals(model, path, seed, self.encoded[0])
        if name == "kl-by-latent":
            return charts.kl_by_latent(*self.encoded, path)
        if name == "reconstructions":
            return image_grids.reconstructions(model, path, select_in_turn([self.normal, *self.anomalous]))
        chart = {"scores": charts.scores, "decisions": charts.decisions}[name]
        return chart(self.assessments, model.calibrated, model.alpha, path)


def select_in_turn(sets, count=MAX_RECONSTRUCTIONS):
    """`count` images, taken from the sets in turn, sorted by set: [(set's name, uint8 [C, H, W])]."""
    longest = max(len(pixels) for _, pixels in sets)
    turns = [
        (number, place)
        for place in range(min(count, longest))
        for number, (_, pixels) in enumerate(sets)
        if place < len(pixels)
    ]
    return [(sets[number][0], np.asarray(sets[number][1][place])) for number, place in sorted(turns[:count])]
