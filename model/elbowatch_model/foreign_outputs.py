"""Which tensors of a foreign graph are the reconstruction, μ and log σ²: by flags, the graph or names."""

import math
import re

import torch

from . import foreign
from .command import UserError

MEAN_NAMES = re.compile(r"(^|[^a-z])(mu|mean|z_?mean|loc|q_?mu)([^a-z]|$)")
LOG_VARIANCE_NAMES = re.compile(r"log_?_?(var|sigma_?2|sigma_?sq)|lv$|lnvar")
RECONSTRUCTION_NAMES = re.compile(r"recon|x_?hat|decod|x_?rec|output")
SHAPE_ONLY = {"Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze", "Identity"}


def refuse_absent(graph, given, outputs):
    known = set(outputs) | set(foreign.producers(graph))
    for name in given:
        if name not in known:
            raise UserError(f"there is no tensor {name}; the outputs are {', '.join(outputs)}")


def _listed(shapes):
    return ", ".join(f"{name} {'x'.join(map(str, ('N', *shape[1:])))}" for name, shape in shapes.items())


def reconstruction(shapes, image_shape, wishes, reasons, count):
    pixels = math.prod(image_shape)
    fitting = [n for n, s in shapes.items() if len(s) > 1 and s[0] == count and math.prod(s[1:]) == pixels]
    wanted = "x".join(map(str, image_shape))
    if wishes.reconstruction:
        reasons["reconstruction"] = "as given"
        if wishes.reconstruction not in fitting:
            raise UserError(
                f"the reconstruction must have the {pixels} numbers of a {wanted} image:"
                f" {wishes.reconstruction} is none such; there are {_listed(shapes)}"
            )
        return wishes.reconstruction
    if len(fitting) > 1:
        by_name = [name for name in fitting if RECONSTRUCTION_NAMES.search(name.lower())]
        if len(by_name) != 1:
            raise UserError(
                f"which output is the reconstruction? give --reconstruction: {', '.join(fitting)}"
            )
        reasons["reconstruction"] = "by its shape and name"
        return by_name[0]
    if not fitting:
        raise UserError(
            f"no output is a reconstruction of {wanted} (N and {pixels} numbers): there are"
            f" {_listed(shapes)}; give --size or --colour if that is not the image, or --reconstruction NAME"
        )
    reasons["reconstruction"] = "by its shape"
    return fitting[0]


def latents(graph, values, shapes, reconstruction, noise, wishes, reasons):
    """(μ, log σ²): by the flags, by the noise, by what the reconstruction needs, by their names."""
    mean, log_variance = wishes.mean, wishes.log_variance
    count = len(values[reconstruction])
    rows = {n: s for n, s in shapes.items() if len(s) > 1 and s[0] == count and n != reconstruction}
    rows = {n: s for n, s in rows.items() if n in (mean, log_variance) or not _again(n, rows, values)}
    behind = foreign.ancestors(graph, reconstruction, by_value=True)
    if not mean:
        candidates = [
            n for n in rows if n != log_variance and (not log_variance or rows[n] == shapes[log_variance])
        ]
        if log_variance is None:
            candidates = [n for n in candidates if sum(rows[n] == shape for shape in rows.values()) > 1]
        mean, reasons["mean"] = _one_of(
            candidates,
            ("what the noise was added to", lambda n: n in noise.means),
            ("the reconstruction is made of it", lambda n: n in behind),
            ("by its name", lambda n: _named(MEAN_NAMES, n) and not _named(LOG_VARIANCE_NAMES, n)),
        )
    if mean and not log_variance:
        candidates = [n for n in rows if n != mean and rows[n] == shapes[mean]]
        scale = set().union(*(foreign.ancestors(graph, name, by_value=True) for name in noise.scales))
        log_variance, reasons["log_variance"] = _one_of(
            candidates,
            ("the noise was scaled with it", lambda n: n in scale and n not in behind),
            ("by its name", lambda n: _named(LOG_VARIANCE_NAMES, n)),
            ("of μ's shape, and the reconstruction is made without it", lambda n: n not in behind),
        )
    if not (mean and log_variance):
        raise UserError(
            f"no μ and log σ² found: the outputs are {_listed(shapes)}; name them with --mean and"
            " --log-variance (any tensor of the graph will do)"
        )
    reasons.setdefault("mean", "as given")
    reasons.setdefault("log_variance", "as given")
    if mean == log_variance or shapes[mean] != shapes[log_variance] or len(shapes[mean]) < 2:
        raise UserError(
            f"μ and log σ² must be two of one shape: {_listed({n: shapes[n] for n in (mean, log_variance)})}"
        )
    if mean not in behind:
        raise UserError(
            f"the reconstruction does not depend on {mean}, so that is not μ"
            + (f", but it does on {log_variance}: are they exchanged?" if log_variance in behind else "")
            + "; name them with --mean and --log-variance"
        )
    return mean, log_variance


