"""The experiments of docs/evaluation.md."""

from dataclasses import replace

from .data import Source
from .recipes import PRESETS

DIGITS = range(10)
EXPERIMENTS = ("fashion-mnist", "mnist", "deeppcb", "boards", "digits")


def recipes(name, seeds):
    """What the experiment trains: a recipe a seed, and of `digits` a recipe a digit that is left out."""
    if name == "digits":
        return [without_digit(digit, seed) for seed in seeds for digit in DIGITS]
    return [replace(PRESETS[name], name=f"study/{name}-seed{seed}", seed=seed) for seed in seeds]


def without_digit(digit, seed):
    """Short trainings: thirty of them have to end."""
    source = Source("mnist/train-images-idx3-ubyte.gz", without=digit)
    name = f"study/mnist-without-{digit}-seed{seed}"
    return replace(PRESETS["mnist"], name=name, seed=seed, sources=(source,), epochs=10)


def write(seeds):
    raise NotImplementedError
