"""The choice between latents, codes and windows without real anomalies: by synthetic faults on held-out images."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.nn import functional as F
from tqdm import tqdm

from ..evaluation.statistics import auroc
from . import fitting
from .synthetic import synthetic_faults

HELD_OUT_SHARE, MAX_HELD_OUT = 0.3, 60
BOXES = (1, 3, 5)
# (codes, spread of their variances, position): the best ones of textures, of objects, and of objects that are aligned
CATEGORICAL = ((4096, 1.5, False), (2048, 1.0, False), (512, 0.0, False), (512, 0.0, True))


@dataclass(frozen=True)
class Candidate:
    """Options, and the AUROC of `local` for each kind of synthetic fault."""

    options: object
    aurocs: dict  # {kind: AUROC}

    @property
    def mean(self):
        return float(np.mean(list(self.aurocs.values())))

    def to_json(self):
        return {
            "latent": self.options.latent,
            **({"codes": self.options.codes} if self.options.latent == "categorical" else {}),
            "position": self.options.position,
            "box": self.options.box,
            "auroc": round(self.mean, 4),
            "kinds": {kind: round(value, 4) for kind, value in self.aurocs.items()},
        }


def candidates(options, folds):
    """The latents to be tried, each as options; the window is tried for each of them."""
    found = [
        replace(options, latent="categorical", codes=codes, spread=spread, position=position)
        for codes, spread, position in CATEGORICAL
    ]
    return found + [replace(options, latent="gaussian", position=position, folds=folds) for position in (False, True)]


def choose(features, images, folds, backbone, grid, options, tried, mask=None):
    """The Candidates, the best first. Features [N, C, h, w] are those of the images uint8 [N, C, H, W].

    Whole folds are held out, so that no held-out image is like one that was fitted to. Equal AUROCs keep the order of
    `tried`, smaller windows first.
    """
    held_out = _held_out(folds)
    rest = np.flatnonzero(~np.isin(np.arange(len(images)), held_out))
    held_out = _some(held_out, options.seed)
    tested = {"normal": features[held_out]}
    for kind, faulty in synthetic_faults(images[held_out], options.seed).items():
        tested[kind] = fitting.features_of(backbone, grid, faulty, mask)
    found = []
    for candidate in tqdm(tried, desc="choose", unit="latent", disable=None):
        standard, latent = fitting.fitted(features[rest], candidate, mask)
        losses = {kind: place_losses(standard, latent, values, options.beta) for kind, values in tested.items()}
        for box in (b for b in BOXES if b <= max(grid.height, grid.width)):
            local = {kind: worst(values, box, mask) for kind, values in losses.items()}
            aurocs = {kind: auroc(local["normal"], values) for kind, values in local.items() if kind != "normal"}
            found.append(Candidate(replace(candidate, box=box), aurocs))
    return sorted(found, key=lambda candidate: -candidate.mean)


def _held_out(folds):
    """The numbers of the images of the last folds that hold at least a share of all."""
    numbers, counts = np.unique(folds, return_counts=True)
    enough = np.flatnonzero(np.cumsum(counts[::-1]) >= HELD_OUT_SHARE * len(folds))[0] + 1
    return np.flatnonzero(np.isin(folds, numbers[::-1][:enough]))


def _some(held_out, seed):
    """At most MAX_HELD_OUT of these numbers, in order.

    They are drawn: the first ones can all be tiles of one image, and those in steps the same tile of each image.
    """
    if len(held_out) <= MAX_HELD_OUT:
        return held_out
    return np.sort(np.random.RandomState(seed).choice(held_out, MAX_HELD_OUT, replace=False))


def place_losses(standard, latent, features, beta):
    """nll − floor + β·kl of every place [N, 1, h, w]."""
    with torch.no_grad():
        parts = []
        for part in features.split(8):
            nll, kl = latent(standard(part))[:2]
            parts.append(nll - latent.floor + beta * kl)
    return torch.cat(parts)


def worst(losses, box, mask):
    """[N]: the maximum of the losses [N, 1, h, w], averaged over windows."""
    counts = None if mask is None else torch.from_numpy(mask.places(*losses.shape[2:]))
    if counts is not None:
        losses = losses * counts
    smooth = F.avg_pool2d(losses, box, stride=1, padding=box // 2, count_include_pad=False)
    return (smooth if counts is None else smooth[:, :, counts]).flatten(1).amax(1).numpy()


def table(found):
    """The candidates as lines of text."""
    kinds = list(found[0].aurocs)
    yield f"{'latent':<34} {'box':>3} " + " ".join(f"{kind:>14}" for kind in kinds) + f" {'mean':>7}"
    for candidate in found:
        options = candidate.options
        name = f"categorical, {options.codes} codes" if options.latent == "categorical" else "Gaussian"
        name += ", position" if options.position else ""
        values = " ".join(f"{candidate.aurocs[kind]:>14.4f}" for kind in kinds)
        yield f"{name:<34} {options.box:>3} {values} {candidate.mean:>7.4f}"
