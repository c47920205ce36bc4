"""The shape of the normal places around their codes, by which distances between features are measured.

A code has p(f|z) = N(f; μ_z, σ_z² W^a) with W the covariance of places to their nearest code. The features are
multiplied by W^(−a/2), after which this is N(·; μ_z, σ_z² I): the latent and the graph need not know of W.
"""

from dataclasses import replace

import torch

from .codes import codes_of, nearest

FLOOR = 1e-3  # added to every variance, as a share of their mean


def shaped(standard, places, options):
    """(standard, places [P, D]) whose features are multiplied by W^(−a/2); row and column, where a latent has them,
    stay as they are."""
    if options.shape == 0:
        return standard, places
    dimensions = standard.features
    residual = _residuals(places, options)[:, :dimensions].double()
    covariance = residual.T @ residual / len(residual)
    if float(covariance.trace()) <= 0:  # identical places
        return standard, places
    matrix = _kept_spread(_power(covariance, -options.shape / 2), places[:, :dimensions].double())
    features = (places[:, :dimensions].double() @ matrix).float()
    return standard.times(matrix), torch.cat([features, places[:, dimensions:]], 1)


def _residuals(places, options):
    """Places less their nearest code, [P, D]."""
    found = codes_of(places, replace(options, codes=options.shape_codes), options.seed)
    means = found.means.to(places.dtype)
    return places - means[nearest(places, means)[1]]


def _power(covariance, exponent):
    """The power of a symmetric matrix whose eigenvalues are 0 or more."""
    values, vectors = torch.linalg.eigh(covariance)
    values = values.clamp(min=0) + FLOOR * values.mean()
    return vectors @ torch.diag(values**exponent) @ vectors.T


def _kept_spread(matrix, features):
    """The matrix times a number, so that the sum of the features' variances stays, and with it what the least variance
    of a code means."""
    centred = features - features.mean(0)
    return matrix * (centred.pow(2).sum() / (centred @ matrix).pow(2).sum()).sqrt()
