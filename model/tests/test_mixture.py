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


def test_halves_keep_neighbours_together():
    fitted = mixture.fitting_half(2_000)
    assert fitted.sum() == 1_000
    assert np.count_nonzero(np.diff(fitted.astype(int))) == mixture.SPLIT_RUNS - 1
    assert len(mixture.fitting_half(0)) == 0
