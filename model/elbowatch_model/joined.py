"""The p-value of `default`, which joins `local` and `density`: either may report, and neither costs the other's share.

Every image has one number: the better of its two places, counted from the most anomalous of n + 1 images, where the
places of the two scores take turns: 1, 3, 5 … are those of `local`, and 2, 4, 6 … those of `density`. The number treats
the n calibration images and a further one alike, so that its rank among the n + 1 is an exact p-value (Vovk et al.
2005, full conformal prediction). The first place of each score is decided by how far it is ahead of the second one, so
that an image far beyond all others in either score has the smallest p-value, 1/(n + 1).
Derivation: docs/decisions/0033-few-images.md.
"""

import numpy as np

LEAST_TAIL = 5  # scores that the unit of a lead is taken from, at least
TAIL_SHARE = 10  # of 10 scores one belongs to the tail
LEAST_UNIT = 1e-6  # of the size of the scores: the unit of equal scores


def places(sorted_scores, scores):
    """1 + #{calibration ≥ score}: the place of a further image, the most anomalous first."""
    return 1 + len(sorted_scores) - np.searchsorted(sorted_scores, scores, side="left")


def turns(local, density):
    """The better of two places, of which those of `local` come first in each turn."""
    return np.minimum(2 * local - 1, 2 * density)


def shares(local, density):
    """`default` of calibration.json, ascending: turns/2n of the calibration images, [n]."""
    found = [places(np.sort(scores), scores) - 1 for scores in (local, density)]  # an image counts itself
    return np.sort(turns(*found)) / (2 * len(local))


def unit(ascending):
    """The mean excess of the highest tenth over the next lower score; positive."""
    count = min(max(LEAST_TAIL, len(ascending) // TAIL_SHARE), len(ascending) - 1)
    threshold = ascending[-count - 1]
    return max(float(np.mean(ascending[-count:] - threshold)), LEAST_UNIT * max(1.0, abs(float(ascending[-1]))))


def p_values(sorted_scores, local, density):
    """p of `default` for images with these scores, [N]."""
    sorted_local, sorted_density = (np.asarray(sorted_scores[name]) for name in ("local", "density"))
    n = len(sorted_local)
    numbers = np.rint(2 * n * np.asarray(sorted_scores["default"]))
    found = turns(places(sorted_local, local), places(sorted_density, density))
    before = np.searchsorted(numbers, found, side="left")
    first = local > sorted_local[-1], density > sorted_density[-1]
    alone = first[0] != first[1]
    ahead = np.where(
        first[0],
        lead(sorted_local, local) > lead_of_first(sorted_density),
        lead(sorted_density, density) > lead_of_first(sorted_local),
    )
    before = np.where(alone, np.where(ahead, 0, 1), before)
    return (1 + before) / (n + 1)


def lead(ascending, scores):
    """How far scores are ahead of all calibration scores, in units of the tail."""
    return (scores - ascending[-1]) / unit(ascending)


def lead_of_first(ascending):
    """How far the highest calibration score is ahead of the other ones, in units of their tail."""
    return (ascending[-1] - ascending[-2]) / unit(ascending[:-1])
