"""What a training run writes to model/runs: the weights, the recipe, and where the data came from."""

import datetime
import platform
from dataclasses import dataclass

import numpy
import onnx
import torch

from .command import RUNS, UserError
from .recipes import Recipe
from .vae import Vae, build


@dataclass(frozen=True)
class Checkpoint:
    recipe: Recipe
    vae: Vae
    provenance: dict  # for the manifest
    # (train loss, validation loss, nll, kl) of every epoch, nats an image; checkpoints of older versions have
    # none
    history: tuple = ()

    def save(self):
        path = checkpoint_path(self.recipe.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        values = {
            "recipe": self.recipe.to_dict(),
            "provenance": self.provenance,
            "weights": self.vae.cpu().state_dict(),
            "history": [[float(value) for value in epoch] for epoch in self.history],
        }
        temporary = path.with_suffix(".tmp")
        torch.save(values, temporary)
        temporary.replace(path)
        return path


def load(name):
    path = checkpoint_path(name)
    if not path.exists():
        raise UserError(f"no checkpoint at {path}; train one with model/train.py {name}")
    values = torch.load(path, map_location="cpu")
    recipe = Recipe.from_dict(values["recipe"])
    vae = build(recipe)
    vae.load_state_dict(values["weights"])
    return Checkpoint(recipe, vae.eval(), values["provenance"], tuple(map(tuple, values.get("history", ()))))


def checkpoint_path(name):
    return RUNS / name / "checkpoint.pt"


def unfinished_path(name):
    """Where a run saves its state after every epoch, to be resumed from."""
    return RUNS / name / "unfinished.pt"


def provenance(sets, recipe, epochs, architecture):
    return {
        "data": [{"name": s.name, "sha256": s.sha256, "images": len(s)} for s in sets],
        "seed": recipe.seed,
        "epochs": epochs,
        "architecture": architecture,
        "tools": tool_versions(),
        "trainedAt": utc_now(),
    }


def tool_versions():
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "onnx": onnx.__version__,
        "numpy": numpy.__version__,
    }


def utc_now():
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    return now.isoformat().replace("+00:00", "Z")
