"""Training: Adam on the negative ELBO, with a cosine schedule to 0.

The epoch with the best validation ELBO wins.
"""

import copy
import math
import os

import numpy as np
import torch
from tqdm import tqdm

from . import depth
from .command import UserError
from .corruption import Blobs
from .loss import beta_in_epoch, negative_elbo

VALIDATION_BATCH = 500  # images


class Training:
    """One run, an epoch at a time.

    A run restored from a `state` gives the same result as one without a break.
    """

    def __init__(self, vae, recipe, train_pixels, validation_pixels, device):
        self.vae, self.recipe, self.device = vae, recipe, device
        self.train_pixels, self.validation_pixels = train_pixels, validation_pixels
        self.shuffle = np.random.RandomState(recipe.seed)
        self.blobs = Blobs(recipe.corrupted, recipe.largest_blob, recipe.image_shape, self.shuffle)
        self.optimiser = torch.optim.Adam(vae.parameters(), lr=recipe.learning_rate)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimiser, recipe.epochs)
        self.epoch = 0  # epochs completed
        self.best_epoch, self.best_loss, self.best_weights = 0, math.inf, None
        self.history = []  # (train loss, validation loss, nll, kl) of every epoch, nats an image

    def run(self, after_epoch=lambda training: None):
        """Trains in place and leaves the best epoch's weights; returns that epoch and its validation loss."""
        recipe = self.recipe
        with tqdm(total=recipe.epochs, initial=self.epoch, desc="train", unit="epoch") as bar:
            while self.epoch < recipe.epochs and not self._stopped_improving():
                self._run_epoch()
                train_loss, loss, nll, kl = self.history[-1]
                parts = f"nll {nll:.2f} + {recipe.beta:g} kl {kl:.2f}"
                bar.set_postfix_str(f"train {train_loss:.2f}  validation {loss:.2f} = {parts}", refresh=False)
                bar.update()
                after_epoch(self)
        if self.best_weights is None:
            raise UserError(
                f"{recipe.epochs} epochs end in the warm-up of {recipe.warm_up_epochs}; give more --epochs"
            )
        self.vae.load_state_dict(self.best_weights)
        return self.best_epoch, self.best_loss

    def state(self):
        return {
            "epoch": self.epoch,
            "best": (self.best_epoch, self.best_loss, self.best_weights),
            "history": self.history,
            "weights": self.vae.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "shuffle": self.shuffle.get_state(),
            "noise": torch.get_rng_state(),
            "noise_cuda": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
        }

    def restore(self, state):
        self.epoch, self.history = state["epoch"], state["history"]
        self.best_epoch, self.best_loss, self.best_weights = state["best"]
        self.vae.load_state_dict(state["weights"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.shuffle.set_state(state["shuffle"])
        torch.set_rng_state(state["noise"])
        if self.device.type == "cuda" and state.get("noise_cuda") is not None:
            torch.cuda.set_rng_state(state["noise_cuda"], self.device)

    def _stopped_improving(self):
        return self.best_weights is not None and self.epoch - self.best_epoch >= self.recipe.patience_epochs

    def _run_epoch(self):
        recipe = self.recipe
        train_loss = self._train_epoch(beta_in_epoch(recipe.beta, self.epoch, recipe.warm_up_epochs))
        self.schedule.step()
        loss, nll, kl = validate(self.vae, self.validation_pixels, recipe, self.device)
        self.epoch += 1
        self.history.append((train_loss, loss, nll, kl))
        if not math.isfinite(loss):
            raise UserError(f"the loss became {loss} in epoch {self.epoch}; try a lower --learning-rate")
        if self.epoch > recipe.warm_up_epochs and loss < self.best_loss:
            self.best_epoch, self.best_loss = self.epoch, loss
            self.best_weights = copy.deepcopy(self.vae.state_dict())

    def _train_epoch(self, beta):
        self.vae.train()
        total, order = 0.0, self.shuffle.permutation(len(self.train_pixels))
        for start in range(0, len(order), self.recipe.batch_size):
            pixels = self.train_pixels[order[start : start + self.recipe.batch_size]]
            corrupted, x = (to_input(images, self.device) for images in (self.blobs.corrupt(pixels), pixels))
            loss, _, _ = negative_elbo(self.vae, x, beta, corrupted)
            self.optimiser.zero_grad()
            loss.backward()
            self.optimiser.step()
            total += loss.item() * len(x)
        return total / len(order)


def run_or_resume(training, path, images=()):
    """Resumes from the state at `path` if it is of the same recipe and images; deletes the file after the last epoch.

    `images` are the sha256 of the sets. Of another set, other images would be trained on than before the break.
    """
    if path.exists():
        # On the CPU, where the state of a generator belongs; what is restored copies the rest to its device. The file
        # holds numpy values.
        saved = torch.load(path, map_location="cpu", weights_only=False)
        if saved["recipe"] == training.recipe.to_dict():
            if saved.get("images", ()) == images:
                training.restore(saved["state"])
                print(f"resumes after epoch {training.epoch} ({path})")
            elif "images" not in saved:
                print(f"nobody knows of which images the unfinished run is ({path}); starts from the first epoch")
            else:
                print(f"the unfinished run is of other images ({path}); starts from the first epoch")
        else:
            print(f"the unfinished run is of another recipe ({path}); starts from the first epoch")

    def save(run):
        temporary = path.with_suffix(".tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({"recipe": run.recipe.to_dict(), "images": images, "state": run.state()}, temporary)
        os.replace(temporary, path)

    result = training.run(save)
    path.unlink()
    return result


def validate(vae, pixels, recipe, device):
    """(nll + β·kl, nll, kl) in nats an image. The noise is always the same, so epochs can be compared."""
    vae.eval()
    sums = np.zeros(3)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(recipe.seed)
        for start in range(0, len(pixels), VALIDATION_BATCH):
            x = to_input(pixels[start : start + VALIDATION_BATCH], device)
            sums += np.array([t.item() for t in negative_elbo(vae, x, recipe.beta)]) * len(x)
    return sums / len(pixels)


def to_input(pixels, device):
    """uint8 or uint16 [N, C, H, W] → float32 in 0..1 on the device."""
    return depth.levels(depth.tensor(pixels).to(device), torch.float32) / 255
