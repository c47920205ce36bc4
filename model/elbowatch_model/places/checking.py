"""The checks of a feature bundle's graph before it is written."""

import numpy as np
import torch

from .. import depth
from ..adoption.checking import checked_difference
from ..bundle.golden import golden_images, several
from ..command import UserError
from ..onnx_graph.interpreter import Interpreter
from ..scoring import SCORE_OUTPUTS

CHECKED = 6  # images


def check(model, image_shape, bits=8):
    """Refuses a graph that mixes the images of a batch or amplifies rounding; returns how far float32 is off."""
    named = several(golden_images(*image_shape, limit=CHECKED, bits=bits))
    names = [name for name, _ in named]
    images = depth.tensor(np.stack([pixels for _, pixels in named]))
    single, double, rounding = Interpreter(model), Interpreter(model).double(), 0.0
    with torch.no_grad():
        together, expected = single(images), double(images)
        alone = [torch.cat(values) for values in zip(*(single(image[None])[: len(SCORE_OUTPUTS)] for image in images))]
    for i, term in enumerate(SCORE_OUTPUTS):
        if not torch.isfinite(expected[i]).all():
            raise UserError(f"{term} of golden images is not finite: the backbone gives NaN or infinity for them")
        if alone[i].shape != together[i].shape or not torch.allclose(alone[i], together[i], rtol=1e-3, atol=1e-3):
            raise UserError(
                f"{term} of an image depends on its batch mates: the backbone mixes them (a batch normalisation in"
                " training mode, or a fixed batch size); export it after model.eval(), with dynamic_axes"
            )
        for found in (together[i], alone[i]):
            rounding = max(rounding, checked_difference(term, names, found, expected[i]))
    return rounding
