"""The stages before and after a foreign graph: the image as it takes it, and the scores of its outputs."""

import math

import torch
from torch import nn

from ..command import UserError
from ..loss import bounded
from ..scoring import ScoreFormula

# A pixel costs at most 11.5 nats. Float32 then differs from float64 by 3e-5, relative, in the worst term of a
# saturated decoder. With 1e-6 it was 3e-4. With 1e-7, no more than two steps of 1 - p in float32, it was
# 2e-3, and the golden check fails.
MIN_PROBABILITY = 1e-5


class InputStage(nn.Module):
    """image uint8 [N, C, H, W] → float as the foreign graph takes it: (x − mean)/deviation of x in 0..1."""

    def __init__(self, options, image_shape, input_shape, layout):
        super().__init__()
        self.register_buffer("centre", _per_channel(options.range_mean, image_shape))
        self.register_buffer("unit", _per_channel(options.range_deviation, image_shape))
        self.input_shape, self.channels_last = input_shape, layout == "nhwc" or options.layout == "nhwc"

    def forward(self, image):
        x = (image.to(self.unit.dtype) / 255 - self.centre) / self.unit
        if self.channels_last:
            x = x.permute(0, 2, 3, 1)
        return x.reshape(-1, *self.input_shape)


class ScoreStage(nn.Module):
    """The scores of the outputs of a foreign graph."""

    def __init__(self, recipe, likelihood, detected, options):
        super().__init__()
        self.formula = ScoreFormula(recipe.beta, recipe.box, recipe.image_shape, detected.latent_pixels)
        self.image_shape = recipe.image_shape
        self.likelihood, self.kind = likelihood, detected.kind
        self.bernoulli = recipe.likelihood != "gaussian"
        self.register_buffer("centre", _per_channel(options.range_mean, recipe.image_shape))
        self.register_buffer("unit", _per_channel(options.range_deviation, recipe.image_shape))
        self.image_permutes = _channels_last(detected, options)
        self.latent_permutes, self.latent_shape = detected.latent_last, detected.latent_shape
        self.latent_is_spatial = detected.latent_pixels > 0

    def forward(self, image, reconstruction, mean, log_variance):
        """image uint8 [N, C, H, W] and the graph's own outputs → SCORE_OUTPUTS, then DETAIL_OUTPUTS."""
        levels = image.to(reconstruction.dtype)
        x = levels / 255
        found = self._image(reconstruction)
        if self.kind == "input":
            found = found * self.unit + self.centre
        if self.kind == "logits":
            logits = bounded(found)
        else:
            logits = logits_of(found) if self.bernoulli else found  # a Gaussian's mean may lie outside 0..1
        pixels = self.likelihood.mean(logits) if self.bernoulli or self.kind == "logits" else logits
        if self.bernoulli:
            nll = self.likelihood.nll(logits, x)
        else:
            error = (x - pixels) / self.likelihood.sigma  # ½·((x − m)/σ)² + log σ + ½·log 2π
            nll = 0.5 * error * error + self.likelihood.constant()
        latents = self._latent(mean), self._latent(log_variance)
        floor = self.likelihood.floor_of_levels(levels)
        return (*self.formula.outputs(levels, True, x, pixels, nll, floor, *latents), logits)

    def _image(self, values):
        channels, height, width = self.image_shape
        if self.image_permutes:
            return values.reshape(-1, height, width, channels).permute(0, 3, 1, 2)
        return values.reshape(-1, channels, height, width)

    def _latent(self, values):
        if not self.latent_is_spatial:
            return values.reshape(-1, math.prod(self.latent_shape))
        values = values.reshape(-1, *self.latent_shape)
        return values.permute(0, 3, 1, 2) if self.latent_permutes else values


def logits_of(p):
    """log p − log(1−p) of every pixel, with p and 1 − p at least MIN_PROBABILITY.

    Each is clipped by itself, so that 1 − p of a p close to 1 is clipped to the same number in float32 and
    float64.
    """
    below = torch.log(p.clamp(min=MIN_PROBABILITY))
    above = torch.log((1 - p).clamp(min=MIN_PROBABILITY))
    return below - above


def mean_of_logits(recipe, detected):
    """How a pixel's mean follows from the output `logits`. A Gaussian's mean may lie outside 0..1."""
    return "sigmoid" if recipe.likelihood != "gaussian" or detected.kind == "logits" else "identity"


def _per_channel(numbers, image_shape):
    """[C, 1, 1] from one number or one a channel."""
    if len(numbers) not in (1, image_shape[0]):
        raise UserError(f"--input-mean and --input-std need 1 or {image_shape[0]} numbers each")
    return torch.tensor(numbers).expand(image_shape[0]).reshape(-1, 1, 1).clone()


def _channels_last(detected, options):
    """Whether the reconstruction is [N, H, W, C]. A flat one has the layout of the input."""
    channels, height, width = detected.image_shape
    last, shape = (height, width, channels), detected.reconstruction_shape
    if len(shape) == 3 and shape in (detected.image_shape, last):
        return detected.layout == "nhwc" if detected.image_shape == last else shape == last
    return detected.layout == "nhwc" or options.layout == "nhwc"
