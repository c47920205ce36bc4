"""Ways through the latent space: samples of the prior, paths between them, what the encoder uses of it."""

import numpy as np
import torch

ACTIVE_VARIANCE = 0.01  # Burda, Grosse & Salakhutdinov 2016, "Importance weighted autoencoders"


def prior(count, shape, seed):
    """z ~ N(0, I), float32 [count, *shape]."""
    return np.random.RandomState(seed).standard_normal((count, *shape)).astype(np.float32)


def like(mean, count, seed):
    """z of the Gaussian that has the mean and the covariance of μ [N, D]: float32 [count, D]."""
    random = np.random.RandomState(seed)
    return random.multivariate_normal(mean.mean(0), np.cov(mean, rowvar=False), count).astype(np.float32)


def interpolated(first, second, steps):
    """From the one z to the other along the great circle through both, ends included: [steps, *shape].

    White 2016, "Sampling generative networks": a straight line would pass nearer to 0 than samples lie.
    """
    norms = np.linalg.norm(first) * np.linalg.norm(second)
    angle = np.arccos(np.clip((first * second).sum() / norms, -1, 1)) if norms > 0 else 0.0
    share = np.linspace(0, 1, steps).reshape(-1, *[1] * first.ndim)
    if np.sin(angle) < 1e-6:  # on one line with 0 there is no one circle
        path = (1 - share) * first + share * second
    else:
        path = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * second) / np.sin(angle)
    return path.astype(np.float32)


def traversed(base, dimension, offsets):
    """z [*shape] with every offset added to one of its numbers, counted flat: [offsets, *shape]."""
    path = np.repeat(base[None], len(offsets), 0)
    path.reshape(len(offsets), -1)[:, dimension] += np.asarray(offsets, path.dtype)
    return path


def active(mean):
    """Of which dimensions μ [N, D] varies from image to image: bool [D]."""
    return mean.var(0) > ACTIVE_VARIANCE


def encoded(head, pixels, batch_size=500):
    """μ and log σ² of images uint8 [N, C, H, W], each [N, D]."""
    found = []
    with torch.no_grad():
        for start in range(0, len(pixels), batch_size):
            *_, mean, log_variance, _ = head(torch.from_numpy(np.array(pixels[start : start + batch_size])))
            found.append((mean.cpu().numpy(), log_variance.cpu().numpy()))
    return tuple(np.concatenate(part) for part in zip(*found))
