"""A pretrained network of torchvision, exported to ONNX."""

import importlib
import importlib.util
import warnings

import torch

from ..bundle.export import traced
from ..command import UserError
from .normalisation import imagenet

PREFIX = "torchvision:"
OPSET = 13


def exported(name, folder, size):
    """(path of the ONNX file in `folder`, its Normalisation) of torchvision:NAME for images of `size`."""
    if importlib.util.find_spec("torchvision") is None:
        raise UserError(
            f"{PREFIX}{name} needs torchvision, which is not installed: pip install torchvision, on Debian apt install"
            " python3-torchvision; or give an ONNX file"
        )
    models = importlib.import_module("torchvision.models")
    network = _pretrained(models, name)
    # The head behind `features`, as of a VGG, may take images of 224x224 alone.
    body = getattr(network, "features", network)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = traced(body, (torch.zeros(2, 3, *size),), ["image"], ["scores"], OPSET)
    except RuntimeError as error:
        raise UserError(
            f"PyTorch cannot export torchvision's {name} for images of {size[0]}x{size[1]}"
            f" ({str(error).splitlines()[0]}); take another network or --size"
        ) from error
    path = folder / f"{name}.onnx"
    path.write_bytes(model.SerializeToString())
    return path, imagenet(f"torchvision's {name}")


def _pretrained(models, name):
    make = getattr(models, name, None)
    if not callable(make) or not name.islower():
        raise UserError(f"torchvision has no model {name}; such as mobilenet_v2, resnet18, wide_resnet50_2")
    try:
        # Versions before 0.13 know `pretrained` alone.
        return make(weights="DEFAULT") if hasattr(models, "get_weight") else make(pretrained=True)
    except (OSError, RuntimeError) as error:  # urllib's errors are OSErrors; a damaged file is a RuntimeError
        raise UserError(
            f"the weights of torchvision's {name} cannot be loaded ({error}); put them into {torch.hub.get_dir()}"
            "/checkpoints, or give an ONNX file"
        ) from error
