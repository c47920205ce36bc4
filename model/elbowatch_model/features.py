"""What the mixture sees of an image: how it is reconstructed, how it looks, and where it lies in the latent space.

No single number tells every fault: a covered lens is easy to reconstruct, a mirrored boot has the right brightness.
Together they do; decision 0008 says how these were chosen.
"""

import torch

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
LARGEST_LATENT = 64  # a dense latent of at most so many dimensions is among the features


BLACK = 5.5 / 255  # between two levels, so that no rounding decides
FLAT = 2.5 / 255


def feature_names(latent_shape):
    """In the order of the output; `latent_shape` is (D, h, w)."""
    depth, rows, columns = latent_shape
    latents = depth if rows * columns == 1 and depth <= LARGEST_LATENT else 0
    return (*STATISTICS, *(f"mean_{i}" for i in range(latents)))


def features(x, reconstruction, loss, deviance, kl, local, mean):
    """[N, F] of the image x and its reconstruction E[x|z] [N, C, H, W] in 0..1, of nats: the loss at every pixel
    [N, 1, H, W] and the terms deviance, kl and local [N], and of the latents' mean [N, D] or [N, D, h, w]."""
    pixels = x[0].numel()
    residual = x - reconstruction
    across, down = x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]
    found = [
        log_of(deviance / pixels, 1e-3),
        log_of(kl / pixels, 1e-3),
        log_of(local, 1e-3),
        log_of(largest(loss.mean(3)), 1e-3),
        log_of(largest(loss.mean(2)), 1e-3),
        log_of(average(residual * residual), 1e-5),
        average(x),
        largest(x),
        log_of(average(across * across), 1e-4),
        log_of(average(down * down), 1e-4),
        average((x < BLACK).to(x.dtype)),
        average((across.abs() < FLAT).to(x.dtype)),
    ]
    statistics = torch.stack(found, 1)
    dense = mean.dim() == 2 and mean.shape[1] <= LARGEST_LATENT
    return torch.cat([statistics, mean], 1) if dense else statistics


def average(values):
    """Over all but the images; in stages, since single precision loses digits in long sums."""
    return values.mean(-1).mean(-1).mean(-1)


def largest(values):
    return values.flatten(1).amax(1)


def log_of(values, above):
    """log(values + above): `above` keeps what is 0 in a blank image finite, and is small against what is usual."""
    return torch.log(values.clamp(min=0) + above)
