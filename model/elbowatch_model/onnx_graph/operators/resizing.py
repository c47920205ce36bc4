"""The operator Resize: nearest and linear, axis by axis."""

import math

import torch

from .unsupported import Unsupported


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
    "Resize": _resize,
}
