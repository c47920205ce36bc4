"""One ONNX graph: the image as the backbone takes it, the backbone, and the scores of its taps."""

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper, version_converter
from torch import nn

from .. import depth
from ..adoption.merging import append
from ..bundle.export import OPSET, traced
from ..command import UserError
from ..onnx_graph.graph import assembled, opset
from .backbone import Entry

DYNAMIC = "N"


class ScoreStage(nn.Module):
    """image and taps → the outputs of the graph that depend on the image."""

    def __init__(self, grid, standard, scores):
        super().__init__()
        self.grid, self.standard, self.scores = grid, standard, scores

    def forward(self, image, *taps):
        return self.scores(image, self.standard(self.grid(*taps)))


def feature_model(backbone, stage, image_shape, bits=8):
    """The onnx model of a feature bundle, with its inputs and outputs."""
    entry = Entry(backbone, stage.scores.mask)
    image = depth.blank((2, *image_shape), bits)
    taps = [torch.zeros(2, t.channels, t.height, t.width) for t in backbone.taps]
    outputs = list(stage.scores.outputs) + list(stage.scores.latent.detail_outputs)
    version = max(OPSET, opset(backbone.model))
    network = backbone.model
    if opset(network) < version:
        network = _converted(network, version)
    given = [f"tap{i}" for i in range(len(taps))]
    names = {backbone.input: "input_taken", **dict(zip(backbone.names, given))}
    parts = {
        "in/": (traced(entry, (image,), ["image"], ["input_taken"]), {}),
        "backbone/": (network, names),
        "out/": (traced(stage, (image, *taps), ["image", *given], outputs), {}),
    }
    nodes, weights = [], []
    for prefix, (part, names) in parts.items():
        if opset(part) < version:
            part = version_converter.convert_version(part, version)
        names = names or {value.name: value.name for value in (*part.graph.input, *part.graph.output)}
        append(part.graph, prefix, names, nodes, weights)
    with torch.no_grad():
        found = stage.eval()(image, *taps)
    declared = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [DYNAMIC, *values.shape[1:]])
        for name, values in zip(outputs, found)
    ]
    for name, array in stage.scores.latent.constant_details().items():
        weights.append(numpy_helper.from_array(array, f"constant/{name}"))
        nodes.append(helper.make_node("Identity", [f"constant/{name}"], [name], name=name))
        declared.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, array.shape))
    taken = helper.make_tensor_value_info("image", TensorProto.UINT8 if bits == 8 else TensorProto.INT16, [DYNAMIC, *image_shape])
    model = assembled(nodes, taken, declared, weights, version)
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:  # checker and shape inference raise classes of their own
        raise UserError(
            "the backbone with its scores is not valid ONNX (the checker says:"
            f" {str(error).splitlines()[0]}); export it again in float32 with opset_version 13 to {OPSET}"
        ) from error
    return model


def _converted(network, version):
    """onnx's converter needs declared outputs and inputs; only the opset changes."""
    try:
        return version_converter.convert_version(network, version)
    except Exception as error:  # its C++ code raises RuntimeError, and for missing conversions others
        raise UserError(
            f"the backbone is of opset {opset(network)}, and onnx cannot convert it to {version}"
            f" ({str(error).splitlines()[0]}); export it with opset_version={version}"
        ) from error
