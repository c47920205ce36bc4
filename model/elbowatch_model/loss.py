"""The negative ELBO, in nats: −log p(x|z) + β · KL(q(z|x) ‖ p(z)).

Kingma & Welling 2014: the bound is equation 10, the closed-form KL appendix B, the likelihoods appendix C.
The continuous Bernoulli is that of Loaiza-Ganem & Cunningham 2019, "The continuous Bernoulli: fixing a
pervasive error in variational autoencoders".
β as in Higgins et al. 2017, raised during the first epochs as in Bowman et al. 2016.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .lookup import looked_up

NEAR_ZERO = 0.5  # logits for which a series is more exact in float32 than the formula
MAX_LOGIT = 80.0  # exp(80) is finite in float32; a nll above 80 nats a pixel adds no information


def bounded(logits):
    """The logits within ±MAX_LOGIT, as every likelihood expects them."""
    return logits.clamp(-MAX_LOGIT, MAX_LOGIT)


class Bernoulli(nn.Module):
    """Binary cross-entropy. Grey pixels are probabilities: a perfect reconstruction costs their entropy."""

    def __init__(self):
        super().__init__()
        self.register_buffer("floors", self.floors_of_levels(), persistent=False)

    def nll(self, logits, x):
        """−x·log p − (1−x)·log(1−p), p = sigmoid(logit), every pixel: [N, C, H, W]. The logits are bounded.

        Equal to max(l, 0) − x·l − log max(p, 1−p), which neither overflows nor cancels, and has the p that the
        residual needs. In ONNX Runtime 1.29 −log(sigmoid(−l)) is infinite from l = 18 upwards, and Softplus costs a
        third of the throughput.
        """
        p = torch.sigmoid(logits)
        return F.relu(logits) - x * logits - torch.log(torch.maximum(p, 1 - p))

    def floor(self, x):
        """H(x) = −x·log x − (1−x)·log(1−x), every pixel; 0 where x is 0 or 1."""
        return entropy_part(x) + entropy_part(1 - x)

    def floors_of_levels(self):
        """float64 [256]: the floor of every level."""
        return self.floor(torch.arange(256, dtype=torch.float64) / 255)

    def floor_of_levels(self, levels):
        """The floor of levels 0, 1, …, 255, every pixel: as `floor` has it, from the table."""
        return looked_up(self.floors.to(levels.dtype), levels)

    def mean(self, logits):
        return torch.sigmoid(logits)


class ContinuousBernoulli(Bernoulli):
    """The Bernoulli with its normaliser: a density of grey levels, p(x) = C(λ)·λ^x·(1−λ)^(1−x), λ = sigmoid(logit).

    A density can be above 1, so the nll can be negative.
    """

    def floors_of_levels(self):
        return torch.tensor([density_floor(level / 255) for level in range(256)], dtype=torch.float64)

    def nll(self, logits, x):
        return super().nll(logits, x) - self.log_normaliser(logits)

    def log_normaliser(self, logits):
        """log C = log(l / tanh(l/2)); near 0, where that is 0/0, log 2 + u²/3 − 7u⁴/90 + 62u⁶/2835 −
        127u⁸/18900, u = l/2."""
        near = logits.abs() < NEAR_ZERO
        u = 0.5 * torch.where(near, torch.ones_like(logits), logits)
        squared = (0.5 * logits) ** 2
        series = squared * (1 / 3 - squared * (7 / 90 - squared * (62 / 2835 - squared * (127 / 18900))))
        return math.log(2) + torch.where(near, series, torch.log(u / torch.tanh(u)))

    def floor(self, x):
        """The lowest nll within ±MAX_LOGIT of each of the 256 levels: there is no closed form."""
        return looked_up(self.floors.to(x.dtype), (255 * x).round())

    def mean(self, logits):
        """1/(1 − exp(−l)) − 1/l = ½ + ½·coth(l/2) − 1/l; near 0 ½ + l/12 − l³/720 + l⁵/30240."""
        near = logits.abs() < NEAR_ZERO
        l = torch.where(near, torch.ones_like(logits), logits)  # noqa: E741
        squared = logits * logits
        series = logits * (1 / 12 - squared * (1 / 720 - squared / 30240))
        return 0.5 + torch.where(near, series, 0.5 / torch.tanh(0.5 * l) - 1 / l)


class Gaussian(nn.Module):
    """Squared error. σ is the standard deviation of a pixel (0..1): one for all pixels, fixed or learned."""

    def __init__(self, sigma, learned=False):
        super().__init__()
        log_sigma = torch.tensor(math.log(sigma))
        if learned:
            self.log_sigma = nn.Parameter(log_sigma)
        else:
            self.register_buffer("log_sigma", log_sigma)

    @property
    def sigma(self):
        return math.exp(self.log_sigma.item())

    def nll(self, logits, x):
        """½·((x − m)/σ)² + log σ + ½·log 2π, m = sigmoid(logit), every pixel: [N, C, H, W]."""
        error = (x - torch.sigmoid(logits)) * torch.exp(-self.log_sigma)
        return 0.5 * error * error + self.constant()

    def floor(self, x):
        return torch.zeros_like(x) + self.constant()

    def floor_of_levels(self, levels):
        return self.floor(levels)

    def mean(self, logits):
        return torch.sigmoid(logits)

    def constant(self):
        return self.log_sigma + 0.5 * math.log(2 * math.pi)


def density_floor(x):
    """The lowest nll of the continuous Bernoulli at x in 0..1, in nats: at the logit whose mean is x, by bisection.

    The mean is 1/80 at −80, so darker levels have their lowest nll there.
    """
    low, high = -MAX_LOGIT, MAX_LOGIT
    for _ in range(100):
        middle = (low + high) / 2
        mean = 0.5 + middle / 12 if abs(middle) < 1e-4 else 0.5 + 0.5 / math.tanh(middle / 2) - 1 / middle
        low, high = (middle, high) if mean < x else (low, middle)
    logit = (low + high) / 2
    normaliser = math.log(2) if abs(logit) < 1e-9 else math.log(logit / math.tanh(logit / 2))
    return max(logit, 0) - x * logit + math.log1p(math.exp(-abs(logit))) - normaliser


def entropy_part(x):
    """−x·log x, 0 at x = 0."""
    return -x * torch.log(x.clamp(min=1e-30))


def kl_divergence(mean, log_variance):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½·(μ² + σ² − log σ² − 1), every latent: the shape of its arguments."""
    return 0.5 * (mean * mean + torch.exp(log_variance) - log_variance - 1)


def negative_elbo(vae, x, beta, encoder_input=None):
    """Mean over the batch of the one-sample bound, as scalars: (nll + β·kl, nll, kl), nats an image.

    `encoder_input` is what the encoder gets in place of x: the corrupted x of a denoising criterion.
    """
    logits, mean, log_variance = vae(x if encoder_input is None else encoder_input)
    nll = vae.likelihood.nll(logits, x).sum() / len(x)
    kl = kl_divergence(mean, log_variance).sum() / len(x)
    return nll + beta * kl, nll, kl


def beta_in_epoch(beta, epoch, warm_up_epochs):
    """β in the given epoch (0, 1, …): it rises linearly and reaches its value in epoch `warm_up_epochs`."""
    return beta if epoch >= warm_up_epochs else beta * (epoch + 1) / (warm_up_epochs + 1)
