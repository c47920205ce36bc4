"""One graph from three: the input stage, the foreign graph as it is, and the scores of its outputs."""

import numpy as np
import onnx
import torch
from onnx import helper, version_converter

from ..bundle.export import OPSET, traced
from ..command import UserError
from ..features import feature_names
from ..onnx_graph.graph import RANDOM, assembled, keep_only, opset
from ..onnx_graph.interpreter import refuse_unknown_operator
from ..scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS, TERMS


def adopted_model(detected, input_stage, score_stage):
    """The model of the bundle, with its inputs and outputs; it has no random node."""
    keep_only(detected.model.graph, detected.names)
    parts = _traced_stages(detected, input_stage, score_stage)
    nodes, weights = [], []
    for prefix, (part, names) in parts.items():
        if opset(part) < detected.opset:
            part = version_converter.convert_version(part, detected.opset)
        names = names or {value.name: value.name for value in (*part.graph.input, *part.graph.output)}
        append(part.graph, prefix, names, nodes, weights)
    outputs = (*SCORE_OUTPUTS, *DETAIL_OUTPUTS)
    outputs = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in outputs]
    shape = ["N", *detected.image_shape]
    image = helper.make_tensor_value_info("image", onnx.TensorProto.UINT8, shape)
    model = assembled(nodes, image, outputs, weights, detected.opset)
    _declare_shapes(model, detected)
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:  # checker and shape inference raise classes of their own
        raise UserError(
            "the graph with its scores is not valid ONNX, so a node contradicts the types or shapes before it"
            f" (the checker says: {str(error).splitlines()[0]}); export the model in float32 with opset_version"
            f" 13 to {OPSET}, and check it with onnx.checker.check_model(path, full_check=True)"
        ) from error
    assert not {node.op_type for node in model.graph.node} & RANDOM
    return model


def _traced_stages(detected, input_stage, score_stage):
    """{prefix: (part, {tensor of the part: its name in the whole})}. {} keeps inputs and outputs."""
    image = torch.zeros(2, *detected.image_shape, dtype=torch.uint8)
    shapes = detected.reconstruction_shape, detected.latent_shape, detected.latent_shape
    values = [torch.zeros(2, *shape) for shape in shapes]
    version = min(detected.opset, OPSET)
    names = ["reconstruction_found", "mean_found", "log_variance_found"]
    outputs = [*SCORE_OUTPUTS, *DETAIL_OUTPUTS]
    foreign_names = {detected.input: "input_taken", **dict(zip(detected.names, names))}
    return {
        "in/": (traced(input_stage, (image,), ["image"], ["input_taken"], version), {}),
        "vae/": (detected.model, foreign_names),
        "out/": (traced(score_stage, (image, *values), ["image", *names], outputs, version), {}),
    }


def append(graph, prefix, names, nodes, weights):
    """Appends the part's nodes and weights. The prefix keeps the names of different parts apart."""

    def renamed(name):
        return names.get(name, prefix + name) if name else name

    for weight in graph.initializer:
        copy = onnx.TensorProto()
        copy.CopyFrom(weight)
        copy.name = renamed(weight.name)
        weights.append(copy)
    for i, node in enumerate(graph.node):
        refuse_unknown_operator(node)
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.name = f"{prefix}{node.name or f'{node.op_type}_{i}'}"
        copy.input[:] = [renamed(name) for name in node.input]
        copy.output[:] = [renamed(name) for name in node.output]
        nodes.append(copy)


def _declare_shapes(model, detected):
    latents = int(np.prod(detected.latent_shape))
    features = len(feature_names(detected.latent_places))
    shapes = [("N",)] * len(TERMS) + [("N", features)]
    shapes += [("N", latents)] * 2 + [("N", *detected.image_shape)]
    del model.graph.output[:]
    model.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in zip((*SCORE_OUTPUTS, *DETAIL_OUTPUTS), shapes)
    )
