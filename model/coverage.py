#!/usr/bin/env python3
"""Show that false alarms are as frequent as α says with few calibration images, and write docs/coverage.md."""

import sys

from tqdm import tqdm

from elbowatch_model import command, data
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.calibration import lowest_alpha
from elbowatch_model.command import MODEL_FOLDER
from elbowatch_model.data import Source
from elbowatch_model.evaluation import coverage
from elbowatch_model.scoring import score

TARGET = MODEL_FOLDER.parent / "docs" / "coverage.md"
POOL = 6_000  # simulated images
SETS = {
    "fashion-mnist": "fashion-mnist/t10k-images-idx3-ubyte.gz",
    "deeppcb": "deeppcb/test-clean64-idx3-ubyte.gz",
}
COMMON_ALPHA = 0.1

HEAD = """\
# False alarms with few calibration images

Written by `model/coverage.py`. Calibrations of n images are drawn from one pool of normal images, and each judges
{tested:,} other images of the pool by `default`. *Cross-fitted* is how bundles are calibrated: every image calibrates, with
a density by a mixture that is fitted without its fold. *Split* is how earlier releases did it: one half of the images
fitted the mixture. The first α of each n is the lowest round one that n images support. Intervals are 95 %, over
calibrations. *never* means that no image can be reported at this α, however anomalous. A p-value is a multiple of
1/(n + 1): with 300 images 0.5 % means 0.33 %.

Pools: {simulated} invented images with correlated, heavy-tailed features; the test images of the data sets, as the
bundles of the repository score them. No network was trained on them.

| pool | n | α | cross-fitted | split |
|---|---|---|---|---|
"""

FOOT = """
- A rate below α costs detection, not trust: with few images the mixture of all n fits better than those of nine folds
  in ten, so that further images look more usual than the calibration images did.
- Nothing here guarantees a rate for images of another camera, or for images of which several show the same thing.
"""


def pools():
    """{name: (terms, β)}."""
    found = {"simulated": (coverage.simulated(POOL), 1.0)}
    for name, path in SETS.items():
        head, recipe = scorer_of(name)
        found[name] = score(head, data.read(Source(path), recipe).pixels, progress=name), recipe.beta
    return found


def rows(name, terms, beta):
    for images in tqdm(coverage.SIZES, desc=name, unit="size"):
        alphas = (lowest_alpha(images), COMMON_ALPHA)
        for alpha, found in coverage.rates(terms, beta, images, alphas, coverage.TIMES[images]).items():
            split = found[1] if alpha >= 2 / (images // 2 + 1) else "never"
            yield f"| {name} | {images:,} | {100 * alpha:g} % | {found[0]} | {split} |"


def main():
    command.parser(__doc__).parse_args()
    table = [row for name, (terms, beta) in pools().items() for row in rows(name, terms, beta)]
    text = HEAD.format(tested=coverage.TESTED, simulated=f"{POOL:,}") + "\n".join(table) + "\n" + FOOT
    TARGET.write_text(text, encoding="utf-8")
    print(text, file=sys.stdout)


if __name__ == "__main__":
    command.run(main)
