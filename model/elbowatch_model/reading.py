"""What a foreign graph is found to be: where its image goes in, and which outputs are x̂, μ and log σ²."""

import math
import re
from dataclasses import dataclass

import numpy as np
import torch
from onnx import TensorProto, numpy_helper

from . import foreign
from .command import UserError
from .golden import golden_images
from .interpreter import Interpreter
from .noise import Noise, remove_noise

LAYOUTS = {4: ("nchw", "nhwc"), 3: ("hw",), 2: ("flat",)}
MEAN_NAMES = re.compile(r"(^|[^a-z])(mu|mean|z_?mean|loc|q_?mu)([^a-z]|$)")
LOG_VARIANCE_NAMES = re.compile(r"log_?_?(var|sigma_?2|sigma_?sq)|lv$|lnvar")
RECONSTRUCTION_NAMES = re.compile(r"recon|x_?hat|decod|x_?rec|output")
SHAPE_ONLY = {"Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze", "Identity"}


@dataclass(frozen=True)
class Wishes:
    """What the user says of the graph; what is None is detected."""

    input: str = None
    reconstruction: str = None
    mean: str = None
    log_variance: str = None
    layout: str = None  # nchw or nhwc
    kind: str = None  # of the reconstruction: logits, probabilities or input
    size: tuple = None  # (H, W)
    colour: str = None  # L or RGB
    range_mean: tuple = (0.0,)  # the graph takes (x - mean) / deviation, x in 0..1; one number or one a channel
    range_deviation: tuple = (1.0,)
    likelihood: str = "bernoulli"


@dataclass(frozen=True)
class Reading:
    """The graph without noise, for any number of images, and what its tensors mean."""

    model: object
    opset: int
    noise: Noise
    fixed_batch: int  # 0 when it was free already
    input: str
    input_shape: tuple  # of one image, as the graph takes it
    layout: str  # nchw, nhwc, hw or flat
    image_shape: tuple  # (C, H, W)
    reconstruction: str
    reconstruction_shape: tuple  # of one image
    kind: str  # logits, probabilities, or input: in the range of the input
    sigmoid_removed: bool
    mean: str
    log_variance: str
    latent_shape: tuple  # of one image
    ignored: tuple  # other outputs
    reasons: dict  # why an output was taken for what it is

    @property
    def names(self):
        return self.reconstruction, self.mean, self.log_variance


def read(model, wishes, enter):
    """Finds out, or refuses; changes the model. `enter(image_shape, input_shape, layout)` makes the Entrance."""
    graph = model.graph
    image = _image_input(graph, wishes)
    dims = [d.dim_value or None for d in image.type.tensor_type.shape.dim]
    layout, image_shape = _layout(image.name, dims, wishes)
    noise = remove_noise(graph, [value.name for value in graph.input if value.name != image.name])
    _free_batch(graph, image, dims[0])
    channels, height, width = image_shape
    shapes = {"nchw": image_shape, "nhwc": (height, width, channels), "hw": (height, width)}
    input_shape = shapes.get(layout, (math.prod(image_shape),))
    outputs = [value.name for value in graph.output]
    given = [w for w in (wishes.reconstruction, wishes.mean, wishes.log_variance) if w]
    _refuse_absent(graph, given, outputs)
    probe = torch.from_numpy(np.stack([pixels for _, pixels in golden_images(*image_shape)]))
    tensors = list(dict.fromkeys([*outputs, *given]))
    run = Interpreter(model, [*tensors, *noise.scales])
    values = _run(run, enter(image_shape, input_shape, layout)(probe), dims[0] or 1)
    shapes = {name: tuple(values[name].shape) for name in tensors}
    reasons = {}
    reconstruction = _reconstruction(shapes, image_shape, wishes, reasons, len(probe))
    mean, log_variance = _latents(graph, shapes, reconstruction, noise, wishes, reasons, len(probe))
    _check_scale(values, noise, log_variance)
    kind, removed = _kind(graph, reconstruction, values[reconstruction], wishes)
    return Reading(
        model,
        foreign.opset(model),
        noise,
        dims[0] or 0,
        image.name,
        input_shape,
        layout,
        image_shape,
        reconstruction,
        shapes[reconstruction][1:],
        kind,
        removed,
        mean,
        log_variance,
        shapes[mean][1:],
        tuple(name for name in outputs if name not in (reconstruction, mean, log_variance)),
        reasons,
    )


