"""Image files as arrays: IDX files, raw files, and PNG, JPEG, TIFF or BMP files after preprocessing.

`preprocess` is a contract: the Java side prepares an image in the same way, pixel by pixel.
"""

import gzip
import hashlib
import math
import os
import struct
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from . import depth, image_formats
from . import orientation as exif
from .command import UserError, warn

BILINEAR = getattr(Image, "Resampling", Image).BILINEAR
RAW_SUFFIX = ".raw"
IMAGE_SUFFIXES = {".bmp", ".dib", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".tif", ".tiff", RAW_SUFFIX}
# Suffixes of images that are not read. Java's ImageNames has the same.
OTHER_SUFFIXES = {
    *(".arw", ".avif", ".cr2", ".cr3", ".dng", ".gif", ".heic", ".heif", ".jp2", ".jxl", ".nef", ".orf", ".pbm"),
    *(".pgm", ".pnm", ".ppm", ".raf", ".rw2", ".tga", ".webp"),
}
IDX_UNSIGNED_BYTES = b"\0\0\x08"
COLOUR_GRID, MIN_COLOUR = 32, 20  # places a side, levels


def read_idx(path):
    """The array of a plain or gzipped IDX file of unsigned bytes, and the sha256 of its uncompressed bytes.

    IDX is the format of MNIST: magic 0 0 8 n, then n big-endian sizes, then the bytes.
    """
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:3] != IDX_UNSIGNED_BYTES:
        raise UserError(
            f"{path} is not an IDX file of unsigned bytes; give one, or a folder of PNG and JPEG files"
        )
    sizes = struct.unpack_from(f">{data[3]}I", data, 4)
    start = 4 + 4 * len(sizes)
    needed = math.prod(sizes)
    if len(data) - start != needed:
        raise UserError(
            f"{path} is cut off: it has {len(data) - start} bytes of pixels, and {sizes} needs {needed}"
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(sizes), hashlib.sha256(data).hexdigest()


def idx_shape(path):
    """The sizes of an IDX file, from its first bytes."""
    with open(path, "rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    with (gzip.open if gzipped else open)(path, "rb") as file:
        start = file.read(4)
        if start[:3] != IDX_UNSIGNED_BYTES:
            raise UserError(
                f"{path} is not an IDX file of unsigned bytes; give one, or a folder of PNG and JPEG files"
            )
        return struct.unpack(f">{start[3]}I", file.read(4 * start[3]))


def image_names(folder):
    """The image files below a folder: paths relative to it with slashes, in the order of their code points.

    Java's FolderWalk lists the same names in the same order, and a calibration depends on it. Files and
    folders whose name begins with a dot are left out, and the folder `__MACOSX`. Links are followed.
    """
    return sorted(_names(folder, IMAGE_SUFFIXES))


def other_formats(folder):
    """The files that are images by their names, in formats that are not read; named and ordered like images."""
    return sorted(_names(folder, OTHER_SUFFIXES))


def _names(folder, suffixes, prefix="", above=()):
    real = os.path.realpath(folder)
    if real in above:
        raise UserError(f"{folder} is a link that leads back up; remove the link")
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if entry.name != "__MACOSX":
                    yield from _names(entry.path, suffixes, f"{prefix}{entry.name}/", (*above, real))
            elif os.path.splitext(entry.name)[1].lower() in suffixes:
                yield prefix + entry.name


def listed(folder):
    """`image_names` of a folder that has some."""
    try:
        names, others = image_names(folder), other_formats(folder)
    except OSError as error:
        raise UserError(f"{folder} cannot be listed ({error}); check its permissions") from error
    if not names:
        found = f", but {_counted(others)}; convert them to PNG" if others else ""
        raise UserError(f"no PNG, JPEG or raw image in {folder}{found}")
    return names


def spread_over(folder, count):
    """Paths of up to `count` images of a folder that have a header, evenly spread over it."""
    names = [name for name in listed(folder) if not name.lower().endswith(RAW_SUFFIX)]
    count = min(count, len(names))
    return [folder / names[i * len(names) // count] for i in range(count)]


def has_colour(path):
    """Whether 1 % of the places of an image have channels that differ by more than noise and JPEG's rounding."""
    try:
        pixels = preprocess(path.read_bytes(), 3, COLOUR_GRID, COLOUR_GRID, "stretch").astype(np.int16)
    except OSError as error:
        raise UserError(f"{path} cannot be read as an image ({error}); fix or remove it") from error
    return bool(((pixels.max(0) - pixels.min(0)) > MIN_COLOUR).mean() >= 0.01)


def read_folder(folder, recipe, names=None):
    """All image files below the folder, by path: uint8 or uint16 [N, C, H, W], and sha256 of paths and files.

    `names` is `listed(folder)`, for a caller that needs the names of just the files that are read.
    """
    names, others = names or listed(folder), other_formats(folder)
    if others:
        warn(
            f"{folder}: left out are {_counted(others)}: only PNG, JPEG, TIFF, BMP and raw are read;"
            " convert them to PNG"
        )
    digest, pixels, turned = hashlib.sha256(), [], []
    for name in tqdm(names, desc=f"read {folder.name}", unit="image", disable=None):
        path = folder / name
        try:
            data = path.read_bytes()
            raw = path.suffix.lower() == RAW_SUFFIX
            pixels.append(
                _raw(path, data, recipe)
                if raw
                else preprocess(data, *recipe.image_shape, recipe.fit, recipe.orientation, recipe.depth)
            )
        except OSError as error:
            raise UserError(f"{path} cannot be read as an image ({error}); fix or remove it") from error
        if not raw and recipe.orientation == "as_stored" and exif.of(data) != exif.NONE:
            turned.append(name)
        digest.update(os.fsencode(name) + b"\0" + hashlib.sha256(data).digest())
    if turned:
        warn(
            f"{folder}: {len(turned)} of {len(names)} images have an EXIF orientation, such as {turned[0]}:"
            " they are read as stored, as the Java side does. If viewers turn only some images of a camera,"
            " give --orientation exif, or turn their pixels, such as by exiftran -ai"
        )
    return np.stack(pixels), digest.hexdigest()


def _counted(names):
    """How many files, of which suffixes, and the first one."""
    suffixes = [os.path.splitext(name)[1].lower() for name in names]
    counts = ", ".join(f"{suffix} {suffixes.count(suffix)}" for suffix in sorted(set(suffixes)))
    return f"{len(names)} file{'s' * (len(names) > 1)} ({counts}), such as {names[0]}"


def _raw(path, data, recipe):
    """The pixels of a raw image, which has no header: uint8 or, with the low byte first, uint16 [C, H, W]."""
    size = math.prod(recipe.image_shape) * recipe.depth // 8
    if len(data) != size:
        shape = "x".join(map(str, recipe.image_shape))
        raise UserError(f"{path} has {len(data)} bytes, and a raw {shape} image has {size}; fix or remove it")
    kind = f"<u{recipe.depth // 8}"
    return np.frombuffer(data, kind).astype(f"uint{recipe.depth}", copy=False).reshape(recipe.image_shape)


def preprocess(data, channels, height, width, fit, orientation="as_stored", bits=8):
    """Encoded image bytes as uint8 or, with `bits` 16, uint16 [C, H, W]; `orientation` is as_stored or exif.

    Of 16 bits only grey keeps them; an image of 8 bits is resized before its levels are multiplied.
    """
    image = image_formats.decode(data, channels, orientation == "exif", bits)
    pixels = fitted(image, height, width, fit)
    pixels = pixels.astype(np.uint16) if image.mode == "I" else depth.of_depth(pixels, bits)
    return pixels[None] if channels == 1 else pixels.transpose(2, 0, 1)


def fitted(image, height, width, fit):
    """A decoded image at another size: [H, W] or [H, W, C]."""
    if fit == "crop":
        image = image.crop(_crop_box(image.width, image.height, width, height))
    return np.asarray(image.resize((width, height), BILINEAR))


def size_of(path, orientation="as_stored"):
    """(height, width) of an image file, from its header, and from its EXIF data if they turn it."""
    try:
        return image_formats.size(path.read_bytes(), orientation == "exif")
    except OSError as error:
        raise UserError(f"{path} cannot be read as an image ({error}); fix or remove it") from error


def _crop_box(width, height, target_width, target_height):
    """The largest centred box of the target's aspect: its longer side rounded to nearest, its offset down."""
    if width * target_height > height * target_width:
        box = max(1, (2 * height * target_width + target_height) // (2 * target_height))
        left = (width - box) // 2
        return left, 0, left + box, height
    box = max(1, (2 * width * target_height + target_width) // (2 * target_width))
    top = (height - box) // 2
    return 0, top, width, top + box
