"""Which tensors of a backbone are tapped: the last residual sum of every stage, or the last output before a halving."""

from dataclasses import dataclass

from ..onnx_graph.graph import SAME_NUMBERS, producers

ACTIVATIONS = {"Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "HardSwish", "Elu", "Gelu", "Mish"}
MAX_STRIDE = 32


@dataclass(frozen=True)
class Tap:
    """A tensor [N, channels, H/stride, W/stride] of the backbone."""

    name: str
    channels: int
    height: int
    width: int
    stride: int

    def __str__(self):
        return f"{self.name} {self.channels}x{self.height}x{self.width}, stride {self.stride}"


def tap(name, shape, height):
    _, channels, rows, columns = shape
    return Tap(name, channels, rows, columns, max(1, round(height / rows)))


def found_taps(graph, shapes, height):
    """The taps of a graph in its order; `shapes` is {tensor: its shape} of those with 4 dimensions.

    A stage is a run of tensors with one stride and one number of channels. Its tap is its last residual sum, with the
    activation that follows. A graph without residual sums is tapped before each halving.
    """
    makers, readers = producers(graph), {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    sums = {}
    for node in graph.node:
        name = node.output[0]
        if node.op_type == "Add" and name in shapes and _is_residual(node, shapes):
            sums[shapes[name][1:]] = _activated(name, readers, shapes)
    names = list(sums.values()) or _before_halvings(graph, makers, shapes)
    found = (tap(name, shapes[name], height) for name in names)
    return [t for t in found if 1 < t.stride <= MAX_STRIDE]


def _is_residual(node, shapes):
    return len(node.input) == 2 and all(shapes.get(name) == shapes[node.output[0]] for name in node.input)


def _activated(name, readers, shapes):
    """The activation of a tensor if nothing else reads it."""
    following = readers.get(name, [])
    if len(following) == 1 and following[0].op_type in ACTIVATIONS and shapes.get(following[0].output[0]):
        return following[0].output[0]
    return name


def _before_halvings(graph, makers, shapes):
    """The input of every node with 4 dimensions whose output is half as high, and the last tensor of all."""
    names, last = [], None
    for node in graph.node:
        taken, given = (next((n for n in part if n in shapes), None) for part in (node.input, node.output))
        if given is None:
            continue
        if taken and shapes[taken][2] >= 2 * shapes[given][2] > 2 and taken in makers:
            names.append(taken)
        if node.op_type not in SAME_NUMBERS and shapes[given][2] > 1:
            last = given
    return [*dict.fromkeys(names), *([last] if last and last not in names else [])]
