from dataclasses import replace

import numpy as np
import pytest
import torch

from elbowatch_model.places import fitting
from elbowatch_model.places.grid import position_of, standard_of
from elbowatch_model.places.shape import shaped
from places import OPTIONS

CENTRES = 16
WIDTHS = (0.05, 0.1, 0.2, 0.4)


def clusters(turn):
    """(float32 [40, 4, 4, 4], kinds [640]): around each kind the places vary by WIDTHS, in turned directions."""
    random = np.random.RandomState(3)
    directions = np.linalg.qr(random.normal(size=(4, 4)))[0] if turn else np.eye(4)
    centres = random.normal(0, 10, (CENTRES, 4))
    kinds = random.randint(CENTRES, size=(40, 4, 4))
    noise = (random.normal(size=(40, 4, 4, 4)) * WIDTHS) @ directions.T
    return torch.from_numpy((centres[kinds] + noise).transpose(0, 3, 1, 2)).float(), kinds.ravel()


def shaped_places(features, options, position=None):
    standard = standard_of(features, position)
    places = fitting.places_of(standard, features)
    return (standard, places, *shaped(standard, places, options))


def spread(places, kinds):
    """The deviation of places around their kind in the widest direction by that in the narrowest."""
    residual = np.concatenate([rows - rows.mean(0) for rows in (places.numpy()[kinds == k] for k in range(CENTRES))])
    values = np.linalg.eigvalsh(residual.T @ residual)
    return float(np.sqrt(values[-1] / values[0]))


@pytest.mark.parametrize("turn", [False, True])
def test_places_vary_more_alike_in_all_directions_around_their_kind(turn):
    options = replace(OPTIONS, shape=1.0, shape_codes=64)
    features, kinds = clusters(turn)
    _, before, _, after = shaped_places(features, options)
    _, _, _, half = shaped_places(features, replace(options, shape=0.5))
    assert spread(after, kinds) < spread(before, kinds) / 3
    assert spread(half, kinds) == pytest.approx((spread(before, kinds) * spread(after, kinds)) ** 0.5, rel=0.05)


def test_the_standard_gives_the_same_places_and_keeps_the_position_and_the_variance():
    features, _ = clusters(turn=True)
    _, before, standard, after = shaped_places(features, replace(OPTIONS, shape=0.5), position_of(4, 4, 5.0))
    assert standard.dimensions == 6 and standard.features == 4
    assert torch.allclose(fitting.places_of(standard, features), after, atol=1e-4)
    assert torch.equal(after[:, 4:], before[:, 4:])
    assert float(after[:, :4].var(0).sum()) == pytest.approx(float(before[:, :4].var(0).sum()), rel=1e-4)


def test_without_a_shape_and_for_identical_places_nothing_changes():
    features, _ = clusters(turn=True)
    _, before, _, after = shaped_places(features, replace(OPTIONS, shape=0.0))
    assert torch.equal(before, after)
    _, before, _, after = shaped_places(torch.ones(40, 4, 4, 4), OPTIONS)
    assert torch.equal(before, after)
