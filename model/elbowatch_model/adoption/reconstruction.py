"""The reconstruction of a foreign graph: which output it is, and what its numbers are."""

import math
import re

from ..command import UserError
from ..onnx_graph.bounds import ALL
from ..onnx_graph.graph import SAME_NUMBERS, Values, ancestors, producers
from .options import RANGES
from .spread import is_spread_name

RECONSTRUCTION_NAMES = re.compile(r"recon|x_?hat|decod|x_?rec|output")
ROUNDING = 1e-6  # how far float32 may leave 0..1


def find_reconstruction(shapes, image_shape, options, reasons, count):
    """The name of the reconstruction: as given, by its shape, or by its name.

    `count` is the number of images.
    """
    pixels = math.prod(image_shape)
    fitting = [n for n, s in shapes.items() if len(s) > 1 and s[0] == count and math.prod(s[1:]) == pixels]
    wanted = "x".join(map(str, image_shape))
    if options.reconstruction:
        reasons["reconstruction"] = "as given"
        if options.reconstruction not in fitting:
            raise UserError(
                f"the reconstruction must have the {pixels} numbers of a {wanted} image:"
                f" {options.reconstruction} does not; there are {listed(shapes)}"
            )
        return options.reconstruction
    if len(fitting) > 1:
        by_name = [n for n in fitting if RECONSTRUCTION_NAMES.search(n.lower()) and not is_spread_name(n)]
        if len(by_name) != 1:
            raise UserError(
                f"which output is the reconstruction? give --reconstruction: {', '.join(fitting)}"
            )
        reasons["reconstruction"] = "by its shape and name"
        return by_name[0]
    if not fitting:
        twice = [n for n, s in shapes.items() if s[:1] == (count,) and math.prod(s[1:]) == 2 * pixels]
        raise UserError(
            f"no output is a reconstruction of {wanted} (N and {pixels} numbers); there are"
            f" {listed(shapes)}; "
            + (
                f"{twice[0]} has twice as many: if the second half is a variance, export the first half alone, and"
                " train with a fixed variance, as a bundle has one sigma; "
                if twice
                else ""
            )
            + "give --size or --colour if that is not the image, or --reconstruction NAME"
        )
    reasons["reconstruction"] = "by its shape"
    return fitting[0]


def find_kind(graph, limits, reconstruction, values, options):
    """(kind, whether a sigmoid was removed). `limits` are the bounds of the graph's tensors.

    The nll of a logit is exact, that of a probability is clipped.
    """
    sigmoid = _final_sigmoid(graph, reconstruction)
    if sigmoid is not None and options.kind == "logits":
        raise UserError(f"{reconstruction} ends in a Sigmoid, so it holds probabilities, not logits")
    if sigmoid is not None and options.likelihood != "gaussian" and options.kind != "input":
        sigmoid.op_type = "Identity"
        return "logits", True
    low, high = limits.get(reconstruction, ALL)
    kind = options.kind or _detected_kind(low, high, values, options)
    if kind == "probabilities" and not (values.min() >= -ROUNDING and values.max() <= 1 + ROUNDING):
        raise UserError(
            f"{reconstruction} is between {values.min():.3g} and {values.max():.3g}: these are no"
            " probabilities; give --reconstruction-is logits or input"
        )
    if kind == "input":
        _check_range(reconstruction, low, high, values, options)
    return kind, False


def _detected_kind(low, high, values, options):
    """Bounds decide before values: those of a tanh can lie in 0..1 for every golden image."""
    if low >= 0 and high <= 1:
        return "probabilities"
    if options.likelihood == "gaussian":
        return "input"
    if _is_pixel_range(low, high):
        return "input"
    if low >= 0 or low == -math.inf or high == math.inf:
        return "probabilities" if values.min() >= 0 and values.max() <= 1 else "logits"
    return "logits"


def _is_pixel_range(low, high):
    """Whether bounds are those of an activation that ends in a range of pixels, rather than of clipped logits."""
    return math.isfinite(low) and any(math.isclose(high, white) for white in (1.0, 127.5, 255.0))


