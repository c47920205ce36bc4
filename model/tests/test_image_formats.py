"""TIFF and BMP, and the EXIF orientation; the pixels themselves are those of the image vectors."""

import io
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import TINY
from PIL import Image, ImageOps

from elbowatch_model import image_files, image_formats, orientation
from elbowatch_model.bundle.manifest import preprocessing_json
from elbowatch_model.command import UserError

VECTORS = Path(__file__).resolve().parents[2] / "src/test/resources/image"


def rows():
    lines = (VECTORS / "vectors.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_every_vector_can_be_read():
    for name, channels, height, width, fit, *how in rows():
        shape, bits = (int(channels), int(height), int(width)), int(how[1]) if len(how) > 1 else 8
        found = image_files.preprocess((VECTORS / name).read_bytes(), *shape, fit, *how[:1], bits=bits)
        assert found.shape == shape and found.dtype == f"uint{bits}"


@pytest.mark.parametrize("number", range(1, 9))
def test_an_image_is_turned_as_pillow_turns_it(number):
    data = (VECTORS / f"turned-{number}.png").read_bytes()
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert orientation.of(data) == number
    assert np.array_equal(image_formats.decode(data, 3, turn=True), expected)
    assert image_formats.size(data, turn=True) == (expected.height, expected.width)
    assert image_formats.decode(data, 3, turn=False).size == (21, 13)


def test_a_tiff_is_read_as_stored_though_pillow_turns_it():
    data = (VECTORS / "tiff-rgb-8-orientation.tif").read_bytes()
    plain = (VECTORS / "tiff-rgb-8.tif").read_bytes()
    assert orientation.of(data) == 6
    assert np.array_equal(image_formats.decode(data, 3, turn=False), image_formats.decode(plain, 3, turn=False))
    assert image_formats.size(data, turn=False) == (19, 23)
    assert image_formats.size(data, turn=True) == (23, 19)


@pytest.mark.parametrize("kind", (3, 4))
def test_the_orientation_of_a_tiff_is_a_short_number(kind):
    data = (VECTORS / "tiff-rgb-8-orientation.tif").read_bytes()
    at = data.index(struct.pack("<HHI", orientation.TAG, 3, 1))
    changed = data[: at + 2] + struct.pack("<HII", kind, 1, 6) + data[at + 12 :]
    assert orientation.of(changed) == (6 if kind == 3 else 1)
    assert image_formats.decode(changed, 3, turn=False).size == (23, 19)


@pytest.mark.parametrize(
    "data", (b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"\xff\xd8\xff\xe1\xff")
)
def test_what_is_damaged_has_no_orientation(data):
    assert orientation.of(data) == orientation.NONE
    assert orientation.as_stored(data) == data


def refused():
    grey = Image.linear_gradient("L").resize((24, 20))
    rgb = Image.merge("RGB", (grey, grey.rotate(90), grey.rotate(180)))
    bmp = bytearray(saved(grey, "BMP"))
    bmp[30] = 1
    return {
        "cannot identify": saved(grey, "WEBP"),
        "compression 7": saved(rgb, "TIFF", compression="jpeg"),
        "compression 4": saved(grey.convert("1"), "TIFF", compression="group4"),
        "kind that is not read": saved(rgb.convert("CMYK"), "TIFF"),
        "samples of (32,) bits": saved(grey.convert("F"), "TIFF"),
        "small version": saved(grey, "TIFF", tiffinfo={254: 1}),
        "run lengths": bytes(bmp),
    }


@pytest.mark.parametrize("problem", refused())
def test_kinds_that_java_refuses_are_refused(problem):
    with pytest.raises(OSError, match=problem.replace("(", r"\(").replace(")", r"\)")):
        image_formats.decode(refused()[problem], 1, turn=False)


def test_a_folder_is_turned_if_the_recipe_says_so(tmp_path, capsys):
    exif = Image.Exif()
    exif[orientation.TAG] = 6
    wide = Image.linear_gradient("L").resize((9, 7))
    wide.save(tmp_path / "a.tif", tiffinfo={orientation.TAG: 6})
    wide.save(tmp_path / "b.png", exif=exif)
    wide.transpose(orientation.TURNS[6]).save(tmp_path / "c.bmp")
    stored, _ = image_files.read_folder(tmp_path, TINY)
    assert "2 of 3 images have an EXIF orientation" in capsys.readouterr().err
    assert np.array_equal(stored[0], stored[1]) and not np.array_equal(stored[0], stored[2])
    turned, _ = image_files.read_folder(tmp_path, replace(TINY, orientation="exif"))
    assert capsys.readouterr().err.count("orientation") == 0
    assert np.array_equal(turned[0], stored[2]) and np.array_equal(turned[1], stored[2])


def test_the_manifest_names_another_orientation_than_that_of_the_file():
    assert "orientation" not in preprocessing_json(TINY)
    assert preprocessing_json(replace(TINY, orientation="exif"))["orientation"] == "exif"


def test_what_is_no_image_is_named(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"II*\0no TIFF at all")
    with pytest.raises(UserError, match="a.tif"):
        image_files.read_folder(tmp_path, TINY)
