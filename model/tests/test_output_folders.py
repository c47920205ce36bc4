"""A folder that cannot be written is refused before the work, and no result is lost to it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

import evaluate as evaluate_command
import export as export_command
import make_bundle
import train as training_command
from calibrate import calibrate
from conftest import TINY
from elbowatch_model import checkpoint, command, data, vae
from elbowatch_model.bundle import files
from elbowatch_model.command import UserError
from elbowatch_model.scoring import ScoringHead


def idx(path, count, seed):
    pixels = np.random.RandomState(seed).randint(0, 256, (count, 16, 12)).astype(np.uint8)
    path.write_bytes(b"\0\0\x08\x03" + np.array(pixels.shape, ">u4").tobytes() + pixels.tobytes())
    return str(path)


@pytest.fixture
def no_reading(monkeypatch):
    """An image that is read fails the test."""
    monkeypatch.setattr(data, "read", None)


def options(tmp_path, name):
    images = idx(tmp_path / "normal.idx", 60, 1)
    return f"{name} --images {images} --preset fashion-mnist --size 16x12 --colour L --epochs 1 --box 3".split()


def test_a_bundle_below_a_file_is_refused_before_images_are_read(tmp_path, no_reading):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "camera"
    arguments = make_bundle.parser().parse_args(options(tmp_path, folder))
    with pytest.raises(UserError, match="camera cannot be written, since .*file is no folder"):
        make_bundle.make_pixels(arguments)
    with pytest.raises(UserError, match="is no folder"):
        make_bundle.make(replace(TINY, name=str(folder)), None, None, None)


def test_a_folder_of_runs_that_cannot_be_written_is_refused_before_images_are_read(tmp_path, no_reading, monkeypatch):
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(command.os, "access", lambda path, mode: path != tmp_path)
    recipe = training_command.recipe_of(make_bundle.parser().parse_args(options(tmp_path, "camera")))
    with pytest.raises(UserError, match="runs.camera cannot be written, since this user may not write to .*permissions"):
        training_command.train(recipe)


@pytest.fixture
def folder(tmp_path):
    """A calibrated bundle of an untrained network."""
    torch.manual_seed(1)
    network = vae.build(TINY).eval()
    found = tmp_path / "bundle"
    provenance = {"data": [], "architecture": vae.describe(TINY, network)}
    export_command.write(ScoringHead(network, TINY), TINY, provenance, found)
    calibrate(f"{found}/", [idx(tmp_path / "calibration.idx", 60, 2)], 0.05)
    return found


def test_the_table_of_a_bundle_that_cannot_be_written_is_printed(folder, tmp_path, capsys):
    (folder / "README.md").mkdir()
    cases = evaluate_command.benchmarks.own(idx(tmp_path / "test.idx", 30, 3), [idx(tmp_path / "faulty.idx", 30, 4)])
    evaluate_command.evaluate(f"{folder}/", cases)
    printed = capsys.readouterr()
    assert "calibration images" in printed.out and "README.md cannot be written" in printed.err


def test_a_bundle_that_cannot_be_written_is_not_calibrated(folder, tmp_path, monkeypatch, no_reading):
    monkeypatch.setattr(command.os, "access", lambda path, mode: False)
    with pytest.raises(UserError, match="bundle cannot be written"):
        calibrate(f"{folder}/", [str(tmp_path / "calibration.idx")], 0.05)