def _check_range(name, low, high, values, options):
    """Refuses pixels that cannot be in the range of the input; a range that the user gave counts as known."""
    black, white = input_ends(options)
    bounded = math.isfinite(low) and math.isfinite(high)
    if bounded:
        shown = f"is always in {low:.4g}..{high:.4g}"
        fits = low >= black - ROUNDING and high <= white + ROUNDING
    else:
        shown = f"is mostly in {_quantile(values, 0.25):.3g}..{_quantile(values, 0.75):.3g} for the golden images"
        fits = ((values > black - 0.5) & (values < white + 0.5)).double().mean() > 0.5
    if not options.range_given and not fits:
        raise UserError(
            f"{name} {shown}, and the input is taken as 0..1: the range of the pixels is missing; give"
            f" {_range_option(low, high)}, or --range=0..1 if the model takes that and was trained to reproduce it"
        )
    times = (high - low) / (white - black) if bounded else 1.0
    if options.range_given and not options.kind and not 0.1 < times < 10:
        raise UserError(
            f"{name} {shown}, and the input has the range {black:.4g}..{white:.4g}: give the --range of both, or"
            " --reconstruction-is input if the reconstruction has the range of the input all the same"
        )


def _range_option(low, high):
    for text, (mean, deviation) in RANGES.items():
        if math.isclose(low, -mean / deviation, abs_tol=0.01) and math.isclose(high, (1 - mean) / deviation):
            return f"--range={text}"
    return "--range=-1..1, --range=0..255, or --input-mean and --input-std"


def input_ends(options):
    """The values of black and white in the graph's input: the outermost of its channels."""
    pairs = list(zip(options.range_mean, options.range_deviation))
    return min((0 - m) / d for m, d in pairs), max((1 - m) / d for m, d in pairs)


def _quantile(values, share):
    ordered = values.flatten().sort().values
    return float(ordered[int(share * (len(ordered) - 1))])


def refuse_learned_variance(graph, values, reconstruction, mean, options, others):
    """Refuses a decoder with a variance of its own, which the one sigma of a bundle cannot stand for.

    `others` are the outputs that are neither reconstruction nor latents. A second output of the decoder is one that
    is computed from μ and not from the reconstruction. An output that is the same for every image is a parameter.
    """
    same, before = Values(graph), ancestors(graph, reconstruction, by_value=True)
    pixels = values[reconstruction].numel()
    inputs = {value.name for value in graph.input}
    for name in others:
        own, found = ancestors(graph, name, by_value=True), values[name]
        if name in options.ignored or not found.is_floating_point():
            continue
        if same.among(name, before) or same.among(reconstruction, own):
            continue
        spread = is_spread_name(name)
        if not own & inputs and (spread or found.numel() in (1, pixels // len(values[reconstruction]))):
            raise UserError(
                f"{name} is a parameter of the graph ({_few(found)}), perhaps a learned variance of the pixels:"
                " give the deviation that it stands for as --sigma, of pixels in 0..1, and add"
                f" --ignore {name}"
            )
        if same.among(mean, own) and (spread or found.numel() == pixels):
            raise UserError(
                f"{name} is a second output of the decoder, perhaps a variance of every pixel: a bundle has one"
                " sigma for all pixels, so the scores of such a model cannot be computed; train it with a fixed"
                f" variance or, if {name} takes no part in the likelihood, add --ignore {name}"
            )


def _few(values):
    shown = ", ".join(f"{float(value):.4g}" for value in values.flatten()[:3])
    return shown + (", …" if values.numel() > 3 else "")


def _producer_of_values(graph, name, kind):
    """The node of that kind that computes this tensor's values, if they are used once and only reshaped."""
    nodes, outputs = producers(graph), [value.name for value in graph.output]
    uses = [i for node in graph.node for i in node.input] + outputs
    while name in nodes:
        node = nodes[name]
        if node.op_type == kind:
            return node
        if node.op_type not in SAME_NUMBERS or uses.count(node.input[0]) > 1:
            return None
        name = node.input[0]
    return None


def _final_sigmoid(graph, reconstruction):
    node = _producer_of_values(graph, reconstruction, "Sigmoid")
    uses = sum(list(other.input).count(node.output[0]) for other in graph.node) if node else 0
    return node if node is not None and uses == (node.output[0] != reconstruction) else None


def listed(shapes):
    """Tensors and their shapes, for messages."""
    return ", ".join(f"{name} {'x'.join(map(str, ('N', *shape[1:])))}" for name, shape in shapes.items())
