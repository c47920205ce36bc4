"""The latents of a foreign graph: which tensors are μ and log σ²."""

import re

import torch

from ..command import UserError
from ..onnx_graph.graph import ancestors
from .reconstruction import listed

MEAN_NAMES = re.compile(r"(^|[^a-z])(mu|mean|z_?mean|loc|q_?mu)([^a-z]|$)")
LOG_VARIANCE_NAMES = re.compile(r"log_?_?(var|sigma_?2|sigma_?sq)|lv$|lnvar")


def find_latents(graph, values, shapes, reconstruction, noise, options, reasons):
    """(μ, log σ²): as given, by the noise, by what the reconstruction is computed from, by their names."""
    mean, log_variance = options.mean, options.log_variance
    count = len(values[reconstruction])
    rows = {n: s for n, s in shapes.items() if len(s) > 1 and s[0] == count and n != reconstruction}
    rows = {
        n: s for n, s in rows.items() if n in (mean, log_variance) or not _repeats_another(n, rows, values)
    }
    used = ancestors(graph, reconstruction, by_value=True)
    reasons.update(mean="as given", log_variance="as given")
    if not mean:
        shape = shapes[log_variance] if log_variance else None
        mean, reasons["mean"] = _find_mean(rows, log_variance, shape, noise, used)
    if mean and not log_variance:
        candidates = [n for n in rows if n != mean and rows[n] == shapes[mean]]
        log_variance, reasons["log_variance"] = _find_log_variance(candidates, graph, noise, used)
    if not (mean and log_variance):
        raise UserError(
            f"no μ and log σ² found: the outputs are {listed(shapes)}; name them with --mean and"
            " --log-variance (any tensor of the graph)"
        )
    if mean == log_variance or shapes[mean] != shapes[log_variance] or len(shapes[mean]) < 2:
        found = listed({name: shapes[name] for name in (mean, log_variance)})
        raise UserError(f"μ and log σ² must be two tensors of one shape: {found}")
    if mean not in used:
        raise UserError(
            f"the reconstruction does not depend on {mean}, so that is not μ"
            + (f", but it depends on {log_variance}: are they exchanged?" if log_variance in used else "")
            + "; name them with --mean and --log-variance"
        )
    return mean, log_variance


def _find_mean(rows, log_variance, shape, noise, used):
    """`shape` is that of log σ², if it is known.

    `used` are the tensors that the reconstruction is computed from.
    """
    if log_variance:
        candidates = [name for name in rows if name != log_variance and rows[name] == shape]
    else:
        candidates = [name for name in rows if list(rows.values()).count(rows[name]) > 1]
    return _only_candidate(
        candidates,
        ("what the noise was added to", lambda name: name in noise.means),
        ("the reconstruction is made of it", lambda name: name in used),
        ("by its name", lambda name: _matches(MEAN_NAMES, name) and not _matches(LOG_VARIANCE_NAMES, name)),
    )


def _find_log_variance(candidates, graph, noise, used):
    scale = set().union(*(ancestors(graph, name, by_value=True) for name in noise.scales))
    return _only_candidate(
        candidates,
        ("the noise was scaled with it", lambda name: name in scale and name not in used),
        ("by its name", lambda name: _matches(LOG_VARIANCE_NAMES, name)),
        ("of μ's shape, and the reconstruction is made without it", lambda name: name not in used),
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


def _matches(pattern, name):
    return pattern.search(name.lower()) is not None


def refuse_several_latents(graph, reconstruction, noise):
    """In a hierarchy every latent has a kl, which for lower ones depends on the noise of the upper ones."""
    used = ancestors(graph, reconstruction, by_value=True)
    means = [name for name in dict.fromkeys(noise.means) if name in used]
    if len(means) > 1:
        raise UserError(
            f"noise is added in {len(means)} places ({', '.join(means)}): a VAE with one latent adds it in"
            " one, z = μ + σ·ε; export it after model.eval(), or without the noise that is not that of z"
        )


def check_scale(values, noise, log_variance):
    """Refuses another parameter than log σ²: the graph scales ε with σ, which must be exp(½·log σ²)."""
    found = values[log_variance]
    for name in noise.scales:
        scale = values[name]
        if scale.shape != found.shape or _mostly_equal(scale, torch.exp(found / 2)):
            continue
        meanings = {"σ": scale, "σ²": scale**2, "log σ": torch.log(scale)}
        for meaning, expected in meanings.items():
            if _mostly_equal(found, expected, atol=1e-5):
                raise UserError(
                    f"{log_variance} is {meaning}, not log σ²: the graph scales its noise in this way;"
                    " export log σ²"
                )
        raise UserError(
            f"{log_variance} is not log σ²: the graph does not scale its noise with exp(½·log σ²)"
        )


def _mostly_equal(one, other, atol=1e-8):
    """A clamp may change the rest."""
    return torch.isclose(one, other, rtol=1e-3, atol=atol).double().mean() > 0.5
