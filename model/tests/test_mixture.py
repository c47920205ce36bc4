import json

import numpy as np

from elbowatch_model import mixture
from elbowatch_model.bundle import files
from elbowatch_model.mixture import Mixture


def two_clouds(images, seed=1):
    """Around (−3, 0, 0) and (3, 0, 0), the third feature being constant."""
    random = np.random.RandomState(seed)
    features = random.standard_normal((images, 3)) * (0.5, 1, 0)
    features[:, 0] += np.where(np.arange(images) % 2, 3, -3)
    return features


def naive_density(fitted, features):
    """−log Σ_k w_k · N(f | m_k, Σ_k), written out."""
    found = []
    for image in (features - fitted.centre) / fitted.scale:
        p = 0
        for weight, mean, covariance in zip(fitted.weights, fitted.means, fitted.covariances):
            squares = (image - mean) @ np.linalg.inv(covariance) @ (image - mean)
            p += weight * np.exp(-0.5 * squares) / np.sqrt(np.linalg.det(2 * np.pi * covariance))
        found.append(-np.log(p))
    return np.array(found)


def test_density_is_that_of_the_definition():
    fitted = mixture.fit(two_clouds(600))
    fresh = two_clouds(50, seed=2)
    assert np.allclose(fitted.density(fresh), naive_density(fitted, fresh), rtol=1e-9)


def test_the_mean_between_the_clouds_is_unusual():
    features = two_clouds(600)
    fitted = mixture.fit(features)
    assert len(fitted.weights) == 10
    assert fitted.density(features.mean(0)[None])[0] > np.quantile(fitted.density(features), 0.999)


def test_few_images_give_few_components():
    assert [len(mixture.fit(two_clouds(n)).weights) for n in (10, 50, 600)] == [1, 2, 10]


def test_fit_is_the_same_every_time_and_survives_json(tmp_path):
    first, second = mixture.fit(two_clouds(300)), mixture.fit(two_clouds(300))
    assert np.array_equal(first.covariances, second.covariances)
    files.write_json(tmp_path / "mixture.json", first.to_json())
    read = Mixture.from_json(json.loads((tmp_path / "mixture.json").read_text()))
    fresh = two_clouds(50, seed=2)
    assert read.fitted == 300
    assert np.allclose(read.density(fresh), first.density(fresh), rtol=1e-5)


def test_few_images_have_a_covariance_between_theirs_and_a_sphere():
    """By the definition of Ledoit & Wolf 2004, written out."""
    x = np.random.RandomState(4).standard_normal((20, 12))
    x[:, 1:8] += 2 * x[:, :1]
    fitted = mixture.fit(x)
    z = (x - fitted.centre) / fitted.scale
    sample, target = np.cov(z.T, bias=True), np.trace(np.cov(z.T, bias=True)) / 12 * np.eye(12)
    spread = sum(((np.outer(image, image) - sample) ** 2).sum() for image in z) / 20**2
    share = min(1, spread / ((sample - target) ** 2).sum())
    assert 0.1 < share < 0.9
    expected = share * target + (1 - share) * sample + mixture.RIDGE * np.eye(12)
    assert np.allclose(fitted.covariances[0], expected)
    assert np.linalg.cond(fitted.covariances[0]) < 0.5 * np.linalg.cond(sample)


def test_images_without_any_spread_have_a_covariance():
    assert np.isfinite(mixture.fit(np.ones((20, 3))).density(np.array([[1.0, 1, 1], [9, 1, 1]]))).all()
