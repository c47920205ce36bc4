"""The experiments of docs/evaluation.md: what is trained, what is measured, and the tables."""

from dataclasses import dataclass, replace

import numpy as np
import onnx
import torch
from tqdm import tqdm

from . import checkpoint, data, evaluation, faults, held_out, mixture
from .calibration import calibration_json
from .command import BUNDLES
from .data import Source
from .evaluation import judge
from .interpreter import Interpreter
from .loss import kl_divergence
from .mixture import Mixture
from .recipes import PRESETS
from .scoring import ScoringHead, score
from .vae import build, latent_shape

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
    return [recipe for recipe in recipes(name, seeds) if is_trained(recipe)]


def is_trained(recipe):
    return checkpoint.checkpoint_path(recipe.name).exists() or shipped(recipe) is not None


def shipped(recipe):
    """The name of the bundle in this repository that this training gave, or None."""
    for name in BUNDLES.iterdir():
        if recipe.name == f"study/{name.name}-seed1":
            return name.name
    return None


def head_of(recipe):
    """The network, or the graph of the bundle that was exported from it."""
    if checkpoint.checkpoint_path(recipe.name).exists():
        return ScoringHead(checkpoint.load(recipe.name).vae, recipe)
    path = BUNDLES / shipped(recipe) / "model.onnx"
    return Interpreter(onnx.load(str(path)))


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


def measure(recipe, normal, cases, baseline=False, head=None):
    """Calibrates a trained recipe and scores all; `cases` is {(kind, strength): pixels}."""
    head = head or head_of(recipe)
    _, calibration = held_out.images(recipe)
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
    head = head_of(recipe)
    first, *cases = cases_of(lambda source: data.read(source, recipe).pixels)
    defects = next(case for case in cases if case.name == "any defect")  # told from defects.normal
    sets = {"normal": first.pixels, "reference": defects.normal, "defect": defects.pixels}
    energy = {of: np.log(sum((np.diff(p / 255.0, axis=a) ** 2).mean((1, 2, 3)) for a in (2, 3)) + 1e-4) for of, p in sets.items()}
    losses = {of: losses_of(head, recipe, pixels) for of, pixels in sets.items()}
    for side in sides:
        window = ScoringHead(build(recipe), replace(recipe, box=side))
        local = {of: np.log(window.local(loss).numpy() + 1e-3) for of, loss in losses.items()}
        slope = np.polyfit(energy["normal"], local["normal"], 1)[0]
        found = [side]
        for values in (local, {of: local[of] - slope * energy[of] for of in sets}):
            found.append(evaluation.auroc(values["reference"], values["defect"]))
            found += [evaluation.caught(values["normal"], values["defect"], rate) for rate in evaluation.ALPHAS]
        yield found


def losses_of(head, recipe, pixels):
    """The loss at every pixel, [N, 1, H, W], of images uint8 [N, 1, H, W]: what `local` averages."""
    vae, found = build(recipe), []
    spreading = ScoringHead(vae, recipe)
    with torch.no_grad():
        for start in range(0, len(pixels), 500):
            image = torch.from_numpy(np.array(pixels[start : start + 500]))
            *_, mean, log_variance, logits = head(image)
            deviance = vae.likelihood.nll(logits, image / 255) - vae.likelihood.floor(image / 255)
            latents = (values.reshape(len(image), *latent_shape(recipe)) for values in (mean, log_variance))
            found.append(deviance + recipe.beta * spreading.spread(kl_divergence(*latents)))
    return torch.cat(found)
