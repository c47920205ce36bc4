"""The features of an image: how it is reconstructed, how it looks, and where it lies in the latent space.

No single number separates every fault from normal images: a covered lens is easy to reconstruct, a mirrored
boot has normal brightness. Together the features do. docs/decisions/0008-density.md says how they were
chosen, 0061-the-graph.md how they are computed in few passes over the image.
"""

import torch

from .mask import constant
from .reductions import highest, steps_across, steps_down, total

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
LOWEST = 1e-6  # of a logarithm's argument
BLACK = 5  # levels up to half a level above are black
FLAT = 2  # steps up to half a level above are flat, levels


def feature_names(latent_shape):
    """In the order of the output; `latent_shape` is (D, h, w)."""
    depth, rows, columns = latent_shape
    latents = depth if rows * columns == 1 and depth <= MAX_LATENTS else 0
    return (*STATISTICS, *(f"mean_{i}" for i in range(latents)))


def features(levels, whole, residual, deviance, kl, worst, mean):
    """[N, F] of the levels of an image, 0 to 255, and the residual of its reconstruction in 0..1: [N, C, H, W] each.

    `whole` says that all levels are whole numbers. Deviance and kl [N, 1] are in nats, `worst` has the highest losses.
    The latents' mean is [N, D] or [N, D, h, w].
    """
    pixels = levels[0].numel()
    losses = (
        (deviance, 1 / pixels, 1e-3),
        (kl, 1 / pixels, 1e-3),
        (worst.window, 1, 1e-3),
        (worst.row, 1, 1e-3),
        (worst.column, 1, 1e-3),
        (total(residual * residual), 1 / pixels, 1e-5),
    )
    found = statistics(losses, levels, whole)
    dense = mean.dim() == 2 and mean.shape[1] <= MAX_LATENTS
    return torch.cat([found, mean], 1) if dense else found


def statistics(losses, levels, whole):
    """[N, L + 6]: logarithms of L losses, each (c [N, 1], scale, offset), then statistics of the levels [N, C, H, W].

    If steps and levels are `whole` numbers, a clipped square is 4 for a flat step and 9 for another, and a clipped level
    5 for a black pixel and 6 for another: their sums are counts, without a comparison for every pixel.
    """
    across, down = steps_across(levels), steps_down(levels)
    squares, pixels, steps = across * across, levels[0].numel(), across[0].numel()
    low, high = FLAT**2, (FLAT + 1) ** 2
    if whole:
        black = total(levels.clamp(BLACK, BLACK + 1)), -1 / pixels, BLACK + 1, False
        flat = total(squares.clamp(low, high)), -1 / (steps * (high - low)), high / (high - low), False
    else:
        black = total((levels < BLACK + 0.5).to(levels.dtype)), 1 / pixels, 0, False
        flat = total((across.abs() < FLAT + 0.5).to(levels.dtype)), 1 / steps, 0, False
    return columns(
        [
            *((*loss, True) for loss in losses),
            (total(levels), 1 / (255 * pixels), 0, False),
            (highest(levels), 1 / 255, 0, False),
            (total(squares), 1 / (255**2 * steps), 1e-4, True),
            (total(down * down), 1 / (255**2 * down[0].numel()), 1e-4, True),
            black,
            flat,
        ]
    )


def columns(terms):
    """scale·c + offset of terms (c [N, 1], scale, offset, whether its logarithm is wanted), as [N, terms].

    The offset keeps a blank image finite. ONNX Runtime computes logarithms in groups of 16. It computes the remainder
    one by one, with another last digit. Rows of whole groups have the same score in every batch, so the terms are
    repeated.
    """
    found, scales, offsets, logarithmic = zip(*(terms[i % len(terms)] for i in range(LOGARITHMS_AT_ONCE)))
    values = torch.cat(found, 1)
    values = values * constant([scales], values) + constant([offsets], values)
    logarithms = torch.log(values.clamp(min=LOWEST))
    chosen = torch.where(torch.tensor([logarithmic], device=values.device), logarithms, values)
    return chosen[:, : len(terms)]
