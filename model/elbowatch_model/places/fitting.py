"""The fit: features of the normal images, codes of all of them, and the scores of each by codes fitted without it."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from .. import depth
from ..command import UserError
from ..scoring import SCORE_OUTPUTS
from .backbone import TapFeatures
from .categorical import Categorical
from .codes import codes_of
from .gaussian import trained
from .grid import Grid, Standard, dimensions_of, position_of, principal, standard_of
from .scores import PlaceScores

BATCH_BYTES = 1 << 21  # of pixels, taken together


@dataclass(frozen=True)
class Fit:
    """What was fitted to all images, and the terms of each image by what was fitted without its fold."""

    standard: Standard
    latent: nn.Module
    terms: dict  # {term: [N]} and {"features": [N, F]}, as scoring.score gives them


def batches(images):
    """Slices of images uint8 [N, C, H, W] of at most BATCH_BYTES each, at least one image."""
    size = max(1, BATCH_BYTES // max(1, images[0].size))
    return [slice(start, start + size) for start in range(0, len(images), size)]


def features_of(backbone, grid, images, mask=None):
    """float32 [N, C, h, w] of images uint8 [N, C, H, W]."""
    network = TapFeatures(backbone, mask).eval()
    _refuse_mixing(network, images[:2])
    found = torch.empty(len(images), grid.channels, grid.height, grid.width)
    with torch.no_grad(), tqdm(total=len(images), desc="features", unit="image", disable=None) as progress:
        for part in batches(images):
            batch = depth.tensor(np.array(images[part]))
            found[part] = grid(*network(batch))
            progress.update(len(batch))
    finite = torch.isfinite(found).flatten(1).all(1)
    if not finite.all():
        raise UserError(
            f"the backbone gives values that are not finite for {int((~finite).sum())} of {len(images)} images: a number"
            " overflows in it; check --mean and --deviation, or take another network"
        )
    return found


def _refuse_mixing(network, images):
    """Refuses a backbone whose features of an image depend on the other images of the batch."""
    both = depth.tensor(np.array(images))
    with torch.no_grad():
        for together, alone in zip(network(both), network(both[:1])):
            together, alone = together.nan_to_num(), alone.nan_to_num()  # refused with all images
            scale = float(together.abs().max())
            if together.shape[0] != len(both) or not torch.allclose(together[:1], alone, rtol=1e-3, atol=1e-4 * scale):
                raise UserError(
                    "features of an image depend on its batch mates: the backbone mixes them (a batch normalisation in"
                    " training mode, or a fixed batch size); export it after model.eval(), with dynamic_axes"
                )


def grid_of(backbone, options, size=None):
    return Grid(backbone.taps, options.pool, size)


def fit(features, images, folds, options, mask=None):
    """The Fit of features [N, C, h, w] of the images uint8 [N, C, H, W]; `folds` [N] numbers the fold of each."""
    numbers = np.unique(folds)
    if len(numbers) < 2:
        raise UserError("all images are of one group, so none can be left out; give images of more groups")
    with tqdm(total=len(numbers) + 1, desc="fit", unit="fit", disable=None) as progress:
        terms = {}
        for number in numbers:
            left_out = np.flatnonzero(folds == number)
            standard, latent = fitted(features[np.flatnonzero(folds != number)], options, mask)
            for name, values in terms_of(standard, latent, features, images, left_out, options, mask).items():
                terms.setdefault(name, np.empty((len(images), *values.shape[1:]), values.dtype))[left_out] = values
            progress.update()
        standard, latent = fitted(features, options, mask)
        progress.update()
    return Fit(standard, latent, terms)


def fitted(features, options, mask=None):
    """(standard, latent) of features [N, C, h, w]."""
    standard = _standard(features, options)
    counts = torch.from_numpy(mask.places(*features.shape[2:])) if mask else None
    with torch.no_grad():
        places = places_of(standard, features, counts)
    if options.latent == "gaussian":
        numbers = torch.arange(features.shape[2] * features.shape[3])
        numbers = numbers if counts is None else numbers[counts.flatten()]
        return standard, trained(places, numbers.repeat(len(features)), features.shape[2:], options)
    return standard, Categorical(codes_of(places, options, options.seed))


def _standard(features, options):
    dimensions = dimensions_of(features.shape[1], options)
    if options.latent == "gaussian":
        return principal(standard_of(features), features, dimensions, options.whitening_floor)
    position = position_of(*features.shape[2:], options.position_weight) if options.position else None
    if dimensions < features.shape[1]:
        return principal(standard_of(features), features, dimensions, position=position)
    return standard_of(features, position)


def places_of(standard, features, counts=None):
    """[N·h·w, D], without the places that `counts` [h, w] excludes."""
    parts = [standard(part).permute(0, 2, 3, 1) for part in features.split(16)]
    if counts is not None:
        return torch.cat([part[:, counts].flatten(0, 1) for part in parts])
    return torch.cat([part.flatten(0, 2) for part in parts])


def terms_of(standard, latent, features, images, chosen, options, mask=None):
    """{term: [n]} and {"features": [n, F]} of the images with these numbers, float32."""
    scores = PlaceScores(latent, images.shape[1:], features.shape[2:], options.box, options.beta, mask)
    found = []
    with torch.no_grad():
        for part in batches(images[chosen]):
            indices = chosen[part]
            image = depth.tensor(np.array(images[indices]))
            outputs = scores(image, standard(features[indices]))[: len(SCORE_OUTPUTS)]
            found.append([values.numpy() for values in outputs])
    return {name: np.concatenate([part[i] for part in found]) for i, name in enumerate(SCORE_OUTPUTS)}
