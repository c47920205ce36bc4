"""Where the image goes into a foreign graph: which input, in which layout and size, how many at a time."""

import math

from onnx import TensorProto, numpy_helper

from . import foreign
from .command import UserError

LAYOUTS = {4: ("nchw", "nhwc"), 3: ("hw",), 2: ("flat",)}


def image_input(graph, wishes):
    named = {value.name: value for value in graph.input}
    if not named:
        raise UserError("the graph has no input")
    if wishes.input and wishes.input not in named:
        raise UserError(f"there is no input {wishes.input}; the graph has {', '.join(named)}")
    image = named[wishes.input] if wishes.input else max(graph.input, key=_known_size)
    kind = image.type.tensor_type.elem_type
    if kind != TensorProto.FLOAT:
        raise UserError(
            f"input {image.name} is {TensorProto.DataType.Name(kind).lower()}, not float32: export the model"
            " without the cast and the scaling before it, and say with --range what it takes"
        )
    return image


def _known_size(value):
    """Noise is smaller than an image: it has fewer dimensions or fewer numbers."""
    dims = [d.dim_value for d in value.type.tensor_type.shape.dim]
    return len(dims), math.prod(max(1, d) for d in dims)


def layout(name, dims, wishes):
    """(layout, (C, H, W)) of an input of these dimensions, the first one the batch; None is unknown."""
    shown = "x".join("?" if d is None else str(d) for d in dims)
    if len(dims) not in LAYOUTS:
        raise UserError(
            f"input {name} has shape {shown}: wanted are N and 1 to 3 more, such as Nx1x28x28 or Nx784"
        )
    channels = {"L": 1, "RGB": 3}.get(wishes.colour)
    height, width = wishes.size or (None, None)
    layout = LAYOUTS[len(dims)][0]
    if layout == "flat":
        return _flat(name, dims[1], channels or 1, height, width)
    if layout == "nchw":
        layout = wishes.layout or _guessed_layout(name, shown, dims)
        found = dims[1:] if layout == "nchw" else [dims[3], dims[1], dims[2]]
    else:
        found = [1, *dims[1:]]
    for i, (what, wish) in enumerate((("--colour", channels), ("--size", height), ("--size", width))):
        if found[i] is None and wish is None:
            raise UserError(f"input {name} has shape {shown}, which leaves it open: give {what}")
        if None not in (found[i], wish) and found[i] != wish:
            raise UserError(
                f"input {name} has shape {shown} ({layout}), and {what} says {wish} for {found[i]}"
            )
        found[i] = found[i] or wish
    if found[0] not in (1, 3):
        raise UserError(
            f"input {name} has {found[0]} channels ({shown}, {layout}): 1 (L) and 3 (RGB) are known"
        )
    return layout, tuple(found)


def _guessed_layout(name, shown, dims):
    first, last = dims[1] in (1, 3), dims[3] in (1, 3)
    if first == last:
        raise UserError(f"input {name} has shape {shown}: channels first or last? give --layout nchw or nhwc")
    return "nchw" if first else "nhwc"


def _flat(name, size, channels, height, width):
    if height is None:
        side = math.isqrt((size or 0) // channels)
        if not size or channels * side * side != size:
            raise UserError(
                f"input {name} takes {size or '?'} numbers an image: give --size HxW (and --colour)"
            )
        height = width = side
    if size and channels * height * width != size:
        raise UserError(f"input {name} takes {size} numbers an image, {channels}x{height}x{width} has others")
    return "flat", (channels, height, width)


def free_batch(graph, image, fixed):
    """A graph exported for B images takes any number: B is freed in the input and in reshapes."""
    image.type.tensor_type.shape.dim[0].dim_param = "N"
    if not fixed:
        return
    known = foreign.constant_arrays(graph)
    for i, node in enumerate(graph.node):
        if node.op_type != "Reshape" or node.input[1] not in known or node.input[0] in known:
            continue
        shape = known[node.input[1]].copy()
        if len(shape) and shape[0] == fixed:
            shape[0] = 0 if -1 in shape else -1  # 0: as many as come in
            freed = numpy_helper.from_array(shape, f"{node.input[1]}/freed{i}")
            graph.initializer.append(freed)
            node.input[1] = freed.name
