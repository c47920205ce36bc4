"""PNG, JPEG, TIFF and BMP decoded: the kinds that the Java side reads, with the same pixels."""

import functools
import io
import struct

import numpy as np
from PIL import Image, UnidentifiedImageError

from . import orientation

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
START_OF_SCAN, END_OF_IMAGE, RESTART_INTERVAL = b"\xff\xda", b"\xff\xd9", b"\xff\xdd"
RUN_LENGTHS = (1, 2)  # compressions of BMP
# Tags of TIFF
SUBFILE, BITS, COMPRESSION, KIND, FILL_ORDER, EXTRA, SAMPLE_FORMAT, DNG = 254, 258, 259, 262, 266, 338, 339, 50706
COMPRESSIONS = (1, 5, 8, 32946, 32773)  # none, LZW, deflate in two numbers, PackBits
PREMULTIPLIED = 1
TIFF_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "RGBX", "I;16", "I;16B"}
# What Pillow raises for damaged files, and for those with too many pixels, besides OSError
DAMAGES = (
    *(SyntaxError, ValueError, TypeError, EOFError, ArithmeticError, LookupError, struct.error),
    Image.DecompressionBombError,
)


def _raising_os_errors(function):
    """The function with an OSError for every file that Pillow cannot read, so that a caller can name the file."""

    @functools.wraps(function)
    def reading(*arguments, **options):
        try:
            return function(*arguments, **options)
        except UnidentifiedImageError as error:  # its own words name an object in memory
            raise OSError(f"cannot identify any of {', '.join(FORMATS)} in it") from error
        except DAMAGES as error:
            raise OSError(str(error) or type(error).__name__) from error

    return reading


def decode(data, channels, turn, bits=8):
    """Pillow's conversion of a file to L or RGB; the bytes decide which format it is.

    Of 16-bit grey the high byte is taken, as Pillow does with other 16-bit kinds; with `bits` 16 all of it, as mode I.
    `turn` says whether the image is turned as its EXIF orientation asks for.
    """
    image = _loaded(data)
    if image is None:
        image = _completed(data)
    if image.mode.startswith("I"):
        values = np.asarray(image, dtype=np.int32)
        image = Image.fromarray(values if bits == 16 else (values >> 8).astype(np.uint8))
    if image.mode != "I":
        image = image.convert("L" if channels == 1 else "RGB")
    return orientation.turned(image, orientation.of(data)) if turn else image


@_raising_os_errors
def size(data, turn):
    """(height, width) of a file, from its header."""
    with Image.open(io.BytesIO(orientation.as_stored(data)), formats=FORMATS) as image:
        sides = image.height, image.width
    return sides[::-1] if turn and orientation.of(data) >= 5 else sides


@_raising_os_errors
def _loaded(data):
    """The image; None for a JPEG without end marker, which Pillow reads or does not, as its blocks happen to end."""
    if data[:2] == b"\xff\xd8" and data.rfind(END_OF_IMAGE) < data.rfind(START_OF_SCAN):
        return None
    image = Image.open(io.BytesIO(orientation.as_stored(data)), formats=FORMATS)
    if image.format == "TIFF":
        _check_tiff(image)
    if image.format == "BMP" and image.info.get("compression") in RUN_LENGTHS:
        raise OSError("a BMP of run lengths is not supported")
    image.load()
    return image


def _check_tiff(image):
    """Refuses what the Java side does not read, though Pillow does."""
    tags = image.tag_v2
    bits = tags.get(BITS, (1,))
    problem = None
    if DNG in tags or tags.get(SUBFILE, 0) & 1:
        problem = "is a small version of another, as in the raw formats of cameras"
    elif tags.get(COMPRESSION, 1) not in COMPRESSIONS:
        problem = f"has the compression {tags[COMPRESSION]}"
    elif image.mode not in TIFF_MODES or not {*bits} <= {1, 2, 4, 8, 16} or {*tags.get(SAMPLE_FORMAT, (1,))} != {1}:
        problem = f"has samples of {bits} bits of a kind that is not read"
    elif tags.get(FILL_ORDER, 1) != 1 or PREMULTIPLIED in tags.get(EXTRA, ()):
        problem = "has bits in reverse order, or colours multiplied with alpha"
    elif image.mode.startswith("I") and tags.get(KIND) != 1:
        problem = "has 16 bits, of which 0 is white"
    if problem:
        raise OSError(f"the TIFF's first image {problem}")


def _completed(data):
    """A baseline JPEG that lacks its end marker alone. Its data are complete if more of them change nothing.

    Java decodes it too if `image.strict` is false. With restart markers this does not show whether data are missing, so
    that such a file is refused here and not there.
    """
    data = data[:-1] if data.endswith(b"\xff") else data
    ended, longer = (_loaded(data + more + END_OF_IMAGE) for more in (b"", b"\xaa" * 64))
    unknown = ended.info.get("progressive") or RESTART_INTERVAL in data
    if unknown or np.any(np.asarray(ended) != np.asarray(longer)):
        raise OSError("the JPEG breaks off before its end marker")
    return ended
