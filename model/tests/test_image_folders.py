"""The folders of src/test/resources/reference/image-folders.json, which ImageFoldersTest of the Java side lists."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import TINY
from PIL import Image

from elbowatch_model import image_files, orientation, own_images
from elbowatch_model.command import UserError
from elbowatch_model.data import Source

SHARED = Path(__file__).resolve().parents[2] / "src/test/resources/reference/image-folders.json"
FOLDERS = json.loads(SHARED.read_text(encoding="utf-8"))


def write(root, names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\1")


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder["rule"] for folder in FOLDERS])
def test_a_folder_is_listed_as_java_does(tmp_path, folder):
    write(tmp_path / "set", folder["files"])
    write(tmp_path / "elsewhere", folder.get("elsewhere", []))
    for link, target in folder.get("links", {}).items():
        (tmp_path / "set" / link).symlink_to(tmp_path / target)
    assert image_files.image_names(tmp_path / "set") == folder["images"]
    assert image_files.other_formats(tmp_path / "set") == folder.get("others", [])


def test_files_in_other_formats_are_counted_and_named(tmp_path, capsys):
    Image.new("L", (9, 7)).save(tmp_path / "a.png")
    write(tmp_path, ["b.gif", "c.gif", "d.jxl"])
    image_files.read_folder(tmp_path, TINY)
    assert "warning: " in (warning := capsys.readouterr().err)
    assert "3 files (.gif 2, .jxl 1), such as b.gif" in warning
    (tmp_path / "a.png").unlink()
    with pytest.raises(UserError, match="no PNG.* but 3 files.*b.gif; convert them"):
        image_files.read_folder(tmp_path, TINY)


@pytest.mark.parametrize("count", [1, 3, 39, 40, 41, 70, 79, 80, 200])
def test_images_that_are_looked_at_are_spread_over_the_whole_folder(tmp_path, count):
    names = [f"{i:03}.png" for i in range(count)]
    write(tmp_path, names)
    found = [int(path.stem) for path in image_files.spread_over(tmp_path, 40)]
    assert len(found) == len(set(found)) == min(count, 40) and found == sorted(found)
    assert found[0] == 0 and max(np.diff([*found, count])) <= -(-count // 40)


def test_colour_in_the_second_half_of_a_folder_is_seen(tmp_path):
    for folder, count, colour in (("a", 40, (90, 90, 90)), ("b", 30, (200, 20, 20))):
        (tmp_path / folder).mkdir()
        for i in range(count):
            Image.new("RGB", (9, 7), colour).save(tmp_path / folder / f"{i:02}.png")
    assert own_images.channels_of([Source(str(tmp_path))])[0] == 3


def test_an_orientation_has_no_effect_and_is_named(tmp_path, capsys):
    left = Image.new("L", (9, 7), 10)
    left.save(tmp_path / "a.jfif", format="JPEG")
    exif = Image.Exif()
    exif[orientation.TAG] = 6
    left.save(tmp_path / "b.jpg", exif=exif)
    exif[orientation.TAG] = 1
    left.save(tmp_path / "c.jpg", exif=exif)
    found, _ = image_files.read_folder(tmp_path, TINY)
    assert np.array_equal(found[0], found[1]) and np.array_equal(found[0], found[2])
    assert "1 of 3 images have an EXIF orientation, such as b.jpg" in capsys.readouterr().err


def test_a_folder_has_the_hash_that_java_computes(tmp_path):
    """FittedImagesTest of the Java side has the same number."""
    (tmp_path / "a").mkdir()
    for name, level in (("a/1.raw", 1), ("b.raw", 2)):
        (tmp_path / name).write_bytes(bytes([level]) * 192)
    _, found = image_files.read_folder(tmp_path, TINY)
    assert found == "53e224d2377492eae9aca5f36acca2ade57a9bc9ead754328616e80958db1024"


def test_a_hidden_root_is_read(tmp_path):
    write(tmp_path / ".cache/set", ["1.png"])
    assert image_files.image_names(tmp_path / ".cache/set") == ["1.png"]


def test_a_link_that_leads_back_up_is_refused(tmp_path):
    write(tmp_path / "set", ["deep/1.png"])
    (tmp_path / "set/deep/loop").symlink_to(tmp_path / "set")
    with pytest.raises(UserError, match="deep/loop.*leads back up"):
        image_files.image_names(tmp_path / "set")


def test_a_raw_image_is_its_pixels(tmp_path):
    recipe = replace(TINY, channels=3, height=2, width=5)
    pixels = np.arange(30, dtype=np.uint8).reshape(3, 2, 5)
    (tmp_path / "b.raw").write_bytes(pixels.tobytes())
    Image.fromarray(pixels.transpose(1, 2, 0).copy()).save(tmp_path / "a.png")
    found, _ = image_files.read_folder(tmp_path, recipe)
    assert np.array_equal(found, [pixels, pixels])
    (tmp_path / "c.raw").write_bytes(b"\1\2")
    with pytest.raises(UserError, match="c.raw.*2 bytes.*30"):
        image_files.read_folder(tmp_path, recipe)


def test_a_link_to_nothing_is_named(tmp_path):
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    with pytest.raises(UserError, match="gone.png"):
        image_files.read_folder(tmp_path, TINY)


def test_a_folder_without_images_is_refused(tmp_path):
    write(tmp_path, [".hidden.png", "notes.txt"])
    with pytest.raises(UserError, match="no PNG, JPEG or raw image"):
        image_files.read_folder(tmp_path, TINY)


def test_another_format_under_the_name_of_an_image_is_refused(tmp_path):
    Image.new("L", (9, 7)).save(tmp_path / "a.png", format="GIF")
    with pytest.raises(UserError, match="a.png"):
        image_files.read_folder(tmp_path, TINY)


def test_the_bytes_decide_between_png_and_jpeg(tmp_path):
    Image.new("L", (9, 7), 10).save(tmp_path / "a.jpg", format="PNG")
    found, _ = image_files.read_folder(tmp_path, TINY)
    assert (found == 10).all()
