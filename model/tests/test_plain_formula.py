"""The formula that is exported gives what the plain one gives, which takes a pass over the image for every number."""

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from plain_formula import plain_outputs, plain_statistics

from elbowatch_model import depth
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.features import statistics
from elbowatch_model.mask import Mask


def images_of(recipe):
    """uint8 [41, C, H, W]: golden ones, and random ones of every contrast."""
    random = np.random.RandomState(5)
    golden = np.stack([pixels for _, pixels in golden_images(*recipe.image_shape)])
    noise = [random.randint(0, 2 + 28 * i, (1, *recipe.image_shape)) for i in range(9)]
    return torch.from_numpy(np.concatenate([golden, *noise]).astype(np.uint8))


def deep_images_of(recipe):
    """int16 [8, C, H, W]: images of 16 bits, dark, flat and of every level."""
    random = np.random.RandomState(8)
    ranges = ((0, 2570), (1100, 1700), (0, 65536), (30000, 31000))
    pixels = [random.randint(*limits, (2, *recipe.image_shape)) for limits in ranges]
    return depth.tensor(np.concatenate(pixels).astype(np.uint16))


def masked(formula, recipe):
    counts = np.ones((recipe.height, recipe.width), bool)
    counts[: recipe.height // 2, recipe.width // 3 :] = False
    return replace(formula, mask=replace(Mask.of(counts), fill=(77,) * recipe.channels))


@pytest.mark.parametrize("with_mask", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("precision, tolerance", [(torch.float64, 1e-9), (torch.float32, 1e-4)])
def test_formula_equals_the_plain_one(head, recipe, with_mask, bits, precision, tolerance):
    head = copy.deepcopy(head).to(precision)
    if with_mask:
        head.formula = masked(head.formula, recipe)
    if bits == 16 and recipe.likelihood == depth.LIKELIHOOD_OF_BYTES:
        pytest.skip("is of bytes")
    images = images_of(recipe) if bits == 8 else deep_images_of(recipe)
    with torch.no_grad():
        found = head(images)[:5]
        x = depth.levels(images, torch.float64)
        if with_mask:
            x = head.formula.mask.fill_levels(x)
        x, exact = x / 255, head.vae.double()
        mean, log_variance = exact.encode(x)
        logits = exact.decode(mean)
        likelihood = exact.likelihood
        pixelwise = likelihood.mean(logits), likelihood.nll(logits, x), likelihood.floor(x)
        expected = plain_outputs(head.formula, x, *pixelwise, mean, log_variance)
    for value, wanted in zip(found, expected):
        assert value.shape == wanted.shape
        assert ((value.double() - wanted).abs() <= tolerance * wanted.abs().clamp(min=1)).all()


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 5, 7), (1, 2, 2), (2, 64, 96)])
def test_statistics_equal_the_plain_ones(shape):
    random = np.random.RandomState(6)
    levels = torch.from_numpy(np.concatenate([
        random.randint(0, 256, (4, *shape)), random.randint(100, 104, (4, *shape)), random.randint(4, 8, (4, *shape))
    ]).astype(np.float32))
    losses = [torch.rand(12), torch.zeros(12)]
    found = statistics([(loss[:, None], 1, 0) for loss in losses], levels, whole=True)
    expected = plain_statistics(losses, levels.double() / 255)
    assert torch.allclose(found.double(), expected, rtol=1e-5, atol=1e-5)
