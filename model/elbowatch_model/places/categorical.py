"""The VAE of one categorical latent at each place, with its exact posterior."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Categorical(nn.Module):
    """features f [N, D, h, w] → nll and kl of every place, [N, 1, h, w] each, nats.

    p(z) = π_z, p(f|z) = N(f; μ_z, σ_z² I), and the posterior is exact: q_z ∝ π_z N(f; μ_z, σ_z² I). So the bound
    is tight: nll + kl = −log p(f), with nll = Σ_z q_z (‖f − μ_z‖²/2σ_z² + D/2 log 2πσ_z²), kl = Σ_z q_z log(q_z/π_z).
    """

    def __init__(self, codes):
        super().__init__()
        means, log_variances = codes.means.double(), codes.log_variances.double()
        precision = torch.exp(-log_variances)
        size = means.shape[1]
        normaliser = size / 2 * (math.log(2 * math.pi) + log_variances)
        # log π_z N(f; μ_z, σ_z² I) = ‖f‖² · (−1/2σ²) + f · μ/σ² + constant: one matrix product.
        constants = codes.log_weights - normaliser - (means * means).sum(1) * precision / 2
        products = torch.cat([means * precision[:, None], -precision[:, None] / 2, constants[:, None]], 1)
        self.products = _parameter(products.T)  # [D + 2, K]
        self.log_weights = _parameter(codes.log_weights)
        # ‖f‖² and 1, by a convolution: a sum over rows depends on their alignment in memory.
        self.sums = _parameter(torch.stack([torch.ones(size), torch.zeros(size)])[:, :, None, None])
        self.offsets = _parameter(torch.tensor([0.0, 1.0]))
        self.floor = float(normaliser.min())  # nll of a perfect reconstruction by the narrowest code
        self.codes = codes

    def forward(self, f):
        _, _, height, width = f.shape
        extended = torch.cat([f, F.conv2d(f * f, self.sums, self.offsets)], 1)  # [N, D + 2, h, w]
        rows = extended.flatten(2).transpose(1, 2)  # [N, h·w, D + 2]
        joint = torch.matmul(rows, self.products)  # log π_z N(f; …) [N, h·w, K]
        highest = joint.amax(-1, keepdim=True)
        below = joint - highest  # 0 or less, so that no exponential is infinite and the most probable code has 1
        shares = torch.exp(below)  # q_z · total
        total = shares.sum(-1)
        # One exponential of every code: log q_z = below_z − log total, and nll + kl = −log p(f).
        log_total = torch.log(total)
        kl = (shares * (below - self.log_weights)).sum(-1) / total - log_total
        nll = -highest.squeeze(-1) - log_total - kl
        return tuple(values.reshape(-1, 1, int(height), int(width)) for values in (nll, kl))

    def constant_details(self):
        """{output of the graph: array} of what no image changes."""
        return {
            "code_means": self.codes.means.float().numpy(),
            "code_log_weights": self.codes.log_weights.float().numpy(),
            "code_log_variances": self.codes.log_variances.float().numpy(),
        }

    detail_outputs = ()

    def manifest(self):
        return {"type": "categorical", "codes": len(self.codes.means)}


def _parameter(values):
    return nn.Parameter(values.float(), requires_grad=False)
