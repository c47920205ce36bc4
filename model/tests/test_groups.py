"""A calibration for each source: the law of its p-values, the fall back to all images, and what is refused."""

import copy
import json

import numpy as np
import pytest

from elbowatch_model import data, groups, source_report
from elbowatch_model.bundle import files
from elbowatch_model.calibration import calibration_json, folds_of, p_values
from elbowatch_model.command import UserError
from elbowatch_model.evaluation import sources as by_source
from elbowatch_model.mixture import Mixture
from elbowatch_model.places import folds as place_folds
from elbowatch_model.scoring import derived_scores


def calibrated(per_source=30, sources=None, seed=1):
    terms, names = by_source.simulated(per_source, seed)
    sources = list(names) if sources is None else sources
    return terms, sources, calibration_json({}, [{"name": "set", "images": 0}], 0.1, terms, 1.0, sources=sources)


def test_a_source_is_spread_over_all_folds():
    sources = ["a"] * 40 + ["b"] * 20
    folds = folds_of(60, sources)
    assert np.bincount(folds[:40]).tolist() == [4] * 10 and np.bincount(folds[40:]).tolist() == [2] * 10
    assert (np.diff(folds[:40]) >= 0).all()  # of consecutive images


def test_small_sources_and_images_without_a_source_share_their_folds():
    sources = ["a"] * 20 + [None, "b"] * 10
    assert np.bincount(folds_of(40, sources)[20:]).tolist() == [2] * 10
    assert np.array_equal(folds_of(40, [None] * 40), folds_of(40))


def test_places_are_left_out_by_source_and_keep_groups_together():
    sources, parts = ["a"] * 20 + ["b"] * 40, np.arange(60) // 4
    folds = place_folds.folds_of(parts, 5, sources)
    assert set(folds[:20]) == set(folds[20:]) == set(range(5))
    assert all(len(set(folds[parts == part])) == 1 for part in range(15))


def test_a_group_has_the_scores_of_its_images_and_shares_of_its_own(tmp_path):
    _, _, content = calibrated()
    assert [(g["name"], g["images"]) for g in content["groups"]] == [("quiet", 30), ("usual", 30), ("noisy", 30)]
    together = np.sort(np.concatenate([g["scores"]["local"] for g in content["groups"]]))
    assert np.array_equal(together, content["scores"]["local"])
    assert all(g["scores"]["default"][-1] <= 1 for g in content["groups"])
    files.write_json(tmp_path / "calibration.json", content)
    read = groups.read(json.loads((tmp_path / "calibration.json").read_text("utf-8")))
    assert list(read) == ["quiet", "usual", "noisy"] and len(read["noisy"]["default"]) == 30


def test_small_sources_are_named_and_do_not_calibrate():
    sources = ["a"] * 60 + ["b"] * 19 + [None] * 11
    _, _, content = calibrated(sources=sources)
    assert [(g["name"], g["images"], "scores" in g) for g in content["groups"]] == [
        ("a", 60, True),
        ("b", 19, False),
        ("set", 11, False),
    ]


def test_a_group_judges_if_it_has_enough_images_for_alpha():
    _, _, content = calibrated(per_source=30)
    assert len(groups.scores_of(content, "noisy", 0.05)["local"]) == 30
    assert len(groups.scores_of(content, "noisy", 1 / 31)["local"]) == 30
    assert groups.scores_of(content, "noisy", 0.03) is content["scores"]
    assert groups.scores_of(content, "another", 0.05) is content["scores"]
    assert groups.scores_of(content, None, 0.05) is content["scores"]


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_false_alarms_within_each_group_are_at_most_alpha(alpha):
    reported = {name: ([], []) for name in ("quiet", "usual", "noisy")}
    for seed in range(25):
        terms, names, content = calibrated(40, seed=seed)
        fresh, fresh_names = by_source.simulated(200, seed + 1000)
        p = derived_scores(fresh, 1.0, Mixture.from_json(content["mixture"]))
        for name, (pooled, own) in reported.items():
            at = fresh_names == name
            derived = {score: values[at] for score, values in p.items()}
            pooled.append(np.mean(p_values(content["scores"], derived)["default"] <= alpha))
            own.append(np.mean(p_values(groups.scores_of(content, name, alpha), derived)["default"] <= alpha))
    for name, (pooled, own) in reported.items():
        deviation = np.std(own) / np.sqrt(len(own))
        assert np.mean(own) <= alpha + 3 * deviation, name
        assert np.mean(own) >= 0.5 * alpha, name  # not conservative without need
    assert np.mean(reported["quiet"][0]) < 0.2 * alpha and np.mean(reported["noisy"][0]) > 1.5 * alpha


@pytest.mark.parametrize(
    "change, reason",
    [
        (lambda g: g[0].pop("name"), "has no name"),
        (lambda g: g[1].update(name="quiet"), "two groups are named 'quiet'"),
        (lambda g: g[0].update(images=29), "group 'quiet': images is 29"),
        (lambda g: g[0]["scores"].pop("kl"), "group 'quiet': no calibration scores of 'kl'"),
        (lambda g: g[0]["scores"]["kl"].pop(), "'kl' has 29 scores"),
        (lambda g: g[0]["scores"]["kl"].reverse(), "'kl' must be finite and ascend"),
        (lambda g: g[0]["scores"].update(klx=[1.0]), "unknown score 'klx'"),
        (lambda g: g.append({**g[0], "name": "more"}), "the groups have 120 images, and all together 90"),
    ],
)
def test_broken_groups_are_refused(change, reason):
    _, _, content = calibrated()
    content = json.loads(json.dumps(content, default=lambda values: list(map(float, values))))
    groups.read(copy.deepcopy(content))
    change(content["groups"])
    with pytest.raises(UserError, match=reason):
        groups.read(content)


def test_older_files_have_no_groups():
    assert groups.read({"images": 3, "scores": {}, "groups": [{"name": "set", "images": 3}]}) == {}
    assert groups.read({"images": 3, "scores": {}}) == {}


def test_sources_are_the_first_folders(tmp_path):
    for name in ("b/x/1.png", "a/1.png", "0.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert data.source_names([data.Source(str(tmp_path))]) == [None, "a", "b"]
    with pytest.raises(UserError, match="no image is in a folder below"):
        data.required_sources([None])


def test_the_table_says_which_images_judge():
    lines = source_report.table(["camera-1"] * 60 + ["b"] * 19, 0.02)
    assert lines == [
        "source     images  lowest alpha  judged at alpha 0.02 by",
        "camera-1       60         0.017  its own images",
        "b              19          none  all images; its own must be 49",
    ]


def test_small_sources_and_sources_like_all_others_are_doubted():
    sources = (["quiet", "a", "b"] * 30)[:90]
    terms, names = by_source.simulated(30)
    at = [int(np.flatnonzero(names == "quiet")[i // 3]) if s == "quiet" else 30 + i // 3 for i, s in enumerate(sources)]
    terms = {term: values[at] for term, values in terms.items()}
    content = calibration_json({}, [], 0.1, terms, 1.0, sources=sources)
    few, alike = source_report.warnings(sources, content, 0.01)
    assert "3 sources have fewer images than alpha 0.01 needs, 99: images of quiet (30), a (30), b (30)" in few
    assert "quiet" not in alike and "do not differ from those of the other sources" in alike
