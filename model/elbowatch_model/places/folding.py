"""A graph with fixed sizes made smaller: what is constant is computed, and zero padding goes into convolutions.

Exporters write the padding of TensorFlow's SAME as a dozen nodes for each convolution. The results stay the same.
"""

import numpy as np
import torch
from onnx import helper, numpy_helper

from ..onnx_graph.graph import RANDOM, attributes_of, constant_array, constant_arrays, retain
from ..onnx_graph.interpreter import Interpreter

MAX_CONSTANT = 1 << 20  # numbers; a larger result is computed at every run


def fold_constants(model):
    """Replaces every node whose inputs are constant by its result."""
    graph = model.graph
    known, kept = constant_arrays(graph), []
    added = {}
    for node in graph.node:
        if node.op_type == "Constant" and constant_array(node) is not None:
            added[node.output[0]] = constant_array(node)
            continue
        inputs = [name for name in node.input if name]
        if node.op_type in RANDOM or not inputs or len(node.output) != 1 or any(name not in known for name in inputs):
            kept.append(node)
            continue
        array = _computed(node, {name: known[name] for name in inputs}, model)
        if array.size > MAX_CONSTANT:
            kept.append(node)
            continue
        known[node.output[0]] = added[node.output[0]] = array
    del graph.node[:]
    graph.node.extend(kept)
    used = {name for node in graph.node for name in node.input} | {value.name for value in graph.output}
    retain(graph.initializer, lambda initializer: initializer.name in used)
    graph.initializer.extend(numpy_helper.from_array(a, name) for name, a in added.items() if name in used)


def _computed(node, inputs, model):
    weights = [numpy_helper.from_array(array, name) for name, array in inputs.items()]
    graph = helper.make_graph([node], "constant", [], [], weights)
    module = Interpreter(helper.make_model(graph, opset_imports=model.opset_import), list(node.output))
    with torch.no_grad():
        (found,) = module()
    return np.asarray(found.contiguous().numpy())


def fold_padding(graph):
    """Moves the zero padding of a Pad node into the convolution that alone reads it."""
    known = constant_arrays(graph)
    readers = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    outputs = {value.name for value in graph.output}
    removed = []
    for pad in graph.node:
        if pad.op_type != "Pad" or pad.output[0] in outputs:
            continue
        sides = _zero_padding(pad, known)
        following = readers.get(pad.output[0], [])
        if sides is None or not all(_takes_padding(node) and node.input[0] == pad.output[0] for node in following):
            continue
        for conv in following:
            before = attributes_of(conv).get("pads", [0] * len(sides))
            retain(conv.attribute, lambda a: a.name not in ("pads", "auto_pad"))
            conv.attribute.append(helper.make_attribute("pads", [a + b for a, b in zip(before, sides)]))
            conv.input[0] = pad.input[0]
        removed.append(pad)
    for pad in removed:
        graph.node.remove(pad)


def _takes_padding(node):
    return node.op_type == "Conv" and attributes_of(node).get("auto_pad", "NOTSET") in ("NOTSET", "VALID")


def _zero_padding(pad, known):
    """The padding of the spatial axes as in a convolution, if it is constant, of zeros and adds to no other axis."""
    if attributes_of(pad).get("mode", "constant") != "constant" or len(pad.input) > 3 or pad.input[1] not in known:
        return None
    if len(pad.input) == 3 and pad.input[2] and (pad.input[2] not in known or known[pad.input[2]].any()):
        return None
    pads = [int(side) for side in known[pad.input[1]]]
    rank = len(pads) // 2
    if rank < 3 or min(pads) < 0 or any(pads[axis] or pads[rank + axis] for axis in (0, 1)):
        return None
    return pads[2:rank] + pads[rank + 2 :]
