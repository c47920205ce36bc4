"""Sums and extremes of every image by itself, as columns [N, 1]. Each is one pass over the pixels, and few nodes.

An image has the same sum in every batch, bit for bit.
"""

import numpy as np
import torch
from torch.nn import functional as F

from .mask import constant

AT_ONCE = 1 << 14  # numbers that single precision adds up in one sum; ONNX Runtime adds eight partial ones
NARROW = 32  # columns up to which a matrix product is faster than two copies and a difference


def total(values):
    """The sum of [N, C, H, W]: at once, or row by row, because single precision loses digits in long sums.

    Rows of an odd length, added one by one, begin at another alignment in every image. ONNX Runtime then adds them in
    another order.
    """
    if values[0].numel() <= AT_ONCE:
        return _one_channel(values).sum((2, 3))
    return values.sum(-1).flatten(1).sum(1, keepdim=True)


def highest(values):
    """The maximum of [N, C, H, W]."""
    return _one_channel(values).amax((2, 3))


def _one_channel(values):
    """[N, 1, …] with the same numbers: then one node reduces an image to a column."""
    if values.shape[1] == 1:
        return values
    return values.reshape(-1, 1, int(values.shape[1]) * int(values.shape[2]), int(values.shape[3]))


def row_sums(values):
    """The sum of every row of [N, 1, H, W]: [N, 1, H]."""
    return values.sum(3)


def column_sums(values):
    """The sum of every column of [N, 1, H, W]: [N, 1, W].

    By halves: ONNX Runtime adds the rows of a single block in another order than those of several. Pooling has one
    order, and takes ten times as long for 64 rows.
    """
    _, _, height, width = (int(size) for size in values.shape)
    if height % 2:
        return column_means(values, height).reshape(-1, 1, width) * height  # a squeeze becomes a node `If`
    halves = values.reshape(-1, 2, height // 2, width).sum(2)  # [N, 2, W]
    return halves.sum(1, keepdim=True)


def column_means(values, height):
    """The mean of every column of [N, C, H, W], by pooling, which takes each image by itself."""
    return F.avg_pool2d(values, (height, 1), stride=1, count_include_pad=False)


def steps_across(values):
    """The differences of neighbours in a row, [N, C, H, W − 1]."""
    width = int(values.shape[3])
    if width > NARROW:
        return values[..., 1:] - values[..., :-1]
    differences = np.eye(width)[:, 1:] - np.eye(width)[:, :-1]
    return torch.matmul(values, constant(differences, values))


def steps_down(values):
    """The differences of neighbours in a column, [N, C, H − 1, W]."""
    return values[..., 1:, :] - values[..., :-1, :]
