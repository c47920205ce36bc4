"""What scores a bundle's images: the network that it was exported from or, without that, its graph."""

import onnx

from . import bundle, checkpoint
from .command import UserError
from .interpreter import Interpreter
from .recipes import Recipe
from .scoring import ScoringHead


def scorer_of(name):
    """(head, recipe) of a bundle; the recipe of one without a checkpoint knows no images."""
    folder = bundle.bundle_folder(name)
    manifest = bundle.read_json(folder / "manifest.json")
    if "adopted" not in manifest["provenance"] and checkpoint.checkpoint_path(name).exists():
        trained = checkpoint.load(name)
        return ScoringHead(trained.vae, trained.recipe), trained.recipe
    path = folder / manifest["model"]["file"]
    if bundle.sha256(path) != manifest["model"]["sha256"]:
        raise UserError(f"{path} is another graph than manifest.json names; write the bundle again")
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
    )
    return Interpreter(onnx.load(str(path))), recipe
