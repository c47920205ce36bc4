"""What is measured on photographs: sets, places, faults, and tables with gaps."""

import numpy as np
import pytest
import torch
from backbones import ResNetLike, exported
from PIL import Image

from elbowatch_model.command import UserError
from elbowatch_model.evaluation.statistics import auroc
from elbowatch_model.places.options import PlaceOptions
from elbowatch_model.study.photographs import measure, page, sets, tables
from elbowatch_model.study.photographs.baselines import NearestNeighbour, OneGaussian
from elbowatch_model.study.photographs.global_faults import global_faults
from elbowatch_model.study.photographs.methods import LOCAL, Scored
from elbowatch_model.study.photographs.place_features import PlaceFeatures
from elbowatch_model.study.photographs.place_vae import PlaceVae


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two groups of two normal images, one normal and two scratched test images, one of them with a mask."""
    random = np.random.RandomState(3)
    root = tmp_path / "real" / "aliens"
    names = ["train/g0-0.png", "train/g0-1.png", "train/g1-0.png", "train/g1-1.png", "test/normal/0.png"]
    for name in [*names, "test/scratch/0.png", "test/scratch/1.png"]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.randint(0, 255, (64, 48, 3)).astype(np.uint8)).save(root / name)
    mask = np.zeros((64, 48), np.uint8)
    mask[:32] = 255
    (root / "mask" / "scratch").mkdir(parents=True)
    Image.fromarray(mask).save(root / "mask" / "scratch" / "1.png")
    monkeypatch.setenv("ELBOWATCH_DATA", str(tmp_path))
    return root


def test_a_set_has_groups_and_a_mask_for_every_image(folder):
    photos = sets.load("aliens")

    assert photos.train.shape == (4, 3, 256, 256)
    assert list(photos.groups) == [0, 0, 1, 1]
    masks = photos.masks["scratch"]
    assert masks.shape == (2, 256, 256)
    assert not masks[0].any()
    assert masks[1, :127].all() and not masks[1, 129:].any()


def test_a_draw_keeps_whole_groups(folder):
    drawn = sets.load("aliens").of_groups(0.5, seed=1)

    assert len(drawn.train) == 2
    assert len(np.unique(drawn.groups)) == 1


def test_a_missing_set_is_refused_with_the_setting_that_finds_it(tmp_path, monkeypatch):
    monkeypatch.setenv("ELBOWATCH_DATA", str(tmp_path))

    with pytest.raises(UserError, match="set ELBOWATCH_DATA"):
        sets.load("mt")


def test_the_binned_auroc_of_pixels_is_that_of_all_pixels():
    random = np.random.RandomState(1)
    normal, anomalous = random.random_sample((3, 8, 8)), random.random_sample((4, 8, 8))
    masks = random.random_sample((4, 32, 32)) < 0.2
    anomalous[:, :4] += 0.5
    masks[:, 16:] = False
    inside, outside = [], [measure.enlarged(loss, (32, 32)).ravel() for loss in normal]
    for loss, mask in zip(anomalous, masks):
        pixels = measure.enlarged(loss, (32, 32))
        inside.append(pixels[mask])
        outside.append(pixels[~mask])

    exact = auroc(np.concatenate(outside), np.concatenate(inside))

    assert measure.pixel_auroc(normal, anomalous, masks) == pytest.approx(exact, abs=2e-3)


@pytest.mark.parametrize("row, column, inside", [(0, 3, True), (1, 3, False), (0, 2, False)])
def test_a_place_lies_in_a_mask_if_a_pixel_of_it_does(row, column, inside):
    loss, mask = np.zeros((2, 4)), np.zeros((8, 16), bool)
    loss[row, column] = 1
    mask[3, 12] = True

    assert bool(measure.worst_place(loss, mask)) == inside


def test_no_fault_leaves_an_image_as_it_was():
    random = np.random.RandomState(2)
    normal = random.randint(20, 200, (2, 3, 40, 40)).astype(np.uint8)

    for name, images in global_faults(normal).items():
        assert images.shape == normal.shape and images.dtype == np.uint8, name
        assert (images != normal).any((1, 2, 3)).all(), name


def test_a_measurement_has_every_image_and_every_table_has_it(folder, tmp_path):
    class Brightest:
        saved_seconds = 0.0

        def fit(self, images, groups, seed):
            return self

        def __call__(self, images):
            maps = images.mean(1)[:, ::16, ::16]
            return Scored({LOCAL: maps.max((1, 2))}, maps)

    found = measure.measure(sets.load("aliens"), Brightest(), seed=1)

    assert found["kinds"] == ["scratch", "scratch"]
    assert found["inMask"][0] is None
    assert set(found["faults"]) >= {"black", "white", "turned 90°"}
    measured = {("aliens", "neighbour"): [found]}
    assert "aliens" in tables.sets_table(measured)
    assert "| white |" in tables.faults_table(measured)


def test_the_threshold_lets_no_normal_image_of_few_pass():
    assert tables.threshold(np.arange(20.0)) == 19
    assert tables.threshold(np.arange(200.0)) == 197


def test_a_table_replaces_what_is_between_its_marks_alone():
    text = "a\n<!-- photographs: sets -->\nold\n<!-- end of sets -->\nb\n"

    changed = page.replaced(text, "sets", "new")

    assert changed == "a\n<!-- photographs: sets -->\n\nnew\n<!-- end of sets -->\nb\n"
    with pytest.raises(UserError, match="has no place"):
        page.replaced("a", "sets", "new")


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    """Of a small random network, for images of 64x64."""
    torch.manual_seed(1)
    path = exported(ResNetLike(), tmp_path_factory.mktemp("backbone") / "net.onnx", size=(64, 64))
    options = PlaceOptions(tap_strides=(8,), codes=32, folds=3)
    return PlaceFeatures(path, (64, 64), options)


@pytest.mark.parametrize("method", [OneGaussian, NearestNeighbour, PlaceVae])
def test_a_method_over_features_finds_a_foreign_patch_at_its_place(features, method):
    normal = patterned(24, seed=1)
    scratched = patterned(4, seed=2)
    scratched[:, :, 40:56, 8:24] = 255

    fitted = method(features).fit(normal, np.arange(24) // 2, seed=1)
    held_out, found = fitted(patterned(4, seed=3)), fitted(scratched)

    assert found.scores[LOCAL].min() > held_out.scores[LOCAL].max()
    rows, columns = np.unravel_index(found.maps.reshape(4, -1).argmax(1), found.maps.shape[1:])
    assert (abs(rows - 6) <= 1).all() and (abs(columns - 2) <= 1).all()
    assert found.maps.reshape(4, -1).max(1) == pytest.approx(found.scores[LOCAL])


def test_features_that_are_kept_are_not_computed_again(features):
    images = patterned(3, seed=4)
    features.keep(images)

    assert features.of(images) is features.of(images)
    assert features.of(images.copy()) is not features.of(images)


def patterned(count, seed):
    """Waves of a little noise: uint8 [N, 3, 64, 64]."""
    y, x = np.mgrid[0:64, 0:64]
    waves = 100 + 40 * np.sin(x / 5) + 30 * np.sin(y / 7)
    noise = np.random.RandomState(seed).normal(0, 4, (count, 3, 64, 64))
    return np.clip(waves + noise, 0, 255).astype(np.uint8)
