"""The negative ELBO, in nats: −log p(x|z) + β · KL(q(z|x) ‖ p(z)).

Kingma & Welling 2014: the bound is equation 10, the closed-form KL appendix B, the likelihoods appendix C.
β as in Higgins et al. 2017, raised during the first epochs as in Bowman et al. 2016.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

MAX_LOGIT = 80.0  # exp(80) is finite in float32; a nll above 80 nats a pixel adds no information


def bounded(logits):
    """The logits within ±MAX_LOGIT, as every likelihood expects them."""
    return logits.clamp(-MAX_LOGIT, MAX_LOGIT)


class Bernoulli(nn.Module):
    """Binary cross-entropy. Grey pixels are probabilities: a perfect reconstruction costs their entropy."""

    def nll(self, logits, x):
        """−x·log p − (1−x)·log(1−p), p = sigmoid(logit), every pixel: [N, C, H, W]. The logits are bounded.

        Equal to max(l, 0) − x·l + log(1 + exp(−|l|)), which neither overflows nor cancels. In ONNX Runtime
        1.29 −log(sigmoid(−l)) is infinite from l = 18 upwards, and Softplus costs a third of the throughput.
        """
        return F.relu(logits) - x * logits + torch.log(1 + torch.exp(-logits.abs()))

    def floor(self, x):
        """H(x) = −x·log x − (1−x)·log(1−x), every pixel; 0 where x is 0 or 1."""
        return entropy_part(x) + entropy_part(1 - x)


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

    def constant(self):
        return self.log_sigma + 0.5 * math.log(2 * math.pi)


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
