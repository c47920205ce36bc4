"""The decoder of an exported graph, cut out of it: z in, logits out."""

import onnx
import torch
from onnx import helper

from .foreign import ancestors, keep_only, producers
from .interpreter import Interpreter

KEEPS_ORDER = ("Flatten", "Reshape", "Identity")


class GraphDecoder:
    """z float32 [N, *latent_shape] → logits [N, C, H, W], by the nodes of the graph that follow μ."""

    def __init__(self, model, image_shape, takes):
        encoder = Interpreter(model, [takes])
        self.latent_shape = tuple(encoder(torch.zeros(2, *image_shape, dtype=torch.uint8))[0].shape[1:])
        self._nodes = Interpreter(after(model, takes), ["logits"])

    def __call__(self, z):
        return self._nodes(z)[0]


def graph_decoder(model, image_shape):
    """The decoder, or None where the logits do not follow from the output `mean` alone."""
    takes = cut_at(model.graph)
    return takes and GraphDecoder(model, image_shape, takes)


def cut_at(graph):
    """The tensor that all logits come from and that `mean` is but another form of, or None."""
    makers, tensor = producers(graph), "mean"
    while True:
        needed = ancestors(without(graph, tensor), "logits")
        if tensor in needed and not needed & {value.name for value in graph.input}:
            return tensor
        maker = makers.get(tensor)
        if maker is None or maker.op_type not in KEEPS_ORDER:
            return None
        tensor = maker.input[0]


def without(graph, tensor):
    """The graph with nothing that computes the tensor."""
    copy = onnx.GraphProto()
    copy.CopyFrom(graph)
    for node in [node for node in copy.node if tensor in node.output]:
        copy.node.remove(node)
    return copy


def after(model, tensor):
    """The model from the tensor on to its logits."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    copy.graph.CopyFrom(without(model.graph, tensor))
    keep_only(copy.graph, ["logits"])
    del copy.graph.input[:]
    copy.graph.input.append(helper.make_tensor_value_info(tensor, onnx.TensorProto.FLOAT, None))
    return copy
