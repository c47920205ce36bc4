"""A foreign VAE made a bundle's graph: bytes → its input → the graph as it is → the scores of its outputs."""

import numpy as np
import onnx
import torch
from onnx import helper, version_converter
from torch import nn

from . import bundle, foreign
from .command import UserError
from .golden import golden_images
from .interpreter import Interpreter, refuse_unknown
from .loss import bounded
from .noise import RANDOM
from .features import feature_names
from .scoring import ON_REQUEST, SCORED, TERMS, ScoringHead

# A pixel costs at most 11.5 nats. float32 against float64 on a saturated decoder, worst term: 3e-5 relative.
# With 1e-6 it was 3e-4; with 1e-7, no more than two steps of 1 - p in float32, 2e-3: the golden check fails.
SMALLEST_PROBABILITY = 1e-5


class Entrance(nn.Module):
    """image uint8 [N, C, H, W] → float as the foreign graph takes it: (x − mean)/deviation of x in 0..1."""

    def __init__(self, wishes, image_shape, input_shape, layout):
        super().__init__()
        self.register_buffer("centre", _per_channel(wishes.range_mean, image_shape))
        self.register_buffer("unit", _per_channel(wishes.range_deviation, image_shape))
        self.input_shape, self.channels_last = input_shape, layout == "nhwc" or wishes.layout == "nhwc"

    def forward(self, image):
        x = (image.to(self.unit.dtype) / 255 - self.centre) / self.unit
        if self.channels_last:
            x = x.permute(0, 2, 3, 1)
        return x.reshape(-1, *self.input_shape)


def _per_channel(numbers, image_shape):
    """[C, 1, 1] of one number or one a channel."""
    if len(numbers) not in (1, image_shape[0]):
        raise UserError(f"--input-mean and --input-std want 1 or {image_shape[0]} numbers each")
    return torch.tensor(numbers).expand(image_shape[0]).reshape(-1, 1, 1).clone()


class AdoptedHead(ScoringHead):
    """The scores of what a foreign graph gives; the same formulas as ScoringHead, of other tensors."""

    def __init__(self, recipe, likelihood, reading, wishes):
        nn.Module.__init__(self)
        self.beta, self.box, self.image_shape = recipe.beta, recipe.box, recipe.image_shape
        self.likelihood, self.kind, self.bernoulli = (
            likelihood,
            reading.kind,
            recipe.likelihood == "bernoulli",
        )
        self.register_buffer("centre", _per_channel(wishes.range_mean, recipe.image_shape))
        self.register_buffer("unit", _per_channel(wishes.range_deviation, recipe.image_shape))
        self.permutes = _channels_last(reading.reconstruction_shape, recipe.image_shape, reading, wishes)
        self.latent_permutes = reading.layout == "nhwc" and len(reading.latent_shape) == 3
        self.latent_pixels = latent_pixels(reading)  # 0: the latent has no place

    def forward(self, image, reconstruction, mean, log_variance):
        """image uint8 [N, C, H, W] and the graph's outputs as they are → SCORED, then ON_REQUEST."""
        x = image.to(reconstruction.dtype) / 255
        found = self._image(reconstruction)
        if self.kind == "input":
            found = found * self.unit + self.centre
        if self.kind == "logits":
            logits = bounded(found)
        else:
            logits = logits_of(found) if self.bernoulli else found  # a Gaussian's mean may lie outside 0..1
        pixels = torch.sigmoid(logits) if self.bernoulli or self.kind == "logits" else logits
        if self.bernoulli:
            nll = self.likelihood.nll(logits, x)
        else:
            error = (x - pixels) / self.likelihood.sigma  # ½·((x − m)/σ)² + log σ + ½·log 2π
            nll = 0.5 * error * error + self.likelihood.constant()
        latents = self._latent(mean), self._latent(log_variance)
        return (*self.scores(x, pixels, nll, self.likelihood.floor(x), *latents), logits)

    def _image(self, values):
        _, height, width = self.image_shape
        if self.permutes:
            return values.reshape(-1, height, width, self.image_shape[0]).permute(0, 3, 1, 2)
        return values.reshape(-1, *self.image_shape)

    def _latent(self, values):
        if not self.latent_pixels:
            return values.flatten(1)
        return values.permute(0, 3, 1, 2) if self.latent_permutes else values


def logits_of(p):
    """log p − log(1−p), every pixel, p and 1 − p being at least SMALLEST_PROBABILITY.

    Each is kept off 0 by itself: 1 − p of a p next to 1 is cut to the same number in float32 and in float64.
    """
    below = torch.log(p.clamp(min=SMALLEST_PROBABILITY))
    above = torch.log((1 - p).clamp(min=SMALLEST_PROBABILITY))
    return below - above


def _channels_last(shape, image_shape, reading, wishes):
    """Whether the reconstruction is [N, H, W, C]; one that is flat is as the input is."""
    channels, height, width = image_shape
    if len(shape) == 3 and shape in (image_shape, (height, width, channels)):
        both = image_shape == (height, width, channels)
        return reading.layout == "nhwc" if both else shape != image_shape
    return reading.layout == "nhwc" or wishes.layout == "nhwc"


