#!/usr/bin/env python3
"""Show that one calibration for all sources gives single sources wrong false-alarm rates, and that groups mend it.

Writes docs/coverage-by-source.md.
"""

import sys

import numpy as np

from elbowatch_model import command, data
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.command import MODEL_FOLDER
from elbowatch_model.data import Source
from elbowatch_model.evaluation import sources
from elbowatch_model.scoring import score

TARGET = MODEL_FOLDER.parent / "docs" / "coverage-by-source.md"
ALPHAS = (0.01, 0.05)
SPLITS = 10
CROPS, BOARDS = 12, 50  # crops of a board, boards of a lot
GARMENTS = ("t-shirts", "trousers", "pullovers", "dresses", "coats", "sandals", "shirts", "trainers", "bags", "boots")

HEAD = """\
# False alarms of single sources

Written by `model/source_coverage.py`. One network scores the normal images of several sources. Half of the images of
every source calibrate, and the others are judged by `default`: *pooled* against the calibration images of all sources,
*group* against those of the same source (`calibrate --by-source`). Rates are means over {splits} random splits, in which
no board is in both halves. Intervals are those of Wilson, 95 %, for the number of images of the source, nearly all of
which are judged by some split; a rate is bold where α is outside of its interval. *n* is the number of images that
calibrate the group.

- `deeppcb`: real circuit boards, 6,000 crops of 500 boards on which nothing was trained, in their order in 10 lots of 50
  boards (600 crops), as if each lot came from one line.
- `fashion-mnist`: the test images of garments, one source for each kind, as if each were the product of one camera. The
  network was trained on {trained}.

| set | source | n | α | pooled | group |
|---|---|---|---|---|---|
"""

FOOT = """
{summary}

- The pooled rate is right for all sources together and for few of them by itself: some sources are reported many times
  too often, and others hardly ever, also with a defect that is unusual for them.
- A group costs reach: α = 1 % needs 99 images of each source.
- 300 crops are of 25 boards. Crops of one board are alike, so the rate of a lot varies more than the interval of
  independent images says.
"""


def boards():
    """(terms, β, sources, groups) of the crops, a group a board."""
    head, recipe = scorer_of("deeppcb")
    pixels = data.read(Source("deeppcb/test-clean64-idx3-ubyte.gz", group=CROPS), recipe).pixels
    board = np.arange(len(pixels)) // CROPS
    lots = np.array([f"lot {1 + number // BOARDS}" for number in board])
    return score(head, pixels, progress="deeppcb"), recipe.beta, lots, board


def garments():
    """The same of garments; each image is a group."""
    head, recipe = scorer_of("fashion-mnist")
    source = Source("fashion-mnist/t10k-images-idx3-ubyte.gz")
    pixels = data.read(source, recipe).pixels
    kinds = np.array(GARMENTS)[data.labels_of(source)]
    return score(head, pixels, progress="fashion-mnist"), recipe.beta, kinds, np.arange(len(pixels))


def shown(share, alpha):
    return str(share) if share.holds(alpha) else f"**{share}**"


def rows(name, terms, beta, names, groups, held):
    """The rows of a set; `held` collects (α, whether α lies in the interval pooled, by group)."""
    for alpha, of_alpha in sources.shares(terms, beta, names, groups, ALPHAS, SPLITS).items():
        for source, (calibrating, pooled, group) in of_alpha.items():
            held.append((name, alpha, pooled.holds(alpha), group.holds(alpha)))
            yield (
                f"| {name} | {source} | {calibrating} | {100 * alpha:g} % | {shown(pooled, alpha)} |"
                f" {shown(group, alpha)} |"
            )


def summary(held):
    lines = []
    for name, alpha in dict.fromkeys((name, alpha) for name, alpha, *_ in held):
        found = [(pooled, group) for *key, pooled, group in held if tuple(key) == (name, alpha)]
        lines.append(
            f"- {name}, α = {100 * alpha:g} %: the interval of {sum(p for p, _ in found)} of {len(found)} sources has α"
            f" pooled, and of {sum(g for _, g in found)} by group."
        )
    return "\n".join(lines)


def main():
    command.parser(__doc__).parse_args()
    held, table = [], []
    for name, read in (("deeppcb", boards), ("fashion-mnist", garments)):
        table += rows(name, *read(), held)
    head = HEAD.format(splits=SPLITS, trained="the training images of all kinds")
    text = head + "\n".join(table) + "\n" + FOOT.format(summary=summary(held))
    TARGET.write_text(text, encoding="utf-8")
    print(text, file=sys.stdout)


if __name__ == "__main__":
    command.run(main)
