"""The graph that is exported: an image in, its ELBO terms (nats) and its contrast out. Nothing is random: z = μ."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from .loss import kl_divergence

TERMS = ("reconstruction_nll", "floor", "kl", "local", "contrast")  # float32 [N] each
# float32 [N, D], [N, D], [N, C, H, W]. The reconstruction is sigmoid(logits), taken by whoever looks at it: in
# float32 it is 1 from a logit of 17 on, and of a 1 the nll cannot be told; nor has every image to pay for it.
ON_REQUEST = ("mean", "log_variance", "logits")


class ScoringHead(nn.Module):
    """A trained Vae with its scores. The scores of an image do not depend on its batch mates."""

    def __init__(self, vae, recipe):
        super().__init__()
        self.vae = vae
        self.beta = recipe.beta
        self.box = recipe.box
        self.image_shape = recipe.image_shape
        self.latent_pixels = 2**recipe.halvings  # side of the square that a place of the latent covers

    def forward(self, image):
        """image uint8 [N, C, H, W] → TERMS, then ON_REQUEST."""
        x = image.to(next(self.vae.parameters()).dtype) / 255  # [N, C, H, W] in 0..1
        mean, log_variance = self.vae.encode(x)
        logits = self.vae.decode(mean)
        nll = self.vae.likelihood.nll(logits, x)  # [N, C, H, W]
        floor = self.vae.likelihood.floor(x)  # [N, C, H, W]
        return (*self.terms(x, nll, floor, mean, log_variance), logits)

    def terms(self, x, nll, floor, mean, log_variance):
        """TERMS and the latents in one row, of [N, C, H, W] and latents [N, D] or [N, D, h, w]."""
        kl = kl_divergence(mean, log_variance)
        return (
            nll.flatten(1).sum(1),
            floor.flatten(1).sum(1),
            kl.flatten(1).sum(1),
            self.local((nll - floor).sum(1, keepdim=True), kl),
            contrast(x),
            mean.flatten(1),
            log_variance.flatten(1),
        )

    def local(self, deviance, kl):
        """How bad the worst place is: deviance [N, 1, H, W] plus β·kl, mean over box × box windows, maximum.

        The deviance (nll − floor) and not the nll, which would find grey places bad however well they are
        reconstructed. Every latent's kl is spread evenly over its pixels. Windows lie fully inside.
        """
        loss = deviance + self.beta * self.spread(kl)
        # Without padding count_include_pad changes nothing, but spares the exported graph two Pad nodes.
        rows = F.avg_pool2d(loss, (self.box, 1), stride=1, count_include_pad=False)
        windows = F.avg_pool2d(rows, (1, self.box), stride=1, count_include_pad=False)
        return windows.flatten(1).amax(1)  # of [N, H - box + 1, W - box + 1]

    def spread(self, kl):
        """The kl of every pixel, [N, 1, H, W] or, where it is the same for all of an image, [N, 1, 1, 1]."""
        _, height, width = self.image_shape
        kl = kl.sum(1)  # [N] or [N, h, w]
        if kl.dim() == 1:
            return kl.reshape(-1, 1, 1, 1) / (height * width)
        spread = F.interpolate(kl[:, None], scale_factor=float(self.latent_pixels), mode="nearest")
        return spread / self.latent_pixels**2


def contrast(x):
    """The brightness step between neighbouring pixels, mean weighted by itself: Σd²/Σ|d|; [N, C, H, W] in 0..1 → [N].

    What no likelihood sees: a covered lens has no steps, whatever its level; a blurred one has small ones.
    """
    across = (x[:, :, :, 1:] - x[:, :, :, :-1]).flatten(1)
    down = (x[:, :, 1:, :] - x[:, :, :-1, :]).flatten(1)
    squares = (across * across).sum(1) + (down * down).sum(1)
    return squares / (across.abs().sum(1) + down.abs().sum(1) + 1e-6)  # 1e-6: 0/0 of a constant image becomes 0


def score(head, pixels, batch_size=500, progress=None):
    """The terms of images uint8 [N, C, H, W], as {term: [N]} in the head's precision."""
    head = head.eval()
    place = next(head.parameters()).device
    batches = range(0, len(pixels), batch_size)
    found = []
    with torch.no_grad():
        for start in tqdm(batches, desc=progress, unit="batch", disable=progress is None):
            batch = torch.from_numpy(np.array(pixels[start : start + batch_size]))
            outputs = head(batch.to(place))[: len(TERMS)]
            found.append([o.cpu().numpy() for o in outputs])
    return {term: np.concatenate([batch[i] for batch in found]) for i, term in enumerate(TERMS)}


def derived_scores(terms, beta):
    """The scores that verdicts are made of, float64 [N] each; higher is more anomalous, of contrast lower too."""
    t = {name: values.astype(np.float64) for name, values in terms.items()}
    return {
        "elbo": t["reconstruction_nll"] + beta * t["kl"],
        "reconstruction": t["reconstruction_nll"] - t["floor"],
        "kl": t["kl"],
        "local": t["local"],
        "contrast": t["contrast"],
    }
