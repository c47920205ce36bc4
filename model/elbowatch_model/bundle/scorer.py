"""The scorer of a bundle: the network that it was exported from or, without a checkpoint, its graph."""

import onnx

from .. import checkpoint
from ..command import UserError
from ..onnx_graph.interpreter import Interpreter
from ..recipes import Recipe
from ..scoring import ScoringHead
from . import files


def scorer_of(name):
    """(head, recipe) of a bundle. Without a checkpoint the recipe names no images."""
    folder = files.bundle_folder(name)
    manifest = files.read_json(folder / "manifest.json")
    if "adopted" not in manifest["provenance"] and checkpoint.checkpoint_path(name).exists():
        trained = checkpoint.load(name)
        return ScoringHead(trained.vae, trained.recipe), trained.recipe
    path = folder / manifest["model"]["file"]
    if files.sha256(path) != manifest["model"]["sha256"]:
        raise UserError(f"{path} is not the graph that manifest.json names; write the bundle again")
    image = manifest["image"]
    recipe = Recipe(
        name=manifest["name"],
        version=manifest["version"],
        channels=image["channels"],
        height=image["height"],
        width=image["width"],
        fit=manifest["preprocessing"]["fit"],
        likelihood=manifest["likelihood"]["type"],
        beta=manifest["beta"],
        box=manifest["local"]["box"],
        alpha=_alpha(folder),
    )
    return Interpreter(onnx.load(str(path))), recipe


def _alpha(folder):
    """That of the present calibration, if there is one."""
    path = folder / "calibration.json"
    return files.read_json(path)["alpha"] if path.exists() else Recipe.alpha
