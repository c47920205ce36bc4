"""The terms by their definitions, with loops in double precision: the oracle of every scoring head."""

from functools import lru_cache

import numpy as np


def naive_terms(manifest, pixels, mean, log_variance, logits, counts=None):
    """[N, 4] terms and [N, F] features of images uint8 [N, C, H, W].

    The latents [N, D] and the logits [N, C, H, W] are those of a graph. `counts` [H, W] is the mask of the
    pixels, which are filled already.
    """
    box, beta, likelihood = manifest["local"]["box"], manifest["beta"], manifest["likelihood"]
    channels, height, width = (manifest["image"][key] for key in ("channels", "height", "width"))
    depth, rows, columns = (manifest["latent"][key] for key in ("channels", "height", "width"))
    counts = np.ones((height, width), bool) if counts is None else counts
    down, across = height // rows, width // columns  # pixels of a place of the latent
    terms, features = [], []
    for i, image in enumerate(pixels):
        x, l = image.astype(np.float64) / 255, np.array(logits[i], np.float64)  # noqa: E741
        if likelihood["type"] == "bernoulli":
            # −x·log p − (1−x)·log(1−p), p = 1/(1 + exp(−l))
            nll = x * np.log1p(np.exp(-l)) + (1 - x) * np.log1p(np.exp(l))
            with np.errstate(divide="ignore", invalid="ignore"):
                floor = -(np.nan_to_num(x * np.log(x)) + np.nan_to_num((1 - x) * np.log(1 - x)))
        elif likelihood["type"] == "continuous-bernoulli":
            # the Bernoulli less log C(λ), C = 2·artanh(1 − 2λ)/(1 − 2λ) = l / tanh(l/2), and 2 at l = 0
            nll = x * np.log1p(np.exp(-l)) + (1 - x) * np.log1p(np.exp(l)) - np.log(l / np.tanh(l / 2))
            floor = np.vectorize(naive_density_floor)(x)
        else:
            sigma = likelihood["sigma"]
            floor = np.full_like(x, np.log(sigma * np.sqrt(2 * np.pi)))
            centre = naive_mean(likelihood, l)
            nll = (x - centre) ** 2 / (2 * sigma**2) + floor
        nll, floor = nll * counts, floor * counts
        mu, log_var = (np.array(v[i], np.float64).reshape(depth, rows, columns) for v in (mean, log_variance))
        kl = 0.5 * (mu**2 + np.exp(log_var) - log_var - 1)
        for row in range(rows):
            for column in range(columns):
                place = counts[row * down : (row + 1) * down, column * across : (column + 1) * across]
                kl[:, row, column] *= place.any()
        loss = (nll - floor).sum(axis=0)
        for row in range(height):
            for column in range(width):
                if counts[row, column]:
                    loss[row, column] += beta * kl[:, row // down, column // across].sum() / (down * across)
        local = max(
            loss[top : top + box, left : left + box].mean()
            for top in range(height - box + 1)
            for left in range(width - box + 1)
            if counts[top : top + box, left : left + box].any()
        )
        terms.append([nll.sum(), floor.sum(), kl.sum(), local])
        reconstruction = np.where(counts, naive_mean(likelihood, l), x)
        features.append(naive_features(x, reconstruction, loss, terms[-1], mu))
    return np.array(terms), np.array(features)


def naive_mean(likelihood, l):  # noqa: E741
    if likelihood["type"] == "continuous-bernoulli":
        return 1 / (1 - np.exp(-l)) - 1 / l
    return l if likelihood.get("mean") == "identity" else 1 / (1 + np.exp(-l))


@lru_cache(256)
def naive_density_floor(x):
    """The lowest nll of the continuous Bernoulli at x, of logits from −80 to 80 in small steps."""
    return (np.log1p(np.exp(-abs(LOGITS))) + np.maximum(LOGITS, 0) - x * LOGITS - NORMALISERS).min()


LOGITS = np.linspace(-80, 80, 640_000)
NORMALISERS = np.log(LOGITS / np.tanh(LOGITS / 2))


def naive_features(x, reconstruction, loss, terms, mu):
    """[F] from image x and reconstruction [C, H, W], the loss [H, W], the terms, the latents [D, h, w]."""
    nll, floor, kl, local = terms
    channels, height, width = x.shape
    across = [
        x[c, i, j] - x[c, i, j - 1] for c in range(channels) for i in range(height) for j in range(1, width)
    ]
    down = [
        x[c, i, j] - x[c, i - 1, j] for c in range(channels) for i in range(1, height) for j in range(width)
    ]
    found = {
        "log_deviance": np.log(max(0, nll - floor) / x.size + 1e-3),
        "log_kl": np.log(kl / x.size + 1e-3),
        "log_local": np.log(max(0, local) + 1e-3),
        "log_local_row": np.log(max(0, max(loss[i].sum() / width for i in range(height))) + 1e-3),
        "log_local_column": np.log(max(0, max(loss[:, j].sum() / height for j in range(width))) + 1e-3),
        "log_residual_squares": np.log(((x - reconstruction) ** 2).sum() / x.size + 1e-5),
        "brightness_mean": x.sum() / x.size,
        "brightness_highest": x.max(),
        "log_steps_across": np.log(sum(step**2 for step in across) / len(across) + 1e-4),
        "log_steps_down": np.log(sum(step**2 for step in down) / len(down) + 1e-4),
        "black": sum(value * 255 < 5.5 for value in x.flat) / x.size,
        "flat": sum(abs(step) * 255 < 2.5 for step in across) / len(across),
    }
    latents = mu.ravel() if mu.shape[1:] == (1, 1) and mu.size <= 64 else ()
    return [*found.values(), *latents]
