"""The scorer of a bundle: the network that it was exported from or, without its checkpoint, its graph."""

from dataclasses import replace

import onnx

from .. import checkpoint
from ..command import UserError, warn
from ..onnx_graph.interpreter import Interpreter
from ..recipes import PRESETS, Recipe
from ..scoring import ScoringHead
from ..tiled_head import TiledHead
from . import files


def scorer_of(name):
    """(head, recipe) of a bundle. Without its checkpoint only the recipe of a preset names images."""
    folder = files.bundle_folder(name)
    manifest = files.read_json(folder / "manifest.json")
    trained_here = "adopted" not in manifest["provenance"] and "backbone" not in manifest
    if trained_here and checkpoint.checkpoint_path(name).exists():
        trained = checkpoint.load(name)
        if trained.provenance == manifest["provenance"]:
            return _of_images(ScoringHead(trained.vae, trained.recipe), trained.recipe, manifest)
        warn(
            f"{checkpoint.checkpoint_path(name)} is of another training than {folder}, whose graph scores;"
            f" model/export.py {name} makes a bundle of the checkpoint"
        )
    path = folder / manifest["model"]["file"]
    if files.sha256(path) != manifest["model"]["sha256"]:
        raise UserError(f"{path} is not the graph that manifest.json names; write the bundle again")
    image = manifest["image"]
    tiles = manifest.get("tiles")
    size = tiles or image
    whole = (image["height"], image["width"], tiles["overlap"]) if tiles else (0, 0, 0)
    preset = PRESETS.get(manifest["name"]) if trained_here else None
    recipe = replace(
        preset or Recipe(name=manifest["name"]),
        version=manifest["version"],
        channels=image["channels"],
        height=size["height"],
        width=size["width"],
        whole_height=whole[0],
        whole_width=whole[1],
        overlap=whole[2],
        fit=manifest["preprocessing"]["fit"],
        orientation=manifest["preprocessing"].get("orientation", Recipe.orientation),
        depth=manifest["preprocessing"].get("depth", Recipe.depth),
        likelihood=manifest["likelihood"]["type"],
        beta=manifest["beta"],
        box=manifest["local"]["box"],
        alpha=_alpha(folder),
    )
    return _of_images(Interpreter(onnx.load(str(path))), recipe, manifest)


def _of_images(head, recipe, manifest):
    """A head of tiles becomes one of whole images, and the recipe names their size."""
    if recipe.tiling is None:
        return head, recipe
    return TiledHead(head, recipe.tiling, manifest["features"]), recipe.whole


def _alpha(folder):
    """That of the present calibration, if there is one."""
    path = folder / "calibration.json"
    return files.read_json(path)["alpha"] if path.exists() else Recipe.alpha