def latent_pixels(reading):
    """The side of the square of pixels that a place of a spatial latent stands for; 0 where there is none."""
    if len(reading.latent_shape) != 3:
        return 0
    rows, columns = reading.latent_shape[:2] if reading.layout == "nhwc" else reading.latent_shape[1:]
    _, height, width = reading.image_shape
    fits = height % rows == 0 and width % columns == 0 and height // rows == width // columns
    return height // rows if fits else 0


def latent_places(reading):
    """(D, h, w) of what the graph gives as mean and log variance; (D, 1, 1) where the latent has no place."""
    side = latent_pixels(reading)
    _, height, width = reading.image_shape
    rows, columns = (height // side, width // side) if side else (1, 1)
    return int(np.prod(reading.latent_shape)) // (rows * columns), rows, columns


def mean_of_logits(recipe, reading):
    """How a pixel's mean follows from the output `logits`: a Gaussian's mean may lie outside 0..1."""
    return "sigmoid" if recipe.likelihood == "bernoulli" or reading.kind == "logits" else "identity"


def adopted_model(reading, head, entrance):
    """One graph of three, with the inputs and outputs of the contract; no random node in it."""
    graph = reading.model.graph
    foreign.keep_only(graph, reading.names)
    image = torch.zeros(2, *reading.image_shape, dtype=torch.uint8)
    raw = [
        torch.zeros(2, *s) for s in (reading.reconstruction_shape, reading.latent_shape, reading.latent_shape)
    ]
    written = min(reading.opset, bundle.OPSET)
    names = ["reconstruction_found", "mean_found", "log_variance_found"]
    parts = [
        bundle.traced(entrance, (image,), ["image"], ["input_taken"], written),
        reading.model,
        bundle.traced(head, (image, *raw), ["image", *names], [*SCORED, *ON_REQUEST], written),
    ]
    links = [{}, {reading.input: "input_taken", **dict(zip(reading.names, names))}, {}]
    nodes, weights = [], []
    for prefix, part, link in zip(("in/", "vae/", "out/"), parts, links):
        if foreign.opset(part) < reading.opset:
            part = version_converter.convert_version(part, reading.opset)
        known = link or {value.name: value.name for value in (*part.graph.input, *part.graph.output)}
        _take(part.graph, prefix, known, nodes, weights)
    outputs = [helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in (*SCORED, *ON_REQUEST)]
    image_value = helper.make_tensor_value_info("image", onnx.TensorProto.UINT8, ["N", *reading.image_shape])
    merged = helper.make_graph(nodes, "elbowatch", [image_value], outputs, weights)
    opset = helper.make_opsetid("", reading.opset)
    model = helper.make_model(merged, opset_imports=[opset], producer_name="elbowatch")
    model.ir_version = max(8, helper.find_min_ir_version_for([opset]))
    _declare(model, reading)
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:  # checker and shape inference raise classes of their own
        raise UserError(f"the graph does not pass onnx's checker: {str(error).splitlines()[0]}") from error
    assert not {node.op_type for node in model.graph.node} & RANDOM
    return model


def _take(graph, prefix, known, nodes, weights):
    """Appends the part's nodes and weights, its tensors renamed so that none meets another part's."""

    def renamed(name):
        return known.get(name, prefix + name) if name else name

    for weight in graph.initializer:
        copy = onnx.TensorProto()
        copy.CopyFrom(weight)
        copy.name = renamed(weight.name)
        weights.append(copy)
    for i, node in enumerate(graph.node):
        refuse_unknown(node)
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.name = f"{prefix}{node.name or f'{node.op_type}_{i}'}"
        copy.input[:] = [renamed(name) for name in node.input]
        copy.output[:] = [renamed(name) for name in node.output]
        nodes.append(copy)


def _declare(model, reading):
    latents = int(np.prod(reading.latent_shape))
    features = len(feature_names(latent_places(reading)))
    shapes = [("N",)] * len(TERMS) + [("N", features)] + [("N", latents)] * 2 + [("N", *reading.image_shape)]
    del model.graph.output[:]
    model.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in zip((*SCORED, *ON_REQUEST), shapes)
    )


def check(model, image_shape):
    """Runs the golden images: the laws that hold for every VAE, and that a score has no batch mates."""
    images = torch.from_numpy(np.stack([pixels for _, pixels in golden_images(*image_shape)]))
    run = Interpreter(model).double()
    with torch.no_grad():
        together = run(images)
        alone = [torch.cat(values) for values in zip(*(run(image[None]) for image in images))]
    for name, values, single in zip((*SCORED, *ON_REQUEST), together, alone):
        if not torch.isfinite(values).all():
            raise UserError(f"{name} of {int((~torch.isfinite(values)).sum())} golden values is not finite")
        if values.shape != single.shape or not torch.allclose(values, single, rtol=1e-9, atol=1e-9):
            raise UserError(
                f"{name} of an image depends on its batch mates: the graph mixes them (a batch normalisation"
                " in training mode, or a fixed batch size); export it after model.eval(), with dynamic_axes"
            )
    terms = dict(zip(TERMS, together))
    if terms["kl"].min() < -1e-9:
        raise UserError(f"the kl of a golden image is {terms['kl'].min():.3g}, and a kl is never negative")
    if (terms["reconstruction_nll"] - terms["floor"]).min() < -1e-3:
        raise UserError("a golden image is reconstructed better than perfectly: is the likelihood another?")
    return terms
