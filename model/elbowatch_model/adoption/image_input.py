"""The image input of a foreign graph: which input it is, its layout and size, and its batch size."""

import math

from onnx import TensorProto, numpy_helper

from ..command import UserError
from ..onnx_graph.graph import constant_arrays, retain

LAYOUTS = {4: "nchw", 3: "hw", 2: "flat"}  # by the number of dimensions; one of 4 may be nhwc too


def find(graph, options):
    named = {value.name: value for value in graph.input}
    if not named:
        raise UserError("the graph has no input")
    if options.input and options.input not in named:
        raise UserError(f"there is no input {options.input}; the graph has {', '.join(named)}")
    image = named[options.input] if options.input else max(graph.input, key=_known_size)
    kind = image.type.tensor_type.elem_type
    if kind != TensorProto.FLOAT:
        raise UserError(
            f"input {image.name} is {TensorProto.DataType.Name(kind).lower()}, not float32: export the model"
            " without the cast and the scaling before it, and give the range of its input with --range"
        )
    return image


def _known_size(value):
    """To find the image: noise has fewer dimensions or fewer numbers."""
    dims = [d.dim_value for d in value.type.tensor_type.shape.dim]
    return len(dims), math.prod(max(1, d) for d in dims)


def layout(name, dims, options):
    """(layout, (C, H, W)) of an input with these dimensions.

    The first is the batch; an unknown one is None.
    """
    shown = "x".join("?" if d is None else str(d) for d in dims)
    if len(dims) not in LAYOUTS:
        raise UserError(
            f"input {name} has shape {shown}: it needs N and 1 to 3 more dimensions, such as"
            " Nx1x28x28 or Nx784"
        )
    channels = {"L": 1, "RGB": 3}.get(options.colour)
    height, width = options.size or (None, None)
    layout = LAYOUTS[len(dims)]
    if layout == "flat":
        return _flat(name, dims[1], channels or 1, height, width)
    if layout == "nchw":
        layout = options.layout or _guessed_layout(name, shown, dims)
        found = dims[1:] if layout == "nchw" else [dims[3], dims[1], dims[2]]
    else:
        found = [1, *dims[1:]]
    given = (("--colour", channels), ("--size", height), ("--size", width))
    for i, (option, value) in enumerate(given):
        if found[i] is None and value is None:
            raise UserError(f"input {name} has shape {shown}, which does not determine {option}: give it")
        if None not in (found[i], value) and found[i] != value:
            raise UserError(
                f"input {name} has shape {shown} ({layout}), and {option} says {value} for {found[i]}"
            )
        found[i] = found[i] or value
    if found[0] not in (1, 3):
        raise UserError(
            f"input {name} has {found[0]} channels ({shown}, {layout}): only 1 (L) and 3 (RGB) are supported"
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
    product = channels * height * width
    if size and product != size:
        raise UserError(
            f"input {name} takes {size} numbers an image, and {channels}x{height}x{width} has {product}"
        )
    return "flat", (channels, height, width)


def free_batch(graph, image, fixed):
    """Makes a graph exported for B images take any number: frees B in the input and in reshapes."""
    image.type.tensor_type.shape.dim[0].dim_param = "N"
    if not fixed:
        return
    known = constant_arrays(graph)
    outputs = {value.name for value in graph.output}
    for i, node in enumerate(graph.node):
        if node.op_type == "Squeeze" and fixed == 1 and node.output[0] in outputs:
            _keep_batch(graph, node, known, i)
        if node.op_type != "Reshape" or node.input[1] not in known or node.input[0] in known:
            continue
        shape = known[node.input[1]].copy()
        if len(shape) and shape[0] == fixed:
            if 0 not in shape:
                retain(node.attribute, lambda attribute: attribute.name != "allowzero")
            shape[0] = 0 if -1 in shape else -1  # 0: as in the input
            freed = numpy_helper.from_array(shape, f"{node.input[1]}/freed{i}")
            graph.initializer.append(freed)
            node.input[1] = freed.name


def _keep_batch(graph, node, known, number):
    """An output of one image may have lost its batch dimension: it is kept."""
    axes = known.get(node.input[1]) if len(node.input) > 1 else None
    if axes is None or 0 not in axes:
        return
    kept = axes[axes != 0]
    if len(kept):
        graph.initializer.append(numpy_helper.from_array(kept, f"{node.input[1]}/kept{number}"))
        node.input[1] = graph.initializer[-1].name
    else:
        node.op_type = "Identity"
        del node.input[1:]
