"""The graph that is exported: an image in, its ELBO terms (nats) and its features out. Nothing is random: z = μ."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from .features import features
from .loss import kl_divergence

TERMS = ("reconstruction_nll", "floor", "kl", "local")  # float32 [N] each
FEATURES = "features"  # float32 [N, F]: elbowatch_model/features.py
SCORED = (*TERMS, FEATURES)
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
        """image uint8 [N, C, H, W] → TERMS, FEATURES, then ON_REQUEST."""
        x = image.to(next(self.vae.parameters()).dtype) / 255  # [N, C, H, W] in 0..1
        mean, log_variance = self.vae.encode(x)
        logits = self.vae.decode(mean)
        nll = self.vae.likelihood.nll(logits, x)  # [N, C, H, W]
        floor = self.vae.likelihood.floor(x)  # [N, C, H, W]
        reconstruction = torch.sigmoid(logits)
        return (*self.scores(x, reconstruction, nll, floor, mean, log_variance), logits)

    def scores(self, x, reconstruction, nll, floor, mean, log_variance):
        """TERMS, FEATURES and the latents in one row, of [N, C, H, W] and latents [N, D] or [N, D, h, w]."""
        by_latent = kl_divergence(mean, log_variance)
        deviance = nll - floor
        # The deviance and not the nll, which would find grey places bad however well they are reconstructed.
        loss = deviance.sum(1, keepdim=True) + self.beta * self.spread(by_latent)  # [N, 1, H, W]
        kl = by_latent.flatten(1).sum(1)
        local = self.local(loss)
        return (
            total(nll),
            total(floor),
            kl,
            local,
            features(x, reconstruction, loss, total(deviance), kl, local, mean, self.image_shape[1]),
            mean.flatten(1),
            log_variance.flatten(1),
        )

    def local(self, loss):
        """How bad the worst place is: the mean loss of box × box windows that lie fully inside, maximum."""
        # Without padding count_include_pad changes nothing, but spares the exported graph two Pad nodes.
        rows = F.avg_pool2d(loss, (self.box, 1), stride=1, count_include_pad=False)
        windows = F.avg_pool2d(rows, (1, self.box), stride=1, count_include_pad=False)
        return windows.flatten(1).amax(1)  # of [N, H - box + 1, W - box + 1]

    def spread(self, kl):
        """The kl of every pixel, every latent's spread evenly over its pixels: [N, 1, H, W] or, where it is the same for all of an image, [N, 1, 1, 1]."""
        _, height, width = self.image_shape
        kl = kl.sum(1)  # [N] or [N, h, w]
        if kl.dim() == 1:
            return kl.reshape(-1, 1, 1, 1) / (height * width)
        spread = F.interpolate(kl[:, None], scale_factor=float(self.latent_pixels), mode="nearest")
        return spread / self.latent_pixels**2


def total(values):
    """[N, C, H, W] → [N], in stages: at 512x512 one single-precision sum of all is off by tens of nats."""
    return values.sum(-1).sum(-1).sum(-1)


def score(head, pixels, batch_size=500, progress=None):
    """{term: [N]} and {"features": [N, F]} of images uint8 [N, C, H, W], in the head's precision."""
    head = head.eval()
    place = next(head.parameters()).device
    batches = range(0, len(pixels), batch_size)
    found = []
    with torch.no_grad():
        for start in tqdm(batches, desc=progress, unit="batch", disable=progress is None):
            batch = torch.from_numpy(np.array(pixels[start : start + batch_size]))
            outputs = head(batch.to(place))[: len(SCORED)]
            found.append([o.cpu().numpy() for o in outputs])
    return {term: np.concatenate([batch[i] for batch in found]) for i, term in enumerate(SCORED)}


def derived_scores(terms, beta, mixture):
    """The scores that verdicts are made of, float64 [N] each; higher is more anomalous.

    They are rounded to single precision: nine digits in calibration.json are then each exactly, and images that are
    alike, such as blank ones, tie with those that calibrated.
    """
    t = {name: terms[name].astype(np.float64) for name in TERMS}
    scores = {
        "elbo": t["reconstruction_nll"] + beta * t["kl"],
        "reconstruction": t["reconstruction_nll"] - t["floor"],
        "kl": t["kl"],
        "local": t["local"],
        "density": mixture.density(terms[FEATURES]),
    }
    return {name: single(values) for name, values in scores.items()}


def single(values):
    """float64 as float32 has it."""
    return np.asarray(values, np.float32).astype(np.float64)
