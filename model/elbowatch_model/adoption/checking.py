"""The check of an adopted model on the golden images."""

import numpy as np
import torch

from ..bundle.golden import golden_images
from ..command import UserError
from ..onnx_graph.interpreter import Interpreter
from ..scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS, TERMS


def check(model, image_shape):
    """Checks what holds for every VAE, and that no score depends on batch mates; returns {term: [32]}."""
    images = torch.from_numpy(np.stack([pixels for _, pixels in golden_images(*image_shape)]))
    interpreter = Interpreter(model).double()
    with torch.no_grad():
        together = interpreter(images)
        alone = [torch.cat(values) for values in zip(*(interpreter(image[None]) for image in images))]
    for name, values, single in zip((*SCORE_OUTPUTS, *DETAIL_OUTPUTS), together, alone):
        if not torch.isfinite(values).all():
            raise UserError(f"{int((~torch.isfinite(values)).sum())} golden values of {name} are not finite")
        if values.shape != single.shape or not torch.allclose(values, single, rtol=1e-9, atol=1e-9):
            raise UserError(
                f"{name} of an image depends on its batch mates: the graph mixes them (a batch normalisation"
                " in training mode, or a fixed batch size); export it after model.eval(), with dynamic_axes"
            )
    terms = dict(zip(TERMS, together))
    if terms["kl"].min() < -1e-9:
        raise UserError(f"the kl of a golden image is {terms['kl'].min():.3g}, and a kl is never negative")
    if (terms["reconstruction_nll"] - terms["floor"]).min() < -1e-3:
        raise UserError(
            "the nll of a golden image is below that of a perfect reconstruction: is the likelihood another?"
        )
    return terms
