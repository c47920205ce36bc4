import json

import numpy as np
import pytest

from elbowatch_model import joined, mixture
from elbowatch_model.bundle import files
from elbowatch_model.calibration import (
    calibration_json,
    check_count,
    images_for,
    lower_p,
    p_values,
    folds_of,
    lowest_alpha,
    reach,
    shown_alpha,
    supported_alpha,
    upper_p,
)
from elbowatch_model.command import UserError
from elbowatch_model.mixture import Mixture
from elbowatch_model.scoring import FEATURES, TERMS, derived_scores

SCORES = ("elbo", "reconstruction", "kl", "local", "density", "default")
CALIBRATED = np.array([1.0, 2.0, 2.0, 3.0])


def test_p_values_count_ties_as_at_least_as_bad():
    assert [upper_p(CALIBRATED, s) for s in (0, 1, 2, 2.5, 3, 4)] == [1, 1, 0.8, 0.4, 0.4, 0.2]
    assert [lower_p(CALIBRATED, s) for s in (0, 1, 2, 2.5, 3, 4)] == [0.2, 0.4, 0.8, 0.8, 1, 1]


def test_p_falls_as_the_score_rises():
    scores = np.linspace(0, 4, 101)
    assert (np.diff(upper_p(CALIBRATED, scores)) <= 0).all()
    assert (np.diff(lower_p(CALIBRATED, scores)) >= 0).all()


def test_false_alarms_of_normal_images_are_at_most_alpha():
    random = np.random.RandomState(0)
    drawn = {name: random.standard_normal(2000) for name in SCORES}
    drawn["default"] = joined.shares(drawn["local"], drawn["density"])
    calibrated = {name: np.sort(values) for name, values in drawn.items()}
    fresh = {name: random.standard_normal(50_000) for name in calibrated}
    for name, p in p_values(calibrated, fresh).items():
        assert 0 < p.min() and p.max() <= 1
        assert 0.04 < np.mean(p <= 0.05) < 0.06, name


def test_elbo_is_two_sided_and_default_takes_the_worse_of_two():
    calibrated = {name: np.arange(999.0) for name in SCORES}
    calibrated["default"] = joined.shares(calibrated["local"], calibrated["density"])
    middle = {name: np.array([500.0]) for name in SCORES}
    easy = p_values(calibrated, {**middle, "elbo": np.array([-1.0])})
    assert np.allclose([easy["elbo"][0], easy["default"][0]], [0.002, 0.499], atol=2e-3)
    usual = p_values(calibrated, {**middle, "density": np.array([-1.0])})
    assert np.allclose([usual["density"][0], usual["default"][0]], [1.0, 0.499], atol=2e-3)
    covered = p_values(calibrated, {**middle, "density": np.array([2000.0])})
    assert np.allclose([covered["density"][0], covered["default"][0]], [0.001, 0.001])
    bad = p_values(calibrated, {**middle, "local": np.array([2000.0])})
    assert np.allclose([bad["local"][0], bad["default"][0]], [0.001, 0.001])


def test_alpha_that_no_image_could_reach_is_refused():
    check_count(999, 0.001)
    with pytest.raises(UserError, match="alpha 0.001 is out of reach with 998 images: .* at least 999"):
        check_count(998, 0.001)
    with pytest.raises(UserError, match="19 calibration images are too few; give at least 20"):
        check_count(19, 0.5)


def test_the_supported_alpha_is_the_lowest_that_is_not_refused():
    for images in (20, 40, 399, 3999, 20_000):
        alpha = supported_alpha(images)
        assert images_for(alpha) <= images and (images_for(alpha * 0.999) > images)
        check_count(images, alpha)
        check_count(images, float(shown_alpha(images)))


def terms(count):
    random = np.random.RandomState(1)
    found = {term: (10 * random.random_sample(count)).astype(np.float32) for term in TERMS}
    return {**found, FEATURES: random.standard_normal((count, 3)).astype(np.float32)}


