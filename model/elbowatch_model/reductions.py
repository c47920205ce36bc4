"""Sums and extremes of every image by itself, as columns [N, 1]. Each is one pass over the pixels, and few nodes.

An image has the same sum in every batch, bit for bit.
"""

from torch.nn import functional as F


def total(values):
    """The sum of [N, …]. Row by row, because single precision loses digits in long sums."""
    rows = values if values.dim() == 2 else values.sum(-1).flatten(1)
    return rows.sum(1, keepdim=True)


def total_at_once(values):
    """The sum of [N, …] whose rows may have an odd length.

    Rows of an odd length, added one by one, begin at another alignment in every image. ONNX Runtime then adds them in
    another order.
    """
    return values.flatten(1).sum(1, keepdim=True)


def highest(values):
    """The maximum of [N, …]."""
    return values.flatten(1).amax(1, keepdim=True)


def column_sums(values):
    """The sum of every column of [N, 1, H, W]: [N, W].

    By halves: ONNX Runtime adds the rows of a single block in another order than those of several. Pooling has the same
    order, and takes ten times as long for 64 rows.
    """
    _, _, height, width = values.shape
    if height % 2:
        return column_means(values, height).flatten(1) * height
    halves = values.reshape(-1, 2, int(height) // 2, int(width)).sum(2)  # [N, 2, W]
    return halves[:, 0] + halves[:, 1]


def column_means(values, height):
    """The mean of every column of [N, C, H, W], by pooling, which takes each image by itself."""
    return F.avg_pool2d(values, (height, 1), stride=1, count_include_pad=False)
