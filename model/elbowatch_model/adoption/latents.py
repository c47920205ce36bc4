"""The latents of a foreign graph: which tensors are μ and log σ²."""

import math
import re

import torch

from ..command import UserError
from ..onnx_graph.bounds import ALL
from ..onnx_graph.graph import Values, ancestors
from .reconstruction import listed
from .spread import LOG_VARIANCE_NAMES, matches

MEAN_NAMES = re.compile(r"(^|[^a-z])(mu|mean|z_?mean|loc|q_?mu)([^a-z]|$)")


def find_latents(graph, limits, values, shapes, reconstruction, noise, options, reasons):
    """(μ, log σ²): as given, by the noise, by what the reconstruction is computed from, by their names.

    `limits` are the bounds of the graph's tensors.
    """
    mean, log_variance = options.mean, options.log_variance
    count = len(values[reconstruction])
    rows = {n: s for n, s in shapes.items() if len(s) > 1 and s[0] == count and n != reconstruction}
    rows = {
        n: s for n, s in rows.items() if n in (mean, log_variance) or not _repeats_another(n, rows, values)
    }
    same = Values(graph)
    used = ancestors(graph, reconstruction, by_value=True)
    used |= {name for name in shapes if same.among(name, used)}
    reasons.update(mean="as given", log_variance="as given")
    if not mean:
        shape = shapes[log_variance] if log_variance else None
        mean, reasons["mean"] = _find_mean(rows, log_variance, shape, same, noise, used)
    if mean and not log_variance:
        candidates = [n for n in rows if n != mean and _same_size(rows[n], shapes[mean])]
        found = _find_log_variance(candidates, graph, limits, same, noise, used)
        log_variance, reasons["log_variance"] = found
    if not (mean and log_variance):
        raise UserError(
            f"no μ and log σ² found: the outputs are {listed(shapes)}; name them with --mean and"
            " --log-variance (any tensor of the graph)"
        )
    if mean == log_variance or not _same_size(shapes[mean], shapes[log_variance]) or len(shapes[mean]) < 2:
        found = listed({name: shapes[name] for name in (mean, log_variance)})
        raise UserError(f"μ and log σ² must be two tensors of one shape: {found}")
    if mean not in used:
        raise UserError(
            f"the reconstruction does not depend on {mean}, so that is not μ"
            + (f", but it depends on {log_variance}: are they exchanged?" if log_variance in used else "")
            + "; name them with --mean and --log-variance"
        )
    if log_variance in used:
        raise UserError(
            f"the reconstruction depends on {log_variance} as well as on {mean}: noise that is a constant of the"
            " graph, or a latent that is not z = μ + σ·ε; export the model with z = μ, after model.eval()"
        )
    return mean, log_variance


def _same_size(one, other):
    """Whether two shapes differ at most in dimensions of 1, which exporters squeeze."""
    return [side for side in one[1:] if side != 1] == [side for side in other[1:] if side != 1]


def latent_shape(shapes, mean, log_variance):
    """The shape of the latent of one image: flat, if it has one place or the two tensors differ in shape."""
    one, other = shapes[mean][1:], shapes[log_variance][1:]
    spatial = one == other and sum(side != 1 for side in one) > 1
    return one if spatial else (math.prod(one),)


def _find_mean(rows, log_variance, shape, same, noise, used):
    """`shape` is that of log σ², if it is known, and `same` the Values of the graph.

    `used` are the tensors that the reconstruction is computed from.
    """
    if log_variance:
        candidates = [name for name in rows if name != log_variance and _same_size(rows[name], shape)]
    else:
        candidates = [n for n in rows if sum(_same_size(rows[n], other) for other in rows.values()) > 1]
    return _only_candidate(
        candidates,
        ("what the noise was added to", lambda name: same.among(name, noise.means)),
        ("the reconstruction is made of it", lambda name: name in used),
        ("by its name", lambda name: matches(MEAN_NAMES, name) and not matches(LOG_VARIANCE_NAMES, name)),
    )


def _find_log_variance(candidates, graph, limits, same, noise, used):
    scale = set().union(*(ancestors(graph, name, by_value=True) for name in noise.scales))

    def computed_from_another(name):
        before = ancestors(graph, name, by_value=True)
        return any(other != name and same.among(other, before) for other in candidates)

    return _only_candidate(
        candidates,
        ("the noise was scaled with it", lambda name: same.among(name, scale) and name not in used),
        ("by its name", lambda name: matches(LOG_VARIANCE_NAMES, name)),
        ("of μ's shape, and the reconstruction is made without it", lambda name: name not in used),
        ("of μ's shape, and it can be negative", lambda name: limits.get(name, ALL)[0] < 0),
        ("of μ's shape, and made from no other of that shape", lambda name: not computed_from_another(name)),
    )


def _repeats_another(name, rows, values):
    """Whether an earlier tensor has the same values: without noise, a sampled z equals μ."""
    earlier = list(rows)[: list(rows).index(name)]
    return any(rows[other] == rows[name] and torch.equal(values[other], values[name]) for other in earlier)


def _only_candidate(candidates, *tests):
    """(the only candidate left by the tests, the last test's reason), or (None, '').

    Each test narrows the candidates that the tests before it left.
    """
    for reason, test in tests:
        passed = [name for name in candidates if test(name)]
        if len(passed) == 1:
            return passed[0], reason
        candidates = passed or candidates
    return None, ""


def refuse_several_latents(graph, reconstruction, noise):
    """In a hierarchy every latent has a kl, which for lower ones depends on the noise of the upper ones."""
    used = ancestors(graph, reconstruction, by_value=True)
    means = [name for name in dict.fromkeys(noise.means) if name in used]
    if len(means) > 1:
        raise UserError(
            f"noise is added in {len(means)} places ({', '.join(means)}): a VAE with one latent adds it in"
            " one, z = μ + σ·ε; export it after model.eval(), or without the noise that is not that of z"
        )
