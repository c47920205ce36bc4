import gzip
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from elbowatch_model import data, image_files
from elbowatch_model.command import UserError
from elbowatch_model.data import Source
from elbowatch_model.recipes import Recipe

VECTORS = Path(__file__).resolve().parents[2] / "src/test/resources/image"


def write_idx(path, array):
    content = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@pytest.mark.parametrize("name", ["x.idx", "x.idx.gz"])
def test_idx_is_read_gzipped_or_not(tmp_path, name):
    array = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    write_idx(tmp_path / name, array)
    images = data.read(Source(str(tmp_path / name)), Recipe(name="t", height=3, width=4))
    assert np.array_equal(images.pixels, array[:, None])
    assert images.name == "x" and len(images.sha256) == 64


def test_cut_off_idx_is_refused(tmp_path):
    write_idx(tmp_path / "x.idx", np.zeros((2, 3, 4), np.uint8))
    (tmp_path / "x.idx").write_bytes((tmp_path / "x.idx").read_bytes()[:-1])
    with pytest.raises(UserError, match="cut off"):
        data.read(Source(str(tmp_path / "x.idx")), Recipe(name="t", height=3, width=4))


def test_wrong_size_is_refused(tmp_path):
    write_idx(tmp_path / "x.idx", np.zeros((2, 3, 4), np.uint8))
    with pytest.raises(UserError, match="recipe needs"):
        data.read(Source(str(tmp_path / "x.idx")), Recipe(name="t", height=4, width=4))


def test_missing_data_names_path_and_remedy():
    with pytest.raises(UserError, match="nowhere/x.idx.*ELBOWATCH_DATA"):
        data.read(Source("nowhere/x.idx"), Recipe(name="t"))
    with pytest.raises(UserError, match="make --it"):
        data.read(Source("nowhere/x.idx", generate="make --it"), Recipe(name="t"))


def test_folder_is_read_in_order_of_names(tmp_path):
    for name, level in (("b.png", 20), ("a.png", 10), ("sub/c.jpg", 30)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (9, 7), (level, level, level)).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no image")
    images = data.read(Source(str(tmp_path)), Recipe(name="t", height=4, width=4))
    assert images.pixels.shape == (3, 1, 4, 4)
    assert images.pixels.mean(axis=(1, 2, 3)).round().tolist() == [10, 20, 30]


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of_noise():
    """Large enough for several chunks of pixels."""
    out = io.BytesIO()
    Image.fromarray(np.random.RandomState(1).randint(0, 256, (400, 400)).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


SIGNATURE = b"\x89PNG\r\n\x1a\n"
BROKEN = {
    "cut off": SIGNATURE + b"no",
    "damaged header of a chunk": b"\0\0\0\0".join(png_of_noise().rsplit(b"IDAT", 1)),
    "too many pixels": SIGNATURE
    + png_chunk(b"IHDR", struct.pack(">II5B", 30_000, 30_000, 8, 0, 0, 0, 0))
    + png_chunk(b"IDAT", zlib.compress(bytes(100)))
    + png_chunk(b"IEND", b""),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_image_is_named(tmp_path, content):
    (tmp_path / "broken.png").write_bytes(content)
    with pytest.raises(UserError, match="broken.png"):
        data.read(Source(str(tmp_path)), Recipe(name="t"))
    with pytest.raises(UserError, match="broken.png") as refused:
        image_files.has_colour(tmp_path / "broken.png")
    assert " object at " not in str(refused.value)


def test_an_image_of_too_many_pixels_is_named_where_its_size_is_looked_at(tmp_path):
    (tmp_path / "large.png").write_bytes(BROKEN["too many pixels"])
    with pytest.raises(UserError, match="large.png"):
        image_files.size_of(tmp_path / "large.png")


def test_splits_are_disjoint_complete_and_seeded():
    groups = np.arange(1000)
    parts = data.split(groups, 100, 50, seed=1)
    assert [len(part) for part in parts] == [850, 100, 50]
    assert np.array_equal(np.sort(np.concatenate(parts)), groups)
    assert all(np.array_equal(a, b) for a, b in zip(parts, data.split(groups, 100, 50, seed=1)))
    assert not np.array_equal(parts[1], data.split(groups, 100, 50, seed=2)[1])


def test_groups_are_never_split_apart():
    groups = np.arange(1000) // 12
    parts = data.split(groups, 100, 50, seed=1)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert not set(groups[parts[i]]) & set(groups[parts[j]])
    assert len(parts[1]) >= 100 and len(parts[2]) >= 50 and sum(map(len, parts)) == 1000


def test_holding_out_everything_is_refused():
    with pytest.raises(UserError, match="none to train"):
        data.split(np.arange(10), 5, 5, seed=1)


def test_crop_keeps_the_centre():
    image = np.zeros((10, 30), np.uint8)
    image[:, 10:20] = 200
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    assert (image_files.preprocess(out.getvalue(), 1, 5, 5, "crop") == 200).all()
    assert image_files.preprocess(out.getvalue(), 1, 5, 5, "stretch").min() == 0


@pytest.mark.parametrize("name", ["jpeg-ycc-444.jpg", "jpeg-grey.jpg", "jpeg-ycc-420.jpg"])
def test_a_baseline_jpeg_may_lack_its_end_marker_and_no_more(name):
    whole = (VECTORS / name).read_bytes()
    expected = image_files.preprocess(whole, 3, 20, 30, "stretch")
    for missing in (1, 2):
        assert np.array_equal(image_files.preprocess(whole[:-missing], 3, 20, 30, "stretch"), expected)
    for length in range(len(whole) // 2, len(whole) - 6, 7):
        with pytest.raises(OSError):
            image_files.preprocess(whole[:length], 3, 20, 30, "stretch")


@pytest.mark.parametrize("name", ["jpeg-grey-progressive.jpg", "jpeg-grey-restart-4.jpg"])
def test_a_jpeg_whose_missing_data_would_not_show_needs_its_end_marker(name):
    whole = (VECTORS / name).read_bytes()
    with pytest.raises(OSError):
        image_files.preprocess(whole[:-2], 1, 20, 30, "stretch")


@pytest.mark.parametrize("table, pixels", [("vectors.tsv", "expected.bin.gz"), ("lenient.tsv", "lenient.bin.gz")])
def test_preprocessing_equals_the_vectors_of_the_java_side(table, pixels):
    lines = (VECTORS / table).read_text().splitlines()[1:]
    expected, at = gzip.decompress((VECTORS / pixels).read_bytes()), 0
    for line in lines:
        name, channels, height, width, fit, *rest = line.split("\t")
        orientation, depth = (*rest, "8")[:2] if rest else ("as_stored", "8")
        found = image_files.preprocess(
            (VECTORS / name).read_bytes(), int(channels), int(height), int(width), fit, orientation, int(depth)
        )
        assert found.astype(found.dtype.newbyteorder("<")).tobytes() == expected[at : at + found.nbytes], line
        at += found.nbytes
    assert at == len(expected)
