"""What the tests share: the package on the path, tiny recipes, and the networks of these recipes."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from elbowatch_model import vae as vae_module  # noqa: E402
from elbowatch_model.recipes import Recipe  # noqa: E402
from elbowatch_model.scoring import ScoringHead  # noqa: E402

TINY = Recipe(name="tiny", height=16, width=12, hidden=16, latent=3, box=4, beta=0.5)
RECIPES = {
    "mlp-bernoulli": TINY,
    "mlp-continuous-bernoulli": replace(TINY, likelihood="continuous-bernoulli"),
    "mlp-gaussian": replace(TINY, likelihood="gaussian", sigma=0.2),
    "conv-bernoulli": replace(TINY, network="conv", halvings=2),
    "conv-gaussian-colour": replace(
        TINY, network="conv", halvings=2, channels=3, likelihood="gaussian", learn_sigma=True, beta=2.0
    ),
}


@pytest.fixture(params=RECIPES.values(), ids=RECIPES.keys())
def recipe(request):
    return request.param


@pytest.fixture
def head(recipe):
    torch.manual_seed(3)
    model = vae_module.build(recipe)
    with torch.no_grad():
        for parameter in model.encoder.parameters():
            parameter.mul_(4)  # untrained latents hardly differ from the prior; their kl is made large
    return ScoringHead(model, recipe).eval()


@pytest.fixture
def pixels(recipe):
    """uint8 [9, C, H, W] with black, white and grey."""
    random = np.random.RandomState(4)
    images = random.randint(0, 256, (9, *recipe.image_shape)).astype(np.uint8)
    images[3], images[4], images[5] = 0, 255, 255 * random.randint(0, 2, recipe.image_shape)
    return images
