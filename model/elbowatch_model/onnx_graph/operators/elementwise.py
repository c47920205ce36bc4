"""Operators that compute every number by itself: arithmetic, comparisons and activations."""

import math

import torch
from torch.nn import functional as F


def _unary(function):
    return lambda a, x: function(x)


def _binary(function):
    return lambda a, x, y: function(x, y)


def _divide(a, x, y):
    return x / y if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc")


def _folded(function):
    def folded(a, first, *rest):
        for value in rest:
            first = function(first, value)
        return first

    return folded


def _clip(a, x, low=None, high=None):
    x = x if low is None else torch.maximum(x, low)
    return x if high is None else torch.minimum(x, high)


def _gelu(a, x):
    if a.get("approximate", "none") == "tanh":
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return F.gelu(x)


OPERATORS = {
    "Abs": _unary(torch.abs),
    "Add": _binary(torch.add),
    "And": _binary(torch.logical_and),
    "Ceil": _unary(torch.ceil),
    "Celu": lambda a, x: F.celu(x, a.get("alpha", 1.0)),
    "Clip": _clip,
    "Div": _divide,
    "Elu": lambda a, x: F.elu(x, a.get("alpha", 1.0)),
    "Equal": _binary(torch.eq),
    "Erf": _unary(torch.erf),
    "Exp": _unary(torch.exp),
    "Floor": _unary(torch.floor),
    "Gelu": _gelu,
    "Greater": _binary(torch.gt),
    "GreaterOrEqual": _binary(torch.ge),
    "HardSigmoid": lambda a, x: (a.get("alpha", 0.2) * x + a.get("beta", 0.5)).clamp(0, 1),
    "HardSwish": lambda a, x: x * (x / 6 + 0.5).clamp(0, 1),
    "Identity": _unary(lambda x: x),
    "LeakyRelu": lambda a, x: F.leaky_relu(x, a.get("alpha", 0.01)),
    "Less": _binary(torch.lt),
    "LessOrEqual": _binary(torch.le),
    "Log": _unary(torch.log),
    "Max": _folded(torch.maximum),
    "Mean": lambda a, *values: _folded(torch.add)(a, *values) / len(values),
    "Min": _folded(torch.minimum),
    "Mish": lambda a, x: x * torch.tanh(F.softplus(x)),
    "Mul": _binary(torch.mul),
    "Neg": _unary(torch.neg),
    "Not": _unary(torch.logical_not),
    "Or": _binary(torch.logical_or),
    "PRelu": lambda a, x, slope: torch.where(x < 0, slope * x, x),
    "Pow": lambda a, x, y: torch.pow(x, y).to(x.dtype),
    "Reciprocal": _unary(torch.reciprocal),
    "Relu": _unary(F.relu),
    "Round": _unary(torch.round),
    "Selu": lambda a, x: (
        a.get("gamma", 1.0507009873554805)
        * torch.where(x > 0, x, a.get("alpha", 1.6732632423543772) * (torch.exp(x) - 1))
    ),
    "Sigmoid": _unary(torch.sigmoid),
    "Sign": _unary(torch.sign),
    "Softplus": lambda a, x: F.softplus(x),
    "Softsign": _unary(F.softsign),
    "Sqrt": _unary(torch.sqrt),
    "Sub": _binary(torch.sub),
    "Sum": _folded(torch.add),
    "Tanh": _unary(torch.tanh),
    "ThresholdedRelu": lambda a, x: torch.where(x > a.get("alpha", 1.0), x, torch.zeros_like(x)),
    "Where": lambda a, condition, x, y: torch.where(condition, x, y),
}
