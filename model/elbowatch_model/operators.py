"""The ONNX operators that VAEs are made of, in PyTorch: https://onnx.ai/onnx/operators/ from opset 13 on.

An operator is a function of its attributes and its inputs, None where an optional one is absent. What it does
not cover it refuses with `Unsupported`: a term that is silently wrong would be worse than none.
"""

import math

import torch
from torch.nn import functional as F


class Unsupported(Exception):
    """What of a node is not covered, in words."""


def _unary(function):
    return lambda a, x: function(x)


def _binary(function):
    return lambda a, x, y: function(x, y)


def _divide(a, x, y):
    return x / y if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc")


def _folded(function):
    def folded(a, first, *rest):
        for value in rest:
            first = function(first, value)
        return first

    return folded


def _reduction(reduce):
    """Axes are an attribute or, in later opsets, an input; none means all."""

    def reduced(a, x, axes=None):
        axes = a.get("axes") if axes is None else axes.tolist()
        if not axes and a.get("noop_with_empty_axes"):
            return x
        return reduce(x, tuple(axes or range(x.dim())), bool(a.get("keepdims", 1)))

    return reduced


# --- Layers -------------------------------------------------------------------------------------------------


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
    flat = [side for pair in reversed(pads) for side in pair]  # as F.pad wants it: last axis first
    return strides, dilations, flat


def _conv(a, x, weight, bias=None):
    kernel = list(weight.shape[2:])
    strides, dilations, pads = _window(a, x, kernel)
    function = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[len(kernel)]
    return function(F.pad(x, pads), weight, bias, strides, 0, dilations, a.get("group", 1))


def _conv_transpose(a, x, weight, bias=None):
    """The whole output, then the padding cut off its edges: what the specification's sizes amount to."""
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
    if a.get("ceil_mode") or not x.is_floating_point():
        raise Unsupported("its ceil_mode, or pooling integers,")
    kernel = a["kernel_shape"]
    strides, dilations, pads = _window(a, x, kernel)
    return F.pad(x, pads, value=padded_with), kernel, strides, dilations, pads


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
    counted = F.pad(torch.ones_like(x[:1, :1]), pads)  # the share of a window that lies inside
    return average / function(counted, kernel, strides)


def _global(reduce):
    return lambda a, x: reduce(x, tuple(range(2, x.dim())), True)


def _channels(x, vector):
    return vector.reshape(1, -1, *[1] * (x.dim() - 2))


def _batch_normalization(a, x, scale, bias, mean, variance):
    if a.get("training_mode"):
        raise Unsupported(
            "its training mode, which mixes the images of a batch: export it after model.eval()"
        )
    factor = scale / torch.sqrt(variance + a.get("epsilon", 1e-5))
    return (x - _channels(x, mean)) * _channels(x, factor) + _channels(x, bias)


def _instance_normalization(a, x, scale, bias):
    return F.instance_norm(x, weight=scale, bias=bias, eps=a.get("epsilon", 1e-5))


def _layer_normalization(a, x, scale, bias=None):
    axis = a.get("axis", -1) % x.dim()
    axes = tuple(range(axis, x.dim()))
    centred = x - x.mean(axes, keepdim=True)
    deviation = torch.sqrt((centred * centred).mean(axes, keepdim=True) + a.get("epsilon", 1e-5))
    scaled = centred / deviation * scale
    return scaled if bias is None else scaled + bias


def _group_normalization(a, x, scale, bias):
    if len(scale) != x.shape[1]:
        raise Unsupported("its scale for every group, as before opset 21")
    return F.group_norm(x, a["num_groups"], scale, bias, a.get("epsilon", 1e-5))


def _clip(a, x, low=None, high=None):
    x = x if low is None else torch.maximum(x, low)
    return x if high is None else torch.minimum(x, high)


def _gelu(a, x):
    if a.get("approximate", "none") == "tanh":
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return F.gelu(x)


def _dropout(a, x, ratio=None, training=None):
    if training is not None and bool(training):
        raise Unsupported("its training mode, which is random: export it after model.eval()")
    return x


# --- Shapes -------------------------------------------------------------------------------------------------


def _reshape(a, x, shape):
    sizes = shape.tolist()
    if not a.get("allowzero"):
        sizes = [x.shape[i] if size == 0 else size for i, size in enumerate(sizes)]
    return x.reshape(sizes)


def _flatten(a, x):
    axis = a.get("axis", 1)
    axis += x.dim() if axis < 0 else 0
    return x.reshape(math.prod(x.shape[:axis]), -1)


def _transpose(a, x):
    return x.permute(a.get("perm") or tuple(reversed(range(x.dim()))))


def _squeeze(a, x, axes=None):
    axes = [i for i, size in enumerate(x.shape) if size == 1] if axes is None else axes.tolist()
    kept = set(range(x.dim())) - {axis % x.dim() for axis in axes}
    return x.reshape([x.shape[i] for i in sorted(kept)])


