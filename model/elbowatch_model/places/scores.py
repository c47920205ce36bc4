"""The scores of an image from the features at its places."""

import torch
from torch import nn
from torch.nn import functional as F

from .. import depth
from ..features import statistics
from ..mask import constant
from ..reductions import column_means, highest
from ..scoring import FEATURES, NEVER_THE_WORST, TERMS

STATISTICS = (
    "log_deviance",
    "log_kl",
    "log_local",
    "log_local_row",
    "log_local_column",
    "brightness_mean",
    "brightness_highest",
    "log_steps_across",
    "log_steps_down",
    "black",
    "flat",
)
DETAILS = ("loss_map", "places")  # float32 [N, h, w] and [N, D, h, w]


class PlaceScores(nn.Module):
    """image uint8 or int16 [N, C, H, W] and its standardised features [N, D, h, w] → TERMS, FEATURES, DETAILS, the latent's."""

    outputs = (*TERMS, FEATURES, *DETAILS)

    def __init__(self, latent, image_shape, grid, box, beta, mask=None):
        """latent: features → nll and kl of every place; grid: (h, w). Places that the mask excludes have no loss."""
        super().__init__()
        self.mask = mask
        self.counts = mask.places(*grid) if mask else None  # bool [h, w]
        self.latent, self.box, self.beta, self.grid = latent, box, beta, grid
        _, height, width = image_shape
        self.place_pixels = height * width / (grid[0] * grid[1])  # pixels that a place stands for
        self.pixels = image_shape[0] * height * width
        self.register_parameter("floor", nn.Parameter(torch.tensor(float(latent.floor)), requires_grad=False))

    def forward(self, image, f):
        levels = depth.levels(image, f.dtype)
        if self.mask:
            levels = self.mask.fill_levels(levels)
        nll, kl, *details = self.latent(f)  # nll and kl [N, 1, h, w]
        deviance = nll - self.floor
        places = counted = self.grid[0] * self.grid[1]
        if self.mask:
            counts = self.mask.like(f, self.counts)
            nll, kl, deviance = nll * counts, kl * counts, deviance * counts
            counted = int(self.counts.sum())
        loss = (deviance + self.beta * kl) / self.place_pixels  # nats a pixel
        smooth = F.avg_pool2d(loss, self.box, stride=1, padding=self.box // 2, count_include_pad=False)
        local = highest(smooth)
        if self.mask:
            local = highest(smooth + constant(~self.counts * NEVER_THE_WORST, smooth))
            smooth = smooth * counts
        nll_total, kl_total, deviance_total = (self._mean(values) * places for values in (nll, kl, deviance))
        floor = (self.floor * counted).expand(image.shape[0])
        found = self._features(levels, image.dtype == torch.uint8, loss, deviance_total, kl_total, local)
        terms = nll_total.flatten(), floor, kl_total.flatten(), local.flatten()
        return *terms, found, smooth.flatten(1, 2), f, *details

    def _mean(self, values):
        """[N, 1, h, w] → [N, 1], by pooling, which takes each image by itself."""
        rows = F.avg_pool2d(values, (1, self.grid[1]), stride=1, count_include_pad=False)
        return column_means(rows, self.grid[0]).flatten(1)

    def _features(self, levels, whole, loss, deviance, kl, local):
        """[N, F], as in features.py where the loss of a pixel is that of its place."""
        rows = F.avg_pool2d(loss, (1, self.grid[1]), stride=1, count_include_pad=False)
        losses = (
            (deviance, 1 / self.pixels, 1e-3),
            (kl, 1 / self.pixels, 1e-3),
            (local, 1, 1e-3),
            (highest(rows), 1, 1e-3),
            (highest(column_means(loss, self.grid[0])), 1, 1e-3),
        )
        return statistics(losses, levels, whole)


def feature_names():
    """In the order of the output."""
    return STATISTICS
