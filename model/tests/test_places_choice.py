import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from backbones import ResNetLike, exported, network
from elbowatch_model.command import UserError
from elbowatch_model.places import arguments, choosing, fitting, synthetic
from elbowatch_model.places.backbone import backbone_of
from elbowatch_model.places.synthetic import perlin, synthetic_faults
from places import OPTIONS, SIZE, UNIT, photographs, written
from test_places_bundle import make_bundle


def test_every_kind_of_fault_changes_a_small_part_of_every_image():
    images = photographs(12)
    for kind, faulty in synthetic_faults(images, seed=1).items():
        changed = (faulty != images).any(1).mean((1, 2))
        assert faulty.dtype == np.uint8 and (changed > 0).all(), kind
        assert changed.max() < 0.4 and changed.mean() < 0.2, kind


def test_faults_are_the_same_in_every_run_and_others_with_another_seed():
    images = photographs(3)
    first, again, other = (synthetic_faults(images, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(first[kind], again[kind]) for kind in first)
    assert not any(np.array_equal(first[kind], other[kind]) for kind in first)


def test_grey_images_get_faults():
    assert all(faulty.shape == (4, 1, *SIZE) for faulty in synthetic_faults(photographs(4, channels=1), 1).values())


def test_perlin_noise_is_smooth_and_0_at_the_corners_of_cells():
    noise = perlin(40, 80, np.random.RandomState(1))
    assert noise.shape == (40, 80) and abs(noise[::10, ::20]).max() < 1e-12
    assert abs(np.diff(noise, axis=0)).max() < 0.3 < noise.max() - noise.min()


def test_the_held_out_folds_are_whole():
    folds = np.arange(25) * 10 // 25
    held_out = choosing._held_out(folds)
    assert len(held_out) >= 0.3 * 25 and not set(folds[held_out]) & set(np.delete(folds, held_out))


def painted_over(monkeypatch, images, tiles):
    """The numbers of the tiles that faults are painted over."""
    count, found = images * tiles, []
    monkeypatch.setattr(choosing, "synthetic_faults", lambda pixels, seed: found.extend(pixels.flatten()) or {})
    numbers = np.arange(count, dtype=np.uint16).reshape(-1, 1, 1, 1)
    folds = (np.arange(images) * 10 // images).repeat(tiles)
    choosing.choose(torch.zeros(count, 1, 1, 1), numbers, folds, None, None, OPTIONS, [])
    return np.array(found)


def test_faults_are_painted_over_tiles_of_many_images(monkeypatch):
    some = painted_over(monkeypatch, images=60, tiles=60)
    assert len(some) == len(set(some)) == choosing.MAX_HELD_OUT and min(some) >= 0.7 * 3600
    assert len(set(some // 60)) >= 9 and len(set(some % 60)) >= 20
    assert np.array_equal(some, painted_over(monkeypatch, images=60, tiles=60))


def test_faults_are_painted_over_all_held_out_images_if_they_are_few(monkeypatch):
    assert np.array_equal(painted_over(monkeypatch, images=200, tiles=1), np.arange(140, 200))


class Blind(torch.nn.Module):
    """Every place is equally likely."""

    floor = 0.0

    def forward(self, f):
        return f[:, :1] * 0, f[:, :1] * 0


def test_the_better_latent_is_chosen(tmp_path, monkeypatch):
    monkeypatch.setattr(synthetic, "SHARES", (0.3, 0.5))  # a network of random weights sees large faults alone
    images = photographs(40)
    shallow = replace(OPTIONS, tap_strides=(4, 8))
    backbone = backbone_of(exported(network(ResNetLike), tmp_path / "net.onnx"), SIZE, shallow, (), UNIT)
    grid = fitting.grid_of(backbone, shallow)
    features = fitting.features_of(backbone, grid, images)
    folds = np.arange(40) * 10 // 40
    useless, fitted = replace(OPTIONS, codes=16), fitting.fitted

    def fitted_or_blind(features, options, mask):
        standard, latent = fitted(features, options, mask)
        return standard, Blind() if options == useless else latent

    monkeypatch.setattr(fitting, "fitted", fitted_or_blind)
    found = choosing.choose(features, images, folds, backbone, grid, OPTIONS, [useless, OPTIONS])
    assert len(found) == 6 and found[0].options.codes == OPTIONS.codes
    assert found[0].mean > 0.6 and sorted((c.mean for c in found), reverse=True) == [c.mean for c in found]
    lines = list(choosing.table(found))
    assert len(lines) == 7 and "categorical, 32 codes" in "".join(lines)


def test_windows_larger_than_the_grid_are_not_tried(tmp_path):
    images = photographs(24, (32, 48))
    backbone = backbone_of(exported(network(ResNetLike), tmp_path / "net.onnx"), (32, 48), OPTIONS, (), UNIT)
    grid = fitting.grid_of(backbone, OPTIONS)
    features = fitting.features_of(backbone, grid, images)
    found = choosing.choose(features, images, np.arange(24) * 10 // 24, backbone, grid, OPTIONS, [OPTIONS])
    assert (grid.height, grid.width) == (2, 3) and {candidate.options.box for candidate in found} == {1, 3}


def test_the_choice_is_printed_and_kept(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(choosing, "CATEGORICAL", ((16, 1.0, False), (32, 0.0, True)))
    monkeypatch.setattr(arguments, "PlaceOptions", lambda: replace(OPTIONS, steps=20))
    photos, folder = written(tmp_path / "photos", photographs(24)), tmp_path / "bundles" / "camera"
    backbone = exported(network(ResNetLike), tmp_path / "net.onnx")
    words = [folder, "--network", "features", "--backbone", backbone, "--images", photos, "--size", "64x96", "--choose"]
    parsed = make_bundle.parser().parse_args(list(map(str, words)))
    make_bundle.make_features(parsed)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    choice = manifest["provenance"]["choice"]
    assert len(choice) == 12 and choice[0]["auroc"] == max(c["auroc"] for c in choice)
    assert manifest["latent"]["type"] == choice[0]["latent"] and manifest["local"]["box"] == choice[0]["box"]
    assert "Perlin texture" in capsys.readouterr().out
    parsed.box = 3
    with pytest.raises(UserError, match="--choose decides --box"):
        make_bundle.make_features(parsed)


def test_a_masked_place_is_never_the_worst():
    from elbowatch_model.mask import Mask

    losses, counts = torch.zeros(1, 1, 2, 3), np.ones(SIZE, bool)
    counts[:32, :32] = False
    losses[0, 0, 0, 0], losses[0, 0, 1, 2] = 9.0, 2.0
    assert choosing.worst(losses, 1, Mask.of(counts)).tolist() == [2.0]