def _unsqueeze(a, x, axes):
    rank = x.dim() + axes.numel()
    for axis in sorted(axis % rank for axis in axes.reshape(-1).tolist()):
        x = x.unsqueeze(axis)
    return x


def _shape(a, x):
    return torch.tensor(list(x.shape)[a.get("start", 0) : a.get("end")], dtype=torch.int64, device=x.device)


def _slice(a, x, starts, ends, axes=None, steps=None):
    starts, ends = starts.tolist(), ends.tolist()
    axes = range(len(starts)) if axes is None else axes.tolist()
    steps = [1] * len(starts) if steps is None else steps.tolist()
    for start, end, axis, step in zip(starts, ends, axes, steps):
        indices = range(x.shape[axis])[start:end:step]  # Python clamps and counts from the end as ONNX does
        x = x.index_select(axis, torch.tensor(list(indices), dtype=torch.int64, device=x.device))
    return x


def _split(a, x, sizes=None):
    axis = a.get("axis", 0)
    if sizes is not None:
        return x.split(sizes.tolist(), axis)
    count = a.get("num_outputs") or a["outputs"]
    return x.split(math.ceil(x.shape[axis] / count), axis)


def _gather(a, x, indices):
    axis = a.get("axis", 0) % x.dim()
    flat = torch.where(indices < 0, indices + x.shape[axis], indices).reshape(-1)
    picked = x.index_select(axis, flat)
    return picked.reshape([*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]])


def _expand(a, x, shape):
    return x.expand(torch.broadcast_shapes(x.shape, tuple(shape.tolist()))).clone()


def _pad(a, x, pads, value=None, axes=None):
    rank = x.dim()
    pads = pads.tolist()
    axes = list(range(rank)) if axes is None else [axis % rank for axis in axes.tolist()]
    mode = a.get("mode", "constant")
    if mode == "constant":
        flat = [0] * 2 * rank
        for i, axis in enumerate(axes):
            flat[2 * (rank - 1 - axis)], flat[2 * (rank - 1 - axis) + 1] = pads[i], pads[len(axes) + i]
        return F.pad(x, flat, value=0.0 if value is None else value.item())
    if mode not in ("reflect", "edge"):
        raise Unsupported(f"its mode {mode}")
    for i, axis in enumerate(axes):
        last = x.shape[axis] - 1
        places = torch.arange(-pads[i], last + 1 + pads[len(axes) + i], device=x.device)
        places = last - (last - places.abs()).abs() if mode == "reflect" else places.clamp(0, last)
        x = x.index_select(axis, places)
    return x


