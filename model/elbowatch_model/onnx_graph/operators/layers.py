"""Operators with weights or windows: matrix products, convolutions and pooling."""

import math

import torch
from torch.nn import functional as F

from .unsupported import Unsupported


def _gemm(a, x, y, bias=None):
    x = x.t() if a.get("transA") else x
    y = y.t() if a.get("transB") else y
    product = a.get("alpha", 1.0) * (x @ y)
    return product if bias is None else product + a.get("beta", 1.0) * bias


def _padding(a, x, kernel, strides, dilations):
    """The padding of every spatial axis as (before, after)."""
    auto = a.get("auto_pad", "NOTSET")
    rank = len(kernel)
    if auto == "VALID":
        return [(0, 0)] * rank
    if auto == "NOTSET":
        pads = a.get("pads", [0] * 2 * rank)
        return list(zip(pads[:rank], pads[rank:]))
    found = []
    for size, k, stride, dilation in zip(x.shape[2:], kernel, strides, dilations):
        total = max(0, (math.ceil(size / stride) - 1) * stride + (k - 1) * dilation + 1 - size)
        found.append((total // 2, total - total // 2))
    return found if auto == "SAME_UPPER" else [(after, before) for before, after in found]


def _window(a, x, kernel):
    ones = [1] * len(kernel)
    strides, dilations = a.get("strides", ones), a.get("dilations", ones)
    pads = _padding(a, x, kernel, strides, dilations)
    flat = [side for pair in reversed(pads) for side in pair]  # F.pad takes the last axis first
    return strides, dilations, flat


def _conv(a, x, weight, bias=None):
    kernel = list(weight.shape[2:])
    strides, dilations, pads = _window(a, x, kernel)
    function = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[len(kernel)]
    return function(F.pad(x, pads), weight, bias, strides, 0, dilations, a.get("group", 1))


def _conv_transpose(a, x, weight, bias=None):
    """The whole output with the padding cut off its edges, which gives the sizes of the specification."""
    rank = weight.dim() - 2
    strides, dilations = a.get("strides", [1] * rank), a.get("dilations", [1] * rank)
    extra = a.get("output_padding", [0] * rank)
    function = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}[rank]
    whole = function(x, weight, bias, strides, 0, extra, a.get("group", 1), dilations)
    auto, pads, sizes = a.get("auto_pad", "NOTSET"), a.get("pads", [0] * 2 * rank), a.get("output_shape")
    if auto.startswith("SAME") and not sizes:
        sizes = [size * stride for size, stride in zip(x.shape[2:], strides)]
    for axis in range(rank):
        before, after = pads[axis], pads[rank + axis]
        if sizes:
            total = whole.shape[2 + axis] - sizes[-rank:][axis]
            before = total // 2 if auto == "SAME_UPPER" else total - total // 2
            after = total - before
            if total < 0:
                raise Unsupported("an output_shape beyond what the kernel reaches")
        whole = whole.narrow(2 + axis, before, whole.shape[2 + axis] - before - after)
    return whole


def _pool(a, x, padded_with):
    if not x.is_floating_point():
        raise Unsupported("pooling integers")
    kernel = a["kernel_shape"]
    strides, dilations, pads = _window(a, x, kernel)
    if a.get("ceil_mode"):
        pads = _rounded_up(x, kernel, strides, dilations, pads, a)
    return F.pad(x, pads, value=padded_with), kernel, strides, dilations, pads


def _rounded_up(x, kernel, strides, dilations, pads, a):
    """The padding with which the last window of every axis is whole."""
    if any(pads) or any(d != 1 for d in dilations) or any(s > k for s, k in zip(strides, kernel)):
        raise Unsupported("its ceil_mode with padding, dilations or gaps")
    if "count_include_pad" in a:
        raise Unsupported("its ceil_mode with count_include_pad")
    sizes = zip(x.shape[2:], kernel, strides)
    missing = [(math.ceil((size - k) / stride) * stride + k) - size for size, k, stride in sizes]
    return [side for count in reversed(missing) for side in (0, max(0, count))]


def _max_pool(a, x):
    padded, kernel, strides, dilations, _ = _pool(a, x, -math.inf)
    function = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}[len(kernel)]
    return function(padded, kernel, strides, 0, dilations)


def _average_pool(a, x):
    padded, kernel, strides, dilations, pads = _pool(a, x, 0.0)
    if any(d != 1 for d in dilations):
        raise Unsupported("its dilations")
    function = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}[len(kernel)]
    average = function(padded, kernel, strides)
    if a.get("count_include_pad") or not any(pads):
        return average
    counted = F.pad(torch.ones_like(x[:1, :1]), pads)  # averaged, the share of a window inside the image
    return average / function(counted, kernel, strides)


def _global(reduce):
    return lambda a, x: reduce(x, tuple(range(2, x.dim())), True)


def _dropout(a, x, ratio=None, training=None):
    if training is not None and bool(training):
        raise Unsupported("its training mode, which is random: export it after model.eval()")
    return x


OPERATORS = {
    "AveragePool": _average_pool,
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "Dropout": _dropout,
    "Gemm": _gemm,
    "GlobalAveragePool": _global(torch.mean),
    "GlobalMaxPool": _global(torch.amax),
    "MatMul": lambda a, x, y: torch.matmul(x, y),
    "MaxPool": _max_pool,
}