def test_written_scores_are_ascending_and_read_back(tmp_path):
    found = terms(300)
    content = calibration_json({"name": "t"}, [], 0.1, found, 1.0)
    files.write_json(tmp_path / "calibration.json", content)
    read = json.loads((tmp_path / "calibration.json").read_text())
    assert read["images"] == 300
    expected = derived_scores(found, 1.0, Mixture.from_json(read["mixture"]))
    expected["density"] = np.concatenate([out_of_fold(found[FEATURES], fold) for fold in range(10)])
    expected["default"] = joined.shares(expected["local"], expected["density"])
    for name, values in expected.items():
        assert np.allclose(read["scores"][name], np.sort(values), rtol=1e-6)
        assert read["scores"][name] == sorted(read["scores"][name])
    assert np.isclose(read["quantiles"]["kl"]["0.5"], np.median(found["kl"]))
    lines = (tmp_path / "calibration.json").read_text().splitlines()
    assert [line[-1] for line in lines if line.startswith('    "density": [')] == [","]


def out_of_fold(features, fold):
    """The densities of the fold's 30 of 300 images by a mixture of the other 270."""
    inside = np.arange(300) // 30 == fold
    return mixture.fit(features[~inside].astype(np.float64)).density(features[inside])


def test_folds_that_the_terms_were_made_with_are_those_of_the_mixture():
    found, folds = terms(300), np.arange(300) % 3
    content = calibration_json({}, [], 0.1, found, 1.0, folds)
    expected = np.empty(300)
    for fold in range(3):
        expected[folds == fold] = mixture.fit(found[FEATURES][folds != fold]).density(found[FEATURES][folds == fold])
    assert np.allclose(content["scores"]["density"], np.sort(expected), rtol=1e-5)
    assert content["mixture"]["fitted"] == 300


def test_the_mixture_of_all_images_has_as_many_components_as_those_without_a_fold():
    """With another number 11.2 % of simulated images were reported at 10 % by 300 calibration images."""
    content = calibration_json({}, [], 0.1, terms(52), 1.0)  # 52 images are enough for two components, 46 for one
    assert [mixture.components(n, 3) for n in (52, 46)] == [2, 1]
    assert len(content["mixture"]["weights"]) == 1


def test_folds_are_ten_runs_of_neighbours():
    assert np.array_equal(folds_of(200), np.arange(200) // 20)
    assert [np.bincount(folds_of(n), minlength=10).min() for n in (20, 29, 999)] == [2, 2, 99]


def test_the_sentence_of_reach():
    assert reach(50) == "with 50 images: alpha 0.02 and above; 0.01 needs 99, 0.001 needs 999"
    assert reach(20) == "with 20 images: alpha 0.048 and above; 0.01 needs 99, 0.001 needs 999"
    assert reach(999) == "with 999 images: alpha 0.001 and above; 0.0001 needs 9999"
    assert reach(19) == "with 19 images: no alpha; 0.05 needs 20"
    assert [lowest_alpha(n) for n in (19, 20, 49, 50, 99, 999)] == [None, 0.05, 0.02, 0.02, 0.01, 0.001]


def test_an_older_calibration_has_the_p_values_it_had():
    old = {name: np.arange(99.0) for name in SCORES}
    old["density"], old["default"] = np.arange(49.0), np.arange(1, 50) / 49
    p = p_values(old, {name: np.array([200.0, 40.5]) for name in SCORES})
    assert np.allclose(p["default"], [1 / 50, 9 / 50])


def test_equal_images_tie_with_those_in_the_file(tmp_path):
    found = {name: np.repeat(values[:30], 10, axis=0) for name, values in terms(300).items()}
    files.write_json(tmp_path / "calibration.json", calibration_json({}, [], 0.1, found, 1.0))
    calibrated, fitted = files.calibration_of(f"{tmp_path}/")
    p = p_values(calibrated, derived_scores(found, 1.0, fitted))
    assert all(values.min() >= 10 / 301 for name, values in p.items() if name not in ("density", "default"))


def test_non_finite_term_is_refused():
    found = terms(300)
    found["kl"][7] = np.inf
    with pytest.raises(UserError, match="finite"):
        calibration_json({}, [], 0.1, found, 1.0)