def _run(run, entered, batch):
    """{tensor: values} of all images at once; an error that a batch of the fixed size does not give is named so."""
    with torch.no_grad():
        try:
            return dict(zip(run.outputs, run(entered)))
        except UserError as error:
            run(entered[:batch])
            raise UserError(
                f"the graph takes {batch} images at a time and no other number: {error}; export it with"
                " dynamic_axes (PyTorch) or None as the first dimension (Keras)"
            ) from error


# --- The image that goes in ---------------------------------------------------------------------------------


def _image_input(graph, wishes):
    named = {value.name: value for value in graph.input}
    if not named:
        raise UserError("the graph has no input")
    if wishes.input and wishes.input not in named:
        raise UserError(f"there is no input {wishes.input}; the graph has {', '.join(named)}")
    image = named[wishes.input] if wishes.input else max(graph.input, key=_known_size)
    kind = image.type.tensor_type.elem_type
    if kind != TensorProto.FLOAT:
        raise UserError(
            f"input {image.name} is {TensorProto.DataType.Name(kind).lower()}, not float32: export the model"
            " without the cast and the scaling before it, and say with --range what it takes"
        )
    return image


def _known_size(value):
    """Noise is smaller than an image: it has fewer dimensions or fewer numbers."""
    dims = [d.dim_value for d in value.type.tensor_type.shape.dim]
    return len(dims), math.prod(max(1, d) for d in dims)


def _layout(name, dims, wishes):
    """(layout, (C, H, W)) of an input of these dimensions, the first one the batch; None is unknown."""
    shown = "x".join("?" if d is None else str(d) for d in dims)
    if len(dims) not in LAYOUTS:
        raise UserError(f"input {name} has shape {shown}: wanted are N and 1 to 3 more, such as Nx1x28x28 or Nx784")
    channels = {"L": 1, "RGB": 3}.get(wishes.colour)
    height, width = wishes.size or (None, None)
    layout = LAYOUTS[len(dims)][0]
    if layout == "flat":
        return _flat(name, dims[1], channels or 1, height, width)
    if layout == "nchw":
        layout = wishes.layout or _guessed_layout(name, shown, dims)
        found = dims[1:] if layout == "nchw" else [dims[3], dims[1], dims[2]]
    else:
        found = [1, *dims[1:]]
    for i, (what, wish) in enumerate((("--colour", channels), ("--size", height), ("--size", width))):
        if found[i] is None and wish is None:
            raise UserError(f"input {name} has shape {shown}, which leaves it open: give {what}")
        if None not in (found[i], wish) and found[i] != wish:
            raise UserError(f"input {name} has shape {shown} ({layout}), and {what} says {wish} for {found[i]}")
        found[i] = found[i] or wish
    if found[0] not in (1, 3):
        raise UserError(f"input {name} has {found[0]} channels ({shown}, {layout}): 1 (L) and 3 (RGB) are known")
    return layout, tuple(found)


def _guessed_layout(name, shown, dims):
    first, last = dims[1] in (1, 3), dims[3] in (1, 3)
    if first == last:
        raise UserError(f"input {name} has shape {shown}: channels first or last? give --layout nchw or nhwc")
    return "nchw" if first else "nhwc"


