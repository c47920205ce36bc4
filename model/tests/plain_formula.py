"""Terms and features in plain PyTorch, each by a pass of its own over the image: the oracle of the exported formula."""

import torch
from torch.nn import functional as F

from elbowatch_model.loss import kl_divergence


def plain_outputs(formula, x, reconstruction, nll, floor, mean, log_variance):
    """What ScoreFormula.outputs gives, without the flat latents; x, reconstruction, nll and floor are [N, C, H, W]."""
    _, height, width = formula.image_shape
    by_latent = kl_divergence(mean, log_variance)
    kl = by_latent.sum(1)  # [N] or [N, h, w]
    if kl.dim() == 1:
        kl_map = kl[:, None, None, None] / (height * width)
    else:
        side = formula.latent_pixels
        kl_map = F.interpolate(kl[:, None], scale_factor=float(side), mode="nearest") / side**2
    counts = torch.ones(height, width, dtype=x.dtype)
    if formula.mask:
        counts = torch.from_numpy(formula.mask.counts).to(x.dtype)
        if mean.dim() > 2:
            by_latent = by_latent * torch.from_numpy(formula.mask.places(*mean.shape[2:])).to(x.dtype)
    nll, floor, kl_map = nll * counts, floor * counts, kl_map * counts
    residual = (x - reconstruction) * counts
    loss = (nll - floor).sum(1, keepdim=True) + formula.beta * kl_map
    windows = F.avg_pool2d(loss, formula.box, stride=1)
    if formula.mask:
        windows = windows.masked_fill(~torch.from_numpy(formula.mask.windows(formula.box)), -1e30)
    totals = nll.flatten(1).sum(1), floor.flatten(1).sum(1), by_latent.flatten(1).sum(1)
    local = windows.flatten(1).amax(1)
    losses = (
        (nll - floor).flatten(1).mean(1) + 1e-3,
        totals[2] / x[0].numel() + 1e-3,
        local + 1e-3,
        loss.mean(3).flatten(1).amax(1) + 1e-3,
        loss.mean(2).flatten(1).amax(1) + 1e-3,
        (residual * residual).flatten(1).mean(1) + 1e-5,
    )
    found = plain_statistics(losses, x)
    if mean.dim() == 2 and mean.shape[1] <= 64:
        found = torch.cat([found, mean], 1)
    return (*totals, local, found)


def plain_statistics(losses, x):
    """What features.statistics gives, of x in 0..1."""
    across, down = x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]
    steps = [(values * values).flatten(1).mean(1) + 1e-4 for values in (across, down)]
    columns = [
        *(torch.log(loss.clamp(min=1e-6)) for loss in losses),
        x.flatten(1).mean(1),
        x.flatten(1).amax(1),
        *map(torch.log, steps),
        (x < 5.5 / 255).to(x.dtype).flatten(1).mean(1),
        (across.abs() < 2.5 / 255).to(x.dtype).flatten(1).mean(1),
    ]
    return torch.stack(columns, 1)
