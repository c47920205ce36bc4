"""A model as pictures need it: it reconstructs images and decodes any z."""

from dataclasses import dataclass

import numpy as np
import onnx
import torch
from torch.nn import functional as F

from .. import checkpoint, vae
from ..bundle import files
from ..bundle.scorer import scorer_of
from ..command import UserError
from ..loss import Bernoulli, ContinuousBernoulli, kl_divergence
from ..scoring import ScoringHead
from .decoder import graph_decoder

BATCH_SIZE = 250  # images
BERNOULLIS = {"bernoulli": Bernoulli(), "continuous-bernoulli": ContinuousBernoulli()}


@dataclass(frozen=True)
class ModelView:
    """A bundle, or a checkpoint that is not exported yet and therefore not calibrated."""

    recipe: object
    head: object  # ScoringHead or Interpreter: images uint8 [N, C, H, W] → terms, features, latents, logits
    decoder: object  # z float32 [N, *decoded_shape] → logits [N, C, H, W], or None
    decoded_shape: tuple  # (D,) or (D, h, w), as the decoder takes it
    latent_shape: tuple  # (D, h, w)
    likelihood: dict  # as in the manifest
    calibrated: tuple = None  # (sorted scores, mixture)
    alpha: float = None
    history: tuple = ()

    def decode(self, z):
        """The mean of every pixel, in 0..1: [N, C, H, W]."""
        with torch.no_grad():
            return self._mean(self.decoder(torch.from_numpy(z))).clamp(0, 1).numpy()

    def reconstruct(self, pixels):
        """Reconstructions [N, C, H, W] in 0..1, and the loss [N, H, W] that `local` averages."""
        found = []
        with torch.no_grad():
            for start in range(0, len(pixels), BATCH_SIZE):
                image = torch.from_numpy(np.array(pixels[start : start + BATCH_SIZE]))
                *_, mean, log_variance, logits = self.head(image)
                kl = self._kl_map(mean, log_variance)
                loss = self._deviance(logits, image / 255).sum(1) + self.recipe.beta * kl
                found.append((self._mean(logits).clamp(0, 1).numpy(), loss.numpy()))
        return tuple(np.concatenate(part) for part in zip(*found))

    def _mean(self, logits):
        if self.likelihood.get("mean") == "identity":
            return logits
        return BERNOULLIS.get(self.likelihood["type"], Bernoulli()).mean(logits)

    def _deviance(self, logits, x):
        """nll − floor at every pixel. A Gaussian's floor is its constant, which cancels."""
        bernoulli = BERNOULLIS.get(self.likelihood["type"])
        if bernoulli:
            return bernoulli.nll(logits, x) - bernoulli.floor(x)
        return 0.5 * ((x - self._mean(logits)) / self.likelihood["sigma"]) ** 2

    def _kl_map(self, mean, log_variance):
        """The kl of every pixel; the kl of a place is distributed evenly over its pixels: [N, H, W]."""
        _, rows, columns = self.latent_shape
        _, height, width = self.recipe.image_shape
        by_place = kl_divergence(mean, log_variance).reshape(-1, *self.latent_shape).sum(1, keepdim=True)
        pixels_per_place = height * width / (rows * columns)
        return F.interpolate(by_place, size=(height, width), mode="nearest")[:, 0] / pixels_per_place


def worst_window(loss, box):
    """First row and column of the window with the largest mean loss [H, W], and that mean."""
    means = F.avg_pool2d(torch.from_numpy(loss)[None, None], box, stride=1)[0, 0]
    row, column = divmod(int(means.argmax()), means.shape[1])
    return row, column, float(means.max())


def load_view(name):
    """The view of the bundle with that name or, if there is none yet, of the checkpoint."""
    folder, path = files.bundle_folder(name), checkpoint.checkpoint_path(name)
    if (folder / "manifest.json").exists():
        return view_of_bundle(name)
    if path.exists():
        trained = checkpoint.load(name)
        return view_of_vae(trained.vae, trained.recipe, history=trained.history)
    raise UserError(f"no bundle at {folder} and no checkpoint at {path}; model/make_bundle.py makes both")


def view_of_vae(network, recipe, **more):
    kind = {"type": recipe.likelihood}
    if recipe.likelihood == "gaussian":
        kind["sigma"] = network.likelihood.sigma
    shape = vae.latent_shape(recipe)
    decoded = shape if recipe.network == "conv" else shape[:1]
    return ModelView(
        recipe, ScoringHead(network, recipe).eval(), network.decode, decoded, shape, kind, **more
    )


def view_of_bundle(name):
    folder = files.bundle_folder(name)
    manifest = files.read_json(folder / "manifest.json")
    head, recipe = scorer_of(name)
    known = {}
    if (folder / "calibration.json").exists():
        alpha = files.read_json(folder / "calibration.json")["alpha"]
        known = {"calibrated": files.calibration_of(name), "alpha": alpha}
    if isinstance(head, ScoringHead):
        return view_of_vae(head.vae, recipe, history=checkpoint.load(name).history, **known)
    decoder = graph_decoder(onnx.load(str(folder / manifest["model"]["file"])), recipe.image_shape)
    shape = tuple(manifest["latent"][key] for key in ("channels", "height", "width"))
    decoded = decoder.latent_shape if decoder else None
    return ModelView(recipe, head, decoder, decoded, shape, manifest["likelihood"], **known)
