import numpy as np

from elbowatch_model.evaluation import coverage
from elbowatch_model.scoring import FEATURES


def test_a_split_wastes_half_of_the_images():
    terms = coverage.simulated(400)
    known, far = coverage.part(terms, np.arange(20)), coverage.part(terms, np.arange(20, 22))
    far["local"] += np.float32(1e3)
    assert np.allclose(coverage.cross_fitted_p(known, far, 1.0), 1 / 21)
    assert (coverage.split_p(known, far, 1.0) >= 1 / 11 - 1e-9).all()


def test_false_alarms_of_few_images_do_not_exceed_alpha():
    """50 calibrations: the interval allows for chance. `local` depends on the features."""
    (rate, _), = coverage.rates(coverage.simulated(3_000), 1.0, 30, [0.1], times=50).values()
    assert 0.02 < rate.mean < 0.1 + 2 * rate.half_width


def test_parts_keep_terms_together():
    terms = coverage.simulated(50)
    taken = coverage.part(terms, [7, 3])
    assert np.array_equal(taken[FEATURES], terms[FEATURES][[7, 3]]) and taken["local"][1] == terms["local"][3]
