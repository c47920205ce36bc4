"""Walking and cutting an ONNX graph."""

from onnx import numpy_helper

STANDARD_DOMAINS = ("", "ai.onnx")
SHAPE_READERS = {"Shape", "Size", "RandomNormalLike"}  # they depend on the shape of their input alone


def opset(model):
    return next(o.version for o in model.opset_import if o.domain in STANDARD_DOMAINS)


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


def constant_arrays(graph):
    """{name: array} of everything that is known without running the graph."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            arrays[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return arrays
