"""What is printed and written about an adopted graph."""

from .. import checkpoint
from ..bundle.files import sha256
from .stages import MIN_PROBABILITY

KINDS = {"logits": "logits", "probabilities": "probabilities", "input": "pixels in the input's range"}


def report(detected, options, widths=()):
    """(what, what was detected), one pair for each line. `widths` are the float types that were converted."""
    channels, height, width = detected.image_shape
    yield "image", f"{height}x{width} {'L' if channels == 1 else 'RGB'}"
    taken = f"{detected.input} {_shape(detected.input_shape)}, {detected.layout}"
    yield "input", f"{taken}, pixels as {_pixel_range(options)}"
    yield "batch", f"was fixed at {detected.fixed_batch}, now free" if detected.fixed_batch else "free"
    reasons = detected.reasons
    found = f"{detected.reconstruction} {_shape(detected.reconstruction_shape)} ({reasons['reconstruction']})"
    yield "reconstruction", f"{found}: {_kind(detected, options)}"
    side = detected.latent_pixels
    place = f", a place of it {side}x{side} pixels" if side else ""
    yield "mean", f"{detected.mean} {_shape(detected.latent_shape)} ({reasons['mean']}){place}"
    yield "log variance", f"{detected.log_variance} ({_reason(reasons['log_variance'], detected.meaning)})"
    yield "ignored", ", ".join(detected.ignored) or "nothing"
    sources = detected.noise.sources
    yield "noise", f"{', '.join(sources)}: z = μ" if sources else "none found: z = μ already"
    yield "opset", str(detected.opset)
    if widths:
        yield "precision", f"{', '.join(widths)} in the graph, now float32"


def _reason(found, meaning):
    """How the tensor was found, and what shows that it is log σ²."""
    if not meaning:
        return f"{found}; taken for log σ², though nothing in the graph shows it"
    return found if found in (meaning, "the noise was scaled with it") else f"{found}; {meaning}"


def _shape(sizes):
    return "x".join(map(str, ("N", *sizes)))


def _pixel_range(options):
    ends = [((0 - m) / d, (1 - m) / d) for m, d in zip(options.range_mean, options.range_deviation)]
    return ", ".join(f"{black:.4g}..{white:.4g}" for black, white in ends)


def _kind(detected, options):
    kind = KINDS[detected.kind]
    if detected.sigmoid_removed:
        return kind + ", the sigmoid at the end taken off"
    if detected.kind == "probabilities" and options.likelihood != "gaussian":
        return kind + f", kept off 0 and 1 by {MIN_PROBABILITY:g}"
    return kind


def provenance(path, detected):
    """The provenance of the manifest."""
    latent = "x".join(map(str, detected.latent_shape))
    return {
        "adopted": {
            "file": path.name,
            "sha256": sha256(path),
            "input": detected.input,
            "reconstruction": detected.reconstruction,
            "mean": detected.mean,
            "logVariance": detected.log_variance,
        },
        "architecture": f"adopted from {path.name}, {detected.layout}, latent {latent}",
        "tools": checkpoint.tool_versions(),
        "adoptedAt": checkpoint.utc_now(),
    }
