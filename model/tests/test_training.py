from dataclasses import replace

import numpy as np
import torch
from conftest import TINY

from elbowatch_model import training
from elbowatch_model.vae import build, latent_size


def squares(count):
    """Bright squares on black, uint8 [N, 1, 16, 12]."""
    random = np.random.RandomState(1)
    images = np.zeros((count, 1, 16, 12), np.uint8)
    for image in images:
        y, x = random.randint(0, 10), random.randint(0, 6)
        image[:, y : y + 5, x : x + 5] = 255
    return images


def trained(recipe):
    torch.manual_seed(recipe.seed)
    vae = build(recipe)
    before = training.validate(vae, squares(50), recipe, torch.device("cpu"))
    result = training.Training(vae, recipe, squares(200), squares(50), torch.device("cpu")).run()
    return vae, before[0], result


def test_training_raises_the_validation_elbo_and_keeps_the_best_weights():
    recipe = replace(TINY, epochs=5, batch_size=20, learning_rate=1e-2)
    vae, before, (epoch, loss) = trained(recipe)
    assert loss < 0.7 * before and 1 <= epoch <= 5
    assert training.validate(vae, squares(50), recipe, torch.device("cpu"))[0] == loss


def test_training_is_reproducible():
    recipe = replace(TINY, epochs=2, batch_size=20, warm_up_epochs=1)
    (first, _, _), (second, _, _) = trained(recipe), trained(recipe)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters()))


def test_latent_size_counts_places():
    assert latent_size(TINY) == 3
    assert latent_size(replace(TINY, network="conv", halvings=2)) == 3 * 4 * 3
