"""The checks of an adopted model: on the golden images, on random ones, and on ones of one level."""

import math

import numpy as np
import torch

from ..bundle.golden import TOLERANCE, golden_images, several
from ..command import UserError
from ..onnx_graph.interpreter import Interpreter
from ..scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS, TERMS

# `elbowatch check` allows three times the rounding (Tolerances.java), and a start never more than TOLERANCE.
MAX_ROUNDING = TOLERANCE / 3
UNITS = {"local": 0.01}  # 1 for the others
RANDOM_IMAGES = 40
CONSTANT_LEVELS = range(0, 256, 17)
BATCH = 32


def check(model, image_shape):
    """Checks what holds for every VAE, and that no score depends on batch mates.

    Returns {term: [images]} and how far float32 is off, relatively.
    """
    images = torch.from_numpy(np.stack([pixels for _, pixels in several(golden_images(*image_shape))]))
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
    return terms, _rounding(model, image_shape)


def _rounding(model, image_shape):
    """The largest difference between float32 and float64 scores; a graph whose scores depend on it is refused.

    The golden scores are float64. Elbowatch computes float32 and compares. PyTorch's float32 stands for that of ONNX
    Runtime here. The first batch, the golden images, is scored image by image, too: a batch of one takes other kernels.
    """
    single, double, rounding = Interpreter(model), Interpreter(model).double(), 0.0
    images = [*golden_images(*image_shape), *_more_images(image_shape)]
    for start in range(0, len(images), BATCH):
        names, pixels = zip(*images[start : start + BATCH])
        batch = torch.from_numpy(np.stack(pixels))
        with torch.no_grad():
            expected, found = double(batch), [single(batch)]
            if start == 0:
                found.append([torch.cat(values) for values in zip(*(single(image[None]) for image in batch))])
        for scores in found:
            for i, term in enumerate(SCORE_OUTPUTS):
                rounding = max(rounding, checked_difference(term, names, scores[i], expected[i]))
    return rounding


def checked_difference(term, names, found, expected):
    """Relative to the expected value or, where that is larger, to the unit of the term, as in Term.java."""
    unit = torch.tensor(UNITS.get(term, 1.0), dtype=torch.float64)
    difference = (found.double() - expected).abs() / torch.maximum(unit, expected.abs())
    by_image = difference.reshape(len(names), -1).amax(1)
    worst = float(by_image.max())
    if not torch.isfinite(found).all():
        raise UserError(
            f"{term} of the image '{names[int(by_image.argmax())]}' is infinite in float32: a number overflows in the"
            " graph, perhaps exp(log σ²); does the model take another --range?"
        )
    if not worst <= MAX_ROUNDING:
        raise UserError(
            f"{term} of the image '{names[int(by_image.argmax())]}' differs by {worst:.1e} between float32 and"
            f" float64, and {MAX_ROUNDING:.1e} is allowed: the graph amplifies rounding, as a normalisation of nearly"
            " equal values does by 1/sqrt(epsilon), so scores would differ from machine to machine; train with a"
            " larger epsilon (1e-3) or with batch normalisation, and adopt that"
        )
    return worst


def _more_images(image_shape):
    """(name, uint8 [C, H, W]) of images of one level and random ones: noise, sparse points, and black and white."""
    random = np.random.RandomState(1)
    found = [(f"level {level}", np.full(image_shape, level, np.uint8)) for level in CONSTANT_LEVELS]
    for number in range(RANDOM_IMAGES):
        noise = random.randint(0, 256, image_shape).astype(np.uint8)
        share = random.random_sample()
        kinds = {
            "noise": noise,
            "sparse": noise * (random.random_sample(image_shape) < 0.1 * share),
            "extremes": (255 * (random.random_sample(image_shape) < share)).astype(np.uint8),
            "smooth": np.sort(noise, axis=number % 2 + 1) // 2 + np.uint8(64),
        }
        kind = list(kinds)[number % len(kinds)]
        found.append((f"{kind} {number}", kinds[kind].astype(np.uint8)))
    return found
