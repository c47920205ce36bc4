"""Generated BMP files of every kind that is read."""

import struct

import numpy as np

CORE, INFO, V4 = 12, 40, 108
PLAIN, BITFIELDS = 0, 3


def bmp(rows, size, bits, palette=b"", header=INFO, masks=(), top_down=False):
    """rows: the bytes of each row, from above, without padding."""
    width, height = size
    padded = [row + bytes(-len(row) % 4) for row in rows]
    data = b"".join(padded if top_down else padded[::-1])
    colours = len(palette) // (3 if header == CORE else 4)
    if header == CORE:
        info = struct.pack("<IHHHH", header, width, height, 1, bits)
    else:
        tall = -height if top_down else height
        kind = BITFIELDS if masks else PLAIN
        info = struct.pack("<IiiHHIIiiII", header, width, tall, 1, bits, kind, len(data), 2835, 2835, colours, 0)
        info += struct.pack("<3I", *masks[:3]) if masks else b""
        info = info.ljust(header, b"\0")
        if header == V4 and len(masks) > 3:
            info = info[:52] + struct.pack("<I", masks[3]) + info[56:]
    start = 14 + len(info) + len(palette)
    return struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + info + palette + data


def packed(samples, bits):
    digits = ((samples[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(digits.reshape(-1)).tobytes()


def files(picture, quantised):
    """By name; `picture` and `quantised` make the samples."""
    height, width = 19, 23
    size = width, height
    rgb = quantised(picture(height, width, 3, 20), 8)
    bgr = [row[:, ::-1].astype(np.uint8).tobytes() for row in rgb]
    words = [(row * [1, 1 << 8, 1 << 16]).sum(1) for row in rgb[:, :, ::-1]]  # blue lowest
    random = np.random.RandomState(21)
    found = {}
    for bits in (1, 4, 8):
        samples = quantised(picture(height, width, 1, bits), bits)[:, :, 0]
        rows = [packed(row, bits) for row in samples]
        colours = random.randint(0, 256, (1 << bits, 4)).astype(np.uint8)
        found[f"palette-{bits}"] = bmp(rows, size, bits, colours.tobytes())
        found[f"palette-{bits}-core"] = bmp(rows, size, bits, colours[:, :3].tobytes(), CORE)
    grey = quantised(picture(height, width, 1, 22), 8)[:, :, 0]
    greys = b"".join(bytes([i, i, i, 0]) for i in range(256))
    found["grey-8"] = bmp([row.astype(np.uint8).tobytes() for row in grey], size, 8, greys)
    found["rgb-24"] = bmp(bgr, size, 24)
    found["rgb-24-core"] = bmp(bgr, size, 24, header=CORE)
    found["rgb-24-top-down"] = bmp(bgr, size, 24, top_down=True)
    found["rgb-24-v4"] = bmp(bgr, size, 24, header=V4)
    found["rgb-32"] = bmp([row.astype("<u4").tobytes() for row in words], size, 32)
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    alpha = [row + (random.randint(0, 256, width) << 24) for row in words]
    found["rgba-32-v4"] = bmp([row.astype("<u4").tobytes() for row in alpha], size, 32, header=V4, masks=masks)
    pixels = [random.randint(0, 1 << 16, width).astype("<u2").tobytes() for _ in range(height)]
    found["rgb-16"] = bmp(pixels, size, 16)
    found["rgb-16-565"] = bmp(pixels, size, 16, masks=(0xF800, 0x7E0, 0x1F))
    return {f"bmp-{name}.bmp": data for name, data in found.items()}
