#!/usr/bin/env python3
"""Image vectors: generated PNG, JPEG, TIFF and BMP files and their pixels in training.

Writes src/test/resources/image/: the files, `vectors.tsv` (one line a vector: file, target shape, fit, orientation if
it is not as_stored, depth if it is 16) and `expected.bin.gz` (the vectors' [C, H, W] bytes, of 16 bits the low one first,
one after the other, in the order of the lines).
The expected pixels are those of the training's own preprocessing, which is Pillow's.

    python3 model/vectors/make_image_vectors.py [target folder]

Needs Pillow (9.4 or newer) and numpy. The same versions write the same bytes; another libjpeg may encode the JPEG
files differently.
"""

import gzip
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

import bmp_files
import tiff_files

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from elbowatch_model.image_files import preprocess  # noqa: E402

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


# --- PNG, every kind of it: Pillow writes only some ---------------------------------------------------------------------


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(row, above, step, kind):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = above[i]
        c = above[i - step] if i >= step else 0
        out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
    return bytes(out)


def packed(samples, depth):
    """One row of samples [W, S] as PNG bytes."""
    flat = samples.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    if depth == 8:
        return flat.astype(np.uint8).tobytes()
    bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(bits.reshape(-1)).tobytes()


def png(samples, colour, depth, interlaced=False, extra=(), idat=1 << 20, after=b""):
    """samples: [H, W, S] integers of that depth."""
    height, width, count = samples.shape
    assert count == SAMPLES[colour]
    step = max(1, count * depth // 8)
    raw = b""
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    line = 0
    for x, y, dx, dy in passes:
        part = samples[y::dy, x::dx]
        if part.size == 0:
            continue
        above = bytes(len(packed(part[0], depth)))
        for samples_row in part:
            row = packed(samples_row, depth)
            raw += filtered(row, above, step, line % 5)
            above = row
            line += 1
    body = zlib.compress(raw, 9) + after
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    chunks = [chunk(b"IHDR", header), *extra]
    chunks += [chunk(b"IDAT", body[i : i + idat]) for i in range(0, len(body), idat)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


# --- pictures -----------------------------------------------------------------------------------------------------------


def picture(height, width, count, seed):
    """[H, W, S] in 0..1: a gradient, a disc, a sharp bar and noise, different in every sample."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    planes = []
    for s in range(count):
        plane = 0.5 + 0.4 * np.sin((s + 1) * 3.0 * x / max(width, 2) + 2.0 * y / max(height, 2))
        disc = (x - width * 0.6) ** 2 + (y - height * (0.3 + 0.2 * s)) ** 2 < (0.25 * min(height, width)) ** 2
        plane[disc] = 0.95 - 0.3 * s
        plane[:, width // 4 : width // 4 + 2] = 0.02 + 0.3 * s
        planes.append(plane + 0.05 * random.standard_normal((height, width)))
    return np.clip(np.stack(planes, axis=2), 0, 1)


def quantised(image, depth):
    return np.rint(image * (2**depth - 1)).astype(np.int64)


def png_files():
    files = {}
    for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        name = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}[colour]
        for depth in depths:
            image = quantised(picture(19, 23, SAMPLES[colour], 10 * colour + depth), depth)
            random = np.random.RandomState(depth)
            extra = []
            if colour == 3:
                extra = [chunk(b"PLTE", random.randint(0, 256, 3 << depth, dtype=np.int64).astype(np.uint8).tobytes())]
            files[f"png-{name}-{depth}.png"] = png(image, colour, depth, extra=extra)
            files[f"png-{name}-{depth}-interlaced.png"] = png(image, colour, depth, True, extra)
            if colour == 3:
                alpha = chunk(b"tRNS", bytes(random.randint(0, 256, 1 << depth).astype(np.uint8)))
                files[f"png-{name}-{depth}-trns.png"] = png(image, colour, depth, extra=extra + [alpha])
    grey, rgb = (quantised(picture(19, 23, n, 3), 8) for n in (1, 3))
    files["png-grey-8-trns.png"] = png(grey, 0, 8, extra=[chunk(b"tRNS", b"\0\x80")])
    files["png-rgb-8-trns.png"] = png(rgb, 2, 8, extra=[chunk(b"tRNS", b"\0\x10\0\x20\0\x30")])
    files["png-rgb-8-plte.png"] = png(rgb, 2, 8, extra=[chunk(b"PLTE", bytes(range(12)))])
    files["png-grey-8-gamma.png"] = png(grey, 0, 8, extra=[chunk(b"gAMA", struct.pack(">I", 100000)), chunk(b"sRGB", b"\1")])
    files["png-grey-8-split.png"] = png(grey, 0, 8, idat=7)
    files["png-rgb-8-text.png"] = png(rgb, 2, 8, extra=[chunk(b"tEXt", b"Comment\0generated"), chunk(b"prVt", b"12")])
    sideways = Image.Exif()
    sideways[0x0112] = 6
    files["png-rgb-8-orientation.png"] = png(rgb, 2, 8, extra=[chunk(b"eXIf", sideways.tobytes()[6:])])
    files["png-grey-8-trailing.png"] = png(grey, 0, 8) + b"trailing"
    for height, width in ((1, 1), (1, 3), (3, 1), (2, 5)):
        image = quantised(picture(height, width, 3, 7), 8)
        files[f"png-rgb-8-{height}x{width}-interlaced.png"] = png(image, 2, 8, True)
    return files


def resize_files():
    sizes = [(1, 1), (1, 97), (97, 1), (28, 28), (29, 31), (64, 48), (211, 157), (3, 640)]
    files = {f"size-grey-{h}x{w}.png": png(quantised(picture(h, w, 1, h + w), 8), 0, 8) for h, w in sizes}
    for h, w in ((45, 80), (120, 67)):
        files[f"size-rgb-{h}x{w}.png"] = png(quantised(picture(h, w, 3, h), 8), 2, 8)
    noise = np.random.RandomState(5).randint(0, 2, (200, 130, 1)) * 255
    files["size-grey-200x130.png"] = png(noise, 0, 8)
    return files


def segments(data):
    """The marker segments before the first scan, and the rest."""
    at, found = 2, []
    while data[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        found.append(data[at:end])
        at = end
    return found, data[at:]


def with_markers(data, drop=(), add=()):
    found, rest = segments(data)
    kept = [s for s in found if s[1] not in drop]
    return data[:2] + b"".join(add) + b"".join(kept) + rest


def adobe(transform):
    return b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])


def dc_only_jpeg(frame, levels, restart):
    """A grey baseline JPEG with the tables of `frame`, one flat 8x8 block a level, and a restart after so many blocks."""
    codes = ["00", "010", "011", "100", "101", "110", "1110", "11110", "111110", "1111110", "11111110", "111111110"]
    found, rest = segments(frame)
    scan = rest[: 2 + struct.unpack(">H", rest[2:4])[0]]
    bits, before, body = "", 0, b""
    for i, level in enumerate(levels):
        if i and i % restart == 0:
            body += stuffed(bits) + bytes([0xFF, 0xD0 + (i // restart - 1) % 8])
            bits, before = "", 0
        difference, before = int(level) - before, int(level)
        size = abs(difference).bit_length()
        value = difference if difference > 0 else difference + (1 << size) - 1
        bits += codes[size] + (format(value, f"0{size}b") if size else "") + "1010"
    found.append(b"\xff\xdd\0\x04" + struct.pack(">H", restart))
    return frame[:2] + b"".join(found) + scan + body + stuffed(bits) + b"\xff\xd9"


def stuffed(bits):
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")


def jpeg_files():
    def save(mode, height, width, seed, **options):
        count = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
        pixels = quantised(picture(height, width, count, seed), 8).astype(np.uint8)
        out = io.BytesIO()
        Image.frombytes(mode, (width, height), pixels.tobytes()).save(out, "JPEG", **options)
        return out.getvalue()

    files = {}
    for progressive in (False, True):
        end = "-progressive.jpg" if progressive else ".jpg"
        files["jpeg-grey" + end] = save("L", 33, 41, 1, quality=85, progressive=progressive)
        files["jpeg-cmyk" + end] = save("CMYK", 33, 41, 5, quality=90, progressive=progressive)
        for subsampling in (0, 1, 2):
            name = f"jpeg-ycc-{['444', '422', '420'][subsampling]}" + end
            files[name] = save("RGB", 33, 41, 2, quality=80, subsampling=subsampling, progressive=progressive)
    files["jpeg-grey-q5.jpg"] = save("L", 50, 37, 3, quality=5)
    files["jpeg-ycc-q100.jpg"] = save("RGB", 17, 15, 4, quality=100, subsampling=0)
    files["jpeg-ycc-1x1.jpg"] = save("RGB", 1, 1, 4)
    files["jpeg-ycc-1x70.jpg"] = save("RGB", 1, 70, 4)
    files["jpeg-ycc-large.jpg"] = save("RGB", 151, 203, 6, quality=75)
    exif = Image.Exif()
    exif[0x0112] = 6
    files["jpeg-ycc-orientation.jpg"] = save("RGB", 24, 40, 8, exif=exif.tobytes())
    plain = save("RGB", 33, 41, 9, quality=90, subsampling=0)
    files["jpeg-rgb-adobe.jpg"] = with_markers(plain, drop=(0xE0,), add=(adobe(0),))
    files["jpeg-ycc-adobe.jpg"] = with_markers(plain, drop=(0xE0,), add=(adobe(1),))
    files["jpeg-ycc-bare.jpg"] = with_markers(plain, drop=(0xE0,))
    files["jpeg-ycc-bad-icc.jpg"] = with_markers(plain, add=(b"\xff\xe2\0\x12ICC_PROFILE\0\1\1zz",))
    files["jpeg-ycc-trailing.jpg"] = plain + b"\xff\xd8trailing"
    ids = bytearray(with_markers(plain, drop=(0xE0,)))
    found, rest = segments(bytes(ids))
    renamed = []
    for s in found:
        if s[1] == 0xC0:
            s = bytearray(s)
            s[10], s[13], s[16] = b"RGB"
        renamed.append(bytes(s))
    rest = bytearray(rest)
    rest[5], rest[7], rest[9] = b"RGB"
    files["jpeg-rgb-ids.jpg"] = bytes(ids[:2]) + b"".join(renamed) + bytes(rest)
    files["jpeg-ycck.jpg"] = with_markers(save("CMYK", 33, 41, 5, quality=90), drop=(0xEE,), add=(adobe(2),))
    ycck = save("CMYK", 33, 41, 5, quality=90, progressive=True)
    files["jpeg-ycck-progressive.jpg"] = with_markers(ycck, drop=(0xEE,), add=(adobe(2),))
    files["jpeg-cmyk-bare.jpg"] = with_markers(save("CMYK", 33, 41, 5, quality=90), drop=(0xEE,))
    files["jpeg-ycc-mjpeg.jpg"] = with_markers(save("RGB", 33, 41, 2, subsampling=1), drop=(0xC4, 0xE0))
    files["jpeg-grey-mjpeg.jpg"] = with_markers(save("L", 33, 41, 2), drop=(0xC4, 0xE0))
    # 4:4:0, which Pillow does not write: a 4:2:2 file whose sampling and size are turned, its blocks in another order.
    turned = bytearray(save("RGB", 32, 64, 2, quality=90, subsampling=1))
    frame = turned.index(b"\xff\xc0")
    turned[frame + 5 : frame + 9] = struct.pack(">HH", 64, 32)
    turned[frame + 11] = 0x12
    files["jpeg-ycc-440.jpg"] = bytes(turned)
    levels = np.random.RandomState(1).randint(-60, 60, 30)
    frame = save("L", 40, 48, 1, quality=50)
    for restart in (1, 4):
        files[f"jpeg-grey-restart-{restart}.jpg"] = dc_only_jpeg(frame, levels, restart)
    return files


def turned_files():
    """A PNG for each orientation."""
    files = {}
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        image = quantised(picture(13, 21, 3, 40), 8)
        extra = [chunk(b"eXIf", exif.tobytes()[6:])]
        files[f"turned-{orientation}.png"] = png(image, 2, 8, extra=extra)
    return files


# --- what only a decoder that is not strict accepts ----------------------------------------------------------------------


def lenient_files():
    """Files that violate their format, and that Pillow reads."""
    samples = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
    palette = chunk(b"PLTE", bytes([200, 10, 20, 30, 200, 40]))
    out = io.BytesIO()
    pixels = quantised(picture(33, 41, 3, 1), 8).astype(np.uint8)
    Image.frombytes("RGB", (41, 33), pixels.tobytes()).save(out, "JPEG", quality=85, progressive=True)
    return {
        "lenient-palette.png": png(samples, 3, 8, extra=(palette,)),
        "lenient-progression.jpg": with_last_dc_scan_twice(out.getvalue()),
    }


def with_last_dc_scan_twice(data):
    """A progressive JPEG whose last scan of DC coefficients, one bit of each, comes twice: its progression is broken."""
    starts = [i for i in range(len(data) - 1) if data[i : i + 2] == b"\xff\xda"]
    ends = [*starts[1:], len(data) - 2]
    last = max(i for i, at in enumerate(starts) if data[at + 5 + 2 * data[at + 4]] == 0)
    return data[: ends[last]] + data[starts[last] : ends[last]] + data[ends[last] :]


# --- all of it ----------------------------------------------------------------------------------------------------------


def as_stored(files):
    """In their own size, grey and RGB."""
    for name, data in files.items():
        width, height = Image.open(io.BytesIO(data)).size
        yield name, 1, height, width, "stretch"
        yield name, 3, height, width, "stretch"


def vectors(pngs, sizes, jpegs):
    yield from as_stored({**pngs, **jpegs})
    for name in sizes:
        for height, width in ((28, 28), (1, 1), (7, 50), (90, 33)):
            for fit in ("stretch", "crop"):
                yield name, 3 if "rgb" in name else 1, height, width, fit
    for name in ("png-rgba-16.png", "png-palette-4.png", "png-grey-16.png", "jpeg-ycc-large.jpg", "jpeg-grey-q5.jpg"):
        for fit in ("stretch", "crop"):
            yield name, 1, 28, 28, fit
            yield name, 3, 40, 24, fit


def turned_vectors(files):
    """As the EXIF orientation asks for: in their own size, and fitted."""
    for name, data in files.items():
        width, height = Image.open(io.BytesIO(data)).size
        for channels, fit in ((1, "stretch"), (3, "crop")):
            yield name, channels, height, width, fit, "exif"
            yield name, channels, width, height, fit, "exif"
            yield name, channels, 28, 20, fit, "exif"


def deep_files():
    """Grey of 16 bits that is resized, or turned."""
    files = {}
    for height, width in ((211, 157), (3, 640), (29, 31)):
        files[f"deep-{height}x{width}.png"] = png(quantised(picture(height, width, 1, height), 16), 0, 16)
    noise = np.random.RandomState(9).randint(0, 65536, (97, 130, 1))
    files["deep-noise.png"] = png(noise, 0, 16, True)
    exif = Image.Exif()
    exif[0x0112] = 6
    files["deep-turned-6.png"] = png(noise[:13, :21], 0, 16, extra=[chunk(b"eXIf", exif.tobytes()[6:])])
    return files


def deep_vectors(files):
    """At a depth of 16: what has it, and some that has not."""
    deep = [name for name in files if name.startswith(("deep-", "png-grey-16", "tiff-grey-16"))]
    others = ("png-rgb-16.png", "png-grey-alpha-16.png", "png-grey-1.png", "png-palette-4.png", "tiff-rgb-16-mm.tif")
    for name in (*deep, *others, "jpeg-ycc-420.jpg", "jpeg-grey-q5.jpg", "bmp-rgb-24.bmp", "size-grey-211x157.png"):
        width, height = Image.open(io.BytesIO(files[name])).size
        for size in ((height, width), (28, 28), (90, 33)):
            for fit in ("stretch", "crop"):
                yield name, 1, *size, fit, "exif" if "turned" in name else "as_stored", 16


def main():
    default = Path(__file__).resolve().parents[2] / "src/test/resources/image"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    target.mkdir(parents=True, exist_ok=True)
    pngs, sizes, jpegs = png_files(), resize_files(), jpeg_files()
    more = {**tiff_files.files(picture, quantised), **bmp_files.files(picture, quantised)}
    turned = turned_files()
    turned |= {name: data for name, data in {**pngs, **jpegs, **more}.items() if "orientation" in name}
    files = {**pngs, **sizes, **jpegs, **more, **turned, **deep_files()}
    for name, data in files.items():
        (target / name).write_bytes(data)
    rows = [*vectors(pngs, sizes, jpegs), *as_stored(more), *turned_vectors(turned), *deep_vectors(files)]
    write(target, "vectors.tsv", "expected.bin.gz", files, rows)
    write_lenient(target)


def write_lenient(target):
    files = lenient_files()
    for name, data in files.items():
        (target / name).write_bytes(data)
    write(target, "lenient.tsv", "lenient.bin.gz", files, vectors({}, {}, files))


def write(target, table, pixels, files, rows):
    lines, expected = ["file\tchannels\theight\twidth\tfit\torientation\tdepth"], []
    for name, *how in rows:
        if name in files:
            lines.append("\t".join(map(str, (name, *how))))
            image = preprocess(files[name], *how)
            expected.append(image.astype(image.dtype.newbyteorder("<")).tobytes())
    (target / table).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open(target / pixels, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(b"".join(expected))
    print(f"{len(expected)} vectors of {len(files)} files in {target / table}")


if __name__ == "__main__":
    main()
