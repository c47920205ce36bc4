"""How the size of the window of `local` changes what it detects."""

from dataclasses import replace

import numpy as np
import torch

from .. import data
from ..evaluation.assessment import ALPHAS
from ..evaluation.statistics import auroc, detection_rate
from ..loss import kl_divergence
from ..scoring import ScoreFormula
from ..vae import latent_shape, likelihood_of
from .trainings import head_of, recipes

BATCH_SIZE = 500  # images


def window_rows(name, sides, cases_of):
    """For each side of the window: side, AUROC, TPR at 1 % and 0.1 %, and these three of the regressed score.

    The regressed score is the logarithm of `local` less its prediction from the logarithm of the image's
    gradient energy; the prediction is fitted to normal images.
    """
    (recipe,) = recipes(name, [1])
    head = head_of(recipe)
    first, *cases = cases_of(lambda source: data.read(source, recipe).pixels)
    defects = next(case for case in cases if case.name == "any defect")  # separated from defects.normal
    sets = {"normal": first.pixels, "reference": defects.normal, "defect": defects.pixels}
    energy = {name: log_gradient_energy(pixels) for name, pixels in sets.items()}
    losses = {name: losses_of(head, recipe, pixels) for name, pixels in sets.items()}
    for side in sides:
        formula = ScoreFormula.of(replace(recipe, box=side))
        local = {name: np.log(formula.local(loss).numpy() + 1e-3) for name, loss in losses.items()}
        slope = np.polyfit(energy["normal"], local["normal"], 1)[0]
        row = [side]
        for values in (local, {name: local[name] - slope * energy[name] for name in sets}):
            row.append(auroc(values["reference"], values["defect"]))
            row += [detection_rate(values["normal"], values["defect"], rate) for rate in ALPHAS]
        yield row


def log_gradient_energy(pixels):
    x = pixels / 255.0
    return np.log(sum((np.diff(x, axis=axis) ** 2).mean((1, 2, 3)) for axis in (2, 3)) + 1e-4)


def losses_of(head, recipe, pixels):
    """The loss at every pixel that `local` averages, [N, 1, H, W], of images uint8 [N, 1, H, W]."""
    likelihood, formula, found = likelihood_of(recipe), ScoreFormula.of(recipe), []
    with torch.no_grad():
        for start in range(0, len(pixels), BATCH_SIZE):
            image = torch.from_numpy(np.array(pixels[start : start + BATCH_SIZE]))
            *_, mean, log_variance, logits = head(image)
            deviance = likelihood.nll(logits, image / 255) - likelihood.floor(image / 255)
            shape = len(image), *latent_shape(recipe)
            kl = kl_divergence(mean.reshape(shape), log_variance.reshape(shape))
            found.append(deviance + recipe.beta * formula.kl_map(kl))
    return torch.cat(found)
