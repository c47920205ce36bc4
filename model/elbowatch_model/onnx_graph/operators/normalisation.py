"""Operators that compute statistics: normalisations, reductions and softmax."""

import torch
from torch.nn import functional as F

from .unsupported import Unsupported


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


def _reduction(reduce):
    """The axes are an attribute or, in later opsets, an input; without axes all are reduced."""

    def reduced(a, x, axes=None):
        axes = a.get("axes") if axes is None else axes.tolist()
        if not axes and a.get("noop_with_empty_axes"):
            return x
        return reduce(x, tuple(axes or range(x.dim())), bool(a.get("keepdims", 1)))

    return reduced


OPERATORS = {
    "BatchNormalization": _batch_normalization,
    "GroupNormalization": _group_normalization,
    "InstanceNormalization": _instance_normalization,
    "LayerNormalization": _layer_normalization,
    "LogSoftmax": lambda a, x: F.log_softmax(x, a.get("axis", -1)),
    "ReduceL2": _reduction(lambda x, axes, keep: torch.sqrt((x * x).sum(axes, keep))),
    "ReduceMax": _reduction(torch.amax),
    "ReduceMean": _reduction(torch.mean),
    "ReduceMin": _reduction(torch.amin),
    "ReduceSum": _reduction(torch.sum),
    "ReduceSumSquare": _reduction(lambda x, axes, keep: (x * x).sum(axes, keep)),
    "Softmax": lambda a, x: F.softmax(x, a.get("axis", -1)),
}
