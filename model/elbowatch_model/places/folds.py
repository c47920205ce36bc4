"""Which images are left out together, so that no image is scored by codes that were fitted to one like it."""

import re

import numpy as np

from ..groups import positions

MIN_GROUPS = 5  # fewer names in common say nothing about what images show


def groups_of_names(names):
    """([N] group numbers, how they were found). A group is the part of the name before the first dash or underscore."""
    heads = [re.split(r"[-_]", name, maxsplit=1)[0] for name in names]
    distinct = list(dict.fromkeys(heads))
    if not MIN_GROUPS <= len(distinct) < len(names):
        return np.arange(len(names)), "each image by itself"
    return np.array([distinct.index(head) for head in heads]), f"{len(distinct)} groups by the beginning of the names"


def folds_of(groups, count, sources=None):
    """[N] fold numbers below `count`; a group is in one fold. `groups` [N] numbers the group of each image.

    With `sources` [N], names or None, the groups of each source are spread over all folds.
    """
    fold, n = np.empty(len(groups), int), len(groups)
    position, size = (np.arange(n), np.full(n, n)) if sources is None else positions(sources)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        middle = members[len(members) // 2]
        fold[members] = position[middle] * count // size[middle]
    return fold
