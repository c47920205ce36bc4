"""The depth of images: 8 or, of grey, 16 bits a pixel.

In arrays they are uint8 and uint16. In tensors, and as input of a graph, 16 bits are int16 with the same bits: neither
ONNX Runtime's Java API nor older PyTorch has a uint16 tensor. Graphs compute with levels of 0 to 255, of 16 bits in
steps of 1/257, so that an image of 8 bits, times 257, has the levels that it has with a depth of 8.
"""

import numpy as np
import torch

from .command import UserError

DEPTHS = (8, 16)
STEP = 257  # 65535 is the level 255
LIKELIHOOD_OF_BYTES = "continuous-bernoulli"


def checked(recipe):
    """The recipe, if it may have its depth."""
    if recipe.depth == 16 and recipe.channels != 1:
        raise UserError("--depth 16 is of grey images: give --colour L, or leave it out")
    if recipe.depth == 16 and recipe.likelihood == LIKELIHOOD_OF_BYTES:
        raise UserError(f"--likelihood {LIKELIHOOD_OF_BYTES} is of the 256 levels of a depth of 8; take another")
    return recipe


def white(pixels):
    """The highest pixel of an array of uint8 or uint16."""
    return int(np.iinfo(pixels.dtype).max)


def of_depth(pixels, depth):
    """An array of uint8 in a depth."""
    return pixels if depth == 8 else pixels.astype(np.uint16) * STEP


def preview(pixels):
    """An array of uint8 or uint16 in 8 bits: the high bytes."""
    return pixels if pixels.dtype == np.uint8 else (pixels >> 8).astype(np.uint8)


def tensor(pixels):
    """An array of uint8 or uint16 as a tensor on the same memory."""
    return torch.from_numpy(pixels.view(np.int16) if pixels.dtype == np.uint16 else pixels)


def blank(shape, depth):
    """Images of a shape [N, C, H, W] as a tensor."""
    return torch.zeros(*shape, dtype=torch.uint8 if depth == 8 else torch.int16)


def levels(image, precision):
    """The levels 0 to 255 of a tensor of images, in a precision."""
    x = image.to(precision)
    if image.dtype == torch.int16:
        x = (x + 65536.0 * (x < 0).to(precision)) / STEP
    return x
