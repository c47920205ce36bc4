"""The exported graph: an image in, its ELBO terms (nats) and its features out. Nothing is random: z = μ."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from . import depth
from .features import features
from .loss import kl_divergence
from .mask import Mask, constant
from .reductions import column_sums, highest, row_sums, total

TERMS = ("reconstruction_nll", "floor", "kl", "local")  # float32 [N] each
FEATURES = "features"  # float32 [N, F]: see features.py
SCORE_OUTPUTS = (*TERMS, FEATURES)
# float32 [N, D], [N, D], [N, C, H, W], computed only when requested. Whoever displays the reconstruction
# takes the mean of the likelihood, mostly sigmoid(logits): in float32 it is 1 for logits above 17, and a nll
# cannot be computed from a 1.
# Scoring does not need it, so not every image pays for it.
DETAIL_OUTPUTS = ("mean", "log_variance", "logits")
BATCH_BYTES = 1 << 21  # of pixels scored together: the activations of a network are some hundred times as many
AT_ONCE = 7  # the side of a window up to which ONNX Runtime pools faster in one step than in two
NEVER_THE_WORST = -1e30  # nats a pixel; finite, because 0·∞ is not a number


@dataclass(frozen=True)
class Worst:
    """The highest mean loss of a window, a row and a column of an image, nats a pixel [N, 1] each."""

    window: torch.Tensor
    row: torch.Tensor
    column: torch.Tensor

    def plus(self, loss):
        """With another loss [N, 1] at every pixel."""
        return Worst(self.window + loss, self.row + loss, self.column + loss)


@dataclass(frozen=True)
class ScoreFormula:
    """How the terms and features of an image follow from its nll and latents, for any network or graph."""

    beta: float
    box: int  # side of the window of `local`, pixels
    image_shape: tuple  # (C, H, W)
    latent_pixels: int  # side of the square of pixels that one place of a spatial latent stands for
    mask: Optional[Mask] = None  # excluded pixels have no loss; x is filled already

    @staticmethod
    def of(recipe):
        return ScoreFormula(recipe.beta, recipe.box, recipe.image_shape, 2**recipe.halvings, recipe.mask)

    def outputs(self, levels, whole, x, reconstruction, nll, floor, mean, log_variance):
        """TERMS, FEATURES and the flat latents, from [N, C, H, W] and latents [N, D] or [N, D, h, w].

        `levels` are the image in 0..255, all of them `whole` numbers or not, x and its reconstruction in 0..1.
        """
        by_latent = kl_divergence(mean, log_variance)
        residual = x - reconstruction
        if self.mask:
            counts = self.mask.like(x, self.mask.counts)  # [H, W]
            nll, floor, residual = nll * counts, floor * counts, residual * counts
            by_latent = self.of_counted_places(by_latent)
        deviance = nll - floor
        kl = by_latent.flatten(1).sum(1, keepdim=True)
        worst = self.worst(deviance, by_latent)
        found = features(levels, whole, residual, total(deviance), kl, worst, mean)
        terms = total(nll), total(floor), kl, worst.window
        return (*(term.reshape(-1) for term in terms), found, mean.flatten(1), log_variance.flatten(1))

    def worst(self, deviance, by_latent):
        """The Worst of deviance + β·kl: the deviance, because the nll of grey places is high even if they are
        reconstructed perfectly."""
        _, height, width = self.image_shape
        loss = deviance.sum(1, keepdim=True) if self.image_shape[0] > 1 else deviance  # [N, 1, H, W]
        everywhere = by_latent.dim() == 2 and not self.mask  # all pixels have the same kl
        if not everywhere:
            loss = self.with_kl(loss, by_latent)
        rows, columns = row_sums(loss).amax(2), column_sums(loss).amax(2)
        found = Worst(highest(self.windows(loss)), rows / width, columns / height)
        return found.plus(self.beta / (height * width) * by_latent.sum(1, keepdim=True)) if everywhere else found

    def with_kl(self, loss, by_latent):
        """The loss [N, 1, H, W] with β·kl of every pixel that counts."""
        _, height, width = self.image_shape
        if self.mask:
            return loss + self.beta * self.kl_map(by_latent) * self.mask.like(loss, self.mask.counts)
        # A product repeats the columns, and the sum repeats the rows: one pass over the pixels.
        side, (rows, columns) = self.latent_pixels, by_latent.shape[2:]
        repeated = np.kron(np.eye(int(columns)), np.ones(side)) * (self.beta / side**2)  # [w, W]
        by_row = torch.matmul(by_latent.sum(1), constant(repeated, loss))  # [N, h, W]
        blocks = loss.reshape(-1, int(rows), side, width) + by_row[:, :, None]
        return blocks.reshape(-1, 1, height, width)

    def local(self, loss):
        """The mean loss of the worst window: the maximum over all box × box windows inside the image, [N]."""
        return highest(self.windows(loss)).reshape(-1)

    def windows(self, loss):
        """The mean loss of every window that counts, [N, 1, H - box + 1, W - box + 1]."""
        # Without padding count_include_pad changes nothing, but spares the exported graph two Pad nodes.
        side, windows = self.box, loss
        for shape in [(side, side)] if side <= AT_ONCE else [(side, 1), (1, side)]:
            windows = F.avg_pool2d(windows, shape, stride=1, count_include_pad=False)
        if self.mask:
            windows = windows + constant(~self.mask.windows(self.box) * NEVER_THE_WORST, windows)
        return windows

    def of_counted_places(self, by_latent):
        """The values of a latent [N, D] or [N, D, h, w] with 0 at the places that are excluded wholly."""
        if by_latent.dim() == 2:
            return by_latent
        return by_latent * self.mask.like(by_latent, self.mask.places(*by_latent.shape[2:]))

    def kl_map(self, kl):
        """The kl of every pixel; the kl of a latent is distributed evenly over the pixels that it stands for.

        [N, 1, H, W] or, if all pixels of an image have the same kl, [N, 1, 1, 1].
        """
        _, height, width = self.image_shape
        kl = kl.sum(1)  # [N] or [N, h, w]
        if kl.dim() == 1:
            return kl.reshape(-1, 1, 1, 1) / (height * width)
        enlarged = F.interpolate(kl[:, None], scale_factor=float(self.latent_pixels), mode="nearest")
        return enlarged / self.latent_pixels**2


class ScoringHead(nn.Module):
    """A trained Vae with its scores. The scores of an image do not depend on its batch mates."""

    def __init__(self, vae, recipe):
        super().__init__()
        self.vae = vae
        self.formula = ScoreFormula.of(recipe)

    def forward(self, image):
        """image uint8 or, of 16 bits, int16 [N, C, H, W] → TERMS, FEATURES, then DETAIL_OUTPUTS."""
        x = depth.levels(image, next(self.vae.parameters()).dtype)
        if self.formula.mask:
            x = self.formula.mask.fill_levels(x)
        levels, x = x, x / 255  # [N, C, H, W] in 0..255 and in 0..1
        mean, log_variance = self.vae.encode(x)
        logits = self.vae.decode(mean)
        nll = self.vae.likelihood.nll(logits, x)  # [N, C, H, W]
        likelihood, whole = self.vae.likelihood, image.dtype == torch.uint8
        floor = likelihood.floor_of_levels(levels) if whole else likelihood.floor(x)  # [N, C, H, W]
        reconstruction = self.vae.likelihood.mean(logits)
        return (*self.formula.outputs(levels, whole, x, reconstruction, nll, floor, mean, log_variance), logits)


def score(head, pixels, batch_size=500, progress=None):
    """{term: [N]} and {"features": [N, F]} of images uint8 or uint16 [N, C, H, W], in the head's precision."""
    batch_size = min(batch_size, max(1, BATCH_BYTES // pixels[0].size))
    head = head.eval()
    device = next(head.parameters()).device
    batches = range(0, len(pixels), batch_size)
    found = []
    with torch.no_grad():
        for start in tqdm(batches, desc=progress, unit="batch", disable=None if progress else True):
            batch = depth.tensor(np.array(pixels[start : start + batch_size]))
            outputs = head(batch.to(device))[: len(SCORE_OUTPUTS)]
            found.append([o.cpu().numpy() for o in outputs])
    return {name: np.concatenate([batch[i] for batch in found]) for i, name in enumerate(SCORE_OUTPUTS)}


def derived_scores(terms, beta, mixture):
    """The scores that decide, float64 [N] each; higher is more anomalous.

    They are rounded to single precision. Nine digits in calibration.json then represent them exactly, and
    equal images, such as blank ones, tie with the same images in the calibration set.
    """
    t = {name: terms[name].astype(np.float64) for name in TERMS}
    scores = {
        "elbo": t["reconstruction_nll"] + beta * t["kl"],
        "reconstruction": t["reconstruction_nll"] - t["floor"],
        "kl": t["kl"],
        "local": t["local"],
        "density": mixture.density(terms[FEATURES]),
    }
    return {name: rounded_to_single(values) for name, values in scores.items()}


def rounded_to_single(values):
    """The nearest float32 values, as float64."""
    return np.asarray(values, np.float32).astype(np.float64)
