"""What the mixture sees of an image: how it is reconstructed, how it looks, and where it lies in the latent space.

No single number tells every fault: a covered lens is easy to reconstruct, a mirrored boot has the right brightness.
Together they do; decision 0008 says how these were chosen.
"""

import torch
from torch.nn import functional as F

STATISTICS = (
    "log_deviance",
    "log_kl",
    "log_local",
    "log_local_row",
    "log_local_column",
    "log_residual_squares",
    "brightness_mean",
    "brightness_highest",
    "log_steps_across",
    "log_steps_down",
    "black",
    "flat",
)
LOT = 16
LARGEST_LATENT = 64  # a dense latent of at most so many dimensions is among the features


BLACK = 5.5 / 255  # between two levels, so that no rounding decides
FLAT = 2.5 / 255


def feature_names(latent_shape):
    """In the order of the output; `latent_shape` is (D, h, w)."""
    depth, rows, columns = latent_shape
    latents = depth if rows * columns == 1 and depth <= LARGEST_LATENT else 0
    return (*STATISTICS, *(f"mean_{i}" for i in range(latents)))


def features(x, reconstruction, loss, deviance, kl, local, mean, height):
    """[N, F] of the image x and its reconstruction E[x|z] [N, C, H, W] in 0..1, of nats: the loss at every pixel
    [N, 1, H, W] and the terms deviance, kl and local [N], and of the latents' mean [N, D] or [N, D, h, w]."""
    pixels = x[0].numel()
    residual = x - reconstruction
    across, down = x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]
    logged = logs(
        deviance / pixels + 1e-3,
        kl / pixels + 1e-3,
        local + 1e-3,
        largest(loss.mean(3)) + 1e-3,
        largest(columns(loss, height)) + 1e-3,
        average(residual * residual) + 1e-5,
        share(across * across) + 1e-4,
        share(down * down) + 1e-4,
    )
    found = [
        logged[:, :6],
        average(x)[:, None],
        largest(x)[:, None],
        logged[:, 6:8],
        average((x < BLACK).to(x.dtype))[:, None],
        share((across.abs() < FLAT).to(x.dtype))[:, None],
    ]
    dense = mean.dim() == 2 and mean.shape[1] <= LARGEST_LATENT
    return torch.cat([*found, mean] if dense else found, 1)


def logs(*values):
    """log of each [N], side by side, [N, 16]. What is added to a value keeps that of a blank image finite.

    Sixteen, because ONNX Runtime takes logarithms by so many at most and what is left one by one, to another last
    digit: only rows of whole lots have the same score whatever their batch.
    """
    rows = [value.clamp(min=1e-6) for value in values]
    return torch.log(torch.stack(rows + [torch.ones_like(rows[0])] * (LOT - len(rows)), 1))


def average(values):
    """Over all but the images; in stages, since single precision loses digits in long sums."""
    return values.mean(-1).mean(-1).mean(-1)


def share(values):
    """The average of what is small, in one go: rows of an odd length, taken one by one, begin at another alignment in
    every image, and ONNX Runtime then sums them in another order."""
    return values.flatten(1).mean(1)


def columns(values, height):
    """The average of every column. A pooling takes every image by itself; a mean over rows takes one image otherwise."""
    return F.avg_pool2d(values, (height, 1), stride=1, count_include_pad=False)


def largest(values):
    return values.flatten(1).amax(1)
