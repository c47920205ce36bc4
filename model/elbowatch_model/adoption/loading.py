"""A foreign model is loaded and brought to an opset that the scores can be written in, or it is refused."""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper, version_converter

try:
    from onnx import inliner
except ImportError:  # before onnx 1.15
    inliner = None

from ..command import UserError
from ..onnx_graph.graph import STANDARD_DOMAINS, free_inputs, opset
from . import conversion

MIN_OPSET = 13  # of the scores. From here on axes are inputs, so the interpreter has to know only one form.


@dataclass(frozen=True)
class Loaded:
    """The model at opset 13 or later: standard operators only, float32 only, finite weights inside."""

    model: object
    widths: tuple  # the names of other float types that it had inside


def load(path):
    """The Loaded model of a file. A file that cannot be brought to this form is refused."""
    if not path.exists():
        raise UserError(f"there is no {path}")
    try:
        model = onnx.load(str(path), load_external_data=False)
    except Exception as error:  # the class is protobuf's own and differs from version to version
        raise UserError(f"{path} is not an ONNX model ({type(error).__name__})") from error
    if not model.graph.node:
        raise UserError(f"{path} is not an ONNX model, or has no node")
    _refuse_external_data(model)
    model = _inlined(model)
    _refuse_custom_operators(model)
    widths = conversion.to_single_precision(model)
    _refuse_non_finite_weights(model.graph)
    conversion.fold_quantised_weights(model.graph)
    before = opset(model)
    model = _convert(model)
    conversion.resize_modes(model.graph, before)
    conversion.stable_normalisations(model.graph, opset(model))
    kept = free_inputs(model.graph)
    del model.graph.input[:]
    model.graph.input.extend(kept)
    del model.graph.value_info[:]  # its names and batch sizes will be wrong
    return Loaded(model, widths)


def _inlined(model):
    """The model without functions of its own, where this onnx can inline them."""
    return inliner.inline_local_functions(model) if inliner and model.functions else model


def _refuse_external_data(model):
    outside = [i.name for i in model.graph.initializer if i.data_location == TensorProto.EXTERNAL]
    if outside:
        raise UserError(
            f"{len(outside)} weights ({outside[0]}, …) are in another file, and a bundle's model is one file;"
            " write it as one: onnx.save(onnx.load('model.onnx'), 'whole.onnx')"
        )


def _refuse_custom_operators(model):
    custom = {node.domain: node.op_type for node in model.graph.node if node.domain not in STANDARD_DOMAINS}
    for domain, kind in custom.items():
        raise UserError(
            f"operator {kind} of domain {domain} is not of ONNX itself; export it with standard operators"
            + (", or inline its functions with onnx.inliner" if len(model.functions) else "")
        )


def _refuse_non_finite_weights(graph):
    arrays = [(i.name, numpy_helper.to_array(i)) for i in graph.initializer]
    arrays += [
        (node.output[0], numpy_helper.to_array(a.t))
        for node in graph.node
        if node.op_type == "Constant"
        for a in node.attribute
        if a.name == "value"
    ]
    for name, array in arrays:
        if array.dtype.kind != "f":
            continue
        invalid = np.isnan(array) if array.ndim == 0 else ~np.isfinite(array)  # a scalar bound may be ∞
        count = int(invalid.sum())
        if count:
            raise UserError(
                f"{count} values of the weights {name} are not finite: the training diverged; train again"
            )


def _convert(model):
    version, known = opset(model), onnx.defs.onnx_opset_version()
    if version > known:
        raise UserError(
            f"the model is of opset {version}, and onnx {onnx.__version__} supports opsets up to {known}:"
            f" export it with opset_version={min(known, 17)}, or install a newer onnx"
        )
    if version >= MIN_OPSET:
        return model
    try:
        return version_converter.convert_version(model, MIN_OPSET)
    except (
        Exception
    ) as error:  # its C++ code raises RuntimeError, and for missing conversions IndexError or others
        raise UserError(
            f"the model is of opset {version}, and onnx cannot convert it to {MIN_OPSET}"
            f" ({str(error).splitlines()[0]}); export it with opset_version={MIN_OPSET} or later"
        ) from error
