"""Operators that move numbers: shapes, slices, padding."""

import math

import torch
from torch.nn import functional as F

from .unsupported import Unsupported


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


def _gather_elements(a, x, indices):
    axis = a.get("axis", 0) % x.dim()
    return torch.gather(x, axis, torch.where(indices < 0, indices + x.shape[axis], indices).long())


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


OPERATORS = {
    "Concat": lambda a, *values: torch.cat(values, a["axis"]),
    "DepthToSpace": _depth_to_space,
    "Expand": _expand,
    "Flatten": _flatten,
    "Gather": _gather,
    "GatherElements": _gather_elements,
    "Pad": _pad,
    "Range": lambda a, first, end, step: torch.arange(first.item(), end.item(), step.item()).to(first),
    "Reshape": _reshape,
    "Shape": _shape,
    "Size": lambda a, x: torch.tensor(x.numel(), device=x.device),
    "Slice": _slice,
    "Split": _split,
    "Squeeze": _squeeze,
    "Tile": lambda a, x, repeats: x.repeat(repeats.tolist()),
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
}
