"""What a foreign graph is: its image input, and which of its tensors are x̂, μ and log σ²."""

from dataclasses import dataclass

import numpy as np
import torch

from ..bundle.golden import golden_images
from ..command import UserError
from ..onnx_graph.bounds import bounds
from ..onnx_graph.graph import opset, producers
from ..onnx_graph.interpreter import Interpreter
from . import image_input, latents, spread
from .noise import Noise, remove_noise
from .reconstruction import find_kind, find_reconstruction, refuse_learned_variance
from .stages import InputStage


@dataclass(frozen=True)
class DetectedGraph:
    """The graph without noise, for any number of images, and what its tensors mean."""

    model: object
    opset: int
    noise: Noise
    fixed_batch: int  # 0 if it was free already
    input: str
    input_shape: tuple  # of one image, as the graph takes it
    layout: str  # nchw, nhwc, hw or flat
    image_shape: tuple  # (C, H, W)
    reconstruction: str
    reconstruction_shape: tuple  # of one image
    kind: str  # of the reconstruction: logits, probabilities, or input (pixels in the range of the input)
    sigmoid_removed: bool
    mean: str
    log_variance: str
    latent_shape: tuple  # of one image
    latent_last: bool  # whether a spatial latent has its channels last
    meaning: str  # what shows that log_variance is log σ²; empty if nothing does
    ignored: tuple  # the other outputs
    reasons: dict  # for each of the three tensors, what it was recognised by

    @property
    def names(self):
        return self.reconstruction, self.mean, self.log_variance

    @property
    def latent_pixels(self):
        """The side of the square of pixels that one place of a spatial latent stands for; 0 for others."""
        return _square(self.latent_shape, self.latent_last, self.image_shape)

    @property
    def latent_places(self):
        """(D, h, w) of the graph's mean and log variance; (D, 1, 1) if the latent is not spatial."""
        side = self.latent_pixels
        _, height, width = self.image_shape
        rows, columns = (height // side, width // side) if side else (1, 1)
        return int(np.prod(self.latent_shape)) // (rows * columns), rows, columns


def detect(model, options):
    """The DetectedGraph of a loaded model, which is changed. A graph that is not understood is refused."""
    graph = model.graph
    _refuse_absent(graph, options.ignored, [value.name for value in graph.output])
    image = image_input.find(graph, options)
    dims = [d.dim_value if d.dim_value > 0 else None for d in image.type.tensor_type.shape.dim]
    layout, image_shape = image_input.layout(image.name, dims, options)
    input_shape = _input_shape(layout, *image_shape)
    noise = remove_noise(graph, [value.name for value in graph.input if value.name != image.name])
    image_input.free_batch(graph, image, dims[0])
    outputs = [value.name for value in graph.output]
    _refuse_absent(graph, options.named_tensors, outputs)
    images = torch.from_numpy(np.stack([pixels for _, pixels in golden_images(*image_shape)]))
    tensors = list(dict.fromkeys([*outputs, *options.named_tensors]))
    interpreter = Interpreter(model, [*tensors, *noise.scales])
    taken = InputStage(options, image_shape, input_shape, layout)(images)
    values = _run(interpreter, taken, dims[0] or 1)
    shapes = {name: tuple(values[name].shape) for name in tensors}
    reasons = {}
    limits = bounds(graph)
    reconstruction = find_reconstruction(shapes, image_shape, options, reasons, len(images))
    latents.refuse_several_latents(graph, reconstruction, noise)
    found = latents.find_latents(graph, limits, values, shapes, reconstruction, noise, options, reasons)
    mean, log_variance = found
    if spread.check_scale(values, noise, log_variance):
        meaning = "the noise is scaled with exp of its half"
    else:
        given = log_variance == options.log_variance
        meaning = spread.check_form(graph, limits, values[log_variance], log_variance, given)
    others = [name for name in outputs if name not in (reconstruction, *found)]
    refuse_learned_variance(graph, values, reconstruction, mean, options, others)
    kind, removed = find_kind(graph, limits, reconstruction, values[reconstruction], options)
    return DetectedGraph(
        model=model,
        opset=opset(model),
        noise=noise,
        fixed_batch=dims[0] or 0,
        input=image.name,
        input_shape=input_shape,
        layout=layout,
        image_shape=image_shape,
        reconstruction=reconstruction,
        reconstruction_shape=shapes[reconstruction][1:],
        kind=kind,
        sigmoid_removed=removed,
        mean=mean,
        log_variance=log_variance,
        latent_shape=latents.latent_shape(shapes, mean, log_variance),
        latent_last=_latent_last(layout, image_shape, shapes, reconstruction, mean),
        meaning=meaning,
        ignored=tuple(others),
        reasons=reasons,
    )


def _square(latent_shape, last, image_shape):
    if len(latent_shape) != 3:
        return 0
    rows, columns = latent_shape[:2] if last else latent_shape[1:]
    _, height, width = image_shape
    fits = height % rows == 0 and width % columns == 0 and height // rows == width // columns
    return height // rows if fits else 0


def _latent_last(layout, image_shape, shapes, reconstruction, mean):
    """Whether a spatial latent is [N, h, w, D]. Converters may turn the layout of the inputs alone."""
    channels, height, width = image_shape
    shape = shapes[reconstruction][1:]
    last = layout == "nhwc"
    if len(shape) == 3 and image_shape != (height, width, channels):
        last = shape == (height, width, channels)
    latent = shapes[mean][1:]
    fits = [bool(_square(latent, way, image_shape)) for way in (False, True)]
    return fits[True] if fits[False] != fits[True] else last


def _input_shape(layout, channels, height, width):
    """The shape of one image as the graph takes it."""
    shapes = {
        "nchw": (channels, height, width),
        "nhwc": (height, width, channels),
        "hw": (height, width),
        "flat": (channels * height * width,),
    }
    return shapes[layout]


def _refuse_absent(graph, names, outputs):
    known = set(outputs) | set(producers(graph))
    for name in names:
        if name not in known:
            raise UserError(f"there is no tensor {name}; the outputs are {', '.join(outputs)}")


def _run(interpreter, taken, batch):
    """{tensor: values} of all images at once. A graph that works only with its own batch size is refused."""
    with torch.no_grad():
        try:
            return dict(zip(interpreter.outputs, interpreter(taken)))
        except UserError as error:
            interpreter(taken[:batch])
            raise UserError(
                f"the graph takes {batch} images at a time and no other number: {error}; export it with"
                " dynamic_axes (PyTorch) or None as the first dimension (Keras)"
            ) from error
