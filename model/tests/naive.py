"""The terms by their definitions, with loops in double precision: the oracle of every scoring head."""

import numpy as np


def naive_terms(manifest, pixels, mean, log_variance, logits):
    """[N, 5] of images uint8 [N, C, H, W], and of the latents [N, D] and logits [N, C, H, W] of a graph."""
    box, beta, likelihood = manifest["local"]["box"], manifest["beta"], manifest["likelihood"]
    channels, height, width = (manifest["image"][key] for key in ("channels", "height", "width"))
    depth, rows, columns = (manifest["latent"][key] for key in ("channels", "height", "width"))
    found = []
    for i, image in enumerate(pixels):
        x, l = image.astype(np.float64) / 255, np.array(logits[i], np.float64)  # noqa: E741
        if likelihood["type"] == "bernoulli":
            # −x·log p − (1−x)·log(1−p), p = 1/(1 + exp(−l))
            nll = x * np.log1p(np.exp(-l)) + (1 - x) * np.log1p(np.exp(l))
            with np.errstate(divide="ignore", invalid="ignore"):
                floor = -(np.nan_to_num(x * np.log(x)) + np.nan_to_num((1 - x) * np.log(1 - x)))
        else:
            sigma = likelihood["sigma"]
            floor = np.full_like(x, np.log(sigma * np.sqrt(2 * np.pi)))
            centre = l if likelihood["mean"] == "identity" else 1 / (1 + np.exp(-l))
            nll = (x - centre) ** 2 / (2 * sigma**2) + floor
        mu, log_var = (np.array(v[i], np.float64).reshape(depth, rows, columns) for v in (mean, log_variance))
        kl = 0.5 * (mu**2 + np.exp(log_var) - log_var - 1)
        loss = (nll - floor).sum(axis=0)
        down, across = height // rows, width // columns  # pixels of a place of the latent
        for row in range(height):
            for column in range(width):
                loss[row, column] += beta * kl[:, row // down, column // across].sum() / (down * across)
        local = max(
            loss[top : top + box, left : left + box].mean()
            for top in range(height - box + 1)
            for left in range(width - box + 1)
        )
        steps = [
            abs(x[channel, row, column] - x[channel, row - down, column - 1 + down])
            for channel in range(channels)
            for down in (0, 1)
            for row in range(down, height)
            for column in range(1 - down, width)
        ]
        contrast = sum(step**2 for step in steps) / (sum(steps) + 1e-6)
        found.append([nll.sum(), floor.sum(), kl.sum(), local, contrast])
    return np.array(found)
