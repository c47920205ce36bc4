"""The interpreter against ONNX's own test cases, which are part of its package."""

import builtins
import warnings

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto

from elbowatch_model.command import UserError
from elbowatch_model.onnx_graph.interpreter import INTEGERS, TYPED_OPERATORS, Interpreter
from elbowatch_model.onnx_graph.operators import OPERATORS

KNOWN = {*OPERATORS, *TYPED_OPERATORS}
TYPES = {TensorProto.FLOAT, TensorProto.DOUBLE, *INTEGERS}


def cases():
    """Every case of a known operator at opset 13 or later, of types that an image model has."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")  # the cases overflow on purpose
        for name in (
            "float",
            "int",
            "bool",
            "object",
        ):  # onnx 1.12 uses them, and numpy 1.24 has removed them
            patch.setattr(np, name, getattr(builtins, name), raising=False)
        from onnx.backend.test.case.node import collect_testcases

        collected = collect_testcases(None)
    for case in collected:
        model = case.model
        if not isinstance(model, onnx.ModelProto) or not {node.op_type for node in model.graph.node} <= KNOWN:
            continue
        if any(o.domain not in ("", "ai.onnx") or o.version < 13 for o in model.opset_import):
            continue
        values = [*model.graph.input, *model.graph.output]
        arrays = [np.array(value) for inputs, outputs in case.data_sets for value in (*inputs, *outputs)]
        if all(value.type.tensor_type.elem_type in TYPES for value in values):
            if all(array.dtype != object and (array.size or not array.ndim) for array in arrays):
                yield case


CASES = {case.name: case for case in cases()}


@pytest.mark.parametrize("name", sorted(CASES))
def test_operator_gives_the_result_of_onnx_or_refuses(name):
    case = CASES[name]
    for inputs, expected in case.data_sets:
        names = [value.name for value in case.model.graph.output]
        if "Split" not in {node.op_type for node in case.model.graph.node}:
            names = names[:1]  # the others are masks and statistics of a training
        try:
            run = Interpreter(case.model, names)
            found = run(*(torch.from_numpy(np.array(value)) for value in inputs))
        except UserError as refusal:
            assert "not supported" in str(refusal)
            return
        for value, wanted in zip(found, expected):
            assert tuple(value.shape) == np.shape(wanted)
            assert np.allclose(value.numpy(), wanted, rtol=case.rtol, atol=1e-5, equal_nan=True)


def test_cases_are_there_for_most_operators():
    tried = {node.op_type for case in CASES.values() for node in case.model.graph.node}
    assert len(tried) > 60
