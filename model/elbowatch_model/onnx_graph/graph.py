"""Walking and cutting an ONNX graph."""

import hashlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

STANDARD_DOMAINS = ("", "ai.onnx")
SHAPE_READERS = {"Shape", "Size", "RandomNormalLike"}  # they depend on the shape of their input alone
FLOATS = (TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16)
# Their output has the numbers of their first input, in another shape or order.
SAME_NUMBERS = {"Identity", "Cast", "Dropout", "Flatten", "Reshape", "Squeeze", "Transpose", "Unsqueeze"}
RANDOM = {
    "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial",
}  # fmt: skip


def opset(model):
    return next(o.version for o in model.opset_import if o.domain in STANDARD_DOMAINS)


def assembled(nodes, image, outputs, weights, version):
    """A model of opset `version` that takes `image` and gives `outputs`, both declared; nothing is checked."""
    graph = helper.make_graph(nodes, "elbowatch", [image], outputs, weights)
    opset_id = helper.make_opsetid("", version)
    model = helper.make_model(graph, opset_imports=[opset_id], producer_name="elbowatch")
    model.ir_version = max(8, helper.find_min_ir_version_for([opset_id]))
    return model


def free_inputs(graph):
    """The inputs without the weights, which old exporters list among them."""
    weights = {initializer.name for initializer in graph.initializer}
    return [value for value in graph.input if value.name not in weights]


def producers(graph):
    """{tensor: the node that computes it}."""
    return {name: node for node in graph.node for name in node.output}


def ancestors(graph, name, by_value=False):
    """The tensor and all that it is computed from; `by_value` without those used only for their shape."""
    makers, found, todo = producers(graph), set(), [name]
    while todo:
        tensor = todo.pop()
        if tensor and tensor not in found:
            found.add(tensor)
            if tensor in makers and not (by_value and makers[tensor].op_type in SHAPE_READERS):
                todo.extend(makers[tensor].input)
    return found


def keep_only(graph, outputs):
    """Drops every node and weight that none of these outputs needs."""
    needed = set().union(*(ancestors(graph, name) for name in outputs))
    retain(graph.node, lambda node: needed & set(node.output))
    retain(graph.initializer, lambda initializer: initializer.name in needed)


def retain(field, condition):
    """Keeps the items of a repeated protobuf field that fulfil the condition."""
    kept = [item for item in field if condition(item)]
    del field[:]
    field.extend(kept)


def attributes_of(node):
    """{name: value}; text as str."""
    values = ((a.name, helper.get_attribute_value(a)) for a in node.attribute)
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in values}


def constant_array(node):
    """The array of a Constant, or None if it is text or sparse."""
    for name, value in attributes_of(node).items():
        if name == "value":
            return numpy_helper.to_array(value)
        if name in ("value_float", "value_floats"):
            return np.array(value, np.float32)
        if name in ("value_int", "value_ints"):
            return np.array(value, np.int64)
    return None


def constant_arrays(graph):
    """{name: array} of everything that is known without running the graph."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and constant_array(node) is not None:
            arrays[node.output[0]] = constant_array(node)
    return arrays


def root(makers, name):
    """The tensor that has the numbers of this one before they were reshaped, transposed or renamed.

    `makers` are the producers of the graph.
    """
    while name in makers and makers[name].op_type in SAME_NUMBERS and name == makers[name].output[0]:
        node = makers[name]
        if node.op_type == "Cast" and attributes_of(node)["to"] not in FLOATS:
            return name
        name = node.input[0]
    return name


class Values:
    """Which tensors have the same numbers, whatever their shape and order: they are computed in the same way."""

    def __init__(self, graph):
        self.makers = producers(graph)
        self.keys = {}
        for name, array in constant_arrays(graph).items():
            self.keys[name] = _digest("constant", array.dtype, array.shape, array.tobytes())
        for node in graph.node:
            if node.op_type == "Constant":
                continue
            inputs = [self.keys.get(name, f"input {name}") for name in node.input]
            attributes = sorted(a.SerializeToString() for a in node.attribute)
            unique = list(node.output) if node.op_type in RANDOM else []
            for i, name in enumerate(node.output):
                self.keys[name] = _digest(node.op_type, i, inputs, attributes, unique)

    def key(self, name):
        start = root(self.makers, name)
        return self.keys.get(start, f"input {start}")

    def same(self, one, other):
        return self.key(one) == self.key(other)

    def among(self, name, names):
        """Whether one of the tensors has the numbers of this one."""
        key = self.key(name)
        return any(self.key(other) == key for other in names)


def _digest(*parts):
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()
