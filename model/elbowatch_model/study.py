"""The experiments of docs/evaluation.md: what is trained, what is measured, and the tables."""

from dataclasses import dataclass, replace

import numpy as np
from tqdm import tqdm

from . import checkpoint, data, evaluation, faults, held_out, mixture
from .calibration import calibration_json
from .data import Source
from .evaluation import judge
from .mixture import Mixture
from .recipes import PRESETS
from .scoring import ScoringHead, score

DIGITS = range(10)
EXPERIMENTS = ("fashion-mnist", "mnist", "deeppcb", "boards", "digits")
TEST_IMAGES = 3_000  # of a test set, for every fault
NO_VAE = "no VAE"


@dataclass(frozen=True)
class Measured:
    """One trained seed: the scores and p-values of its normal images, and the scores of every anomalous case."""

    normal: evaluation.Judged
    cases: dict  # (kind, strength) → {score: [N]}
    calibrating: dict  # score → how many images calibrate it


def trained_recipes(name, seeds):
    """Those that are trained: the tables say of how many seeds they are."""
    return [r for r in recipes(name, seeds) if checkpoint.checkpoint_path(r.name).exists()]


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


def measure(recipe, normal, cases, baseline=False):
    """Calibrates a trained recipe and scores all; `cases` is {(kind, strength): pixels}."""
    trained = checkpoint.load(recipe.name)
    head = ScoringHead(trained.vae, trained.recipe)
    _, calibration = held_out.images(trained.recipe)
    content = calibration_json({}, [], recipe.alpha, score(head, calibration), recipe.beta)
    calibrated = content["scores"], Mixture.from_json(content["mixture"])
    judged = {case: judge(pixels, head, recipe.beta, calibrated) for case, pixels in {None: normal, **cases}.items()}
    scores = {case: dict(found.scores) for case, found in judged.items()}
    if baseline:
        fitted = mixture.fit(without_vae(calibration[mixture.halves(len(calibration))]))
        for case, pixels in {None: normal, **cases}.items():
            scores[case][NO_VAE] = fitted.density(without_vae(pixels))
    normal = evaluation.Judged(scores.pop(None), judged[None].p)
    return Measured(normal, scores, {name: len(values) for name, values in content["scores"].items()})


def without_vae(pixels):
    """The baseline's features: those statistics that look at the image alone, and the means of 4x4 pixels."""
    x = pixels / 255.0
    across, down = np.diff(x, axis=3), np.diff(x, axis=2)
    images, channels, height, width = x.shape
    means = x.reshape(images, channels, height // 4, 4, width // 4, 4).mean((3, 5)).reshape(images, -1)
    statistics = [
        x.mean((1, 2, 3)),
        x.max((1, 2, 3)),
        np.log((across**2).mean((1, 2, 3)) + 1e-4),
        np.log((down**2).mean((1, 2, 3)) + 1e-4),
        (pixels < 6).mean((1, 2, 3)),
        (abs(across) < 2.5 / 255).mean((1, 2, 3)),
    ]
    return np.concatenate([np.stack(statistics, 1), means], 1)


# --- The experiments ----------------------------------------------------------------------------------------


def measure_faults(name, other, seeds):
    """A Measured for each seed: 21 kinds of faults made of the test images."""
    found = []
    for recipe in tqdm(trained_recipes(name, seeds), desc=name, unit="seed"):
        normal = data.read(Source(f"{name}/t10k-images-idx3-ubyte.gz"), recipe).pixels
        others = data.read(Source(f"{other}/t10k-images-idx3-ubyte.gz"), recipe).pixels
        made = faults.faults(normal[:TEST_IMAGES], others[:TEST_IMAGES])
        found.append(measure(recipe, normal, {(kind, how): pixels for kind, how, pixels in made}, baseline=True))
    return found


def measure_digits(seeds):
    """{digit: a Measured for each seed}: trained without the digit, which is the anomaly."""
    found = {digit: [] for digit in DIGITS}
    source = Source("mnist/t10k-images-idx3-ubyte.gz")
    labels = data.labels_of(source)
    for recipe in tqdm(trained_recipes("digits", seeds), desc="digits", unit="training"):
        digit, pixels = recipe.sources[0].without, data.read(source, recipe).pixels
        found[digit].append(measure(recipe, pixels[labels != digit], {(digit, ""): pixels[labels == digit]}))
    return found


def measure_sets(name, seeds, cases_of):
    """A Measured for each seed, of the cases of model/evaluate.py: the first is normal, and so is the second of
    deeppcb, which is kept as a case."""
    found = []
    for recipe in tqdm(trained_recipes(name, seeds), desc=name, unit="seed"):
        first, *cases = cases_of(lambda source, of=recipe: data.read(source, of).pixels)
        found.append(measure(recipe, first.pixels, {(case.name, ""): case.pixels for case in cases}))
    return found


def local_boxes(name, sides, cases_of):
    """[side, AUROC, shares caught at 1 % and 0.1 %, and the same of the regressed] for each side of the window of `local`.

    Regressed: its logarithm less what the logarithm of the image's gradient energy foretells of normal images.
    """
    (recipe,) = recipes(name, [1])
    trained = checkpoint.load(recipe.name)
    first, *cases = cases_of(lambda source: data.read(source, recipe).pixels)
    defects = next(case for case in cases if case.name == "any defect")  # told from defects.normal
    sets = {"normal": first.pixels, "reference": defects.normal, "defect": defects.pixels}
    energy = {of: np.log(sum((np.diff(p / 255.0, axis=a) ** 2).mean((1, 2, 3)) for a in (2, 3)) + 1e-4) for of, p in sets.items()}
    for side in sides:
        head = ScoringHead(trained.vae, replace(trained.recipe, box=side))
        local = {of: np.log(score(head, pixels)["local"] + 1e-3) for of, pixels in sets.items()}
        slope = np.polyfit(energy["normal"], local["normal"], 1)[0]
        found = [side]
        for values in (local, {of: local[of] - slope * energy[of] for of in sets}):
            found.append(evaluation.auroc(values["reference"], values["defect"]))
            found += [evaluation.caught(values["normal"], values["defect"], rate) for rate in evaluation.ALPHAS]
        yield found
