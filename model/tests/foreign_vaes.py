"""Small VAEs as other people write and export them; `reference` gives the expected terms of adopting them."""

import inspect
import io
import warnings

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn import functional as F

from elbowatch_model.loss import Bernoulli, ContinuousBernoulli, Gaussian, kl_divergence


class Tutorial(nn.Module):
    """pytorch/examples/vae: 784-512-2×20-512-784, noise always on, a sigmoid at the end."""

    shape, sigmoid, noise = (1, 28, 28), True, True

    def __init__(self, hidden=512, latent=20):
        super().__init__()
        self.fc1, self.fc21, self.fc22 = (
            nn.Linear(784, hidden),
            nn.Linear(hidden, latent),
            nn.Linear(hidden, latent),
        )
        self.fc3, self.fc4 = nn.Linear(latent, hidden), nn.Linear(hidden, 784)

    def encode(self, x):
        h = F.relu(self.fc1(x.view(-1, 784)))
        return self.fc21(h), self.fc22(h)

    def decode(self, z):
        values = self.fc4(F.relu(self.fc3(z)))
        return torch.sigmoid(values) if self.sigmoid else values

    def sample(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        return mu + torch.randn_like(std) * std if self.noise else mu

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.sample(mu, logvar)), mu, logvar


class TwoHeads(Tutorial):
    """Two networks for μ and log σ², outputs in another order, z among them, logits, no noise."""

    sigmoid, noise = False, False

    def __init__(self):
        super().__init__(64, 6)
        self.other = nn.Sequential(nn.Linear(784, 32), nn.Tanh(), nn.Linear(32, 6))

    def encode(self, x):
        flat = x.reshape(x.shape[0], -1)
        return self.fc21(F.leaky_relu(self.fc1(flat), 0.2)), self.other(flat)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return logvar, mu, self.decode(mu)


class Convolutional(nn.Module):
    """Colour, batch normalisation, dense latent between convolutions; takes and gives -1..1 (tanh)."""

    shape = (3, 16, 24)

    def __init__(self, channels=3, noise=True):
        super().__init__()
        self.down = nn.Sequential(
            nn.Conv2d(channels, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
            nn.Conv2d(8, 12, 4, stride=2, padding=1), nn.BatchNorm2d(12), nn.SiLU(), nn.Flatten(),
        )  # fmt: skip
        self.mu, self.logvar = nn.Linear(12 * 4 * 6, 5), nn.Linear(12 * 4 * 6, 5)
        self.up = nn.Sequential(
            nn.ConvTranspose2d(12, 8, 3, stride=2, padding=1, output_padding=1), nn.ELU(),
            nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
            nn.Conv2d(8, channels, 3, padding=1), nn.Tanh(),
        )  # fmt: skip
        self.back, self.noise = nn.Linear(5, 12 * 4 * 6), noise

    def encode(self, x):
        h = self.down(x)
        return self.mu(h), self.logvar(h)

    def decode(self, z):
        return self.up(self.back(z).view(-1, 12, 4, 6))

    def forward(self, x):
        mu, logvar = self.encode(x)
        std = (logvar * 0.5).exp()
        z = torch.randn_like(std).mul(std).add(mu) if self.noise else mu
        return self.decode(z), mu, logvar


class Spatial(nn.Module):
    """Fully convolutional, a spatial latent, clamped log σ² from a chunk, noise in the latent."""

    shape, latent = (1, 8, 8), 2

    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(
            nn.Conv2d(1, 4, 4, stride=2, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 4, 2, 1)
        )
        self.up = nn.Sequential(
            nn.ConvTranspose2d(2, 4, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(4, 1, 4, 2, 1)
        )

    def encode(self, x):
        mean, log_variance = self.down(x).chunk(2, dim=1)
        return mean, log_variance.clamp(-8, 8)

    def decode(self, z):
        return torch.sigmoid(self.up(z))

    def forward(self, x):
        mean, log_variance = self.encode(x)
        z = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        return self.decode(z), mean, log_variance


class ChannelsLast(Convolutional):
    """A convolutional VAE as Keras exports it: NHWC in and out, ε an input, sampled z an output."""

    def forward(self, x, epsilon):
        z_mean, z_log_var = self.encode(x.permute(0, 3, 1, 2))
        z = z_mean + torch.exp(0.5 * z_log_var) * epsilon
        return z_mean, z_log_var, z, self.decode(z).permute(0, 2, 3, 1)


def made(kind, seed=1, scale=3.0):
    """The VAE with weights that give a large kl and an effective batch normalisation."""
    torch.manual_seed(seed)
    vae = kind().eval()
    with torch.no_grad():
        for name, parameter in vae.named_parameters():
            if name.startswith(("fc2", "other", "mu", "logvar", "down.0.weight")):
                parameter.mul_(scale)
        for name, values in vae.named_buffers():
            if values.is_floating_point():
                values.uniform_(0.5, 1.5)
    return vae


def exported(vae, path, *arguments, inputs=None, outputs=None, dynamic=False, opset=13, **options):
    """Exports the VAE as its author would; returns the path as text."""
    legacy = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    arguments = arguments or (torch.zeros(1, *vae.shape),)
    axes = {name: {0: "batch"} for name in [*inputs, *outputs]} if dynamic else None
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            vae, arguments, written, input_names=inputs, output_names=outputs, dynamic_axes=axes,
            opset_version=opset, **legacy, **options,
        )  # fmt: skip
    onnx.save(onnx.load_from_string(written.getvalue()), str(path))
    return str(path)


def reference(vae, pixels, likelihood, beta=1.0, box=5, signed=False, kind="probabilities", latent_pixels=0):
    """The terms [N, 4] by PyTorch in float64, from the VAE itself: no graph, no head."""
    vae = vae.double()
    x = torch.from_numpy(pixels).double() / 255
    with torch.no_grad():
        mean, log_variance = vae.encode(x * 2 - 1 if signed else x)
        found = vae.decode(mean).reshape(x.shape)
    vae.float()
    found = (found + 1) / 2 if signed else found
    probabilities = torch.sigmoid(found) if kind == "logits" else found
    if isinstance(likelihood, Gaussian):
        nll = -torch.distributions.Normal(probabilities, likelihood.sigma).log_prob(x)
        floor = torch.full_like(x, float(np.log(likelihood.sigma * np.sqrt(2 * np.pi))))
    else:
        nll = F.binary_cross_entropy(probabilities, x, reduction="none")
        floor = likelihood.floor(x)
        if isinstance(likelihood, ContinuousBernoulli):
            nll = -torch.distributions.ContinuousBernoulli(probabilities, validate_args=False).log_prob(x)
    kl = kl_divergence(mean, log_variance)
    places = kl.sum(1).reshape(len(x), 1, *kl.shape[2:] or (1, 1))
    spread = (
        places.repeat_interleave(latent_pixels, 2).repeat_interleave(latent_pixels, 3) / latent_pixels**2
        if latent_pixels
        else places / (x.shape[2] * x.shape[3])
    )
    local = F.avg_pool2d((nll - floor).sum(1, keepdim=True) + beta * spread, box, 1).flatten(1).amax(1)
    sums = [t.flatten(1).sum(1) for t in (nll, floor, kl)]
    return torch.stack([*sums, local], 1).numpy()
