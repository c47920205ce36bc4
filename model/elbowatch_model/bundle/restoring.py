"""The network of a bundle, from the weights inside its graph: what model/runs/NAME held before it was exported."""

import math
from dataclasses import replace

import onnx
import torch
from onnx import numpy_helper

from .. import mask
from ..checkpoint import Checkpoint
from ..command import UserError
from ..recipes import PRESETS, Recipe
from ..vae import build, describe
from . import files
from .manifest import MASK

PREFIX = "vae."  # of the names that the exporter gives to the weights of a ScoringHead


def restored(folder):
    """The Checkpoint of a bundle that model/export.py wrote. Only a preset's recipe names its images."""
    manifest = files.read_json(folder / "manifest.json")
    if "adopted" in manifest["provenance"] or "backbone" in manifest:
        raise UserError(
            f"{folder} has no network of this repository: write it again with model/adopt.py or"
            " model/make_bundle.py --network features"
        )
    path = folder / manifest["model"]["file"]
    if files.sha256(path) != manifest["model"]["sha256"]:
        raise UserError(f"{path} is not the graph that manifest.json names")
    weights = weights_of(onnx.load(str(path)))
    recipe = recipe_of(folder, manifest, weights)
    vae = build(recipe)
    missing, unexpected = vae.load_state_dict(weights, strict=False)
    described = manifest["provenance"]["architecture"]
    if unexpected or [key for key in missing if not key.startswith("likelihood.")]:
        raise UserError(f"{path} does not have the weights of a {described}")
    assert describe(recipe, vae).split(",")[0] == described.split(",")[0]
    return Checkpoint(recipe, vae.eval(), manifest["provenance"])


def weights_of(model):
    """{name in the Vae: tensor} of the encoder and the decoder."""
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    return {
        name[len(PREFIX) :]: torch.from_numpy(array.copy())
        for name, array in arrays.items()
        if name.startswith((PREFIX + "encoder.", PREFIX + "decoder."))
    }


def recipe_of(folder, manifest, weights):
    """The recipe as the bundle describes it; the rest is that of the preset of its name, or the default."""
    latent, likelihood, image = manifest["latent"], manifest["likelihood"], manifest["image"]
    tiles = manifest.get("tiles")
    size = tiles or image
    spatial = latent["height"] * latent["width"] > 1 or any(w.dim() == 4 for w in weights.values())
    recipe = replace(
        PRESETS.get(manifest["name"], Recipe(manifest["name"])),
        version=manifest["version"],
        channels=image["channels"],
        height=size["height"],
        width=size["width"],
        whole_height=image["height"] if tiles else 0,
        whole_width=image["width"] if tiles else 0,
        overlap=tiles["overlap"] if tiles else 0,
        fit=manifest["preprocessing"]["fit"],
        orientation=manifest["preprocessing"].get("orientation", Recipe.orientation),
        depth=manifest["preprocessing"].get("depth", Recipe.depth),
        network="conv" if spatial else "mlp",
        hidden=max(w.shape[0] for name, w in weights.items() if name.startswith("encoder.") and w.dim() > 1),
        latent=latent["channels"],
        halvings=int(math.log2(size["height"] // latent["height"])) if spatial else Recipe.halvings,
        likelihood=likelihood["type"],
        sigma=likelihood.get("sigma", Recipe.sigma),
        learn_sigma=likelihood.get("learned", False),
        beta=manifest["beta"],
        box=manifest["local"]["box"],
    )
    if "mask" not in manifest:
        return recipe
    found = mask.read(folder / MASK, recipe)
    return replace(recipe, mask=replace(found, fill=tuple(manifest["mask"]["fill"])))


def next_version(version):
    """The version with a higher second number: the same weights in another graph."""
    first, second, *_ = version.split(".")
    return f"{first}.{int(second) + 1}.0"
