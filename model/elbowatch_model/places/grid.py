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
        if height % self.height == 0 and width % self.width == 0:
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
        self.weights = self.offsets = None
        if projection is not None:  # P·(f − mean)/deviation as one convolution
            weights = projection.double() / deviation.double()
            self.weights = _parameter(weights[:, :, None, None])
            self.offsets = _parameter(-weights @ mean.double().flatten())
        self.position = None if position is None else _parameter(position)

    @property
    def dimensions(self):
        features = self.mean if self.weights is None else self.weights
        return len(features) + (0 if self.position is None else len(self.position))

    def forward(self, features):
        if self.weights is None:
            f = (features - self.mean) / self.deviation
        else:
            f = F.conv2d(features, self.weights, self.offsets)
        if self.position is not None:
            f = torch.cat([f, self.position.expand(f.shape[0], -1, -1, -1)], 1)
        return f


def position_of(height, width, weight):
    """[2, h, w]: row and column of every place from −weight to weight, so that the same feature elsewhere is far."""
    rows, columns = torch.linspace(-weight, weight, height), torch.linspace(-weight, weight, width)
    return torch.stack(torch.meshgrid(rows, columns, indexing="ij"))


def _parameter(values):
    return nn.Parameter(torch.as_tensor(values).float().clone(), requires_grad=False)


def standard_of(features, position=None):
    """The Standard of features [N, C, h, w]; a channel that is the same everywhere is only shifted."""
    mean = features.mean((0, 2, 3), dtype=torch.float64)
    squares = torch.stack([(image.double() - mean[:, None, None]).pow(2).mean((1, 2)) for image in features]).mean(0)
    deviation = squares.sqrt()
    deviation = torch.where(deviation < 1e-6, torch.ones_like(deviation), deviation)
    return Standard(mean, deviation, position=position)


def principal(standard, features, dimensions, floor=None, position=None):
    """The Standard of the widest directions of features [N, C, h, w]; with a `floor`, each of variance 1.

    The floor is added to every variance first, so that directions of hardly any do not become noise.
    """
    variances, directions = torch.linalg.eigh(_covariance(standard, features))
    widest = variances.argsort(descending=True)[:dimensions]
    projection = directions[:, widest]
    if floor is not None:
        projection = projection / (variances[widest] + floor).sqrt()
    return Standard(standard.mean.flatten(), standard.deviation.flatten(), projection.T, position)


def _covariance(standard, features):
    total = torch.zeros(features.shape[1], features.shape[1], dtype=torch.float64)
    with torch.no_grad():
        for part in features.split(16):
            rows = standard(part).permute(0, 2, 3, 1).flatten(0, 2).double()
            total += rows.T @ rows
    return total / (len(features) * features.shape[2] * features.shape[3])


def dimensions_of(channels, options):
    """The dimensions of the features at a place, without its position."""
    usual = options.directions if options.latent == "categorical" else options.max_dimensions
    return min(options.projection or usual, channels)
