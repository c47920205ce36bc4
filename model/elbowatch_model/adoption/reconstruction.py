"""The reconstruction of a foreign graph: which output it is, and what its numbers are."""

import math
import re

from ..command import UserError
from ..onnx_graph.graph import producers

RECONSTRUCTION_NAMES = re.compile(r"recon|x_?hat|decod|x_?rec|output")
RESHAPERS = {"Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze", "Identity"}


def find_reconstruction(shapes, image_shape, options, reasons, count):
    """The name of the reconstruction: as given, by its shape, or by its name.

    `count` is the number of images.
    """
    pixels = math.prod(image_shape)
    fitting = [n for n, s in shapes.items() if len(s) > 1 and s[0] == count and math.prod(s[1:]) == pixels]
    wanted = "x".join(map(str, image_shape))
    if options.reconstruction:
        reasons["reconstruction"] = "as given"
        if options.reconstruction not in fitting:
            raise UserError(
                f"the reconstruction must have the {pixels} numbers of a {wanted} image:"
                f" {options.reconstruction} does not; there are {listed(shapes)}"
            )
        return options.reconstruction
    if len(fitting) > 1:
        by_name = [name for name in fitting if RECONSTRUCTION_NAMES.search(name.lower())]
        if len(by_name) != 1:
            raise UserError(
                f"which output is the reconstruction? give --reconstruction: {', '.join(fitting)}"
            )
        reasons["reconstruction"] = "by its shape and name"
        return by_name[0]
    if not fitting:
        raise UserError(
            f"no output is a reconstruction of {wanted} (N and {pixels} numbers); there are"
            f" {listed(shapes)}; give --size or --colour if that is not the image, or --reconstruction NAME"
        )
    reasons["reconstruction"] = "by its shape"
    return fitting[0]


def find_kind(graph, reconstruction, values, options):
    """(kind, whether a sigmoid was removed).

    The nll of a logit is exact, that of a probability is clipped.
    """
    sigmoid = _final_sigmoid(graph, reconstruction)
    if sigmoid is not None and options.kind == "logits":
        raise UserError(f"{reconstruction} ends in a Sigmoid, so it holds probabilities, not logits")
    if sigmoid is not None and options.likelihood == "bernoulli" and options.kind != "input":
        sigmoid.op_type = "Identity"
        return "logits", True
    if options.kind:
        kind = options.kind
    elif sigmoid is not None:
        kind = "probabilities"
    elif options.likelihood == "gaussian":
        kind = "input"
    elif values.min() >= 0 and values.max() <= 1:
        kind = "probabilities"
    else:
        kind = "input" if _producer_of_values(graph, reconstruction, "Tanh") else "logits"
    if kind == "probabilities" and not (values.min() >= -1e-6 and values.max() <= 1 + 1e-6):
        raise UserError(
            f"{reconstruction} is between {values.min():.3g} and {values.max():.3g}: these are no"
            " probabilities; give --reconstruction-is logits or input"
        )
    return kind, False


def _producer_of_values(graph, name, kind):
    """The node of that kind that computes this tensor's values, if they are used once and only reshaped."""
    nodes, outputs = producers(graph), [value.name for value in graph.output]
    uses = [i for node in graph.node for i in node.input] + outputs
    while name in nodes:
        node = nodes[name]
        if node.op_type == kind:
            return node
        if node.op_type not in RESHAPERS or uses.count(node.input[0]) > 1:
            return None
        name = node.input[0]
    return None


def _final_sigmoid(graph, reconstruction):
    node = _producer_of_values(graph, reconstruction, "Sigmoid")
    uses = sum(list(other.input).count(node.output[0]) for other in graph.node) if node else 0
    return node if node is not None and uses == (node.output[0] != reconstruction) else None


def listed(shapes):
    """Tensors and their shapes, for messages."""
    return ", ".join(f"{name} {'x'.join(map(str, ('N', *shape[1:])))}" for name, shape in shapes.items())