def _again(name, rows, values):
    """Whether a tensor before this one has its values: without noise a sampled z is μ again."""
    before = list(rows)[: list(rows).index(name)]
    return any(rows[other] == rows[name] and torch.equal(values[other], values[name]) for other in before)


def _one_of(candidates, *tests):
    """The one candidate that a test singles out, the tests narrowing in turn; (None, '') where none does."""
    for reason, test in tests:
        passed = [name for name in candidates if test(name)]
        if len(passed) == 1:
            return passed[0], reason
        candidates = passed or candidates
    return None, ""


def _named(pattern, name):
    return pattern.search(name.lower()) is not None


def refuse_several_latents(graph, reconstruction, noise):
    """A hierarchy of latents has a kl for each, and those of the lower ones depend on the noise above."""
    behind = foreign.ancestors(graph, reconstruction, by_value=True)
    means = [name for name in dict.fromkeys(noise.means) if name in behind]
    if len(means) > 1:
        raise UserError(
            f"noise is added in {len(means)} places ({', '.join(means)}): a VAE of one latent has one,"
            " z = μ + σ·ε; export it after model.eval(), or without the noise that is not of z"
        )


def check_scale(values, noise, log_variance):
    """The graph itself says what its outputs are: it scaled ε with σ, which must be exp(½·log σ²)."""
    found = values[log_variance]
    for name in noise.scales:
        scale = values[name]
        if (
            scale.shape != found.shape
            or torch.isclose(scale, torch.exp(found / 2), rtol=1e-3).double().mean() > 0.5
        ):
            continue  # a clamp may bend the rest
        meanings = {"σ": scale, "σ²": scale**2, "log σ": torch.log(scale)}
        for meaning, expected in meanings.items():
            if torch.isclose(found, expected, rtol=1e-3, atol=1e-5).double().mean() > 0.5:
                raise UserError(
                    f"{log_variance} is {meaning}, not log σ²: the graph scales its noise so; export log σ²"
                )
        raise UserError(
            f"{log_variance} is not log σ²: the graph scales its noise with other than exp(½·log σ²)"
        )


def kind(graph, reconstruction, values, wishes):
    """(kind, whether a sigmoid was taken off): the nll of a logit is exact, of a probability cut."""
    sigmoid = _ending_sigmoid(graph, reconstruction)
    if sigmoid is not None and wishes.kind == "logits":
        raise UserError(f"{reconstruction} ends in a Sigmoid, so it holds probabilities, not logits")
    if sigmoid is not None and wishes.likelihood == "bernoulli" and wishes.kind != "input":
        sigmoid.op_type = "Identity"
        return "logits", True
    if wishes.kind:
        kind = wishes.kind
    elif sigmoid is not None:
        kind = "probabilities"
    elif wishes.likelihood == "gaussian":
        kind = "input"
    elif values.min() >= 0 and values.max() <= 1:
        kind = "probabilities"
    else:
        kind = "input" if _maker_of_values(graph, reconstruction, "Tanh") else "logits"
    if kind == "probabilities" and not (values.min() >= -1e-6 and values.max() <= 1 + 1e-6):
        raise UserError(
            f"{reconstruction} lies in {values.min():.3g} to {values.max():.3g}: no probabilities; give"
            " --reconstruction-is logits or input"
        )
    return kind, False


def _maker_of_values(graph, name, kind):
    """The node of that kind that this tensor's values come from, if only reshaped since and used once."""
    makers, outputs = foreign.producers(graph), [value.name for value in graph.output]
    wanted_twice = [i for node in graph.node for i in node.input] + outputs
    while name in makers:
        node = makers[name]
        if node.op_type == kind:
            return node
        if node.op_type not in SHAPE_ONLY or wanted_twice.count(node.input[0]) > 1:
            return None
        name = node.input[0]
    return None


def _ending_sigmoid(graph, reconstruction):
    node = _maker_of_values(graph, reconstruction, "Sigmoid")
    uses = sum(list(other.input).count(node.output[0]) for other in graph.node) if node else 0
    return node if node is not None and uses == (node.output[0] != reconstruction) else None
