"""The EXIF orientation of an image file, and images turned by it. The Java side reads and turns in the same way.

Pillow's `getexif` also reads XMP, and its TIFF images are turned when they are loaded, so neither is used.
"""

import struct

from PIL import Image

NONE = 1
TAG, SHORT, LONG = 0x0112, 3, 4
EXIF = b"Exif\0\0"
_TRANSPOSE = getattr(Image, "Transpose", Image)
TURNS = {
    2: _TRANSPOSE.FLIP_LEFT_RIGHT,
    3: _TRANSPOSE.ROTATE_180,
    4: _TRANSPOSE.FLIP_TOP_BOTTOM,
    5: _TRANSPOSE.TRANSPOSE,
    6: _TRANSPOSE.ROTATE_270,  # counted against the clock
    7: _TRANSPOSE.TRANSVERSE,
    8: _TRANSPOSE.ROTATE_90,
}


def of(data):
    """1 for none, 2 to 8 for turned or mirrored: what the EXIF data of a file ask viewers for."""
    tiff = _exif(data)
    entry = _entry(tiff)
    if entry is None:
        return NONE
    kind, value = struct.unpack_from(_order(tiff) + "H4xH", tiff, entry + 2)
    return value if kind == SHORT and value in TURNS else NONE


def turned(image, orientation):
    """A decoded image as viewers show one with this orientation."""
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def as_stored(data):
    """The file with no orientation if it is a TIFF, so that Pillow does not turn it."""
    entry = _entry(data) if is_tiff(data) else None
    if entry is None:
        return data
    order = _order(data)
    (kind,) = struct.unpack_from(order + "H", data, entry + 2)
    none = struct.pack(order + ("I" if kind == LONG else "HH"), *((NONE,) if kind == LONG else (NONE, 0)))
    return data[: entry + 8] + none + data[entry + 12 :]


def is_tiff(data):
    return data[:4] in (b"II*\0", b"MM\0*")


def _exif(data):
    """The EXIF data: an APP1 segment before the first scan, the chunk eXIf, or the TIFF itself; nothing if there are none."""
    if data[:3] == b"\xff\xd8\xff":
        return _of_jpeg(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _of_png(data)
    return data if is_tiff(data) else b""


def _of_jpeg(data):
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 1] == 0xE1 and size >= 2 + len(EXIF) and at + 2 + size <= len(data):
            if data[at + 4 :].startswith(EXIF):
                return data[at + 4 + len(EXIF) : at + 2 + size]
        at += 2 + size
    return b""


def _of_png(data):
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 8 + length > len(data) or kind == b"IEND":
            break
        if kind == b"eXIf":
            return data[at + 8 : at + 8 + length]
        at += 8 + length + 4
    return b""


def _order(tiff):
    return "<" if tiff[:1] == b"I" else ">"


def _entry(tiff):
    """The offset of the orientation's entry in the first directory, or None."""
    if len(tiff) < 8:
        return None
    order = _order(tiff)
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    if at < 8 or at + 2 > len(tiff):
        return None
    (entries,) = struct.unpack_from(order + "H", tiff, at)
    first = at + 2
    if first + 12 * entries > len(tiff):
        return None
    for entry in range(first, first + 12 * entries, 12):
        if struct.unpack_from(order + "H", tiff, entry)[0] == TAG:
            return entry
    return None
