"""Which pictures are drawn of a model; each is a PNG of that name."""

from functools import cached_property

import numpy as np
from tqdm import tqdm

from . import latents, pictures_charts, pictures_images
from .evaluation import judge

OF_PRIOR = ("samples", "interpolations")
OF_IMAGES = ("traversals", "kl-by-latent", "reconstructions")
OF_CALIBRATED = ("scores", "decisions")
ALL = ("losses", *OF_PRIOR, *OF_IMAGES, *OF_CALIBRATED)
SHOWN = 9  # images beside their reconstructions
ENCODED = 2_000  # normal images whose μ and log σ² are looked at


class Pictures:
    """A model, and the images that it is shown with. What several pictures want is computed once.

    `normal` is (name, uint8 [N, C, H, W]) or None, `anomalous` a list of the same.
    """

    def __init__(self, model, normal=None, anomalous=(), seed=1):
        self.model, self.normal, self.anomalous, self.seed = model, normal, anomalous, seed

    def draw(self, folder, names=ALL, progress=None):
        """Draws those of the names for which nothing is missing; returns {name: path}."""
        drawn = [name for name in names if self.missing(name) is None]
        bar = tqdm(drawn, desc=progress, unit="picture", disable=progress is None)
        return {name: self._draw(name, folder / f"{name}.png") for name in bar}

    def missing(self, name):
        """What is missing to draw a picture, or None."""
        if name == "losses" and not self.model.history:
            return "a checkpoint in model/runs that knows its epochs"
        if name in (*OF_PRIOR, "traversals") and self.model.decoder is None:
            return "a decoder: that of the graph needs more than the output `mean`"
        if name in (*OF_IMAGES, *OF_CALIBRATED) and self.normal is None:
            return "--normal PATH"
        if name in OF_CALIBRATED and self.model.calibrated is None:
            return "a calibration: model/calibrate.py"
        return None

    @cached_property
    def judged(self):
        """{set's name: Judged}, the normal ones first."""
        model = self.model
        return {
            name: judge(pixels, model.head, model.recipe.beta, model.calibrated)
            for name, pixels in (self.normal, *self.anomalous)
        }

    @cached_property
    def encoded(self):
        """μ and log σ² of normal images, each [N, D]."""
        return latents.encoded(self.model.head, self.normal[1][:ENCODED])

    def _draw(self, name, path):
        model, seed = self.model, self.seed
        if name == "losses":
            return pictures_charts.losses(model.history, path)
        if name == "samples":
            return pictures_images.samples(model, path, seed)
        if name == "interpolations":
            return pictures_images.interpolations(model, path, seed)
        if name == "traversals":
            return pictures_images.traversals(model, path, seed, self.encoded[0])
        if name == "kl-by-latent":
            return pictures_charts.kl_by_latent(*self.encoded, path)
        if name == "reconstructions":
            return pictures_images.reconstructions(model, path, beside([self.normal, *self.anomalous]))
        chart = {"scores": pictures_charts.scores, "decisions": pictures_charts.decisions}[name]
        return chart(self.judged, model.calibrated, model.alpha, path)


def beside(sets, count=SHOWN):
    """`count` images, of every set in turn its first: [(set's name, uint8 [C, H, W])], set by set."""
    longest = max(len(pixels) for _, pixels in sets)
    turns = [
        (number, place)
        for place in range(min(count, longest))
        for number, (_, pixels) in enumerate(sets)
        if place < len(pixels)
    ]
    return [(sets[number][0], np.asarray(sets[number][1][place])) for number, place in sorted(turns[:count])]
