"""Charts: the losses of the training, the kl of every latent, scores of normal and anomalous images."""

import numpy as np
import torch
from matplotlib.ticker import PercentFormatter

from ..evaluation.statistics import auroc
from ..loss import kl_divergence
from . import latents
from .style import COLOURS, MARK, NORMAL, colours, figure, save

SCORES = {
    "elbo": "−ELBO, nats",
    "local": "local, nats a pixel",
    "density": "density, nats",
}
BINS = 60
MAX_NUMBERED = 64  # latents; the numbers of more would be too small to read
MAX_DOTS = 1_500  # of a set; more would hide each other


def losses(history, path):
    """`history` is that of Training: (train loss, validation loss, nll, kl) of every epoch."""
    epochs = np.arange(1, len(history) + 1)
    train, validation, nll, kl = np.array(history).T
    drawn = figure(2.6)
    left, middle, right = drawn.subplots(1, 3)
    left.plot(epochs, train, color=NORMAL, label="training images")
    left.plot(epochs, validation, color=COLOURS[0], label="validation images")
    left.legend(frameon=False)
    middle.plot(epochs, nll, color=COLOURS[0])
    right.plot(epochs, kl, color=COLOURS[0])
    titles = "nll + β·kl", "reconstruction nll, validation", "kl, validation"
    for axes, title in zip((left, middle, right), titles):
        axes.set(title=title, xlabel="epoch", ylabel="nats an image")
    return save(drawn, path)


def kl_by_latent(mean, log_variance, path):
    """The mean kl of every latent, largest first, from μ and log σ² [N, D] of normal images."""
    kl = kl_divergence(torch.from_numpy(mean), torch.from_numpy(log_variance)).numpy().mean(0)
    order, active = np.argsort(-kl), latents.active_dimensions(mean)
    drawn = figure(2.4)
    axes = drawn.add_subplot()
    places, few = np.arange(len(kl)), len(kl) <= MAX_NUMBERED
    for name, members, colour in (("active", active, COLOURS[1]), ("not active", ~active, COLOURS[0])):
        if members.any():
            label, chosen = f"{name}: {members.sum()} of {len(kl)}", members[order]
            axes.bar(places[chosen], kl[order][chosen], width=0.8 if few else 1.0, color=colour, label=label)
    axes.margins(x=0.01)
    if few:
        axes.set_xticks(places, order, fontsize=7)
    axes.set(xlabel="latents, by their kl", ylabel="mean kl, nats")
    axes.legend(frameon=False)
    return save(drawn, path)


def scores(assessments, calibrated, alpha, path):
    """`assessments` is {name: Assessment}, the first of normal images.

    Scores outside the frame are counted in the outermost bin. A bin higher than the frame is cut off.
    """
    (normal_name, normal), *others = assessments.items()
    colour_of = colours(name for name, _ in others)
    drawn = figure(3.2)
    for axes, (score, title) in zip(drawn.subplots(1, len(SCORES)), SCORES.items()):
        edges = _edges(normal.scores[score], [found.scores[score] for _, found in others])
        filled = {"histtype": "stepfilled", "color": NORMAL, "alpha": 0.6}
        heights = _histogram(axes, normal.scores[score], edges, label=normal_name, **filled)
        for name, found in others:
            label = f"{name}, AUROC {auroc(normal.scores[score], found.scores[score]):.3f}"
            _histogram(axes, found.scores[score], edges, histtype="step", color=colour_of[name], label=label)
        for threshold in thresholds(calibrated[0][score], alpha, two_sided=score == "elbo"):
            axes.axvline(threshold, color=MARK, linestyle=":", linewidth=1)
        highest = min(axes.get_ylim()[1], 2.5 * heights.max())
        axes.set(xlabel=title, xlim=(edges[0], edges[-1]), ylim=(0, highest))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.22), fontsize=8)
    drawn.axes[0].set_ylabel("images in a bin")
    return save(drawn, path)


def thresholds(ascending, alpha, two_sided=False):
    """The value that a score must exceed (the second: fall below) for p ≤ α; none if α cannot be reached."""
    alpha = alpha / 2 if two_sided else alpha
    extreme = int(np.floor(alpha * (len(ascending) + 1) + 1e-9)) - 1  # how many may be as extreme
    if extreme < 0:
        return []
    return [ascending[-1 - extreme]] + ([ascending[extreme]] if two_sided else [])


def _edges(normal, others):
    low, high = np.quantile(normal, (0.001, 0.999))
    pooled, width = np.concatenate([normal, *others]), high - low
    return np.linspace(max(pooled.min(), low - width), min(pooled.max(), high + 1.5 * width), BINS + 1)


def _histogram(axes, values, edges, **style):
    inside, weights = np.clip(values, edges[0], edges[-1]), np.full(len(values), 1 / len(values))
    heights, _, _ = axes.hist(inside, edges, weights=weights, linewidth=1.4, **style)
    return heights


def decisions(assessments, calibrated, alpha, path):
    """p of `local` against p of `density` for every image, and the share reported by `default` at every α."""
    drawn = figure(3.6)
    both, alarms = drawn.subplots(1, 2)
    names = list(assessments)
    colour_of = {names[0]: NORMAL, **colours(names[1:])}
    for name, found in assessments.items():
        step = max(1, len(found.p["local"]) // MAX_DOTS)
        dots = found.p["local"][::step], found.p["density"][::step]
        both.scatter(*dots, s=5, color=colour_of[name], alpha=0.5, linewidths=0)
        p = np.append(np.sort(found.p["default"]), 1)
        shares = np.minimum(np.arange(1, len(p) + 1) / (len(p) - 1), 1)
        alarms.step(p, shares, where="post", color=colour_of[name], linewidth=1.4, label=name)
    deciding = ("local", "density", "default")
    smallest = min(found.p[score].min() for found in assessments.values() for score in deciding)
    both.set(xscale="log", yscale="log", xlabel="p by local", ylabel="p by density")
    both.set(xlim=(smallest / 1.5, 1.3), ylim=(smallest / 1.5, 1.3))
    for threshold in thresholds(-calibrated[0]["default"][::-1], alpha):
        both.axvline(-threshold, color=MARK, linestyle=":", linewidth=1)
        both.axhline(-threshold, color=MARK, linestyle=":", linewidth=1)
    ends = (smallest, 1)
    alarms.plot(ends, ends, color=MARK, linestyle=":", linewidth=1)
    alarms.axvline(alpha, color=MARK, linestyle=":", linewidth=1)
    alarms.text(alpha, 1.02, f" α {alpha:g}", transform=alarms.get_xaxis_transform())
    alarms.set(xscale="log", yscale="log", xlabel="α", ylabel="share reported")
    alarms.set(xlim=(smallest, 1), ylim=(smallest, 1.1))
    alarms.legend(frameon=False, fontsize=8)
    return save(drawn, path)
