"""The choice between latents that --choose makes from synthetic faults, to be compared with real defects."""

from dataclasses import replace

from ...bundle.files import read_json
from ...places import choosing, folds
from .measure import FOLDER

BOX = 3  # that of the measured methods


def path_of(name):
    """The file of a set's choice."""
    return FOLDER / f"{name}-choice.json"


def written(names):
    """{set: its choice} of those that have a file."""
    return {name: read_json(path_of(name)) for name in names if path_of(name).exists()}


def measure(photos, features, options, seed):
    """{method: {"auroc": the mean over the kinds of faults, "kinds": {kind: AUROC}}}; `options` is {method: options}.

    The training images alone are used, as --choose uses them.
    """
    tried = list(options.values())
    numbers = folds.folds_of(photos.groups, tried[0].folds)
    base = replace(features.options, seed=seed)
    normal = features.of(photos.train)
    found = choosing.choose(normal, photos.train, numbers, features.network, features.grid, base, tried)
    by_options = {c.options: c for c in found if c.options.box == BOX}
    chosen = {key: by_options[replace(value, box=BOX)] for key, value in options.items()}
    return {key: {"auroc": c.mean, "kinds": c.aurocs} for key, c in chosen.items()}
