"""One method on one set with one seed: the scores of every test image, and where the worst places lie.

A measurement is plain JSON below model/runs/photographs. What is there is not measured again.
"""

import time

import numpy as np
import torch
from torch.nn import functional as F

from ...bundle.files import read_json
from ...command import RUNS
from ...evaluation.statistics import auroc
from .methods import LOCAL

FOLDER = RUNS / "photographs"
TIMED = 16  # images of which the cost is measured
LEVELS = 4_096  # of the loss that the pixels' AUROC distinguishes, spread over its ranks


def path_of(name, key, seed, share=1.0):
    """The file of a measurement; `key` is the method's name on the command line."""
    return FOLDER / f"{name}-{key}-{seed}{'' if share == 1 else f'-{share:g}'}.json"


def written(names, keys, seeds, share=1.0):
    """{(set, method): the measurements that have a file, in the order of the seeds}."""
    found = {}
    for name in names:
        for key in keys:
            paths = [path_of(name, key, seed, share) for seed in seeds]
            measurements = [read_json(path) for path in paths if path.exists()]
            if measurements:
                found[name, key] = measurements
    return found


def measure(photos, method, seed):
    started = time.process_time()
    fitted = method.fit(photos.train, photos.groups, seed)
    fit_seconds = time.process_time() - started + fitted.saved_seconds
    normal, anomalous = fitted(photos.normal), fitted(photos.anomalous)
    started = time.process_time()
    fitted(photos.normal[:TIMED])
    cost = (time.process_time() - started) / min(TIMED, len(photos.normal))
    faults = {name: fitted(images).scores for name, images in photos.faults.items()}
    return {
        "train": len(photos.train),
        "fitSeconds": round(fit_seconds, 2),
        "millisAnImage": round(1000 * cost, 2),
        "kinds": [kind for kind, images in photos.defective.items() for _ in images],
        "normal": normal.scores,
        "anomalous": anomalous.scores,
        "faults": faults,
        **located(photos, normal.maps, anomalous),
    }


def located(photos, normal_maps, anomalous):
    """AUROC of the pixels, and of every anomalous image whether its worst place overlaps its mask."""
    if any(masks is None for masks in photos.masks.values()):
        return {"pixelAuroc": None, "inMask": []}
    masks = np.concatenate(list(photos.masks.values()))  # [N, H, W]
    known = masks.any((1, 2))
    hits = [bool(worst_place(*pair)) if k else None for *pair, k in zip(anomalous.maps, masks, known)]
    return {"pixelAuroc": pixel_auroc(normal_maps, anomalous.maps[known], masks[known]), "inMask": hits}


def worst_place(loss, mask):
    """Whether the place of the highest loss [h, w], enlarged to the mask [H, W], has a pixel of the mask."""
    row, column = np.unravel_index(loss.argmax(), loss.shape)
    height, width = (side / places for side, places in zip(mask.shape, loss.shape))
    top, left = int(row * height), int(column * width)
    return mask[top : int(np.ceil((row + 1) * height)), left : int(np.ceil((column + 1) * width))].any()


def pixel_auroc(normal_maps, anomalous_maps, masks):
    """The AUROC of pixels inside masks against all others, by loss maps enlarged bilinearly.

    Pixels are counted in LEVELS bins of the loss, with as many places of the maps in each: a sort of 10^8
    pixels would take minutes.
    """
    everything = np.concatenate([normal_maps.ravel(), anomalous_maps.ravel()])
    edges = np.unique(np.quantile(everything, np.linspace(0, 1, LEVELS + 1)[1:-1]))
    inside, outside = np.zeros(len(edges) + 1), np.zeros(len(edges) + 1)
    nothing = np.zeros(masks.shape[1:], bool)
    for maps, truths in ((normal_maps, [nothing] * len(normal_maps)), (anomalous_maps, masks)):
        for loss, mask in zip(maps, truths):
            bins = np.searchsorted(edges, enlarged(loss, mask.shape))
            inside += np.bincount(bins[mask], minlength=len(inside))
            outside += np.bincount(bins[~mask], minlength=len(outside))
    lower = np.cumsum(outside) - outside
    return float((inside * (lower + outside / 2)).sum() / (inside.sum() * outside.sum()))


def enlarged(loss, size):
    tensor = torch.from_numpy(np.ascontiguousarray(loss, np.float32))[None, None]
    return F.interpolate(tensor, size=size, mode="bilinear", align_corners=False)[0, 0].numpy()


def local_auroc(measurement):
    return auroc(measurement["normal"][LOCAL], measurement["anomalous"][LOCAL])
