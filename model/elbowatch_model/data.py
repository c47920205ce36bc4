"""Images for training and calibration: read from IDX files or folders, split without leaks.

`preprocess` is a contract: the Java side prepares an image pixel by pixel as it does.
"""

import gzip
import hashlib
import io
import math
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from .command import MODEL_FOLDER, RUNS, UserError

BILINEAR = getattr(Image, "Resampling", Image).BILINEAR
IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg"}
IDX_UNSIGNED_BYTES = b"\0\0\x08"


@dataclass(frozen=True)
class Source:
    """An IDX file or a folder. `group` images in a row show the same thing and are never split apart."""

    path: str
    group: int = 1
    generate: str = ""  # the command that makes it, if one does
    half: int = -1  # 0 or 1: of the even or the odd groups alone
    without: int = -1  # the label, in the file of labels beside it, of images that are left out


@dataclass(frozen=True)
class Images:
    """Preprocessed images: pixels uint8 [N, C, H, W]; `sha256` is that of the uncompressed source."""

    name: str
    sha256: str
    pixels: np.ndarray

    def __len__(self):
        return len(self.pixels)


def data_folder():
    return Path(os.environ.get("ELBOWATCH_DATA") or MODEL_FOLDER.parents[1] / "shared" / "data")


def locate(source):
    """The path itself, else the same below model/runs (generated data), else below $ELBOWATCH_DATA."""
    for candidate in (Path(source.path), RUNS / source.path, data_folder() / source.path):
        if candidate.exists():
            return candidate
    if source.generate:
        path = RUNS / source.path
        raise UserError(f"no images at {path}; generate them with: {source.generate.format(path=path)}")
    path = data_folder() / source.path
    raise UserError(f"no images at {source.path} nor {path}; set ELBOWATCH_DATA to the folder that has them")


def read(source, recipe):
    """The source as Images of the recipe's shape."""
    found = locate(source)
    images = _read_folder(found, recipe) if found.is_dir() else _read_idx(source.path, found, recipe)
    if source.without >= 0:
        kept = labels_of(source) != source.without
        images = Images(f"{images.name}, without {source.without}", images.sha256, images.pixels[kept])
    if source.half >= 0:
        kept = np.arange(len(images)) // source.group % 2 == source.half
        name = f"{images.name}, {('even', 'odd')[source.half]} groups of {source.group}"
        images = Images(name, images.sha256, images.pixels[kept])
    return images


def labels_of(source):
    """uint8 [N]: of an IDX file of images, the IDX file of labels beside it."""
    path = source.path.replace("images-idx3", "labels-idx1")
    return read_idx(locate(Source(path, generate=source.generate)))[0]


# --- IDX: magic 0 0 8 n, then n big-endian sizes, then the bytes (the MNIST format) -------------------------


def read_idx(path):
    """The array of a plain or gzipped IDX file of unsigned bytes; the sha256 of its uncompressed bytes."""
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:3] != IDX_UNSIGNED_BYTES:
        raise UserError(f"{path} is no IDX file of unsigned bytes; give one, or a folder of PNG and JPEG")
    sizes = struct.unpack_from(f">{data[3]}I", data, 4)
    start = 4 + 4 * len(sizes)
    needed = math.prod(sizes)
    if len(data) - start != needed:
        raise UserError(f"{path} is cut off: {len(data) - start} bytes of pixels where {sizes} need {needed}")
    return np.frombuffer(data, np.uint8, offset=start).reshape(sizes), hashlib.sha256(data).hexdigest()


def _read_idx(name, path, recipe):
    pixels, sha256 = read_idx(path)
    if pixels.ndim == 3:
        pixels = pixels[:, None]
    if pixels.shape[1:] != recipe.image_shape:
        raise UserError(f"{path} holds images of {pixels.shape[1:]}, the recipe wants {recipe.image_shape}")
    short = name if not Path(name).is_absolute() else Path(name).name
    return Images(short.replace(".gz", "").replace("-idx3-ubyte", "").replace(".idx", ""), sha256, pixels)


# --- Folders ------------------------------------------------------------------------------------------------


def _read_folder(folder, recipe):
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in IMAGE_SUFFIXES)
    if not paths:
        raise UserError(f"no PNG or JPEG image in {folder}")
    digest, pixels = hashlib.sha256(), []
    for path in tqdm(paths, desc=f"read {folder.name}", unit="image"):
        data = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(data).digest())
        try:
            pixels.append(preprocess(data, *recipe.image_shape, recipe.fit))
        except OSError as error:
            raise UserError(f"{path} is no readable image ({error}); mend or remove it") from error
    return Images(folder.name, digest.hexdigest(), np.stack(pixels))


def preprocess(data, channels, height, width, fit):
    """Encoded image bytes as uint8 [C, H, W]."""
    image = _decode(data, channels)
    if fit == "crop":
        image = image.crop(_crop_box(image.width, image.height, width, height))
    pixels = np.asarray(image.resize((width, height), BILINEAR))
    return pixels[None] if channels == 1 else pixels.transpose(2, 0, 1)


def _decode(data, channels):
    """Pillow's conversion, except for 16-bit grey: its high byte, as Pillow takes of other 16-bit kinds."""
    image = Image.open(io.BytesIO(data))
    image.load()
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image, dtype=np.int64) >> 8).astype(np.uint8))
    return image.convert("L" if channels == 1 else "RGB")


def _crop_box(width, height, target_width, target_height):
    """The largest centred box of the target's aspect: the longer side rounded to nearest, its offset down."""
    if width * target_height > height * target_width:
        box = max(1, (2 * height * target_width + target_height) // (2 * target_height))
        left = (width - box) // 2
        return left, 0, left + box, height
    box = max(1, (2 * width * target_height + target_width) // (2 * target_width))
    top = (height - box) // 2
    return 0, top, width, top + box


# --- Splits -------------------------------------------------------------------------------------------------


def split(groups, validation, calibration, seed):
    """Disjoint index arrays (train, validation, calibration) by a seeded shuffle of whole groups.

    `groups` [N] numbers the group of each image. The held-out parts get at least as many images as asked for.
    """
    if validation + calibration >= len(groups):
        raise UserError(f"{len(groups)} images: none to train on after {validation} + {calibration} held out")
    numbers, sizes = np.unique(groups, return_counts=True)
    order = np.random.RandomState(seed).permutation(len(numbers))
    ends = np.concatenate([[0], np.cumsum(sizes[order])])  # images in the first 0, 1, 2, … groups
    first = np.searchsorted(ends, validation)
    second = np.searchsorted(ends, ends[first] + calibration)
    parts = order[second:], order[:first], order[first:second]
    return tuple(np.flatnonzero(np.isin(groups, numbers[part])) for part in parts)


def read_all(sources, recipe):
    """The sources' Images, their pixels [N, C, H, W] in one array, and the group number of each image [N]."""
    sets = [read(source, recipe) for source in sources]
    groups, offset = [], 0
    for source, images in zip(sources, sets):
        numbers = offset + np.arange(len(images)) // source.group
        groups.append(numbers)
        offset = numbers[-1] + 1
    return sets, np.concatenate([s.pixels for s in sets]), np.concatenate(groups)
