"""Whether a tensor is log σ²: by the sampling of z, by how it is computed, and by its name.

σ, σ², log σ and log σ² have the same shape, and each is what some exporter gives. A wrong one gives a wrong kl
without an error, so what speaks against log σ² is refused or has to be confirmed with --log-variance.
"""

import re

import numpy as np
import torch

from ..command import UserError
from ..onnx_graph.bounds import ALL
from ..onnx_graph.graph import constant_arrays, producers, root

LOG_VARIANCE_NAMES = re.compile(
    r"(log|ln)[^a-z0-9]?(var|v(?![a-z])|(sigma|σ|std|sd|scale)[_^]*(2|²|sq))|lv$|(^|[^a-z])lv([^a-z]|$)"
)
# σ, σ², their logarithms and inverses, as people name outputs.
DEVIATION_NAMES = re.compile(r"std|sigma|σ|scale|stdev|(^|[^a-z])sd([^a-z]|$)")
VARIANCE_NAMES = re.compile(
    r"(^|[^a-z])[zq]?_?var(?!_?\d)(?![a-z])|variance|precision|(^|[^a-z])prec([^a-z]|$)"
)
# The same of layers, whose names hold the names of everything around them.
LAYER_NAMES = re.compile(r"(?<![a-z])(log|ln|z|q|fc|to)?_?(std|stddev|stdev|sigma)(?![a-z])")
LAYERS = {"Conv", "Gemm", "MatMul"}
KEEP_POSITIVE = {"Add", "Clip", "Div", "Max", "Min", "Mul"}  # with constants that are not negative


def matches(pattern, name):
    return pattern.search(name.lower()) is not None


def is_spread_name(name):
    """Whether a tensor of this name is some parameter of a spread: σ, σ², or the logarithm of one."""
    return any(matches(names, name) for names in (LOG_VARIANCE_NAMES, DEVIATION_NAMES, VARIANCE_NAMES))


def check_scale(values, noise, log_variance):
    """Whether the graph proves that a tensor is log σ²; refuses one of which it proves the contrary.

    The graph scales ε with σ, which must be exp(½·log σ²).
    """
    found, proven = values[log_variance], False
    for name in noise.scales:
        scale = values[name]
        expected = _in_shape_of(scale, torch.exp(found / 2))
        if any(_mostly_equal(scale, one) for one in expected):
            proven = True
            continue
        if not expected:
            continue
        meanings = {"σ": scale, "σ²": scale**2, "log σ": torch.log(scale)}
        for meaning, values_of in meanings.items():
            if any(_mostly_equal(one, values_of, atol=1e-5) for one in _in_shape_of(scale, found)):
                raise UserError(
                    f"{log_variance} is {meaning}, not log σ²: the graph scales its noise in this way;"
                    " export log σ²"
                )
        raise UserError(
            f"{log_variance} is not log σ²: the graph does not scale its noise with exp(½·log σ²)"
        )
    return proven


def _in_shape_of(scale, values):
    """The values in the ways in which they can have the shape of the scale; the layout may differ."""
    if values.shape == scale.shape:
        return [values]
    if values.numel() != scale.numel() or not values.dim() or values.shape[0] != scale.shape[0]:
        return []
    found = [values]
    if values.dim() == 4:
        found += [values.permute(0, 2, 3, 1), values.permute(0, 3, 1, 2)]
    return [one.reshape(scale.shape) for one in found]


def _mostly_equal(one, other, atol=1e-8):
    """A clamp may change the rest."""
    return torch.isclose(one, other, rtol=1e-3, atol=atol).double().mean() > 0.5


def check_form(graph, limits, values, name, given):
    """Refuses a tensor that is σ, σ² or log σ by its form or its name.

    `limits` are the bounds of the graph's tensors, `values` those of `name` on the golden images. If the user has
    given the name, only what is certain is refused. Returns why it is taken for log σ².
    """
    form, positive = _Form(graph, name), limits.get(name, ALL)[0] >= 0
    if form.exponential and positive:
        inner = f"; its logarithm is there: give --log-variance {form.inner} if that is log σ²"
        raise UserError(
            f"{name} is not log σ²: it is computed by {form.words}, so it is σ or σ²"
            + (inner if form.inner else "; export log σ²")
        )
    if form.halves_into_deviation:
        return "exp of its half is in the graph"
    if given:
        return "as given"
    if positive:
        raise _unclear(name, f"it is never negative ({form.words}), which fits σ or σ²")
    if form.deviation:
        raise _unclear(name, f"{form.deviation} is its exponential, which fits log σ")
    if form.half_of:
        raise _unclear(name, f"it is half of {form.half_of}, which fits log σ", form.half_of)
    if matches(LOG_VARIANCE_NAMES, name):
        return "by its name"
    if matches(DEVIATION_NAMES, name) or matches(VARIANCE_NAMES, name):
        raise _unclear(name, "its name fits σ, σ² or log σ")
    if form.logarithm_of:
        raise _unclear(name, f"it is the logarithm of {form.logarithm_of}, which may be σ or σ²")
    for layer in form.layer_names:
        if matches(LOG_VARIANCE_NAMES, layer):
            return "by the name of its layer"
        if matches(LAYER_NAMES, layer):
            raise _unclear(name, f"its layer is {layer}, which fits σ or log σ")
    if values.min() >= 0:
        raise _unclear(name, "it is positive for every golden image, which fits σ or σ²")
    return ""


