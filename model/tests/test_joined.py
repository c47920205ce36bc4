import numpy as np
import pytest

from elbowatch_model import joined

SHAPES = ("independent", "correlated", "equal", "heavy")
TESTED = 5  # images against each calibration


def draw(random, shape, size):
    """Two scores of normal images, [*size, 2]."""
    z = random.standard_normal((*size, 2))
    if shape == "correlated":
        z[..., 1] = 0.8 * z[..., 0] + 0.6 * z[..., 1]
    if shape == "equal":
        z[..., 1] = z[..., 0]
    if shape == "heavy":
        z[..., 0], z[..., 1] = z[..., 0] ** 3, np.exp(z[..., 1])
    return z


def calibrated(local, density):
    return {"local": np.sort(local), "density": np.sort(density), "default": joined.shares(local, density)}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("images, times", [(20, 4_000), (50, 4_000), (100, 3_000), (999, 1_000)])
def test_p_is_uniform_for_independent_and_for_correlated_scores(shape, images, times):
    """Also at 1/(n + 1), the smallest. Images against one calibration are not independent, hence 5 deviations."""
    random = np.random.RandomState(17 + images)
    found = []
    for _ in range(times):
        known, fresh = draw(random, shape, (images,)), draw(random, shape, (TESTED,))
        found.append(joined.p_values(calibrated(*known.T), *fresh.T))
    found = np.array(found)
    for alarms in (1, 2, 3, 5, images // 10):
        alpha = alarms / (images + 1)
        rate, deviation = np.mean(found <= alpha + 1e-12), np.sqrt(alpha * (1 - alpha) / found.size)
        assert abs(rate - alpha) < 5 * deviation, (shape, images, alarms)


def naive_p(known, fresh):
    """By the definition: the image is one of n + 1, whose places and leads are counted afresh."""
    everything = np.concatenate([fresh[None], known])
    numbers = np.empty((len(everything), 2))
    for j in (0, 1):
        scores = everything[:, j]
        place = (scores[None] >= scores[:, None]).sum(1)
        numbers[:, j] = 2 * place - 1 + j
        order = np.sort(scores)[::-1]
        first = scores.argmax()
        if order[0] > order[1]:
            lead = (order[0] - order[1]) / joined.unit(np.sort(np.delete(scores, first)))
            numbers[first, j] = 2 - lead / (1 + lead)
    smallest = numbers.min(1)
    return np.mean(smallest <= smallest[0])


@pytest.mark.parametrize("shape", SHAPES)
def test_p_is_that_of_the_definition(shape):
    random = np.random.RandomState(5)
    for _ in range(300):
        known = draw(random, shape, (30,))
        fresh = known[random.randint(30)] + random.choice([0.2, 1, 5], 2) * random.standard_normal(2)
        p = joined.p_values(calibrated(*known.T), *fresh[:, None])[0]
        # The lead of the other score's first image leaves this image out: that alone may decide another first place.
        assert np.isclose(p, naive_p(known, fresh)) or max(p, naive_p(known, fresh)) < 2.5 / 31


def test_an_image_far_beyond_all_in_either_score_has_the_smallest_p():
    calibration = calibrated(np.arange(99.0), np.arange(99.0) ** 2)
    far = joined.p_values(calibration, np.array([1e6, 5, 1e6]), np.array([5, 1e9, 1e9]))
    assert np.allclose(far, 1 / 100)


def test_p_never_rises_with_a_score():
    random = np.random.RandomState(3)
    calibration = calibrated(*draw(random, "heavy", (50,)).T)
    levels = np.sort(random.standard_normal(200)) ** 3
    levels.sort()
    for other in (-1, 0.5, 3, 40):
        same = np.full(200, other)
        assert (np.diff(joined.p_values(calibration, levels, same)) <= 0).all()
        assert (np.diff(joined.p_values(calibration, same, levels)) <= 0).all()


def test_equal_scores_are_no_reason_to_report():
    calibration = calibrated(np.ones(50), np.ones(50))
    assert joined.p_values(calibration, np.ones(1), np.ones(1)) == 1
