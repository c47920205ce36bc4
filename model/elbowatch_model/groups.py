"""A calibration for each source (Mondrian conformal prediction): an image is compared with images of its own source.

All groups share the mixture and the folds of the pooled calibration. So a score means the same for every source, and
only the images that it is ranked among differ. Derivation: docs/decisions/0038-groups.md.
"""

import numpy as np

from . import joined
from .command import UserError

LEAST_IMAGES = 20  # as of a whole calibration
SCORES = ("elbo", "reconstruction", "kl", "local", "density")


def positions(sources):
    """([N] position of each image among those of its source, [N] how many these are).

    Folds that follow them leave out a part of each source, and never a whole source: a mixture without a source finds
    its images more unusual than the mixture of all images finds further ones. Images without a source and those of
    sources with few images count as one source.
    """
    sizes = sizes_of(sources)
    own = [name if sizes.get(name, 0) >= LEAST_IMAGES else None for name in sources]
    position, seen = np.empty(len(own), int), {}
    for i, name in enumerate(own):
        position[i] = seen.get(name, 0)
        seen[name] = position[i] + 1
    return position, np.array([seen[name] for name in own])


def sizes_of(sources):
    """{source: images}, in the order in which they appear."""
    sizes = {}
    for name in sources:
        if name is not None:
            sizes[name] = sizes.get(name, 0) + 1
    return sizes


def groups_json(sources, scores, named=()):
    """`groups` of calibration.json. `scores` {name: [N]} in the order of the images, without `default`."""
    found = []
    for name in dict.fromkeys(sources):
        own = np.array([source == name for source in sources])
        if name is None:
            found.append({"name": named[0]["name"] if named else "", "images": int(own.sum())})
            continue
        found.append({"name": name, "images": int(own.sum())})
        if found[-1]["images"] >= LEAST_IMAGES:
            ascending = {score: np.sort(values[own]) for score, values in scores.items()}
            ascending["default"] = joined.shares(scores["local"][own], scores["density"][own])
            found[-1]["scores"] = ascending
    return found


def read(content):
    """{source: scores} of a calibration.json, as Java reads it; refuses what Java refuses."""
    found, images = {}, 0
    for group in content.get("groups") or []:
        scores = group.get("scores")
        if scores is None:
            continue
        name = group.get("name")
        if not name or not name.strip():
            raise UserError("a group with scores has no name")
        _check(name, group.get("images"), scores)
        if name in found:
            raise UserError(f"two groups are named '{name}'")
        found[name] = {score: np.asarray(values) for score, values in scores.items()}
        images += group["images"]
    if found and len(content["scores"]["density"]) != content["images"]:
        raise UserError("groups with scores need a density of every image, as this release writes")
    if images > content["images"]:
        raise UserError(f"the groups have {images} images, and all together {content['images']}")
    return found


def _check(name, images, scores):
    for score in scores:
        if score not in (*SCORES, "default"):
            raise UserError(f"group '{name}': unknown score '{score}'")
    for score in (*SCORES, "default"):
        values = np.asarray(scores.get(score, ()), np.float64)
        if not len(values):
            raise UserError(f"group '{name}': no calibration scores of '{score}'")
        if len(values) != images:
            raise UserError(f"group '{name}': images is {images}, but '{score}' has {len(values)} scores")
        if not np.isfinite(values).all() or (np.diff(values) < 0).any():
            raise UserError(f"group '{name}': the scores of '{score}' must be finite and ascend")


def scores_of(content, source, alpha):
    """The scores that judge a source's images at α: those of its group if they are enough, else the pooled ones."""
    own = read(content).get(source)
    return own if own is not None and supports(len(own["local"]), alpha) else content["scores"]


def supports(images, alpha):
    """Whether a group of so many images judges at this α, by a one-sided score or by `default`."""
    return images >= LEAST_IMAGES and 1 / (images + 1) <= alpha
