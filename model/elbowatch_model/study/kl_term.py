"""The effect of the kl term: the same network, data, seed and epochs without it and with β = 0.1, 1 and 4."""

from dataclasses import dataclass, replace

import numpy as np
import torch

from .. import checkpoint, data
from ..data import Source
from ..evaluation.statistics import auroc, detection_rate
from ..pictures import latents
from ..recipes import PRESETS
from ..scoring import ScoringHead, score
from ..vae import Vae, build
from . import measurements
from .tables import table

BETAS = (0.0, 0.1, 1.0, 4.0)
SEEDS = (1, 2)
SCORES = ("elbo", "local", "density", "default")


class PlainAutoencoder(Vae):
    """A Vae without its kl term: z = μ in training too, and log σ² counts as 0, so that its kl is ½·‖μ‖².

    With noise and without the kl term, training would drive σ to 0. This network has no noise from the start.
    """

    def encode(self, x):
        mean, _ = super().encode(x)
        return mean, torch.zeros_like(mean)

    def reparameterise(self, mean, log_variance):
        return mean


@dataclass(frozen=True)
class Variant:
    """One training: its network, and its results on test images that neither trained nor calibrated it."""

    recipe: object
    vae: Vae
    history: tuple
    mean: np.ndarray  # μ of the normal test images, [N, D]
    log_variance: np.ndarray  # [N, D]
    error: float  # nll − floor at z = μ, nats an image
    kl: float  # nats an image
    ranking: dict  # score → (AUROC, TPR at 1 %), means over the kinds of faults

    @property
    def active(self):
        return latents.active_dimensions(self.mean)

    @property
    def spread(self):
        """Standard deviation of z over images and noise, mean over active latents; that of the prior is 1."""
        noise = 0 if self.recipe.beta == 0 else np.exp(self.log_variance).mean(0)
        return float(np.sqrt(self.mean.var(0) + noise)[self.active].mean())


def recipes(beta):
    """Every training runs all epochs and keeps the weights of the best epoch by its own loss."""
    base = PRESETS["fashion-mnist"]
    base = replace(base, beta=beta, patience_epochs=base.epochs)
    return [replace(base, name=f"study/kl-{beta:g}-seed{seed}", seed=seed) for seed in SEEDS]


def network(recipe):
    vae = build(recipe)
    return vae if recipe.beta > 0 else plain(vae)


def plain(vae):
    """The same weights as a plain autoencoder."""
    return PlainAutoencoder(vae.encoder, vae.decoder, vae.latent, vae.likelihood)


def measure(recipe, normal, cases):
    """A Variant of a trained recipe; `cases` is {(kind, strength): pixels}."""
    trained = checkpoint.load(recipe.name)
    vae = trained.vae if recipe.beta > 0 else plain(trained.vae).eval()
    head = ScoringHead(vae, recipe)
    terms = score(head, normal)
    mean, log_variance = latents.encode(head, normal)
    measured = measurements.measure(recipe, normal, cases, head=head)
    return Variant(
        recipe,
        vae,
        trained.history,
        mean,
        log_variance,
        float(np.mean(terms["reconstruction_nll"] - terms["floor"])),
        float(np.mean(terms["kl"])),
        {name: ranking(measured, name) for name in SCORES},
    )


def ranking(measured, name):
    """(AUROC, TPR at 1 %) of a score: the mean over kinds of the mean over their strengths."""
    kinds = {}
    for (kind, _), scores in measured.cases.items():
        normal, anomalous = measured.normal.scores[name], scores[name]
        figures = auroc(normal, anomalous), detection_rate(normal, anomalous, 0.01)
        kinds.setdefault(kind, []).append(figures)
    return tuple(np.mean([np.mean(found, 0) for found in kinds.values()], 0))


def test_images():
    """Normal images, and {(kind, strength): pixels} of the 21 kinds of faults."""
    recipe = PRESETS["fashion-mnist"]
    sources = (Source(f"{name}/t10k-images-idx3-ubyte.gz") for name in ("fashion-mnist", "mnist"))
    normal, other = (data.read(source, recipe).pixels for source in sources)
    return normal, measurements.fault_cases(normal, other)


def name_of(beta):
    return "none" if beta == 0 else f"β = {beta:g}"


def kl_table(by_beta):
    """One row for each β, means over seeds; `by_beta` is {β: [a Variant for each seed]}."""
    columns = ["kl term", "reconstruction error", "kl", "active latents", "spread of active latents"]
    columns += [f"AUROC {name}" for name in SCORES] + [f"TPR at 1 % {name}" for name in SCORES]
    rows = []
    for beta, variants in by_beta.items():
        figures = ("error", "kl", "spread")
        error, kl, spread = (np.mean([getattr(v, figure) for v in variants]) for figure in figures)
        active = ", ".join(str(v.active.sum()) for v in variants)
        latent_count = variants[0].mean.shape[1]
        row = [name_of(beta), f"{error:.1f}", f"{kl:.1f}", f"{active} of {latent_count}", f"{spread:.2f}"]
        for figure in (0, 1):
            row += [f"{np.mean([v.ranking[name][figure] for v in variants]):.3f}" for name in SCORES]
        rows.append(row)
    return table(columns, rows)
