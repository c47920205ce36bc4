"""Training: Adam on the negative ELBO, its rate falling to 0 as a cosine; the best validation ELBO counts."""

import copy
import math

import numpy as np
import torch
from tqdm import tqdm

from .command import UserError
from .loss import negative_elbo, warm_beta


def train(vae, recipe, train_pixels, validation_pixels, place):
    """Trains in place and leaves the best epoch's weights; returns that epoch and its validation loss."""
    shuffle = np.random.RandomState(recipe.seed)
    optimiser = torch.optim.Adam(vae.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, recipe.epochs)
    best_loss, best_epoch, best_weights = math.inf, 0, None
    bar = tqdm(range(recipe.epochs), desc="train", unit="epoch")
    for epoch in bar:
        beta = warm_beta(recipe.beta, epoch, recipe.warm_up_epochs)
        order = shuffle.permutation(len(train_pixels))
        train_loss = _one_epoch(vae, optimiser, train_pixels, order, recipe, beta, place)
        schedule.step()
        loss, nll, kl = validate(vae, validation_pixels, recipe, place)
        parts = f"nll {nll:.2f} + {recipe.beta:g} kl {kl:.2f}"
        bar.set_postfix_str(f"train {train_loss:.2f}  validation {loss:.2f} = {parts}")
        if not math.isfinite(loss):
            raise UserError(f"the loss became {loss} in epoch {epoch + 1}; try a lower --learning-rate")
        if epoch < recipe.warm_up_epochs:
            continue
        if loss < best_loss:
            best_loss, best_epoch, best_weights = loss, epoch + 1, copy.deepcopy(vae.state_dict())
        elif epoch + 1 - best_epoch >= recipe.patience_epochs:
            break
    if best_weights is None:
        raise UserError(f"{recipe.epochs} epochs end in the warm-up of {recipe.warm_up_epochs}; give more")
    vae.load_state_dict(best_weights)
    return best_epoch, best_loss


def _one_epoch(vae, optimiser, pixels, order, recipe, beta, place):
    vae.train()
    total = 0.0
    for start in range(0, len(order), recipe.batch_size):
        x = as_input(pixels[order[start : start + recipe.batch_size]], place)
        loss, _, _ = negative_elbo(vae, x, beta)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(x)
    return total / len(order)


def validate(vae, pixels, recipe, place):
    """(nll + β·kl, nll, kl) in nats an image, with the same noise every time so that epochs compare."""
    vae.eval()
    sums = np.zeros(3)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(recipe.seed)
        for start in range(0, len(pixels), 500):
            x = as_input(pixels[start : start + 500], place)
            sums += np.array([t.item() for t in negative_elbo(vae, x, recipe.beta)]) * len(x)
    return sums / len(pixels)


def as_input(pixels, place):
    """uint8 [N, C, H, W] → float32 in 0..1 on the device."""
    return torch.from_numpy(pixels).to(place).float() / 255
