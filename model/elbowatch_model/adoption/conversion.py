"""What converters write in another form than the scores need, written in that form without another result."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from ..command import UserError
from ..onnx_graph.graph import attributes_of, constant_arrays, retain

WIDTHS = {TensorProto.FLOAT16: "float16", TensorProto.BFLOAT16: "bfloat16", TensorProto.DOUBLE: "float64"}
TYPE_ATTRIBUTES = {"to", "dtype"}  # of Cast, and of what makes random numbers or a matrix
QUANTISED = {
    "ConvInteger", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "QLinearConv", "QLinearMatMul",
    "QuantizeLinear",
}  # fmt: skip
AXES_ARE_INPUTS = 18  # those of ReduceMean
SCALE_OF_CHANNELS = 21  # the scale of GroupNormalization; it was one of groups before
ASYMMETRIC_BEFORE = 11  # Resize and Upsample knew no other mode before this opset


def to_single_precision(model):
    """Turns every float of another width into float32; returns the names of those widths.

    The scores are computed in float32. Weights of float16 are exact in it, those of float64 are rounded.
    """
    graph, found = model.graph, set()
    for initializer in graph.initializer:
        _tensor_to_single(initializer, found)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                _tensor_to_single(attribute.t, found)
            elif attribute.name in TYPE_ATTRIBUTES and attribute.i in WIDTHS:
                found.add(attribute.i)
                attribute.i = TensorProto.FLOAT
    for value in (*graph.input, *graph.output):
        if value.type.tensor_type.elem_type in WIDTHS:
            found.add(value.type.tensor_type.elem_type)
            value.type.tensor_type.elem_type = TensorProto.FLOAT
    return tuple(sorted(WIDTHS[code] for code in found))


def _tensor_to_single(tensor, found):
    if tensor.data_type in WIDTHS:
        found.add(tensor.data_type)
        array = numpy_helper.to_array(tensor).astype(np.float32)
        tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))


def fold_quantised_weights(graph):
    """Turns the quantised weights of a graph into the float32 that they stand for.

    A graph that rounds its activations is refused: at a boundary between two steps float32 and float64 round
    to different steps, so that no golden score could be checked.
    """
    known = constant_arrays(graph)
    for node in [node for node in graph.node if node.op_type in ("QuantizeLinear", "DequantizeLinear")]:
        arrays = [known.get(name) for name in node.input if name]
        if any(array is None for array in arrays):
            continue
        array = _quantised(node, *arrays) if node.op_type == "QuantizeLinear" else _dequantised(node, *arrays)
        known[node.output[0]] = array
        graph.initializer.append(numpy_helper.from_array(array, node.output[0]))
        graph.node.remove(node)
    for node in graph.node:
        if node.op_type in QUANTISED:
            raise UserError(
                f"node '{node.name}' is a {node.op_type}: the graph rounds its activations to 8 bits, and"
                " scores at the boundary of two steps differ from machine to machine; adopt the float model"
                " that it was quantised from"
            )


def _dequantised(node, values, scale, zero=None):
    scale, zero = _per_axis(node, values, scale), 0 if zero is None else _per_axis(node, values, zero)
    return ((values.astype(np.float32) - np.float32(zero)) * scale).astype(np.float32)


def _quantised(node, values, scale, zero=None):
    zero = np.zeros(1, np.uint8) if zero is None else zero
    limits = np.iinfo(zero.dtype)
    steps = np.round(values / _per_axis(node, values, scale)) + _per_axis(node, values, zero).astype(np.float64)
    return steps.clip(limits.min, limits.max).astype(zero.dtype)


def _per_axis(node, values, parameter):
    """The parameter of the whole tensor, or of every place on an axis, shaped so that numpy broadcasts it."""
    if parameter.size == 1:
        return parameter.reshape(())
    axis = attributes_of(node).get("axis", 1) % values.ndim
    if parameter.ndim != 1 or len(parameter) != values.shape[axis]:
        raise UserError(
            f"node '{node.name}' ({node.op_type}) has a scale for every block of its weights; adopt the float"
            " model that it was quantised from"
        )
    return parameter.reshape([-1 if i == axis else 1 for i in range(values.ndim)])


def resize_modes(graph, before):
    """Writes Resize as opset 13 knows it; `before` is the opset that the graph came with.

    onnx's converter leaves the mode out, which means another one from opset 11 on. Keras' mode
    tf_half_pixel_for_nn is not part of ONNX any more. It takes floor((i + 0.5)/scale), which is the pixel
    nearest to (i + 0.5)/scale − 0.5, with a half rounded up.
    """
    for node in graph.node:
        if node.op_type != "Resize":
            continue
        attributes = attributes_of(node)
        if before < ASYMMETRIC_BEFORE:
            _set(node, coordinate_transformation_mode="asymmetric", nearest_mode="floor")
        elif attributes.get("coordinate_transformation_mode") == "tf_half_pixel_for_nn":
            rounding = attributes.get("nearest_mode", "round_prefer_floor")
            if attributes.get("mode", "nearest") != "nearest" or rounding != "floor":
                raise UserError(
                    f"node '{node.name}' (Resize): tf_half_pixel_for_nn with {rounding} is not supported, only"
                    " nearest with floor; export the model with opset_version=13 or later"
                )
            _set(node, coordinate_transformation_mode="half_pixel", nearest_mode="round_prefer_ceil")


def _set(node, **attributes):
    retain(node.attribute, lambda attribute: attribute.name not in attributes)
    node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())


def stable_normalisations(graph, version):
    """Writes InstanceNormalization and GroupNormalization so that equal values become exactly 0 in float32.

    With the rounded mean of equal values they become the error of the mean times 1/sqrt(epsilon), which is 316 for
    1e-5, and the next normalisation does that again. For a black image the kl was off by 5.6e-2 after three of
    them. Here the mean of what is left is subtracted once more. `version` is the opset.
    """
    nodes, weights = [], {}

    def constant(key, values, kind=np.int64):
        name = f"stable/{key}"
        weights[name] = numpy_helper.from_array(np.array(values, kind), name)
        return name

    def write(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def mean(name, output):
        if version < AXES_ARE_INPUTS:
            return write("ReduceMean", [name], output, axes=[2], keepdims=1)
        return write("ReduceMean", [name, constant("axis", [2])], output, keepdims=1)

    def scaled(name, scale, bias, own):
        axis = constant("channel", [1])
        factor = write("Unsqueeze", [scale, axis], f"{own}/scale")
        offset = write("Unsqueeze", [bias, axis], f"{own}/bias")
        product = write("Mul", [name, factor], f"{own}/scaled")
        return write("Add", [product, offset], f"{own}/shifted")

    for node in graph.node:
        if node.op_type not in ("InstanceNormalization", "GroupNormalization"):
            nodes.append(node)
            continue
        attributes, (x, scale, bias) = attributes_of(node), node.input
        groups = attributes.get("num_groups", 0)  # 0: every channel by itself
        own = f"{node.output[0]}/stable"
        rows = write("Reshape", [x, constant(f"rows{groups}", [0, groups, -1])], f"{own}/rows")
        shape = write("Shape", [x], f"{own}/shape")
        centred = write("Sub", [rows, mean(rows, f"{own}/mean")], f"{own}/centred")
        centred = write("Sub", [centred, mean(centred, f"{own}/rest")], f"{own}/exact")
        variance = mean(write("Mul", [centred, centred], f"{own}/squares"), f"{own}/variance")
        epsilon = attributes.get("epsilon", 1e-5)
        variance = write("Add", [variance, constant(f"epsilon{epsilon:g}", epsilon, np.float32)], f"{own}/sum")
        found = write("Div", [centred, write("Sqrt", [variance], f"{own}/deviation")], f"{own}/normal")
        if groups and version >= SCALE_OF_CHANNELS:
            found = write("Reshape", [found, shape], f"{own}/channels")
            found = write("Reshape", [found, constant("rows0", [0, 0, -1])], f"{own}/channel-rows")
        write("Reshape", [scaled(found, scale, bias, own), shape], node.output[0])
    retain(graph.node, lambda node: False)
    graph.node.extend(nodes)
    graph.initializer.extend(weights.values())
