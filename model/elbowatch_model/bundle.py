"""The bundle folder that the Java side loads: model.onnx, manifest.json, calibration.json, golden.json.

Every file is written beside its place and then renamed: a reader sees the old one or the new one, never half.
"""

import hashlib
import inspect
import io
import json
import os
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch

from .command import BUNDLES, UserError
from .features import feature_names
from .mixture import Mixture
from .scoring import ON_REQUEST, SCORED, single
from .vae import latent_shape

OPSET = 17


def bundle_folder(name):
    """The folder of a bundle, by its name or, with a slash in it, by its path."""
    return Path(name) if os.sep in str(name) else BUNDLES / name


def export_onnx(head, shape, path):
    """The scoring head as one ONNX file with a free batch size; returns its sha256."""
    image = torch.zeros(2, *shape, dtype=torch.uint8)
    model = traced(head, (image,), ["image"], [*SCORED, *ON_REQUEST])
    with torch.no_grad():
        declare_shapes(model, head(image))
    onnx.checker.check_model(model, full_check=True)
    return write_onnx(model, path)


def traced(module, arguments, inputs, outputs, opset=OPSET):
    """The module as an onnx model; dimension 0 of all that goes in and comes out is N."""
    # Only a current torch knows `dynamo`; its new exporter names nodes differently, so both use the old one.
    legacy = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about shapes that it cannot infer and that are declared afterwards
        torch.onnx.export(
            module.eval(),
            arguments,
            written,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "N"} for name in [*inputs, *outputs]},
            opset_version=opset,
            **legacy,
        )
    return onnx.load_from_string(written.getvalue())


def write_onnx(model, path):
    """Writes the model; returns its sha256."""
    temporary = path.with_suffix(".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(temporary))
    os.replace(temporary, path)
    return sha256(path)


def declare_shapes(model, outputs):
    """Every dimension of the outputs but the batch size, which keeps its name N."""
    for declared, output in zip(model.graph.output, outputs):
        for dimension, size in list(zip(declared.type.tensor_type.shape.dim, output.shape))[1:]:
            dimension.dim_value = size


def manifest_json(recipe, likelihood, provenance, model_sha256, latent=None, mean="sigmoid"):
    """The content of manifest.json.

    `latent` is its shape (D, h, w) where the recipe does not say; `mean` how a Gaussian's mean follows from
    the graph's logits: their sigmoid, or they are the mean itself (identity).
    """
    channels, rows, columns = latent or latent_shape(recipe)
    kind = {"type": recipe.likelihood}
    if recipe.likelihood == "gaussian":
        kind["sigma"] = likelihood.sigma
        kind["mean"] = mean
        if recipe.learn_sigma:
            kind["learned"] = True
    return {
        "schema": 1,
        "name": recipe.name,
        "version": recipe.version,
        "model": {"file": "model.onnx", "sha256": model_sha256},
        "likelihood": kind,
        "beta": recipe.beta,
        "latentSize": channels * rows * columns,
        "latent": {"channels": channels, "height": rows, "width": columns},
        "image": {"channels": recipe.channels, "height": recipe.height, "width": recipe.width},
        "preprocessing": {"colour": recipe.colour, "resize": "bilinear", "fit": recipe.fit},
        "local": {"box": recipe.box},
        "features": list(feature_names((channels, rows, columns))),
        "provenance": provenance,
    }


def write_json(path, content):
    """Indented JSON; an array of numbers stays on one line, its values written with nine digits (%.9g)."""
    arrays = {}

    def hold(value):
        key = f"@array{len(arrays)}@"
        arrays[f'"{key}"'] = "[" + ", ".join("%.9g" % v for v in value) + "]"
        return key

    text = json.dumps(content, indent=2, ensure_ascii=False, default=hold) + "\n"
    for key, array in arrays.items():
        text = text.replace(key, array)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def read_json(path):
    """The content with every list of numbers as the file has it."""
    if not path.exists():
        raise UserError(f"{path} is missing; write it with model/make_bundle.py {path.parent.name}")
    return json.loads(path.read_text(encoding="utf-8"))


def calibration_of(name):
    """({score: float64 [n], ascending}, the mixture) of a written bundle."""
    content = read_json(bundle_folder(name) / "calibration.json")
    scores = {score: single(values) for score, values in content["scores"].items()}
    return scores, Mixture.from_json(content["mixture"])


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
