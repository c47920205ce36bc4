"""Generated TIFF files of every kind that is read: bits, colours, compressions, strips, tiles, both byte orders."""

import struct
import zlib

import numpy as np

SHORT, LONG = 3, 4
NONE, LZW, DEFLATE, PACK_BITS = 1, 5, 8, 32773
WHITE_IS_ZERO, GREY, RGB, PALETTE = 0, 1, 2, 3
ALPHA, NO_ALPHA = 2, 0


def tiff(samples, bits, kind, order="<", compression=NONE, **more):
    """samples: [H, W, S] integers. `more`: predictor, planar, tile (height, width), rows, palette, extra,
    orientation."""
    blocks = [compressed(rows, compression) for rows in blocks_of(samples, bits, order, more)]
    height, width, count = samples.shape
    tags = {
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [bits] * count),
        259: (SHORT, [compression]),
        262: (SHORT, [kind]),
        277: (SHORT, [count]),
        284: (SHORT, [more.get("planar", 1)]),
        317: (SHORT, [more.get("predictor", 1)]),
    }
    if "tile" in more:
        tags |= {322: (LONG, [more["tile"][1]]), 323: (LONG, [more["tile"][0]])}
    else:
        tags[278] = (LONG, [more.get("rows", height)])
    if "extra" in more:
        tags[338] = (SHORT, [more["extra"]])
    if "palette" in more:
        tags[320] = (SHORT, [int(level) for level in more["palette"]])
    if "orientation" in more:
        tags[274] = (SHORT, [more["orientation"]])
    lengths = [len(block) for block in blocks]
    offsets, counts = (324, 325) if "tile" in more else (273, 279)
    tags[counts] = (LONG, lengths)
    start = len(head(order, tags | {offsets: (LONG, lengths)}))
    tags[offsets] = (LONG, [start + sum(lengths[:i]) for i in range(len(lengths))])
    return head(order, tags) + b"".join(blocks)


def head(order, tags):
    """The header, the directory, and the numbers that do not fit into it."""
    entries, outside = b"", b""
    at = 8 + 2 + 12 * len(tags) + 4
    for tag, (kind, numbers) in sorted(tags.items()):
        value = struct.pack(order + {SHORT: "H", LONG: "I"}[kind] * len(numbers), *numbers)
        entries += struct.pack(order + "HHI", tag, kind, len(numbers))
        if len(value) <= 4:
            entries += value.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", at + len(outside))
            outside += value
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(order + "IH", 8, len(tags)) + entries + bytes(4) + outside


def blocks_of(samples, bits, order, more):
    """The rows of bytes of every strip or tile."""
    planes = [samples] if more.get("planar", 1) == 1 else np.split(samples, samples.shape[2], axis=2)
    for plane in planes:
        height, width = plane.shape[:2]
        if "tile" in more:
            down, across = more["tile"]
            plane = np.pad(plane, ((0, -height % down), (0, -width % across), (0, 0)))
        else:
            down, across = more.get("rows", height), width
        for y in range(0, plane.shape[0], down):
            for x in range(0, plane.shape[1], across):
                block = plane[y : y + down, x : x + across]
                if more.get("predictor", 1) == 2:
                    block = np.concatenate([block[:, :1], np.diff(block, axis=1)], axis=1) % (1 << bits)
                yield [packed(row, bits, order) for row in block]


