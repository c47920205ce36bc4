"""A bundle is never calibrated with images that it was made of, also if their folder changed meanwhile."""

from dataclasses import replace

import numpy as np
import pytest

import make_bundle
import train as training_command
from backbones import MobileNetLike, exported, network
from calibrate import calibrate
from conftest import TINY
from elbowatch_model import checkpoint, data, image_files, training
from elbowatch_model.bundle import files
from elbowatch_model.command import UserError
from places import photographs, written
from test_places_bundle import made

OPTIONS = "--preset fashion-mnist --size 16x12 --colour L --epochs 2 --hidden 4 --latent 2 --box 3"


def raw_images(folder, count, seed=1):
    folder.mkdir()
    random = np.random.RandomState(seed)
    for i in range(count):
        (folder / f"{i:02}.raw").write_bytes(random.bytes(16 * 12))
    return folder


@pytest.fixture
def camera(tmp_path, monkeypatch):
    """The folder of 60 images, and the options that make a bundle of them."""
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(files, "BUNDLES", tmp_path / "bundles")
    folder = raw_images(tmp_path / "normal", 60)
    return folder, make_bundle.parser().parse_args(f"camera --images {folder} {OPTIONS}".split())


def test_the_held_out_images_calibrate_while_the_folder_is_that_of_the_training(camera):
    folder, arguments = camera
    make_bundle.make_pixels(arguments)
    calibrate("camera")
    (folder / "00.raw").unlink()
    changed = r"trained on normal \(60 images\).* normal \(59 images\) are others now.*--images"
    with pytest.raises(UserError, match=changed):
        calibrate("camera")


def test_a_folder_that_changes_during_the_training_does_not_calibrate(camera, monkeypatch):
    folder, arguments = camera
    run_or_resume = training.run_or_resume

    def changing(*arguments):
        (folder / "60.raw").write_bytes(bytes(16 * 12))
        return run_or_resume(*arguments)

    monkeypatch.setattr(training, "run_or_resume", changing)
    with pytest.raises(UserError, match=r"normal \(61 images\) are others now"):
        make_bundle.make_pixels(arguments)
    assert not (files.bundle_folder("camera") / "calibration.json").exists()


def test_the_images_of_the_training_are_refused(camera, tmp_path):
    folder, arguments = camera
    make_bundle.make_pixels(arguments)
    with pytest.raises(UserError, match=r"trained on these images \(normal\).*Without --images"):
        calibrate("camera", [str(folder)], 0.05)
    calibrate("camera", [str(raw_images(tmp_path / "other", 30, seed=2))], 0.05)


def test_a_training_that_was_broken_off_does_not_go_on_with_other_images(camera, monkeypatch, capsys):
    folder, arguments = camera
    run = training.Training.run

    def broken_off(self, after_epoch):
        def save_and_break_off(done):
            after_epoch(done)
            raise KeyboardInterrupt

        return run(self, save_and_break_off)

    monkeypatch.setattr(training.Training, "run", broken_off)
    for expected in ("", "resumes after epoch 1", "is of other images"):
        with pytest.raises(KeyboardInterrupt):
            training_command.train(training_command.recipe_of(arguments))
        assert expected in capsys.readouterr().out
        if expected:
            (folder / "07.raw").write_bytes(bytes(16 * 12))


def test_an_image_that_arrives_while_the_others_are_read_waits(tmp_path, monkeypatch):
    read_folder = image_files.read_folder
    folder = written(tmp_path / "photos", photographs(24))

    def arriving(*arguments):
        found = read_folder(*arguments)
        (folder / "zz.png").write_bytes((folder / "000.png").read_bytes())
        return found

    monkeypatch.setattr(image_files, "read_folder", arriving)
    backbone = exported(network(MobileNetLike), tmp_path / "net.onnx")
    content, _ = made(tmp_path, "--backbone", backbone, "--images", folder, "--size", "64x96", "--codes", 64)
    assert content["calibration.json"]["images"] == 24


def test_sources_are_those_of_the_images_that_were_read(tmp_path):
    (tmp_path / "set").mkdir()
    raw_images(tmp_path / "set" / "a", 2)
    (tmp_path / "set" / "0.raw").write_bytes(bytes(16 * 12))
    images = data.read(data.Source(str(tmp_path / "set")), TINY)
    raw_images(tmp_path / "set" / "b", 2)
    assert data.sources_of_read([images]) == [None, "a", "a"]


def test_the_split_of_another_seed_does_not_calibrate(camera):
    folder, arguments = camera
    make_bundle.make_pixels(arguments)
    recipe = checkpoint.load("camera").recipe
    made = files.read_json(files.bundle_folder("camera") / "manifest.json")["provenance"]
    data.calibration_images(recipe, made["data"], made["seed"])
    with pytest.raises(UserError, match="trained with seed 1, and .* the seed of the preset, 2, holds out other"):
        data.calibration_images(replace(recipe, seed=2), made["data"], made["seed"])
