"""The latent space: samples of the prior, paths between them, and the dimensions that the encoder uses."""

import numpy as np
import torch

ACTIVE_VARIANCE = 0.01  # Burda, Grosse & Salakhutdinov 2016, "Importance weighted autoencoders"


def sample_prior(count, shape, seed):
    """z ~ N(0, I), float32 [count, *shape]."""
    return np.random.RandomState(seed).standard_normal((count, *shape)).astype(np.float32)


def sample_fitted(mean, count, seed):
    """z from the Gaussian with the mean and covariance of μ [N, D]: float32 [count, D]."""
    random = np.random.RandomState(seed)
    covariance = np.cov(mean, rowvar=False)
    return random.multivariate_normal(mean.mean(0), covariance, count).astype(np.float32)


def interpolate(first, second, steps):
    """From one z to the other along the great circle through both, ends included: [steps, *shape].

    White 2016, "Sampling generative networks": a straight line passes closer to 0 than samples are.
    """
    norms = np.linalg.norm(first) * np.linalg.norm(second)
    angle = np.arccos(np.clip((first * second).sum() / norms, -1, 1)) if norms > 0 else 0.0
    share = np.linspace(0, 1, steps).reshape(-1, *[1] * first.ndim)
    if np.sin(angle) < 1e-6:  # on one line with 0 the circle is not unique
        path = (1 - share) * first + share * second
    else:
        path = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * second) / np.sin(angle)
    return path.astype(np.float32)


def traverse(base, dimension, offsets):
    """z [*shape] with every offset added to one of its numbers, by its flat index: [offsets, *shape]."""
    path = np.repeat(base[None], len(offsets), 0)
    path.reshape(len(offsets), -1)[:, dimension] += np.asarray(offsets, path.dtype)
    return path


def active_dimensions(mean):
    """The dimensions in which μ [N, D] varies from image to image: bool [D]."""
    return mean.var(0) > ACTIVE_VARIANCE


def encode(head, pixels, batch_size=500):
    """μ and log σ² of images uint8 [N, C, H, W], each [N, D]."""
    found = []
    with torch.no_grad():
        for start in range(0, len(pixels), batch_size):
            *_, mean, log_variance, _ = head(torch.from_numpy(np.array(pixels[start : start + batch_size])))
            found.append((mean.cpu().numpy(), log_variance.cpu().numpy()))
    return tuple(np.concatenate(part) for part in zip(*found))
