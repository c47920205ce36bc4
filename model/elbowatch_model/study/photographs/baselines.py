"""What the places of normal images look like without a latent: their nearest neighbours, or one Gaussian.

The neighbours are PatchCore's way (Roth et al. 2022, "Towards Total Recall in Industrial Anomaly Detection")
with the backbone and the window of a feature bundle. Both are measured only.
"""

import torch
from torch.nn import functional as F

from ...places.codes import squared_distances
from ...places.coreset import coreset
from ...places.fitting import places_of
from ...places.grid import standard_of
from .methods import LOCAL, Scored

CORESET_SHARE, MAX_CORESET = 0.1, 4_096  # of the normal places; PatchCore keeps 10 % and 1 %
SAMPLED = 100_000  # normal places that are looked at
RIDGE = 1e-3  # added to every variance; the features are standardised
ROWS = 4_096  # at once


class PlaceBaseline:
    """A loss of every place by itself, from the standardised features of normal places [P, D]."""

    def __init__(self, features):
        self.features = features

    def fit(self, images, groups, seed):
        """Nothing is held out: these methods have no p-values."""
        found = self.features.of(images)
        standard = standard_of(found)
        places = places_of(standard, found)
        drawn = torch.randperm(len(places), generator=torch.Generator().manual_seed(seed))[:SAMPLED]
        loss = self.loss_of(places[drawn], seed)
        return FittedBaseline(self.features, standard, loss, self.features.seconds(images))


class FittedBaseline:
    """The loss map is smoothed as that of a feature bundle."""

    def __init__(self, features, standard, loss, saved_seconds):
        self.features, self.standard, self.loss, self.saved_seconds = features, standard, loss, saved_seconds

    def __call__(self, images):
        found, box = self.features.of(images), self.features.options.box
        rows = places_of(self.standard, found).split(ROWS)
        losses = torch.cat([self.loss(part) for part in rows]).reshape(len(images), 1, *found.shape[2:])
        maps = F.avg_pool2d(losses, box, 1, box // 2, count_include_pad=False)[:, 0]
        return Scored({LOCAL: maps.flatten(1).amax(1).numpy()}, maps.numpy())


class NearestNeighbour(PlaceBaseline):
    def loss_of(self, places, seed):
        count = max(1, min(MAX_CORESET, round(CORESET_SHARE * len(places))))
        kept = places[coreset(places, count, self.features.options.sketch, seed)]
        return lambda rows: squared_distances(rows, kept).min(1).values.sqrt()


class OneGaussian(PlaceBaseline):
    def loss_of(self, places, seed):
        mean = places.mean(0)
        covariance = torch.cov(places.T.double()) + RIDGE * torch.eye(places.shape[1], dtype=torch.float64)
        whitening = torch.linalg.inv(torch.linalg.cholesky(covariance)).T.float()
        return lambda rows: ((rows - mean) @ whitening).square().sum(1)
