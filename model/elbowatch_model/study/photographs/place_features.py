"""The features of photographs at the places of a grid, computed once for all methods and seeds."""

import time

from ...places import backbone, fitting
from ...places.options import PlaceOptions


class PlaceFeatures:
    """float32 [N, C, h, w] of images uint8 [N, 3, H, W]: those of a feature bundle before they are standardised.

    An array that was seen is not computed again; it must not change.
    """

    def __init__(self, path, size, options=PlaceOptions()):
        self.options = options
        self.network = backbone.backbone_of(path, size, options)
        self.grid = fitting.grid_of(self.network, options)
        self._known = {}  # id → (the array, which keeps its id taken, features, seconds)

    def of(self, images):
        return self._entry(images)[1]

    def seconds(self, images):
        """How long they took."""
        return self._entry(images)[2]

    def keep(self, images):
        """Computes the features and remembers them."""
        self._known.setdefault(id(images), self._entry(images))

    def _entry(self, images):
        if id(images) in self._known:
            return self._known[id(images)]
        started = time.process_time()
        features = fitting.features_of(self.network, self.grid, images)
        return images, features, time.process_time() - started
