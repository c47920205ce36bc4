"""A model that someone else exported: loaded or refused, at an opset that the scores can be written in."""

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper, version_converter

from .command import UserError
from .interpreter import free_inputs

OLDEST_OPSET = 13  # of the scores; from here on axes are inputs, so the interpreter knows one form only
STANDARD = ("", "ai.onnx")


def load(path):
    """The model with standard operators only, finite weights inside, at opset 13 or later."""
    if not path.exists():
        raise UserError(f"there is no {path}")
    try:
        model = onnx.load(str(path), load_external_data=False)
    except Exception as error:  # protobuf's own class differs from version to version
        raise UserError(f"{path} is no ONNX model ({type(error).__name__})") from error
    if not model.graph.node:
        raise UserError(f"{path} is no ONNX model, or one without a node")
    _refuse_external_data(model)
    _refuse_custom_operators(model)
    _refuse_non_finite_weights(model.graph)
    model = _convert(model)
    kept = free_inputs(model.graph)
    del model.graph.input[:]
    model.graph.input.extend(kept)
    del model.graph.value_info[:]  # names and batch sizes in it are about to change
    return model


def opset(model):
    return next(o.version for o in model.opset_import if o.domain in STANDARD)


def _refuse_external_data(model):
    outside = [i.name for i in model.graph.initializer if i.data_location == TensorProto.EXTERNAL]
    if outside:
        raise UserError(
            f"{len(outside)} weights ({outside[0]}, …) lie in another file, and a bundle's model is one file;"
            " write it as one: onnx.save(onnx.load('model.onnx'), 'whole.onnx')"
        )


def _refuse_custom_operators(model):
    custom = {node.domain: node.op_type for node in model.graph.node if node.domain not in STANDARD}
    for domain, kind in custom.items():
        raise UserError(
            f"operator {kind} of domain {domain} is not of ONNX itself; export it with standard operators"
            + (", or inline its functions with onnx.inliner" if len(getattr(model, "functions", ())) else "")
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
        bad = int(
            np.isnan(array).sum() if array.ndim == 0 else (~np.isfinite(array)).sum()
        )  # a bound may be ∞
        if bad:
            raise UserError(
                f"{bad} values of the weights {name} are not finite: the training diverged; train anew"
            )


def _convert(model):
    version, known = opset(model), onnx.defs.onnx_opset_version()
    if version > known:
        raise UserError(
            f"the model is of opset {version}, onnx {onnx.__version__} knows up to {known}: export it with"
            f" opset_version={min(known, 17)}, or install a newer onnx"
        )
    if version >= OLDEST_OPSET:
        return model
    try:
        return version_converter.convert_version(model, OLDEST_OPSET)
    except Exception as error:  # its C++ raises RuntimeError, and IndexError or worse where it has a gap
        raise UserError(
            f"the model is of opset {version}, and onnx cannot convert it to {OLDEST_OPSET}"
            f" ({str(error).splitlines()[0]}); export it with opset_version={OLDEST_OPSET} or later"
        ) from error


# --- Walking a graph ----------------------------------------------------------------------------------------


def producers(graph):
    return {name: node for node in graph.node for name in node.output}


OF_SHAPE_ONLY = {"Shape", "Size", "RandomNormalLike"}


def ancestors(graph, name, by_value=False):
    """Every tensor that this one is computed from, and itself; `by_value` without what gives only a shape."""
    makers, found, todo = producers(graph), set(), [name]
    while todo:
        tensor = todo.pop()
        if tensor and tensor not in found:
            found.add(tensor)
            if tensor in makers and not (by_value and makers[tensor].op_type in OF_SHAPE_ONLY):
                todo.extend(makers[tensor].input)
    return found


def keep_only(graph, outputs):
    """Drops every node and weight that none of these outputs needs."""
    needed = set().union(*(ancestors(graph, name) for name in outputs))
    _retain(graph.node, lambda node: needed & set(node.output))
    _retain(graph.initializer, lambda initializer: initializer.name in needed)


def _retain(field, condition):
    kept = [item for item in field if condition(item)]
    del field[:]
    field.extend(kept)


def constant_arrays(graph):
    """{name: array} of all that is known without running the graph."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            arrays[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return arrays
