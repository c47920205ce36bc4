"""Which values a tensor can have by construction: exp(…) is positive, a sigmoid lies in 0..1."""

import math

import numpy as np
import torch

from .graph import attributes_of, constant_arrays
from .operators import OPERATORS

ALL = (-math.inf, math.inf)
INCREASING = {
    "Ceil", "Celu", "Elu", "Erf", "Exp", "Floor", "HardSigmoid", "LeakyRelu", "Relu", "Round", "Selu", "Sigmoid", "Sign",
    "Softplus", "Tanh", "ThresholdedRelu",
}  # fmt: skip
# They move, pick or average values.
SELECTING = {
    "Cast", "CastLike", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "GlobalAveragePool", "GlobalMaxPool",
    "Identity", "MaxPool", "ReduceMax", "ReduceMean", "ReduceMin", "Reshape", "Resize", "Slice", "Split", "Squeeze", "Tile",
    "Transpose", "Unsqueeze",
}  # fmt: skip
FIXED = {
    "LogSoftmax": (-math.inf, 0.0),
    "ReduceL1": (0.0, math.inf),
    "ReduceL2": (0.0, math.inf),
    "ReduceSumSquare": (0.0, math.inf),
    "Softmax": (0.0, 1.0),
    "Softsign": (-1.0, 1.0),
}


def bounds(graph):
    """{tensor: (lowest, highest)} of everything that is bounded by construction; others are not in it."""
    found = {}
    for name, array in constant_arrays(graph).items():
        if array.size and array.dtype.kind in "fiub" and not np.isnan(array.astype(np.float64)).any():
            found[name] = float(array.min()), float(array.max())
    for node in graph.node:
        if node.op_type == "Constant":
            continue
        ends = [found.get(name, ALL) for name in node.input if name]
        low, high = _bounds_of(node, ends, attributes_of(node))
        if (low, high) != ALL and not (math.isnan(low) or math.isnan(high)):
            found.update(dict.fromkeys(node.output, (low, high)))
    return found


def _bounds_of(node, ends, attributes):
    kind = node.op_type
    if kind in FIXED:
        return FIXED[kind]
    if not ends:
        return ALL
    low, high = ends[0]
    if kind in INCREASING:
        return _ends(OPERATORS[kind](attributes, torch.tensor(ends[0], dtype=torch.float64)).tolist())
    if kind in SELECTING:
        return low, high
    if kind in ("Add", "Sum"):
        return sum(end[0] for end in ends), sum(end[1] for end in ends)
    if kind == "Mean":
        return sum(end[0] for end in ends) / len(ends), sum(end[1] for end in ends) / len(ends)
    if kind == "Sub":
        return low - ends[1][1], high - ends[1][0]
    if kind == "Mul":
        square = node.input[0] == node.input[1]
        return _even(low, high, lambda x: x * x) if square else _ends(_products(ends[0], ends[1]))
    if kind == "Div":
        return _ends(_products(ends[0], _reciprocal(*ends[1])))
    if kind == "Reciprocal":
        return _reciprocal(low, high)
    if kind == "Neg":
        return -high, -low
    if kind == "Abs":
        return _even(low, high, abs)
    if kind == "Sqrt":
        return math.sqrt(max(0.0, low)), math.sqrt(max(0.0, high))
    if kind == "Log":
        return _log(low), _log(high)
    if kind == "Pow":
        return _power(low, high, *ends[1])
    if kind == "Clip":
        return _clip(node, ends)
    if kind in ("Max", "Min"):
        function = max if kind == "Max" else min
        return function(end[0] for end in ends), function(end[1] for end in ends)
    if kind in ("Concat", "Where"):
        return _union(ends[1:] if kind == "Where" else ends)
    if kind == "Pad" or (kind == "AveragePool" and attributes.get("count_include_pad")):
        return _union([ends[0], (0.0, 0.0), *(ends[2:3] if kind == "Pad" else [])])
    if kind == "AveragePool":
        return low, high
    if kind == "ReduceSum":
        return (0.0 if low >= 0 else -math.inf), (0.0 if high <= 0 else math.inf)
    return ALL


def _ends(values):
    return min(values), max(values)


def _union(ends):
    return min(end[0] for end in ends), max(end[1] for end in ends)


def _products(one, other):
    return [0.0 if 0 in (x, y) else x * y for x in one for y in other]


def _reciprocal(low, high):
    if low < 0 < high:
        return ALL
    if low >= 0:
        return (0.0 if math.isinf(high) else 1 / high if high else math.inf), (1 / low if low else math.inf)
    below, above = _reciprocal(-high, -low)
    return -above, -below


def _even(low, high, function):
    """The bounds of a function that falls to 0 at 0 and is symmetric."""
    return (0.0 if low <= 0 <= high else min(function(low), function(high))), max(function(low), function(high))


def _log(value):
    return -math.inf if value <= 0 else math.log(value)


def _power(low, high, exponent, other):
    if exponent != other or exponent <= 0:
        return ALL
    if low >= 0:
        return low**exponent, high**exponent
    if exponent % 2 == 0:
        return _even(low, high, lambda x: x**exponent)
    return (low**exponent, high**exponent) if exponent % 1 == 0 else (0.0, math.inf)


def _clip(node, ends):
    """An absent bound has an empty name, or is not there."""
    given = iter(ends[1:])
    names = [*node.input[1:], "", ""]
    least = next(given) if names[0] else ALL[:1] * 2
    most = next(given) if names[1] else ALL[1:] * 2
    return tuple(min(max(end, bound), limit) for end, bound, limit in zip(ends[0], least, most))
