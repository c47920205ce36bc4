"""The VAE of one Gaussian latent at each place: networks of 1x1 convolutions, which may know where the place is."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from ..loss import kl_divergence

LOG_VARIANCES = (-8.0, 4.0)  # of the posterior
MIN_LOG_NOISE = -5.0


class Layers(nn.Module):
    """Rows [N, h·w, before] → [N, h·w, after]; the code of a place is added in the first layer."""

    def __init__(self, before, hidden, after, position):
        super().__init__()
        self.first, self.second, self.last = nn.Linear(before, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, after)
        self.place = None if position is None else nn.Linear(position.shape[1], hidden, bias=False)
        self.position = None if position is None else nn.Parameter(position, requires_grad=False)

    def forward(self, rows, places=None):
        """`places` [N] are the places of rows [N, before] in training; without them the rows are whole images."""
        hidden = self.first(rows)
        if self.place is not None:
            codes = self.place(self.position)  # [h·w, hidden]
            hidden = hidden + (codes if places is None else codes[places])
        return self.last(F.relu(self.second(F.relu(hidden))))


class Gaussian(nn.Module):
    """features f [N, D, h, w] → nll and kl of every place [N, 1, h, w], nats, at z = μ, then the details.

    p(z) = N(0, I), p(f|z) = N(f; m(z), diag s²): nll = Σ_d ½((f_d − m_d)²/s_d² + log 2πs_d²).
    """

    detail_outputs = ("mean", "log_variance", "place_means")

    def __init__(self, dimensions, grid, options):
        super().__init__()
        self.grid, self.channels = grid, options.channels
        position = position_codes(*grid, options.position_waves) if options.position else None
        self.encoder = Layers(dimensions, options.hidden, 2 * options.channels, position)
        self.decoder = Layers(options.channels, options.hidden, dimensions, position)
        self.log_noise = nn.Parameter(torch.zeros(dimensions))  # log s²

    @property
    def floor(self):
        """The nll of a perfect reconstruction of a place: Σ_d ½·log 2πs_d²."""
        return float((0.5 * (self.log_noise.double() + math.log(2 * math.pi))).sum())

    def encode(self, rows, places=None):
        mean, log_variance = self.encoder(rows, places).split(self.channels, -1)
        return mean, log_variance.clamp(*LOG_VARIANCES)

    def error(self, rows, means):
        """Σ_d ½(f_d − m_d)²/s_d² of rows [..., D]."""
        squares = (rows - means) * (rows - means) * torch.exp(-self.log_noise)
        return 0.5 * squares.sum(-1)

    def forward(self, f):
        rows = f.flatten(2).transpose(1, 2)  # [N, h·w, D]
        mean, log_variance = self.encode(rows)
        means = self.decoder(mean)
        nll = self.error(rows, means) + self.floor
        kl = kl_divergence(mean, log_variance).sum(-1)
        return (
            self._map(nll[:, :, None]),
            self._map(kl[:, :, None]),
            self._map(mean).flatten(1),
            self._map(log_variance).flatten(1),
            self._map(means),
        )

    def _map(self, rows):
        """[N, h·w, C] → [N, C, h, w]"""
        return rows.transpose(1, 2).reshape(-1, rows.shape[2], *self.grid)

    def constant_details(self):
        """{output of the graph: array} of what no image changes."""
        return {"noise_log_variances": self.log_noise.detach().float().numpy()}

    def manifest(self):
        return {"type": "gaussian", "channels": self.channels, "height": self.grid[0], "width": self.grid[1]}


def position_codes(height, width, waves):
    """[h·w, 4·waves]: sines and cosines of row and column, as in Vaswani et al. 2017."""
    y, x = np.mgrid[0:height, 0:width]
    angles = [2**k * np.pi * side for k in range(waves) for side in ((y + 0.5) / height, (x + 0.5) / width)]
    codes = [wave(angle).reshape(-1) for angle in angles for wave in (np.sin, np.cos)]
    return torch.from_numpy(np.stack(codes, 1)).float()


def trained(places, numbers, grid, options):
    """The Gaussian latent of places [P, D]; `numbers` [P] are their places in the grid (h, w)."""
    generator = torch.Generator().manual_seed(options.seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(options.seed)
        latent = Gaussian(places.shape[1], grid, options)
    changing = [parameter for parameter in latent.parameters() if parameter.requires_grad]
    optimiser = torch.optim.Adam(changing, options.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, options.steps)
    for _ in tqdm(range(options.steps), desc="train", unit="step", leave=False, disable=None):
        drawn = torch.randint(len(places), (min(options.batch_places, len(places)),), generator=generator)
        rows, where = places[drawn], numbers[drawn]
        mean, log_variance = latent.encode(rows, where)
        noise = torch.randn(mean.shape, generator=generator)
        means = latent.decoder(mean + torch.exp(0.5 * log_variance) * noise, where)
        nll = latent.error(rows, means) + 0.5 * latent.log_noise.sum()
        loss = (nll + options.beta * kl_divergence(mean, log_variance).sum(-1)).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        with torch.no_grad():
            latent.log_noise.clamp_(min=MIN_LOG_NOISE)
    for parameter in latent.parameters():
        parameter.requires_grad_(False)
    return latent.eval()
