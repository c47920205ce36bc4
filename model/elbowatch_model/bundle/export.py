"""model.onnx: a module traced to one ONNX file with a free batch size."""

import inspect
import io
import os
import warnings

import onnx
import torch

from .. import depth
from ..scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS
from .files import sha256

OPSET = 17


def export_onnx(head, shape, path, bits=8):
    """Writes the scoring head; returns the file's sha256."""
    image = depth.blank((2, *shape), bits)
    model = traced(head, (image,), ["image"], [*SCORE_OUTPUTS, *DETAIL_OUTPUTS])
    with torch.no_grad():
        declare_shapes(model, head(image))
    onnx.checker.check_model(model, full_check=True)
    return write_onnx(model, path)


def traced(module, arguments, inputs, outputs, opset=OPSET):
    """The module as an onnx model. Dimension 0 of every input and output is N."""
    # Only newer versions of torch know `dynamo`. Their new exporter names nodes differently, so all use the
    # old one.
    legacy = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about shapes that it cannot infer; they are declared afterwards
        torch.onnx.export(
            module.eval(),
            arguments,
            written,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "N"} for name in [*inputs, *outputs]},
            opset_version=opset,
            **legacy,
        )
    return onnx.load_from_string(written.getvalue())


def write_onnx(model, path):
    """Writes the model; returns the file's sha256."""
    temporary = path.with_suffix(".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(temporary))
    os.replace(temporary, path)
    return sha256(path)


def declare_shapes(model, outputs):
    """Declares every dimension of the outputs except the batch size, which keeps its name N."""
    for declared, output in zip(model.graph.output, outputs):
        for dimension, size in list(zip(declared.type.tensor_type.shape.dim, output.shape))[1:]:
            dimension.dim_value = size
