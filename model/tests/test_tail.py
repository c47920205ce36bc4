import numpy as np
import pytest

from elbowatch_model import tail
from elbowatch_model.calibration import calibration_json, check_count
from elbowatch_model.command import UserError


def pareto(count, shape, scale=2.0):
    """Quantiles, so that nothing is random."""
    p = (np.arange(1, count + 1) - 0.5) / count
    return scale * (-np.log1p(-p) if shape == 0 else ((1 - p) ** -shape - 1) / shape)


@pytest.mark.parametrize("shape", [0, 0.1, 0.3])
def test_the_fit_of_a_generalised_pareto_tail_is_its_own(shape):
    scores = pareto(50_000, shape)
    found, _ = tail.fit(scores)
    assert found.excesses == 5_000 and found.fit > 0.9
    assert np.isclose(found.shape, shape, atol=0.02)
    true = 10_000 ** -1.0
    score = 2 * np.log(1e4) if shape == 0 else 2 * (true**-shape - 1) / shape
    assert np.isclose(np.log10(found.p(score, 50_000)), -4, atol=0.05)


def test_a_tail_with_an_end_is_taken_for_an_exponential_one():
    found, _ = tail.fit(np.linspace(0, 1, 1_000))
    assert found.shape == 0 and 0 < found.p(50.0, 1_000) < 1e-100


def test_what_is_not_sane_is_refused_with_its_reason():
    assert "shape is" in tail.fit(pareto(2_000, 1.5))[1]
    assert "9 scores lie above" in tail.fit(np.arange(99.0))[1]
    assert "0 scores lie above" in tail.fit(np.ones(500))[1]
    steps = np.concatenate([np.arange(900.0), np.repeat([2_000.0, 2_001], 50)])
    assert "does not fit" in tail.fit(steps)[1]


def test_an_alpha_out_of_reach_needs_the_option_and_is_limited():
    check_count(200, 0.0001, extrapolate=True)
    for alpha, extrapolate in ((0.0001, False), (0.00001, True)):
        with pytest.raises(UserError, match="out of reach"):
            check_count(200, alpha, extrapolate)


def test_tails_are_written_only_when_asked_for():
    from test_calibration import terms

    assert "tails" not in calibration_json({}, [], 0.1, terms(300), 1.0)
    content = calibration_json({}, [], 0.1, terms(300), 1.0, extrapolate=True)
    assert set(content["tails"]["local"]) == {"threshold", "excesses", "shape", "scale", "fit"}


def test_java_fits_the_same():
    """TailTest.java expects the same numbers."""
    found, _ = tail.fit(pareto(1_000, 0.2) + np.sin(np.arange(1_000)))
    expected = [6.006248956787123, 100, 0.21849763143544854, 2.9942581802844606, 0.9921749024705745]
    assert np.allclose(list(found.to_json().values()), expected, rtol=1e-9)
    assert np.isclose(found.p(50.0, 1_000), 0.0001388964382022465, rtol=1e-9)
