"""The codes of a categorical latent: what normal places look like."""

from dataclasses import dataclass

import torch

from .coreset import coreset

MULTIPLE = 16  # ONNX Runtime computes rows of whole groups of 16 numbers in the same way in every batch
ROWS = 4096  # at once


@dataclass(frozen=True)
class Codes:
    """p(z) = π_z and p(f|z) = N(f; μ_z, σ_z² I), float64."""

    means: torch.Tensor  # μ [K, D]
    log_weights: torch.Tensor  # log π [K]
    log_variances: torch.Tensor  # log σ² [K]


def codes_of(places, options, seed, progress=None):
    """The Codes of normal places [P, D]: farthest points, which keep the rare ones that a mean of many would lose."""
    count = code_count(len(places), options)
    means = places[coreset(places, count, options.sketch, seed, _runs(len(places), count, options), progress)]
    sample = places
    if len(places) > options.weighed_places:
        drawn = torch.randperm(len(places), generator=torch.Generator().manual_seed(seed))
        sample = places[drawn[: options.weighed_places]]
    distances, nearest = _nearest(sample, means)
    weights = (torch.bincount(nearest, minlength=count) + 1.0) / (len(sample) + count)
    return Codes(means.double(), weights.double().log(), _variances(means, distances, options).log())


def _runs(places, count, options):
    """Few places are searched at once: their runs would propose most of them."""
    return options.runs if places > 8 * count else 1


def code_count(places, options):
    count = min(options.codes, places // options.places_per_code)
    return max(MULTIPLE, count // MULTIPLE * MULTIPLE)


def _variances(means, distances, options):
    """σ² [K] of each dimension: the squared distance to the nearest other codes, which is small where normal places
    are many, scaled so that the mean is that of places to their code."""
    dimensions = means.shape[1]
    between = squared_distances(means, means)
    between.fill_diagonal_(float("inf"))
    neighbours = min(options.neighbours, len(means) - 1)
    width = between.topk(neighbours, largest=False).values.double().mean(1) / dimensions
    width = (width / width.mean().clamp(min=1e-12)) ** options.spread
    mean = distances.double().mean() / dimensions
    return (mean * width / width.mean().clamp(min=1e-12)).clamp(min=options.min_variance)


def _nearest(places, means):
    """The squared distance to the nearest code and its number, [P] each."""
    parts = [squared_distances(rows, means).min(1) for rows in places.split(ROWS)]
    return torch.cat([p.values for p in parts]), torch.cat([p.indices for p in parts])


def squared_distances(x, means):
    """[P, K] of rows [P, D] and [K, D]."""
    squares = (x * x).sum(1, keepdim=True) + (means * means).sum(1)
    return torch.addmm(squares, x, means.T, alpha=-2).clamp_(min=0)
