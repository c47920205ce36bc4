"""What the kl term buys: the same network, data, seed and epochs without it and with β = 0.1, 1 and 4."""

from dataclasses import dataclass, replace

import numpy as np
import torch

from . import checkpoint, data, evaluation, faults, latents, study
from .data import Source
from .recipes import PRESETS
from .scoring import ScoringHead, score
from .study_tables import table
from .vae import Vae, build

BETAS = (0.0, 0.1, 1.0, 4.0)
SEEDS = (1, 2)
SCORES = ("elbo", "local", "density", "default")


class PlainAutoencoder(Vae):
    """A Vae without its kl: z = μ in training too, and log σ² counts as 0, so that its kl is ½·‖μ‖².

    With the noise left in, nothing would keep σ from falling to 0: this is where that ends.
    """

    def encode(self, x):
        mean, _ = super().encode(x)
        return mean, torch.zeros_like(mean)

    def reparameterise(self, mean, log_variance):
        return mean


@dataclass(frozen=True)
class Variant:
    """One training: its network, and what it makes of test images that nothing has seen."""

    recipe: object
    vae: Vae
    history: tuple
    mean: np.ndarray  # μ of the normal test images, [N, D]
    log_variance: np.ndarray  # [N, D]
    error: float  # nll − floor at z = μ, nats an image
    kl: float  # nats an image
    ranked: dict  # score → (AUROC, share caught at 1 %), means over the kinds of faults

    @property
    def active(self):
        return latents.active(self.mean)

    @property
    def spread(self):
        """Standard deviation of z over images and noise, mean of the active latents: 1 is the prior's."""
        noise = 0 if self.recipe.beta == 0 else np.exp(self.log_variance).mean(0)
        return float(np.sqrt(self.mean.var(0) + noise)[self.active].mean())


def recipes(beta):
    """All run through all epochs; of each the weights of the best epoch by its own loss are kept."""
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
    mean, log_variance = latents.encoded(head, normal)
    measured = study.measure(recipe, normal, cases, head=head)
    return Variant(
        recipe,
        vae,
        trained.history,
        mean,
        log_variance,
        float(np.mean(terms["reconstruction_nll"] - terms["floor"])),
        float(np.mean(terms["kl"])),
        {name: ranked(measured, name) for name in SCORES},
    )


def ranked(measured, name):
    """(AUROC, share caught at 1 %) of a score: the mean over kinds of the mean over their strengths."""
    kinds = {}
    for (kind, _), scores in measured.cases.items():
        normal, anomalous = measured.normal.scores[name], scores[name]
        figures = evaluation.auroc(normal, anomalous), evaluation.caught(normal, anomalous, 0.01)
        kinds.setdefault(kind, []).append(figures)
    return tuple(np.mean([np.mean(found, 0) for found in kinds.values()], 0))


def test_images():
    """Normal images, and {(kind, strength): pixels} of the 21 kinds of faults."""
    recipe = PRESETS["fashion-mnist"]
    sources = (Source(f"{name}/t10k-images-idx3-ubyte.gz") for name in ("fashion-mnist", "mnist"))
    normal, other = (data.read(source, recipe).pixels for source in sources)
    made = faults.faults(normal[: study.TEST_IMAGES], other[: study.TEST_IMAGES])
    return normal, {(kind, strength): pixels for kind, strength, pixels in made}


def name_of(beta):
    return "none" if beta == 0 else f"β = {beta:g}"


def kl_table(by_beta):
    """A row a β, of {β: a Variant a seed}: the means over seeds."""
    columns = ["kl term", "reconstruction error", "kl", "active latents", "spread of active latents"]
    columns += [f"AUROC {name}" for name in SCORES] + [f"TPR at 1 % {name}" for name in SCORES]
    rows = []
    for beta, variants in by_beta.items():
        error, kl, spread = (np.mean([getattr(v, figure) for v in variants]) for figure in ("error", "kl", "spread"))
        active = ", ".join(str(v.active.sum()) for v in variants)
        row = [name_of(beta), f"{error:.1f}", f"{kl:.1f}", f"{active} of {variants[0].mean.shape[1]}", f"{spread:.2f}"]
        for figure in (0, 1):
            row += [f"{np.mean([v.ranked[name][figure] for v in variants]):.3f}" for name in SCORES]
        rows.append(row)
    return table(columns, rows)
