"""The VAEs of feature bundles, scored by PyTorch as their graph scores."""

from dataclasses import replace

import numpy as np
import torch

from ...calibration import calibration_json, p_values
from ...mixture import Mixture
from ...places import fitting, folds
from ...places.scores import PlaceScores
from ...scoring import SCORE_OUTPUTS, derived_scores
from .methods import DEFAULT, Scored


class PlaceVae:
    """All images train; each is calibrated by codes that were fitted without its fold."""

    def __init__(self, features, **options):
        self.features = features
        self.options = replace(features.options, **options)

    def fit(self, images, groups, seed):
        options = replace(self.options, seed=seed)
        found = self.features.of(images)
        numbers = folds.folds_of(groups, options.folds)
        fit = fitting.fit(found, images, numbers, options)
        seconds = self.features.seconds(images)
        return FittedPlaceVae(self.features, fit, numbers, images.shape[1:], options, seconds)


class FittedPlaceVae:
    def __init__(self, features, fit, numbers, image_shape, options, saved_seconds):
        self.features, self.standard, self.saved_seconds = features, fit.standard, saved_seconds
        grid = features.grid.height, features.grid.width
        self.head = PlaceScores(fit.latent, image_shape, grid, options.box, options.beta)
        self.beta = options.beta
        content = calibration_json({}, [], 0.5, fit.terms, self.beta, numbers)
        self.calibrated, self.mixture = content["scores"], Mixture.from_json(content["mixture"])

    def __call__(self, images):
        found = self.features.of(images)
        outputs, maps = [], []
        with torch.no_grad():
            for part in fitting.batches(images):
                values = self.head(torch.from_numpy(np.array(images[part])), self.standard(found[part]))
                outputs.append([v.numpy() for v in values[: len(SCORE_OUTPUTS)]])
                maps.append(values[self.head.outputs.index("loss_map")].numpy())
        terms = {name: np.concatenate([o[i] for o in outputs]) for i, name in enumerate(SCORE_OUTPUTS)}
        scores = derived_scores(terms, self.beta, self.mixture)
        p = p_values(self.calibrated, scores)
        return Scored({**scores, DEFAULT: -p["default"]}, np.concatenate(maps))
