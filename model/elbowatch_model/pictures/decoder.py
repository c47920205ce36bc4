"""The decoder cut out of an exported graph: z in, logits out."""

import onnx
import torch
from onnx import helper

from ..onnx_graph.graph import ancestors, keep_only, producers
from ..onnx_graph.interpreter import Interpreter

ORDER_KEEPING_OPERATORS = ("Flatten", "Reshape", "Identity")


class GraphDecoder:
    """z float32 [N, *latent_shape] → logits [N, C, H, W], computed by the nodes of the graph after μ."""

    def __init__(self, model, image_shape, latent):
        encoder = Interpreter(model, [latent])
        self.latent_shape = tuple(encoder(torch.zeros(2, *image_shape, dtype=torch.uint8))[0].shape[1:])
        self._nodes = Interpreter(cut_after(model, latent), ["logits"])

    def __call__(self, z):
        return self._nodes(z)[0]


def graph_decoder(model, image_shape):
    """The decoder, or None if the logits do not follow from the output `mean` alone."""
    latent = find_latent(model.graph)
    return latent and GraphDecoder(model, image_shape, latent)


def find_latent(graph):
    """The tensor that all logits are computed from and that has the values of `mean`, or None."""
    nodes, tensor = producers(graph), "mean"
    while True:
        needed = ancestors(without(graph, tensor), "logits")
        if tensor in needed and not needed & {value.name for value in graph.input}:
            return tensor
        node = nodes.get(tensor)
        if node is None or node.op_type not in ORDER_KEEPING_OPERATORS:
            return None
        tensor = node.input[0]


def without(graph, tensor):
    """The graph without the node that computes the tensor."""
    copy = onnx.GraphProto()
    copy.CopyFrom(graph)
    for node in [node for node in copy.node if tensor in node.output]:
        copy.node.remove(node)
    return copy


def cut_after(model, tensor):
    """The part of the model from the tensor to the logits."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    copy.graph.CopyFrom(without(model.graph, tensor))
    keep_only(copy.graph, ["logits"])
    del copy.graph.input[:]
    copy.graph.input.append(helper.make_tensor_value_info(tensor, onnx.TensorProto.FLOAT, None))
    return copy