def _depth_to_space(a, x):
    n, c, h, w = x.shape
    b = a["blocksize"]
    if a.get("mode", "DCR") == "DCR":
        blocks = x.reshape(n, b, b, c // b**2, h, w).permute(0, 3, 4, 1, 5, 2)
    else:
        blocks = x.reshape(n, c // b**2, b, b, h, w).permute(0, 1, 4, 2, 5, 3)
    return blocks.reshape(n, c // b**2, h * b, w * b)


def _resize(a, x, roi=None, scales=None, sizes=None):
    mode = a.get("mode", "nearest")
    transform = a.get("coordinate_transformation_mode", "half_pixel")
    if mode not in ("nearest", "linear") or a.get("antialias") or a.get("axes"):
        raise Unsupported("its mode: only nearest and linear are known, of all axes and without antialias")
    if transform not in ("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"):
        raise Unsupported(f"its coordinate_transformation_mode {transform}")
    if sizes is not None:
        if a.get("keep_aspect_ratio_policy", "stretch") != "stretch":
            raise Unsupported("its keep_aspect_ratio_policy")
        sizes = sizes.tolist()
        scales = [size / before for size, before in zip(sizes, x.shape)]
    else:
        scales = scales.tolist()
        sizes = [math.floor(before * scale) for before, scale in zip(x.shape, scales)]
    for axis, (size, scale) in enumerate(zip(sizes, scales)):
        if scale != 1:
            x = _resize_axis(
                x, axis, size, scale, mode, transform, a.get("nearest_mode", "round_prefer_floor")
            )
    return x


def _resize_axis(x, axis, size, scale, mode, transform, rounding):
    before = x.shape[axis]
    to = torch.arange(size, dtype=torch.float64, device=x.device)
    if transform == "asymmetric":
        at = to / scale
    elif transform == "align_corners":
        resized = before * scale  # not `size`, which is rounded down
        at = to * (before - 1) / (resized - 1) if size > 1 else to * 0
    elif transform == "pytorch_half_pixel" and size == 1:
        at = to * 0
    else:
        at = (to + 0.5) / scale - 0.5
    if mode == "nearest":
        nearest = {
            "round_prefer_floor": torch.ceil(at - 0.5),
            "round_prefer_ceil": torch.floor(at + 0.5),
            "floor": torch.floor(at),
            "ceil": torch.ceil(at),
        }[rounding]
        return x.index_select(axis, nearest.long().clamp(0, before - 1))
    low = torch.floor(at)
    shape = [1] * x.dim()
    shape[axis] = size
    weight = (at - low).to(x.dtype).reshape(shape)
    below = x.index_select(axis, low.long().clamp(0, before - 1))
    above = x.index_select(axis, (low.long() + 1).clamp(0, before - 1))
    return below * (1 - weight) + above * weight


OPERATORS = {
    "Abs": _unary(torch.abs),
    "Add": _binary(torch.add),
    "And": _binary(torch.logical_and),
    "AveragePool": _average_pool,
    "BatchNormalization": _batch_normalization,
    "Ceil": _unary(torch.ceil),
    "Celu": lambda a, x: F.celu(x, a.get("alpha", 1.0)),
    "Clip": _clip,
    "Concat": lambda a, *values: torch.cat(values, a["axis"]),
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "DepthToSpace": _depth_to_space,
    "Div": _divide,
    "Dropout": _dropout,
    "Elu": lambda a, x: F.elu(x, a.get("alpha", 1.0)),
    "Equal": _binary(torch.eq),
    "Erf": _unary(torch.erf),
    "Exp": _unary(torch.exp),
    "Expand": _expand,
    "Flatten": _flatten,
    "Floor": _unary(torch.floor),
    "Gather": _gather,
    "Gelu": _gelu,
    "Gemm": _gemm,
    "GlobalAveragePool": _global(torch.mean),
    "GlobalMaxPool": _global(torch.amax),
    "Greater": _binary(torch.gt),
    "GreaterOrEqual": _binary(torch.ge),
    "GroupNormalization": _group_normalization,
    "HardSigmoid": lambda a, x: (a.get("alpha", 0.2) * x + a.get("beta", 0.5)).clamp(0, 1),
    "HardSwish": lambda a, x: x * (x / 6 + 0.5).clamp(0, 1),
    "Identity": _unary(lambda x: x),
    "InstanceNormalization": _instance_normalization,
    "LayerNormalization": _layer_normalization,
    "LeakyRelu": lambda a, x: F.leaky_relu(x, a.get("alpha", 0.01)),
    "Less": _binary(torch.lt),
    "LessOrEqual": _binary(torch.le),
    "Log": _unary(torch.log),
    "LogSoftmax": lambda a, x: F.log_softmax(x, a.get("axis", -1)),
    "MatMul": _binary(torch.matmul),
    "Max": _folded(torch.maximum),
    "MaxPool": _max_pool,
    "Mean": lambda a, *values: _folded(torch.add)(a, *values) / len(values),
    "Min": _folded(torch.minimum),
    "Mish": lambda a, x: x * torch.tanh(F.softplus(x)),
    "Mul": _binary(torch.mul),
    "Neg": _unary(torch.neg),
    "Not": _unary(torch.logical_not),
    "Or": _binary(torch.logical_or),
    "PRelu": lambda a, x, slope: torch.where(x < 0, slope * x, x),
    "Pad": _pad,
    "Pow": lambda a, x, y: torch.pow(x, y).to(x.dtype),
    "Range": lambda a, first, end, step: torch.arange(first.item(), end.item(), step.item()).to(first),
    "Reciprocal": _unary(torch.reciprocal),
    "ReduceL2": _reduction(lambda x, axes, keep: torch.sqrt((x * x).sum(axes, keep))),
    "ReduceMax": _reduction(torch.amax),
    "ReduceMean": _reduction(torch.mean),
    "ReduceMin": _reduction(torch.amin),
    "ReduceSum": _reduction(torch.sum),
    "ReduceSumSquare": _reduction(lambda x, axes, keep: (x * x).sum(axes, keep)),
    "Relu": _unary(F.relu),
    "Reshape": _reshape,
    "Resize": _resize,
    "Round": _unary(torch.round),
    "Selu": lambda a, x: (
        a.get("gamma", 1.0507009873554805)
        * torch.where(x > 0, x, a.get("alpha", 1.6732632423543772) * (torch.exp(x) - 1))
    ),
    "Shape": _shape,
    "Sigmoid": _unary(torch.sigmoid),
    "Sign": _unary(torch.sign),
    "Size": lambda a, x: torch.tensor(x.numel(), device=x.device),
    "Slice": _slice,
    "Softmax": lambda a, x: F.softmax(x, a.get("axis", -1)),
    "Softplus": lambda a, x: F.softplus(x),
    "Softsign": _unary(F.softsign),
    "Split": _split,
    "Sqrt": _unary(torch.sqrt),
    "Squeeze": _squeeze,
    "Sub": _binary(torch.sub),
    "Sum": _folded(torch.add),
    "Tanh": _unary(torch.tanh),
    "ThresholdedRelu": lambda a, x: torch.where(x > a.get("alpha", 1.0), x, torch.zeros_like(x)),
    "Tile": lambda a, x, repeats: x.repeat(repeats.tolist()),
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
    "Where": lambda a, condition, x, y: torch.where(condition, x, y),
}