def _unclear(name, reason, other=""):
    return UserError(
        f"is {name} log σ²? {reason}. If it is log σ², give --log-variance {name};"
        + (f" if {other} is, give --log-variance {other};" if other else "")
        + " otherwise export log σ², which is 2·log σ"
    )


class _Form:
    """How a tensor is computed, as far as it says what the tensor is."""

    def __init__(self, graph, name):
        self.makers, self.constants = producers(graph), constant_arrays(graph)
        self.start = root(self.makers, name)
        node = self._outermost()
        self.words = node.op_type if node is not None else "an input of the graph"
        self.exponential = node is not None and self._is_exponential(node)
        self.inner = self._inside(node) if self.exponential and node.op_type == "Exp" else ""
        self.half_of = self._factor(self.makers.get(self.start), 0.5)
        self.logarithm_of = self._logarithm_of()
        self.layer_names = self._layer_names()
        self.halves_into_deviation = self.deviation = ""
        self._find_exponentials(graph)

    def _outermost(self):
        """The node that computes the values, without bounds, offsets and factors that keep them positive."""
        name = self.start
        while name in self.makers:
            node = self.makers[name]
            others = [other for other in node.input if other and other not in self.constants]
            known = [self.constants[other] for other in node.input if other in self.constants]
            keeps = node.op_type in KEEP_POSITIVE and len(others) == 1
            if not keeps or not all((array >= 0).all() for array in known):
                return node
            name = root(self.makers, others[0])
        return None

    def _is_exponential(self, node):
        """σ and σ² are exponentials or roots or squares; a clamp or an activation alone may be any."""
        if node.op_type in ("Exp", "Sqrt"):
            return True
        if node.op_type == "Mul":
            return node.input[0] == node.input[1]
        if node.op_type == "Pow":
            base = self.makers.get(root(self.makers, node.input[0]))
            exponent = self.constants.get(node.input[1])
            even = exponent is not None and exponent.size == 1 and float(exponent) % 2 == 0
            return even or (base is not None and base.op_type == "Exp")
        return False

    def _inside(self, node):
        """What the exponential is taken of, without a factor ½."""
        inner = root(self.makers, node.input[0])
        return self._factor(self.makers.get(inner), 0.5) or inner

    def _factor(self, node, factor):
        """The other input of a node that multiplies it with this factor; '' if it does not."""
        if node is None or node.op_type not in ("Mul", "Div"):
            return ""
        for i, (one, other) in enumerate(((0, 1), (1, 0))):
            array = self.constants.get(node.input[other])
            if array is None or array.size != 1 or (node.op_type == "Div" and i):
                continue
            number = float(array.reshape(()))
            if node.op_type == "Div":
                number = 1 / number if number else np.inf
            if np.isclose(number, factor):
                return root(self.makers, node.input[one])
        return ""

    def _logarithm_of(self):
        node = self.makers.get(self.start)
        return node.input[0] if node is not None and node.op_type == "Log" else ""

    def _layer_names(self):
        """The names of the layer that computes the tensor, and of its weights."""
        name = self.start
        while name in self.makers:
            node = self.makers[name]
            if node.op_type in LAYERS:
                return [node.name, name, *node.input[1:]]
            others = [other for other in node.input if other and other not in self.constants]
            if len(others) != 1:
                break
            name = others[0]
        return []

    def _find_exponentials(self, graph):
        """Whether σ = exp(½·this) is in the graph, and whether exp(this) is there under the name of a deviation."""
        renamed = {}
        for name in (name for node in graph.node for name in node.output):
            renamed.setdefault(root(self.makers, name), []).append(name)
        for node in graph.node:
            if node.op_type != "Exp":
                continue
            inner = root(self.makers, node.input[0])
            if inner == self.start:
                named = [name for name in renamed[node.output[0]] if matches(DEVIATION_NAMES, name)]
                self.deviation = self.deviation or next(iter(named), "")
                if self._has_root(graph, node.output[0]):
                    self.halves_into_deviation = node.output[0]
            elif self._factor(self.makers.get(inner), 0.5) == self.start:
                self.halves_into_deviation = node.output[0]

    def _has_root(self, graph, name):
        """Whether the square root of the tensor is taken."""
        for node in graph.node:
            if node.input and root(self.makers, node.input[0]) == name:
                exponent = self.constants.get(node.input[1]) if node.op_type == "Pow" else None
                if node.op_type == "Sqrt" or (exponent is not None and exponent.size == 1 and exponent == 0.5):
                    return True
        return False
