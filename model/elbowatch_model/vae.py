"""The variational autoencoder: encoder → μ, log σ²; z = μ + σ·ε; decoder → one number per pixel.

Kingma & Welling 2014, "Auto-Encoding Variational Bayes", sections 2.4 and 3.
"""

import math

import torch
from torch import nn

from .command import UserError
from .loss import Bernoulli, ContinuousBernoulli, Gaussian, bounded


LIKELIHOODS = ("bernoulli", "continuous-bernoulli", "gaussian")


class Vae(nn.Module):
    """The encoder gives q(z|x) = N(μ, diag σ²), decoder and likelihood give p(x|z), and p(z) = N(0, I)."""

    def __init__(self, encoder, decoder, latent, likelihood):
        super().__init__()
        self.encoder = encoder  # x → 2·latent channels: μ, then log σ²
        self.decoder = decoder
        self.latent = latent
        self.likelihood = likelihood

    def encode(self, x):
        """x [N, C, H, W] in 0..1 → μ, log σ², each [N, D] or, if the latent is spatial, [N, D, h, w]."""
        parameters = self.encoder(x)
        return parameters[:, : self.latent], parameters[:, self.latent :]

    def reparameterise(self, mean, log_variance):
        """z = μ + σ·ε with ε ~ N(0, I), so that gradients reach μ and σ."""
        return mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)

    def decode(self, z):
        """z → bounded logits [N, C, H, W], from which the likelihood has the mean of every pixel."""
        return bounded(self.decoder(z))

    def forward(self, x):
        mean, log_variance = self.encode(x)
        return self.decode(self.reparameterise(mean, log_variance)), mean, log_variance


class ToImage(nn.Module):
    """[N, C·H·W] → [N, C, H, W]. nn.Unflatten does the same, but not every torch version exports it."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, flat):
        return flat.reshape(-1, *self.shape)


def mlp_networks(channels, height, width, hidden, latent):
    """Two fully connected layers each in encoder and decoder: the VAE of the tutorials."""
    pixels = channels * height * width
    encoder = nn.Sequential(nn.Flatten(), nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent))
    decoder = nn.Sequential(
        nn.Linear(latent, hidden),
        nn.ReLU(),
        nn.Linear(hidden, pixels),
        ToImage(channels, height, width),
    )
    return encoder, decoder


def convolutional_networks(channels, height, width, hidden, latent, halvings):
    """Fully convolutional with a spatial latent: [N, latent, H/2^halvings, W/2^halvings].

    The widths double with every halving, up to `hidden`. At the latent's resolution encoder and decoder have
    one 3x3 convolution each. It sees the neighbouring places, so a trace can be continued instead of encoded
    again.
    """
    check_halvings(height, width, halvings)
    widths = [channels] + [max(1, hidden >> (halvings - 1 - step)) for step in range(halvings)]
    down = []
    for before, after in zip(widths, widths[1:]):
        down += [nn.Conv2d(before, after, 4, stride=2, padding=1), nn.ReLU()]
    down += [nn.Conv2d(hidden, hidden, 3, padding=1), nn.ReLU(), nn.Conv2d(hidden, 2 * latent, 1)]
    up = [nn.Conv2d(latent, hidden, 3, padding=1), nn.ReLU()]
    up += [nn.Conv2d(hidden, hidden, 3, padding=1), nn.ReLU()]
    for before, after in zip(widths[:0:-1], widths[-2::-1]):
        up += [nn.ConvTranspose2d(before, after, 4, stride=2, padding=1), nn.ReLU()]
    return nn.Sequential(*down), nn.Sequential(*up[:-1])


def check_halvings(height, width, halvings):
    factor = 2**halvings
    if height % factor or width % factor:
        raise UserError(
            f"{height}x{width} pixels cannot be halved {halvings} times; take multiples of {factor}"
        )


def build(recipe):
    """An untrained Vae as the recipe describes it."""
    sizes = (*recipe.image_shape, recipe.hidden, recipe.latent)
    if recipe.network == "mlp":
        networks = mlp_networks(*sizes)
    elif recipe.network == "conv":
        networks = convolutional_networks(*sizes, recipe.halvings)
    else:
        raise UserError(f"network must be mlp or conv, not {recipe.network}")
    return Vae(*networks, recipe.latent, likelihood_of(recipe))


def likelihood_of(recipe):
    if recipe.likelihood == "bernoulli":
        return Bernoulli()
    if recipe.likelihood == "continuous-bernoulli":
        return ContinuousBernoulli()
    if recipe.likelihood == "gaussian":
        return Gaussian(recipe.sigma, recipe.learn_sigma)
    raise UserError(f"likelihood must be one of {', '.join(LIKELIHOODS)}, not {recipe.likelihood}")


def latent_shape(recipe):
    """(D, h, w) of one image's latent; (D, 1, 1) of a dense one."""
    if recipe.network == "conv":
        return recipe.latent, recipe.height >> recipe.halvings, recipe.width >> recipe.halvings
    return recipe.latent, 1, 1


def latent_size(recipe):
    return math.prod(latent_shape(recipe))


def describe(recipe, network):
    """The architecture in words, for the manifest."""
    parameters = sum(math.prod(p.shape) for p in network.parameters())
    pixels = math.prod(recipe.image_shape)
    if recipe.network == "mlp":
        layers = f"mlp {pixels}-{recipe.hidden}-2x{recipe.latent}-{recipe.hidden}-{pixels}"
    else:
        height, width = recipe.height >> recipe.halvings, recipe.width >> recipe.halvings
        layers = f"fully convolutional, {recipe.hidden} channels, latent {height}x{width}x{recipe.latent}"
    return f"{layers}, {parameters} parameters"
