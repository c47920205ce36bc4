"""The features of an image: how it is reconstructed, how it looks, and where it lies in the latent space.

No single number separates every fault from normal images: a covered lens is easy to reconstruct, a mirrored
boot has normal brightness. Together the features do. docs/decisions/0008-density.md says how they were
chosen.
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
LOGARITHMS_AT_ONCE = 16  # of ONNX Runtime
MAX_LATENTS = 64  # the mean of a dense latent with more dimensions is not among the features
BLACK = 5.5 / 255  # between two levels, so that no rounding decides
FLAT = 2.5 / 255


def feature_names(latent_shape):
    """In the order of the output; `latent_shape` is (D, h, w)."""
    depth, rows, columns = latent_shape
    latents = depth if rows * columns == 1 and depth <= MAX_LATENTS else 0
    return (*STATISTICS, *(f"mean_{i}" for i in range(latents)))


def features(x, reconstruction, loss, deviance, kl, local, mean, height):
    """[N, F] of the image x and its reconstruction E[x|z] [N, C, H, W] in 0..1.

    In nats: the loss at every pixel [N, 1, H, W], and deviance, kl and local [N]. The latents' mean is [N, D]
    or [N, D, h, w].
    """
    pixels = x[0].numel()
    residual = x - reconstruction
    losses = (
        deviance / pixels + 1e-3,
        kl / pixels + 1e-3,
        local + 1e-3,
        maximum(loss.mean(3)) + 1e-3,
        maximum(column_means(loss, height)) + 1e-3,
        mean_in_stages(residual * residual) + 1e-5,
    )
    found = statistics(losses, x)
    dense = mean.dim() == 2 and mean.shape[1] <= MAX_LATENTS
    return torch.cat([found, mean], 1) if dense else found


def statistics(losses, x):
    """[N, L + 6]: the logarithms of L losses [N] each, then brightness, steps and levels of the image x [N, C, H, W]."""
    across, down = x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]
    steps = mean_at_once(across * across) + 1e-4, mean_at_once(down * down) + 1e-4
    logarithms, count = stacked_logarithms(*losses, *steps), len(losses)
    found = [
        logarithms[:, :count],
        mean_in_stages(x)[:, None],
        maximum(x)[:, None],
        logarithms[:, count : count + len(steps)],
        mean_in_stages((x < BLACK).to(x.dtype))[:, None],
        mean_at_once((across.abs() < FLAT).to(x.dtype))[:, None],
    ]
    return torch.cat(found, 1)


def stacked_logarithms(*values):
    """log of each [N] as one column of [N, 16]. What the caller adds to a value keeps a blank image finite.

    ONNX Runtime computes logarithms in groups of 16. It computes the remainder one by one, with another last
    digit. Rows of whole groups have the same score in every batch, so the row is filled up with ones.
    """
    rows = [value.clamp(min=1e-6) for value in values]
    return torch.log(torch.stack(rows + [torch.ones_like(rows[0])] * (LOGARITHMS_AT_ONCE - len(rows)), 1))


def mean_in_stages(values):
    """Over all dimensions but the first. In stages, because single precision loses digits in long sums."""
    return values.mean(-1).mean(-1).mean(-1)


def mean_at_once(values):
    """Over all dimensions but the first, for small values.

    Rows of an odd length, averaged one by one, begin at another alignment in every image. ONNX Runtime then
    sums them in another order.
    """
    return values.flatten(1).mean(1)


def column_means(values, height):
    """The mean of every column, by pooling.

    ONNX Runtime pools each image alone, but computes a mean over rows differently for a single image.
    """
    return F.avg_pool2d(values, (height, 1), stride=1, count_include_pad=False)


def maximum(values):
    return values.flatten(1).amax(1)
