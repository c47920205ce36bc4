"""The VAE over pixels as model/make_bundle.py --preset boards trains it: convolutional, for 64x64 pixels."""

from dataclasses import replace

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

from ... import command, data, own_images, vae
from ...calibration import LEAST_IMAGES, calibration_json
from ...evaluation.assessment import assess
from ...image_files import BILINEAR
from ...loss import kl_divergence
from ...mixture import Mixture
from ...recipes import PRESETS
from ...scoring import ScoringHead, score
from ...training import Training, to_input
from .methods import LOCAL, Scored

SIDE = 64
STEPS = 600  # of the optimiser, at least: 36 epochs of 20 images are 36 steps, and the network learns nothing
BATCH = 100


class PixelVae:
    def fit(self, images, groups, seed):
        """A tenth of the images decides when to stop and two fifths calibrate, as with one's own images."""
        pixels = reduced(images, is_grey(images))
        recipe = recipe_for(pixels, seed)
        parts = data.split(groups, recipe.validation_images, recipe.calibration_images, seed)
        train, validation, held_out = (pixels[part] for part in parts)
        steps_an_epoch = -(-len(train) // recipe.batch_size)
        epochs = max(recipe.epochs, -(-STEPS // steps_an_epoch))
        recipe = replace(recipe, epochs=epochs, patience_epochs=epochs // 3)
        command.seed(seed)
        network = vae.build(recipe)
        Training(network, recipe, train, validation, torch.device("cpu")).run()
        return FittedPixelVae(network.eval(), recipe, held_out)


class FittedPixelVae:
    """`density` and `default` need images to calibrate with; with fewer than LEAST_IMAGES there are the others."""

    saved_seconds = 0.0

    def __init__(self, network, recipe, held_out):
        self.head, self.recipe, self.calibrated = ScoringHead(network, recipe), recipe, None
        if len(held_out) >= LEAST_IMAGES:
            content = calibration_json({}, [], recipe.alpha, score(self.head, held_out), recipe.beta)
            self.calibrated = content["scores"], Mixture.from_json(content["mixture"])

    def __call__(self, images):
        pixels = reduced(images, self.recipe.channels == 1)
        batches = range(0, len(pixels), BATCH)
        return Scored(self.scores(pixels), np.concatenate([self.maps(pixels[i : i + BATCH]) for i in batches]))

    def scores(self, pixels):
        if self.calibrated:
            return assess(pixels, self.head, self.recipe.beta, self.calibrated).scores
        terms = score(self.head, pixels)
        return {"elbo": terms["reconstruction_nll"] + self.recipe.beta * terms["kl"], LOCAL: terms["local"]}

    def maps(self, pixels):
        """The loss of every pixel, as `local` has it, averaged over the window around it: [N, H, W]."""
        network, formula, box = self.head.vae, self.head.formula, self.recipe.box
        with torch.no_grad():
            x = to_input(pixels, torch.device("cpu"))
            mean, log_variance = network.encode(x)
            logits = network.decode(mean)
            deviance = network.likelihood.nll(logits, x) - network.likelihood.floor(x)
            kl = formula.kl_map(kl_divergence(mean, log_variance))
            loss = deviance.sum(1, keepdim=True) + formula.beta * kl
            return F.avg_pool2d(loss, box, 1, box // 2, count_include_pad=False)[:, 0].numpy()


def recipe_for(pixels, seed):
    """The preset for images of this shape; 36 epochs or more."""
    count = len(pixels)
    return replace(
        PRESETS["boards"],
        name="photographs",
        sources=(),
        calibration_sources=(),
        channels=pixels.shape[1],
        height=SIDE,
        width=SIDE,
        validation_images=max(1, round(own_images.VALIDATION_SHARE * count)),
        calibration_images=round(own_images.CALIBRATION_SHARE * count),
        seed=seed,
    )


def is_grey(images):
    return bool((images[:, 0] == images[:, 1]).all() and (images[:, 1] == images[:, 2]).all())


def reduced(images, grey):
    """uint8 [N, 3, H, W] → [N, C, 64, 64], as the preprocessing of a bundle resizes."""
    channels = 1 if grey else 3
    planes = images[:, :channels].reshape(-1, *images.shape[2:])
    resized = [np.asarray(Image.fromarray(plane).resize((SIDE, SIDE), BILINEAR)) for plane in planes]
    return np.stack(resized).reshape(len(images), channels, SIDE, SIDE)
