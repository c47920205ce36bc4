"""The features of an image at the places of a grid."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from ..command import UserError


class Grid(nn.Module):
    """The taps of an image, averaged over windows, brought to one grid and joined: [N, C, h, w]."""

    def __init__(self, taps, pool, size=None):
        super().__init__()
        self.pool = pool
        self.height, self.width = size or max(((t.height, t.width) for t in taps), key=math.prod)
        for tap in taps:
            self._factor(tap)
        self.channels = sum(tap.channels for tap in taps)

    def _factor(self, tap):
        pairs = ((tap.height, self.height), (tap.width, self.width))
        if not (all(have % want == 0 for have, want in pairs) or all(want % have == 0 for have, want in pairs)):
            raise UserError(
                f"tap {tap} cannot be brought to a grid of {self.height}x{self.width}: one must be a multiple of the"
                " other; give another --grid, or a --size whose sides are multiples of 32"
            )

    def forward(self, *taps):
        return torch.cat([self._on_grid(self._pooled(tap)) for tap in taps], 1)

    def _pooled(self, tap):
        if self.pool == 1:
            return tap
        return F.avg_pool2d(tap, self.pool, stride=1, padding=self.pool // 2, count_include_pad=False)

    def _on_grid(self, tap):
        height, width = int(tap.shape[2]), int(tap.shape[3])
        if (height, width) == (self.height, self.width):
            return tap
        if height >= self.height:
            factor = height // self.height, width // self.width
            return F.avg_pool2d(tap, factor, stride=factor, count_include_pad=False)
        return F.interpolate(tap, size=(self.height, self.width), mode="bilinear", align_corners=False)


class Standard(nn.Module):
    """Every channel with mean 0 and deviation 1 over the normal images, projected if asked, then the position if asked.

    [N, C, h, w] → [N, D, h, w]
    """

    def __init__(self, mean, deviation, projection=None, position=None):
        """mean and deviation [C]; projection [D, C] or None; position [P, h, w] or None."""
        super().__init__()
        self.mean = _parameter(mean.reshape(-1, 1, 1))
        self.deviation = _parameter(deviation.reshape(-1, 1, 1))
        self.projection = None if projection is None else _parameter(projection[:, :, None, None])
        self.position = None if position is None else _parameter(position)

    @property
    def dimensions(self):
        features = self.mean if self.projection is None else self.projection
        return len(features) + (0 if self.position is None else len(self.position))

    def forward(self, features):
        f = (features - self.mean) / self.deviation
        if self.projection is not None:
            f = F.conv2d(f, self.projection)
        if self.position is not None:
            f = torch.cat([f, self.position.expand(f.shape[0], -1, -1, -1)], 1)
        return f


def position_of(height, width, weight):
    """[2, h, w]: row and column of every place from −weight to weight, so that the same feature elsewhere is far."""
    rows, columns = torch.linspace(-weight, weight, height), torch.linspace(-weight, weight, width)
    return torch.stack(torch.meshgrid(rows, columns, indexing="ij"))


def _parameter(values):
    return nn.Parameter(torch.as_tensor(values).float().clone(), requires_grad=False)


def standard_of(features, dimensions, seed, position=None):
    """The Standard of features [N, C, h, w]; projected to so many dimensions by a fixed matrix if they have more."""
    mean = features.mean((0, 2, 3), dtype=torch.float64)
    squares = torch.stack([(image.double() - mean[:, None, None]).pow(2).mean((1, 2)) for image in features]).mean(0)
    deviation = squares.sqrt()
    deviation = torch.where(deviation < 1e-6, torch.ones_like(deviation), deviation)
    channels = features.shape[1]
    projection = None
    if dimensions < channels:
        drawn = torch.randn(channels, dimensions, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        projection = torch.linalg.qr(drawn)[0].T * (channels / dimensions) ** 0.5  # keeps distances on average
    return Standard(mean, deviation, projection, position)


def whitened(standard, features, dimensions, floor):
    """The Standard whose features are uncorrelated, each of variance 1; the widest directions of features [N, C, h, w]."""
    with torch.no_grad():
        rows = torch.cat([standard(part).permute(0, 2, 3, 1).flatten(0, 2) for part in features.split(16)]).double()
    variances, directions = torch.linalg.eigh(rows.T @ rows / len(rows))
    widest = variances.argsort(descending=True)[:dimensions]
    projection = (directions[:, widest] / (variances[widest] + floor).sqrt()).T  # [D, C]
    return Standard(standard.mean, standard.deviation, projection)


def dimensions_of(channels, options):
    """The dimensions of the features at a place."""
    wanted = options.projection or (channels if channels <= options.max_dimensions else options.max_dimensions)
    return min(wanted, channels)
