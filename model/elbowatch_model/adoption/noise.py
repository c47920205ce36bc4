"""Removes the noise from a graph: with ε = 0, z = μ + σ·ε becomes z = μ, and scores are reproducible."""

from dataclasses import dataclass, field

import numpy as np
from onnx import helper, numpy_helper

from ..command import UserError
from ..onnx_graph.graph import RANDOM, constant_arrays, retain

NORMAL = {"RandomNormal", "RandomNormalLike"}
LAYOUT_OPERATORS = {"Reshape", "Transpose", "Unsqueeze", "Squeeze", "Expand", "Slice", "Flatten"}
KEEPS_ZERO = LAYOUT_OPERATORS | {"Identity", "Cast", "Neg"}


@dataclass
class Noise:
    """The noise that was found: its sources, what it was added to (μ) and what it was multiplied with (σ)."""

    sources: list = field(default_factory=list)
    means: list = field(default_factory=list)
    scales: list = field(default_factory=list)


def remove_noise(graph, noise_inputs=()):
    """Replaces every random node and the given inputs by ε = 0 in place.

    A graph where this is impossible is refused.
    """
    noise = Noise(sources=[f"input {name}" for name in noise_inputs])
    zero, replacements, kept = set(noise_inputs), {}, []
    constants = _constants(graph)
    outputs = {value.name for value in graph.output}
    for node in graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = replacements.get(name, name)
        if node.op_type in RANDOM:
            _refuse_other_than_normal(node)
            noise.sources.append(f"node {node.op_type}")
            zero.add(node.output[0])
            continue
        if not zero & set(node.input):
            kept.append(node)
            continue
        others = [name for name in node.input if name not in zero]
        if node.op_type == "Mul":
            zero.add(node.output[0])
            noise.scales += [name for name in others if name not in constants]
        elif node.op_type in KEEPS_ZERO and node.input[0] in zero:
            zero.add(node.output[0])
        elif node.op_type in ("Add", "Sum") or (node.op_type == "Sub" and node.input[1] in zero):
            if all(name in constants and not constants[name].any() for name in others):
                zero.add(node.output[0])  # Keras writes ε as 1·ε + 0
                continue
            if len(others) != 1 or others[0] in constants:
                raise _unsupported(node)
            noise.means += others
            replacements[node.output[0]] = others[0]
            if node.output[0] in outputs:
                kept.append(helper.make_node("Identity", others, list(node.output), name=node.name))
        else:
            raise _unsupported(node)
    del graph.node[:]
    graph.node.extend(kept)
    retain(graph.output, lambda value: value.name not in zero)
    retain(graph.input, lambda value: value.name not in noise_inputs)
    assert not {node.op_type for node in graph.node} & RANDOM
    return noise


def _constants(graph):
    """{name: array} of constants, and of tensors filled with one; their shape may differ from the array's."""
    known = constant_arrays(graph)
    for node in graph.node:
        if node.op_type == "ConstantOfShape":
            values = (numpy_helper.to_array(a.t) for a in node.attribute if a.name == "value")
            known[node.output[0]] = next(values, np.zeros(1))
        elif node.op_type in KEEPS_ZERO and node.input[0] in known:
            known[node.output[0]] = known[node.input[0]]
    return known


def _refuse_other_than_normal(node):
    mean = next((a.f for a in node.attribute if a.name == "mean"), 0.0)
    if node.op_type not in NORMAL or mean != 0:
        raise UserError(
            f"node '{node.name}' ({node.op_type}) is random, but is not the ε ~ N(0, 1) of z = μ + σ·ε;"
            " export the model without it, after model.eval()"
        )


def _unsupported(node):
    return UserError(
        f"noise enters node '{node.name}' ({node.op_type}): only the z = μ + σ·ε of a VAE can be replaced"
        " by z = μ; export the model with z = μ"
    )
