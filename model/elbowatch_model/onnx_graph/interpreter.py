"""An ONNX graph run by PyTorch."""

import numpy as np
import torch
from onnx import TensorProto, numpy_helper
from torch import nn

from ..command import UserError
from .graph import FLOATS, attributes_of, constant_array, free_inputs
from .operators import OPERATORS, Unsupported

INTEGERS = {
    TensorProto.BOOL: torch.bool,
    TensorProto.UINT8: torch.uint8,
    TensorProto.INT32: torch.int32,
    TensorProto.INT64: torch.int64,
}
TYPED_OPERATORS = ("Cast", "CastLike", "Constant", "ConstantOfShape")  # not in OPERATORS: they name a type


class Interpreter(nn.Module):
    """An onnx model as a module: takes the model's inputs in order, gives its outputs or the named tensors.

    Float tensors have the module's precision and not that of the graph: `.double()` gives reference values.
    """

    def __init__(self, model, outputs=None):
        super().__init__()
        graph = model.graph
        self.inputs = [value.name for value in free_inputs(graph)]
        self.outputs = list(outputs or (value.name for value in graph.output))
        self.precision = nn.Parameter(torch.zeros(()), requires_grad=False)
        self.constants = {}
        for initializer in graph.initializer:
            self._register_constant(initializer.name, numpy_helper.to_array(initializer))
        self.nodes = []
        for node in graph.node:
            refuse_unknown_operator(node)
            attributes = attributes_of(node)
            if node.op_type == "Constant":
                self._register_constant(node.output[0], _known_array(node))
            else:
                attributes["outputs"] = len(node.output)
                self.nodes.append((node.op_type, node.name, attributes, list(node.input), list(node.output)))
        self.last_use = {name: i for i, node in enumerate(self.nodes) for name in node[3]}

    def _register_constant(self, name, array):
        key = f"constant{len(self.constants)}"
        tensor = torch.from_numpy(np.array(array))
        if tensor.is_floating_point():
            self.register_parameter(key, nn.Parameter(tensor.float(), requires_grad=False))
        else:
            self.register_buffer(key, tensor)
        self.constants[name] = key

    def forward(self, *values):
        tensors = {name: getattr(self, key) for name, key in self.constants.items()}
        tensors.update(zip(self.inputs, (self._in_module_precision(value) for value in values)))
        for i, (kind, name, attributes, inputs, outputs) in enumerate(self.nodes):
            arguments = [_tensor(tensors, key) if key else None for key in inputs]
            try:
                found = self._compute(kind, attributes, arguments)
            except Unsupported as problem:
                raise UserError(f"node '{name}' ({kind}): {problem} is not supported") from problem
            except (RuntimeError, IndexError, ValueError, KeyError, TypeError) as problem:
                shapes = ", ".join(str(list(a.shape)) for a in arguments if a is not None)
                reason = str(problem).splitlines()[0]
                raise UserError(f"node '{name}' ({kind}) fails on {shapes}: {reason}") from problem
            tensors.update(zip(outputs, found if isinstance(found, (tuple, list)) else (found,)))
            for key in inputs:
                if key and self.last_use[key] == i and key not in self.outputs:
                    tensors.pop(key, None)
        return tuple(_tensor(tensors, name) for name in self.outputs)

    def _in_module_precision(self, value):
        return value.to(self.precision.dtype) if value.is_floating_point() else value

    def _compute(self, kind, attributes, arguments):
        if kind == "Cast":
            return arguments[0].to(self._type(attributes["to"]))
        if kind == "CastLike":
            return arguments[0].to(arguments[1].dtype)
        if kind == "ConstantOfShape":
            return self._constant_of_shape(attributes.get("value"), arguments[0].tolist())
        return OPERATORS[kind](attributes, *arguments)

    def _constant_of_shape(self, value, shape):
        number = torch.zeros(1) if value is None else torch.from_numpy(np.array(numpy_helper.to_array(value)))
        return self._in_module_precision(number).to(self.precision.device).repeat(1).expand(shape).clone()

    def _type(self, code):
        if code in FLOATS:
            return self.precision.dtype
        if code not in INTEGERS:
            raise Unsupported(f"a cast to {TensorProto.DataType.Name(code)}")
        return INTEGERS[code]


def _tensor(tensors, name):
    if name not in tensors:
        raise UserError(
            f"tensor {name} is not supported: it is a secondary output of its node, such as a mask"
        )
    return tensors[name]


def refuse_unknown_operator(node):
    if node.op_type not in OPERATORS and node.op_type not in TYPED_OPERATORS:
        raise UserError(
            f"node '{node.name}' is a {node.op_type}: elbowatch_model/onnx_graph/operators has none, so no"
            " expected scores could be computed; add it there, or export the model without it"
        )


def _known_array(node):
    array = constant_array(node)
    if array is None:
        kinds = ", ".join(a.name for a in node.attribute)
        raise UserError(f"node '{node.name}': a constant given as {kinds} is not supported")
    return array
