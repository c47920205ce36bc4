"""What a foreign graph is found to be: where its image goes in, and which outputs are x̂, μ and log σ²."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from . import foreign, foreign_input, foreign_outputs
from .command import UserError
from .golden import golden_images
from .interpreter import Interpreter
from .noise import Noise, remove_noise


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
    # The graph takes (x - mean)/deviation of x in 0..1: one number, or one a channel.
    range_mean: tuple = (0.0,)
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
    """Finds out, or refuses; changes the model. `enter(image_shape, input_shape, layout)` is the Entrance."""
    graph = model.graph
    image = foreign_input.image_input(graph, wishes)
    dims = [d.dim_value or None for d in image.type.tensor_type.shape.dim]
    layout, image_shape = foreign_input.layout(image.name, dims, wishes)
    noise = remove_noise(graph, [value.name for value in graph.input if value.name != image.name])
    foreign_input.free_batch(graph, image, dims[0])
    channels, height, width = image_shape
    shapes = {"nchw": image_shape, "nhwc": (height, width, channels), "hw": (height, width)}
    input_shape = shapes.get(layout, (math.prod(image_shape),))
    outputs = [value.name for value in graph.output]
    given = [w for w in (wishes.reconstruction, wishes.mean, wishes.log_variance) if w]
    foreign_outputs.refuse_absent(graph, given, outputs)
    probe = torch.from_numpy(np.stack([pixels for _, pixels in golden_images(*image_shape)]))
    tensors = list(dict.fromkeys([*outputs, *given]))
    run = Interpreter(model, [*tensors, *noise.scales])
    values = _run(run, enter(image_shape, input_shape, layout)(probe), dims[0] or 1)
    shapes = {name: tuple(values[name].shape) for name in tensors}
    reasons = {}
    reconstruction = foreign_outputs.reconstruction(shapes, image_shape, wishes, reasons, len(probe))
    foreign_outputs.refuse_several_latents(graph, reconstruction, noise)
    mean, log_variance = foreign_outputs.latents(
        graph, values, shapes, reconstruction, noise, wishes, reasons
    )
    foreign_outputs.check_scale(values, noise, log_variance)
    kind, removed = foreign_outputs.kind(graph, reconstruction, values[reconstruction], wishes)
    return Reading(
        model=model,
        opset=foreign.opset(model),
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
        latent_shape=shapes[mean][1:],
        ignored=tuple(name for name in outputs if name not in (reconstruction, mean, log_variance)),
        reasons=reasons,
    )


def _run(run, entered, batch):
    """{tensor: values} of all images at once; an error that only other batch sizes give says so."""
    with torch.no_grad():
        try:
            return dict(zip(run.outputs, run(entered)))
        except UserError as error:
            run(entered[:batch])
            raise UserError(
                f"the graph takes {batch} images at a time and no other number: {error}; export it with"
                " dynamic_axes (PyTorch) or None as the first dimension (Keras)"
            ) from error
