"""The ONNX operators that VAEs consist of, in PyTorch: https://onnx.ai/onnx/operators/ from opset 13 upwards.

An operator is a function of its attributes `a` and its inputs; an absent optional input is None. It raises
`Unsupported` for everything that it does not cover, because a wrong term without an error would be worse than
none.

To add an operator, add its function and an entry of `OPERATORS` to the module of its kind.
"""

from . import elementwise, layers, normalisation, resizing, shapes
from .unsupported import Unsupported

OPERATORS = {
    **elementwise.OPERATORS,
    **layers.OPERATORS,
    **normalisation.OPERATORS,
    **resizing.OPERATORS,
    **shapes.OPERATORS,
}

__all__ = ["OPERATORS", "Unsupported"]