def _flat(name, size, channels, height, width):
    if height is None:
        side = math.isqrt((size or 0) // channels)
        if not size or channels * side * side != size:
            raise UserError(f"input {name} takes {size or '?'} numbers an image: give --size HxW (and --colour)")
        height = width = side
    if size and channels * height * width != size:
        raise UserError(f"input {name} takes {size} numbers an image, {channels}x{height}x{width} has others")
    return "flat", (channels, height, width)


def _free_batch(graph, image, fixed):
    """A graph exported for B images takes any number: B is freed in the input and in the shapes of reshapes."""
    image.type.tensor_type.shape.dim[0].dim_param = "N"
    if not fixed:
        return
    known = foreign.constant_arrays(graph)
    for i, node in enumerate(graph.node):
        if node.op_type != "Reshape" or node.input[1] not in known or node.input[0] in known:
            continue
        shape = known[node.input[1]].copy()
        if len(shape) and shape[0] == fixed:
            shape[0] = 0 if -1 in shape else -1  # 0: as many as come in
            freed = numpy_helper.from_array(shape, f"{node.input[1]}/freed{i}")
            graph.initializer.append(freed)
            node.input[1] = freed.name


# --- The outputs --------------------------------------------------------------------------------------------


def _refuse_absent(graph, given, outputs):
    known = set(outputs) | set(foreign.producers(graph))
    for name in given:
        if name not in known:
            raise UserError(f"there is no tensor {name}; the outputs are {', '.join(outputs)}")


def _listed(shapes):
    return ", ".join(f"{name} {'x'.join(map(str, ('N', *shape[1:])))}" for name, shape in shapes.items())


def _reconstruction(shapes, image_shape, wishes, reasons, count):
    pixels = math.prod(image_shape)
    fitting = [n for n, s in shapes.items() if len(s) > 1 and s[0] == count and math.prod(s[1:]) == pixels]
    wanted = "x".join(map(str, image_shape))
    if wishes.reconstruction:
        reasons["reconstruction"] = "as given"
        if wishes.reconstruction not in fitting:
            raise UserError(
                f"the reconstruction must have the {pixels} numbers of a {wanted} image: {wishes.reconstruction}"
                f" is none such; there are {_listed(shapes)}"
            )
        return wishes.reconstruction
    if len(fitting) > 1:
        by_name = [name for name in fitting if RECONSTRUCTION_NAMES.search(name.lower())]
        if len(by_name) != 1:
            raise UserError(f"which output is the reconstruction? give --reconstruction: {', '.join(fitting)}")
        reasons["reconstruction"] = "by its shape and name"
        return by_name[0]
    if not fitting:
        raise UserError(
            f"no output is a reconstruction of {wanted} (N and {pixels} numbers): there are {_listed(shapes)}; give"
            " --size or --colour if that is not the image, or --reconstruction NAME for a tensor inside the graph"
        )
    reasons["reconstruction"] = "by its shape"
    return fitting[0]


def _latents(graph, shapes, reconstruction, noise, wishes, reasons, count):
    """(μ, log σ²): by the flags, by the noise, by what the reconstruction needs, by their names."""
    mean, log_variance = wishes.mean, wishes.log_variance
    rows = {n: s for n, s in shapes.items() if len(s) > 1 and s[0] == count and n != reconstruction}
    behind = foreign.ancestors(graph, reconstruction)
    if not mean:
        candidates = [n for n in rows if n != log_variance and (not log_variance or rows[n] == shapes[log_variance])]
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
        scale = set().union(*(foreign.ancestors(graph, name) for name in noise.scales))
        log_variance, reasons["log_variance"] = _one_of(
            candidates,
            ("the noise was scaled with it", lambda n: n in scale and n not in behind),
            ("by its name", lambda n: _named(LOG_VARIANCE_NAMES, n)),
            ("of μ's shape, and the reconstruction is made without it", lambda n: n not in behind),
        )
    if not (mean and log_variance):
        raise UserError(
            f"no μ and log σ² found: the outputs are {_listed(shapes)}; name them with --mean and --log-variance (any"
            " tensor of the graph will do)"
        )
    reasons.setdefault("mean", "as given")
    reasons.setdefault("log_variance", "as given")
    if mean == log_variance or shapes[mean] != shapes[log_variance] or len(shapes[mean]) < 2:
        raise UserError(f"μ and log σ² must be two of one shape: {_listed({n: shapes[n] for n in (mean, log_variance)})}")
    if mean not in behind:
        raise UserError(
            f"the reconstruction does not depend on {mean}, so that is not μ"
            + (f", but it does on {log_variance}: are they exchanged?" if log_variance in behind else "")
            + "; name them with --mean and --log-variance"
        )
    return mean, log_variance


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


def _check_scale(values, noise, log_variance):
    """The graph itself says what its outputs are: it scaled ε with σ, which must be exp(½·log σ²)."""
    found = values[log_variance]
    for name in noise.scales:
        scale = values[name]
        if scale.shape != found.shape or torch.isclose(scale, torch.exp(found / 2), rtol=1e-3).double().mean() > 0.5:
            continue  # a clamp may bend the rest
        meanings = {"σ": scale, "σ²": scale**2, "log σ": torch.log(scale)}
        for meaning, expected in meanings.items():
            if torch.isclose(found, expected, rtol=1e-3, atol=1e-5).double().mean() > 0.5:
                raise UserError(f"{log_variance} is {meaning}, not log σ²: the graph scales its noise so; export log σ²")
        raise UserError(f"{log_variance} is not log σ²: the graph scales its noise with other than exp(½·log σ²)")


def _kind(graph, reconstruction, values, wishes):
    """(kind, whether a sigmoid was taken off): the nll of a logit is exact where that of a probability is cut."""
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
    """The node of that kind that this tensor's values come from, if they were only reshaped since and used once."""
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
