"""Training on folders of any size: what is held out, which α follows, what is refused before anything is read."""

import shlex
import sys

import numpy as np
import pytest
import train as training_command
from PIL import Image
from test_data import write_idx

from elbowatch_model import command, data, image_files, own_images
from elbowatch_model.calibration import supported_alpha
from elbowatch_model.command import UserError


def folder(path, images, colour=(90, 90, 90)):
    path.mkdir()
    for i in range(images):
        Image.new("RGB", (8, 8), tuple((level + i) % 256 for level in colour)).save(path / f"{i:04}.png")
    return path


def recipe_of(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["model/make_bundle.py", *map(str, words)])
    parser = command.parser("")
    training_command.add_options(parser)
    return training_command.recipe_of(parser.parse_args())


def camera(monkeypatch, path, *more):
    return recipe_of(monkeypatch, "camera-7", "--preset", "boards", "--images", path, "--size", "16x16", *more)


@pytest.mark.parametrize(
    "images, alpha", [(50, 0.05), (100, 0.05), (125, 0.02), (800, 0.005), (2_500, 0.001), (60_000, 0.001)]
)
def test_a_set_of_any_size_is_split_and_gets_the_alpha_that_it_supports(monkeypatch, tmp_path, images, alpha):
    write_idx(tmp_path / "x.idx", np.zeros((images, 16, 16), np.uint8))
    recipe = camera(monkeypatch, tmp_path / "x.idx")
    groups = data.group_numbers(recipe.sources)
    parts = data.split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    assert recipe.alpha == alpha and supported_alpha(len(parts[2])) <= alpha
    assert len(parts[0]) >= 0.45 * images and len(parts[1]) >= 3


def test_numbers_shares_and_alpha_are_taken_as_given(monkeypatch, tmp_path):
    write_idx(tmp_path / "x.idx", np.zeros((2_000, 16, 16), np.uint8))
    held_out = "--validation-images", "5%", "--calibration-images", "900", "--alpha", "0.005"
    recipe = camera(monkeypatch, tmp_path / "x.idx", *held_out)
    assert (recipe.validation_images, recipe.calibration_images, recipe.alpha) == (100, 900, 0.005)
    preset = recipe_of(monkeypatch, "boards", "--validation-images", "100")
    assert (preset.validation_images, preset.alpha) == (100, 0.001)


def test_a_lower_alpha_takes_the_calibration_images_that_it_needs(monkeypatch, tmp_path):
    write_idx(tmp_path / "x.idx", np.zeros((40_000, 16, 16), np.uint8))
    assert camera(monkeypatch, tmp_path / "x.idx", "--alpha", "0.0002").calibration_images >= 4_999


@pytest.mark.parametrize(
    "more",
    [
        ("--validation-images", "5000"),
        ("--calibration-images", "300", "--validation-images=50"),
        ("--alpha", "0.001"),
        ("--alpha", "0.005", "--calibration-images", "100"),
    ],
)
def test_a_command_that_cannot_work_is_refused_unread_with_one_that_does(monkeypatch, tmp_path, more):
    path = folder(tmp_path / "with space", 300)
    (path / "0000.png").write_bytes(b"\x89PNG\r\n\x1a\nno")  # is reported only when images are read
    with pytest.raises(UserError, match="this works: python3 model/make_bundle.py camera-7") as refused:
        camera(monkeypatch, path, *more)
    words = shlex.split(str(refused.value).partition("this works: ")[2])
    assert words[:2] == ["python3", "model/make_bundle.py"]
    assert recipe_of(monkeypatch, *words[2:], "--colour", "L").sources[0].path == str(path)


