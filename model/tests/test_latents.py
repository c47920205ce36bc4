import numpy as np
import pytest

from elbowatch_model.pictures import latents


@pytest.mark.parametrize("shape", [(20,), (4, 8, 8)])
def test_an_interpolation_begins_and_ends_with_the_samples(shape):
    first, second = latents.sample_prior(2, shape, 1)
    path = latents.interpolate(first, second, 7)
    assert path.shape == (7, *shape) and path.dtype == np.float32
    assert np.array_equal(path[0], first) and np.array_equal(path[-1], second)


@pytest.mark.parametrize("factor", [1, -1, 0, 2.5])
def test_an_interpolation_on_a_line_with_zero_is_straight(factor):
    first = latents.sample_prior(1, (20,), 2)[0]
    second = np.float32(factor) * first
    path = latents.interpolate(first, second, 3)
    assert np.array_equal(path[0], first) and np.array_equal(path[-1], second)
    assert np.allclose(path[1], (first + second) / 2, atol=1e-6)


def test_an_interpolation_of_equally_long_samples_stays_as_long():
    first, second = latents.sample_prior(2, (20,), 3)
    second *= np.linalg.norm(first) / np.linalg.norm(second)
    norms = np.linalg.norm(latents.interpolate(first, second, 9), axis=1)
    assert np.allclose(norms, norms[0], rtol=1e-5)


@pytest.mark.parametrize("shape, place", [((20,), 7), ((4, 8, 8), 200)])
def test_a_traversal_changes_one_latent_and_has_the_base_in_its_middle(shape, place):
    base = latents.sample_prior(1, shape, 4)[0]
    before = base.copy()
    path = latents.traverse(base, place, np.linspace(-3, 3, 7))
    assert np.array_equal(path[3], base) and np.array_equal(base, before)
    changed = (path - base).reshape(7, -1)
    assert np.allclose(changed[:, place], np.linspace(-3, 3, 7), atol=1e-6)
    assert not np.delete(changed, place, axis=1).any()


def test_active_are_those_whose_mean_varies_by_more_than_a_hundredth():
    sign = np.array([1.0, -1.0] * 50)
    mean = np.stack([2 * sign, 0.11 * sign, 0.09 * sign, np.full(100, 5.0)], 1)
    assert latents.active_dimensions(mean).tolist() == [True, True, False, False]


def test_z_like_the_codes_has_their_mean_and_covariance():
    mixing = np.array([[2.0, 0.0], [1.0, 0.5]])
    codes = np.random.RandomState(5).standard_normal((4000, 2)) @ mixing.T + [3, -1]
    drawn = latents.sample_fitted(codes, 20_000, 6)
    assert np.allclose(drawn.mean(0), codes.mean(0), atol=0.05)
    assert np.allclose(np.cov(drawn.T), np.cov(codes.T), atol=0.1)