def packed(samples, bits, order):
    flat = samples.reshape(-1)
    if bits >= 8:
        return flat.astype(f"{order}u{bits // 8}").tobytes()
    digits = ((flat[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(digits.reshape(-1)).tobytes()


def compressed(rows, compression):
    if compression == PACK_BITS:
        return b"".join(pack_bits(row) for row in rows)
    data = b"".join(rows)
    return {NONE: bytes, LZW: lzw, DEFLATE: zlib.compress}[compression](data)


def pack_bits(row):
    """Runs of three or more as a run, others as they are, and a byte that stands for nothing."""
    out, at = b"\x80", 0
    while at < len(row):
        run = 1
        while at + run < len(row) and row[at + run] == row[at] and run < 128:
            run += 1
        if run >= 3:
            out, at = out + bytes([257 - run, row[at]]), at + run
            continue
        end = at + 1
        while end < len(row) and end - at < 128 and row[end : end + 3] != row[end : end + 1] * 3:
            end += 1
        out, at = out + bytes([end - at - 1]) + row[at:end], end
    return out


def lzw(data):
    codes, width = [], 9
    table = {bytes([i]): i for i in range(256)}
    entries, string = 258, b""
    codes.append((256, width))
    for byte in data:
        longer = string + bytes([byte])
        if longer in table:
            string = longer
            continue
        codes.append((table[string], width))
        table[longer] = entries
        entries, string = entries + 1, bytes([byte])
        if entries == 4094:
            codes.append((256, width))
            table = {bytes([i]): i for i in range(256)}
            entries, width = 258, 9
        elif entries >= 1 << width:
            width += 1
    codes.append((table[string], width))
    codes.append((257, width + (entries + 1 >= 1 << width)))
    bits = "".join(format(code, f"0{width}b") for code, width in codes)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def files(picture, quantised):
    """By name; `picture` and `quantised` make the samples."""

    def samples(count, bits, seed, height=19, width=23):
        return quantised(picture(height, width, count, seed), bits)

    noise = np.random.RandomState(6).randint(0, 256, (97, 83, 1))
    palette = np.random.RandomState(8).randint(0, 65536, 3 << 8)
    grey, rgb, wide = samples(1, 8, 1), samples(3, 8, 2), samples(3, 8, 3, 37, 50)
    deep, four = samples(3, 16, 4), samples(4, 8, 5)
    found = {f"grey-{bits}": tiff(samples(1, bits, bits), bits, GREY) for bits in (1, 2, 4, 8, 16)}
    found |= {f"white-{bits}": tiff(samples(1, bits, bits), bits, WHITE_IS_ZERO) for bits in (1, 4, 8)}
    found |= {
        f"palette-{bits}": tiff(samples(1, bits, bits), bits, PALETTE, palette=palette[: 3 << bits])
        for bits in (1, 4, 8)
    }
    return {
        f"tiff-{name}.tif": data
        for name, data in {
            **found,
            "grey-16-mm": tiff(samples(1, 16, 9), 16, GREY, ">"),
            "grey-16-lzw-predictor": tiff(samples(1, 16, 12), 16, GREY, compression=LZW, predictor=2, rows=5),
            "grey-16-mm-tiles-deflate": tiff(samples(1, 16, 13), 16, GREY, ">", DEFLATE, predictor=2, tile=(16, 16)),
            "grey-alpha-8": tiff(samples(2, 8, 10), 8, GREY, extra=ALPHA),
            "grey-8-strips": tiff(grey, 8, GREY, rows=5),
            "grey-8-packbits": tiff((grey // 90) * 90, 8, GREY, compression=PACK_BITS, rows=7),
            "grey-8-lzw-noise": tiff(noise, 8, GREY, compression=LZW),
            "grey-1-lzw": tiff(samples(1, 1, 11, 64, 400), 1, GREY, compression=LZW),
            "grey-8-tiles-deflate": tiff(grey, 8, GREY, ">", DEFLATE, tile=(16, 16)),
            "rgb-8": tiff(rgb, 8, RGB),
            "rgb-8-mm-strips": tiff(rgb, 8, RGB, ">", rows=4),
            "rgb-8-planar": tiff(rgb, 8, RGB, planar=2, rows=6),
            "rgb-8-planar-deflate": tiff(rgb, 8, RGB, compression=DEFLATE, planar=2, rows=6),
            "rgb-8-tiles": tiff(wide, 8, RGB, tile=(32, 16)),
            "rgb-8-tiles-lzw": tiff(wide, 8, RGB, compression=LZW, predictor=2, tile=(16, 32)),
            "rgb-8-lzw-predictor": tiff(rgb, 8, RGB, compression=LZW, predictor=2, rows=8),
            "rgba-8": tiff(four, 8, RGB, extra=ALPHA),
            "rgbx-8-deflate": tiff(four, 8, RGB, compression=DEFLATE, extra=NO_ALPHA),
            "rgb-16": tiff(deep, 16, RGB),
            "rgb-16-mm": tiff(deep, 16, RGB, ">"),
            "rgb-16-deflate-predictor": tiff(deep, 16, RGB, compression=DEFLATE, predictor=2),
            "rgb-16-mm-lzw-predictor": tiff(deep, 16, RGB, ">", LZW, predictor=2, rows=5),
            "rgb-8-orientation": tiff(rgb, 8, RGB, orientation=6),
        }.items()
    }
