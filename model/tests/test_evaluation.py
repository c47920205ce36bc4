import numpy as np
import pytest

from elbowatch_model.evaluation import faults, statistics


def test_auroc_of_known_cases():
    assert statistics.auroc(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1
    assert statistics.auroc(np.array([3.0, 4.0]), np.array([1.0, 2.0])) == 0
    assert statistics.auroc(np.array([1.0, 1.0]), np.array([1.0])) == 0.5
    assert statistics.auroc(np.array([1.0, 3.0]), np.array([2.0, 3.0])) == 0.625


def test_average_precision_of_known_cases():
    assert statistics.average_precision(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1
    assert statistics.average_precision(np.array([1.0, 1.0]), np.array([1.0])) == 0.5
    # At 4: one of two detected, no false alarm. At 2: both detected, and one of two normal images.
    assert np.isclose(
        statistics.average_precision(np.array([3.0, 1.0]), np.array([2.0, 4.0])), (1 + 2 / 3) / 2
    )


def test_detection_rate_counts_what_exceeds_the_threshold():
    normal = np.arange(100.0)
    assert statistics.detection_rate(normal, np.array([99.0, 98.5, 98.0, 50.0]), 0.01) == 0.5


def test_bootstrap_holds_the_statistic_and_narrows_with_more_images():
    random = np.random.RandomState(3)
    widths = []
    for count in (50, 5000):
        normal, anomalous = random.standard_normal(count), 1 + random.standard_normal(count)
        low, high = statistics.bootstrap(statistics.auroc, [normal], [anomalous])
        assert low < statistics.auroc(normal, anomalous) < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 5


def test_uniform_values_are_found_uniform_and_others_not():
    p = (np.arange(1000) + 0.5) / 1000
    distance, critical = statistics.uniformity(p, 1000)
    assert np.isclose(distance, 0.0005) and np.isclose(critical, 0.0607, atol=1e-4)
    assert statistics.uniformity(p**2, 1000)[0] > critical


def test_binomial_band_holds_95_of_100():
    low, high = statistics.binomial_band(10_000, 0.01)
    assert (low, high) == (0.0081, 0.012)  # qbinom(c(.025, .975), 10000, .01) of R
    drawn = np.random.RandomState(1).binomial(10_000, 0.01, 100_000) / 10_000
    assert 0.95 <= np.mean((low <= drawn) & (drawn <= high)) < 0.965


def test_band_of_a_calibrated_rate_is_wider_and_nears_the_binomial_one():
    narrow, wide = statistics.binomial_band(2_000, 0.05), statistics.conformal_band(2_000, 0.05, 999)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert np.allclose(statistics.conformal_band(2_000, 0.05, 9_999_999), narrow, atol=1e-3)
    random = np.random.RandomState(2)
    drawn = random.binomial(2_000, random.beta(50, 950, 100_000)) / 2_000
    assert 0.95 <= np.mean((wide[0] <= drawn) & (drawn <= wide[1])) < 0.96


@pytest.fixture(scope="module")
def normal():
    return np.random.RandomState(0).randint(0, 256, (6, 1, 20, 20)).astype(np.uint8)


def test_there_are_21_kinds_of_faults_and_each_is_the_same_every_time(normal):
    first, second = list(faults.faults(normal, normal)), list(faults.faults(normal, normal))
    assert len({kind for kind, _, _ in first}) == 21
    assert len({(kind, strength) for kind, strength, _ in first}) == len(first)
    assert all(np.array_equal(a, b) for (*_, a), (*_, b) in zip(first, second))


def test_faults_keep_shape_and_leave_the_original_alone(normal):
    before = normal.copy()
    for kind, strength, pixels in faults.faults(normal, normal[::-1].copy()):
        assert pixels.shape[1:] == normal.shape[1:] and pixels.dtype == np.uint8, kind
        assert len(pixels) != len(normal) or not np.array_equal(pixels, normal), (kind, strength)
    assert np.array_equal(normal, before)