@pytest.mark.parametrize(
    "more, message",
    [
        (("--box", "17"), "--box must be 1 to 16 pixels"),
        (("--box", "0"), "--box must be 1 to 16 pixels"),
        (("--beta", "0"), "--beta must be positive, not 0.0"),
        (("--beta", "nan"), "--beta must be positive"),
        (("--sigma", "0"), "--sigma must be positive"),
        (("--learning-rate", "0"), "--learning-rate must be positive"),
        (("--batch-size", "0"), "--batch-size must be positive"),
        (("--epochs", "3", "--warm-up-epochs", "3"), "give more --epochs"),
        (("--alpha", "1"), "alpha must lie between 0 and 1, not 1: 0.01 is 1 %"),
        (("--alpha", "0"), "alpha must lie between 0 and 1"),
        (("--group", "0"), "--group must be 1 or more"),
        (("--validation-images", "0"), "--validation-images must hold out at least one image"),
        (("--validation-images", "0.1%"), "--validation-images must hold out at least one image"),
        (("--size", "0x16"), "needs HEIGHTxWIDTH"),
        (("--size", "20x16"), "cannot be halved 3 times; take multiples of 8"),
        (("--size", "8000x8400"), "an image of 8000x8400 L has 67,200,000 bytes, .* give a smaller --size$"),
        (("--size", "8000x8000"), "the network's input of 8000x8000 L has 64,000,000 bytes"),
        (("--size", "6000x6000", "--depth", "16"), "an image of 6000x6000 L has 72,000,000 bytes"),
        (("--tiles", "32x32"), "do not fit into images of 16x16"),
        (("--tiles", "8x8", "--overlap", "1", "--box", "3"), "overlap of tiles must be at least box - 1 = 2"),
    ],
)
def test_options_that_make_no_bundle_are_refused_unread(monkeypatch, tmp_path, more, message):
    path = folder(tmp_path / "images", 100)
    (path / "0001.png").write_bytes(b"\x89PNG\r\n\x1a\nno")  # is reported only when images are read
    with pytest.raises(UserError, match=message):
        camera(monkeypatch, path, "--colour", "L", *more)


def test_options_of_a_preset_are_refused_before_its_images_are_searched(monkeypatch):
    with pytest.raises(UserError, match="--validation-images must hold out at least one image"):
        recipe_of(monkeypatch, "boards", "--validation-images", "0")


def test_too_few_images_are_refused_with_the_number_that_suffices(monkeypatch, tmp_path):
    with pytest.raises(UserError, match=r"3 images .* give at least \d+ images"):
        camera(monkeypatch, folder(tmp_path / "few", 3))


def test_groups_that_leave_none_to_train_on_are_refused(monkeypatch, tmp_path):
    path = folder(tmp_path / "groups", 60)
    with pytest.raises(UserError, match="60 images in 2 groups leave no group to train on"):
        camera(monkeypatch, path, "--group", "30")


@pytest.mark.parametrize("colour, channels", [((90, 90, 90), 1), ((90, 85, 95), 1), ((200, 90, 30), 3)])
def test_colour_is_kept_where_there_is_some(monkeypatch, tmp_path, capsys, colour, channels):
    path = folder(tmp_path / "images", 40, colour)
    assert camera(monkeypatch, path).channels == channels
    assert capsys.readouterr().out.splitlines()[-1].startswith("colour RGB" if channels == 3 else "colour L")
    assert camera(monkeypatch, path, "--colour", "L").channels == 1
    assert camera(monkeypatch, path, "--colour", "RGB").channels == 3


def test_an_idx_file_has_the_colour_of_its_shape(monkeypatch, tmp_path):
    write_idx(tmp_path / "x.idx", np.zeros((40, 3, 16, 16), np.uint8))
    assert camera(monkeypatch, tmp_path / "x.idx").channels == 3


@pytest.mark.parametrize("name", ["x.idx", "x.idx.gz"])
def test_the_shape_of_an_idx_file_is_known_unread(tmp_path, name):
    write_idx(tmp_path / name, np.zeros((7, 3, 4), np.uint8))
    assert image_files.idx_shape(tmp_path / name) == (7, 3, 4)


def test_the_lowest_alpha_has_a_p_value_below_it():
    for images in range(1, 500):
        alpha = own_images.lowest_alpha(images)
        assert alpha is None or 1 / (images + 1) <= alpha
