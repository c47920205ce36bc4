#!/usr/bin/env python3
"""Show what labels do to the next calibration: precision, false alarms and recall on images that nobody has used.

Prints the table of docs/labels.md. Takes about ten minutes on one core.
"""

import numpy as np

from elbowatch_model import command, data
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.data import Source
from elbowatch_model.evaluation import relabelled
from elbowatch_model.evaluation.coverage import part
from elbowatch_model.scoring import score

CROPS = 12  # of a board
DEFECTS = 0.02  # share of the stream
ALPHA = 0.01
ABSENT = (5, 8)  # kinds of garments that are new on the line: sandals and bags


def scored(scorer, recipe, file, **options):
    pixels = data.read(Source(file, **options), recipe).pixels
    return score(scorer, pixels, progress=file)


def joined(first, second):
    return {name: np.concatenate([first[name], second[name]]) for name in first}


def stream(normal, defective, random):
    """(terms, defective [N]) in random order, with a share DEFECTS of defects, some of them more than once if few."""
    count = len(normal["kl"])
    wanted = round(DEFECTS / (1 - DEFECTS) * count)
    drawn = random.permutation(len(defective["kl"]))[:wanted]
    both = joined(normal, part(defective, drawn))
    order = random.permutation(count + len(drawn))
    return part(both, order), (np.arange(count + len(drawn)) >= count)[order]


def halves(terms, random, groups=None):
    """Two parts of images, no group in both."""
    groups = np.arange(len(terms["kl"])) if groups is None else groups
    first = np.isin(groups, random.permutation(np.unique(groups))[: len(np.unique(groups)) // 2])
    return part(terms, np.flatnonzero(first)), part(terms, np.flatnonzero(~first))


class Boards:
    """Circuit boards; the first calibration is of boards of another time, on which the network was trained."""

    name = "deeppcb"

    def __init__(self):
        scorer, recipe = scorer_of("deeppcb")
        self.beta = recipe.beta
        self.old = scored(scorer, recipe, "deeppcb/trainval-clean64-idx3-ubyte.gz", group=CROPS)
        self.normal = scored(scorer, recipe, "deeppcb/test-clean64-idx3-ubyte.gz", group=CROPS)
        self.defective = scored(scorer, recipe, "deeppcb/test-defect64-idx3-ubyte.gz")

    def drawn(self, random):
        boards = np.arange(len(self.old["kl"])) // CROPS
        some = np.isin(boards, random.permutation(boards[-1] + 1)[:250])
        normals = halves(self.normal, random, np.arange(len(self.normal["kl"])) // CROPS)
        return part(self.old, np.flatnonzero(some)), normals, halves(self.defective, random)


class Garments:
    """Garments; two kinds of them are new on the line, and handwritten digits are the defects."""

    name = "fashion-mnist"

    def __init__(self):
        scorer, recipe = scorer_of("fashion-mnist")
        self.beta = recipe.beta
        source = Source("fashion-mnist/t10k-images-idx3-ubyte.gz")
        self.normal = score(scorer, data.read(source, recipe).pixels, progress="fashion-mnist")
        self.kinds = data.labels_of(source)
        self.defective = scored(scorer, recipe, "mnist/t10k-images-idx3-ubyte.gz")

    def drawn(self, random):
        order = random.permutation(len(self.kinds))
        known = [i for i in order[:3000] if self.kinds[i] not in ABSENT]
        normals = part(self.normal, order[3000:6500]), part(self.normal, order[6500:])
        return part(self.normal, np.array(known)), normals, halves(self.defective, random)


def repetition(of, seed):
    random = np.random.RandomState(seed)
    first, normals, defects = of.drawn(random)
    seen, defective = stream(normals[0], defects[0], random)
    return relabelled.measured(
        (of.beta, first), seen, defective, (normals[1], defects[1]), ALPHA, random
    )


def shown(values):
    """The mean, and the range of nine tenths of the repetitions."""
    low, high = np.quantile(values, (0.05, 0.95))
    return f"{100 * np.mean(values):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def main():
    parser = command.parser(__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="repetitions (default 20)")
    seeds = parser.parse_args().seeds
    print("| set | calibration | precision | false alarms | recall |\n|---|---|---|---|---|")
    for kind in (Boards, Garments):
        of = kind()
        found = [repetition(of, seed) for seed in range(seeds)]
        for way in relabelled.WAYS:
            rates = [each[way] for each in found]
            print(
                f"| {of.name} | {way} | {shown([each.precision(DEFECTS) for each in rates])} |"
                f" {shown([each.false_alarms for each in rates])} | {shown([each.recall for each in rates])} |",
                flush=True,
            )


if __name__ == "__main__":
    command.run(main)
