"""The trainings of docs/evaluation.md: one recipe for each experiment and seed."""

from dataclasses import replace

import onnx

from .. import checkpoint
from ..command import BUNDLES
from ..data import Source
from ..onnx_graph.interpreter import Interpreter
from ..recipes import PRESETS
from ..scoring import ScoringHead

DIGITS = range(10)
EXPERIMENTS = ("fashion-mnist", "mnist", "deeppcb", "boards", "digits")


def recipes(name, seeds):
    """The recipes of an experiment: one for each seed; in `digits` one for each seed and digit left out."""
    if name == "digits":
        return [without_digit(digit, seed) for seed in seeds for digit in DIGITS]
    return [replace(PRESETS[name], name=f"study/{name}-seed{seed}", seed=seed) for seed in seeds]


def without_digit(digit, seed):
    """A short training, because there are thirty of them."""
    source = Source("mnist/train-images-idx3-ubyte.gz", without=digit)
    name = f"study/mnist-without-{digit}-seed{seed}"
    return replace(PRESETS["mnist"], name=name, seed=seed, sources=(source,), epochs=10)


def trained_recipes(name, seeds):
    """Only those that are trained. The page says how many seeds its tables are of."""
    return [recipe for recipe in recipes(name, seeds) if is_trained(recipe)]


def is_trained(recipe):
    return checkpoint.checkpoint_path(recipe.name).exists() or shipped_bundle(recipe) is not None


def shipped_bundle(recipe):
    """The name of the bundle in this repository that this training gave, or None."""
    for folder in BUNDLES.iterdir():
        if recipe.name == f"study/{folder.name}-seed1":
            return folder.name
    return None


def head_of(recipe):
    """The network or, without a checkpoint, the graph of the bundle that was exported from it."""
    if checkpoint.checkpoint_path(recipe.name).exists():
        return ScoringHead(checkpoint.load(recipe.name).vae, recipe)
    path = BUNDLES / shipped_bundle(recipe) / "model.onnx"
    return Interpreter(onnx.load(str(path)))
