"""The tables of docs/evaluation.md, in Markdown."""

import numpy as np

from ..evaluation import statistics
from ..evaluation.assessment import ALPHAS, Assessment
from ..evaluation.statistics import auroc, average_precision, bootstrap, detection_rate
from .measurements import NO_VAE
from .trainings import DIGITS

# −ELBO, latent 2, one digit held out: figures published for variational autoencoders (see
# docs/evaluation.md).
PUBLISHED = (0.96, 0.73, 0.97, 0.94, 0.73, 0.92, 0.95, 0.77, 0.92, 0.66)


def per_seed(measured, statistic, name, case):
    """The statistic of a score and a case: one value for each seed."""
    return [statistic(seed.normal.scores[name], seed.cases[case][name]) for seed in measured]


def interval(measured, statistic, name, case):
    normals = [m.normal.scores[name] for m in measured]
    anomalies = [m.cases[case][name] for m in measured]
    return bootstrap(statistic, normals, anomalies, repetitions=100)


def rate_at(false_alarms):
    return lambda normal, anomalous: detection_rate(normal, anomalous, false_alarms)


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def faults_table(measured):
    """One row for each kind and strength, then means over kinds and the worst kind.

    The features were chosen on every other kind; those kinds and the others have means of their own.
    """
    cases = list(measured[0].cases)
    kinds = list(dict.fromkeys(kind for kind, _ in cases))
    scores = ("elbo", NO_VAE, "local", "density", "default")
    columns = ["kind", "strength"] + [f"AUROC {s}" for s in scores] + ["95 %", "AP default"]
    columns += ["TPR at 1 % elbo", NO_VAE, "default", "95 %", "TPR at 0.1 % default"]

    def figures(case):
        values = [np.mean(per_seed(measured, auroc, s, case)) for s in scores]
        values += [np.mean(per_seed(measured, average_precision, "default", case))]
        values += [np.mean(per_seed(measured, rate_at(0.01), s, case)) for s in ("elbo", NO_VAE, "default")]
        return np.array([*values, np.mean(per_seed(measured, rate_at(0.001), "default", case))])

    found = {case: figures(case) for case in cases}
    rows = []
    for case in cases:
        bands = [interval(measured, statistic, "default", case) for statistic in (auroc, rate_at(0.01))]
        rows.append([*case, *_row(found[case], bands)])
    by_kind = {kind: np.mean([v for case, v in found.items() if case[0] == kind], 0) for kind in kinds}
    summaries = {
        "mean of 21 kinds": kinds,
        "mean of those chosen on": kinds[0::2],
        "mean of the others": kinds[1::2],
    }
    for name, chosen in summaries.items():
        rows.append([f"**{name}**", "", *_row(np.mean([by_kind[kind] for kind in chosen], 0), ("", ""))])
    rows.append(["**worst kind**", "", *_row(np.min(list(by_kind.values()), 0), ("", ""))])
    return table(columns, rows), by_kind


def _row(values, bands):
    first, second = (b if isinstance(b, str) else f"{b[0]:.3f}–{b[1]:.3f}" for b in bands)
    text = [f"{v:.3f}" for v in values]
    return [*text[:5], first, *text[5:9], second, text[9]]


def digits_table(by_digit):
    scores = ("elbo", "reconstruction", "kl", "local", "density", "default")
    rows = []
    for digit in DIGITS:
        measured, case = by_digit[digit], (digit, "")
        low, high = interval(measured, auroc, "default", case)
        row = [str(digit), f"{PUBLISHED[digit]:.2f}"]
        row += [f"{np.mean(per_seed(measured, auroc, s, case)):.3f}" for s in scores] + [
            f"{low:.3f}–{high:.3f}"
        ]
        rows.append([*row, f"{np.mean(per_seed(measured, rate_at(0.01), 'default', case)):.3f}"])
    means = [np.mean([np.mean(per_seed(by_digit[d], auroc, s, (d, ""))) for d in DIGITS]) for s in scores]
    rows.append(["**mean**", f"{np.mean(PUBLISHED):.3f}", *(f"{m:.3f}" for m in means), "", ""])
    return table(
        ["held out", "published −ELBO", *(f"AUROC {s}" for s in scores), "95 %", "TPR at 1 % default"], rows
    )


def sets_table(measured, reference=None):
    """One row for each case. Thresholds are those of the normal images.

    `reference` is the case that AUROC and AP separate the others from; without it, these are the normal
    images.
    """
    columns = ["", "AUROC elbo", "local", "density", "default", "95 %", "AP default"]
    columns += ["TPR at 1 % local", "default", "95 %", "at 0.1 % local", "default"]
    rows = []
    for case in measured[0].cases:
        if case == reference:
            continue
        against = [m if reference is None else _against(m, reference) for m in measured]
        row = [case[0]]
        for s in ("elbo", "local", "density", "default"):
            row.append(f"{np.mean(per_seed(against, auroc, s, case)):.3f}")
        low, high = interval(against, auroc, "default", case)
        row += [
            f"{low:.3f}–{high:.3f}",
            f"{np.mean(per_seed(against, average_precision, 'default', case)):.3f}",
        ]
        row += [f"{np.mean(per_seed(measured, rate_at(0.01), s, case)):.3f}" for s in ("local", "default")]
        low, high = interval(measured, rate_at(0.01), "default", case)
        row += [f"{low:.3f}–{high:.3f}"]
        rows.append(
            row
            + [f"{np.mean(per_seed(measured, rate_at(0.001), s, case)):.3f}" for s in ("local", "default")]
        )
    return table(columns, rows)


def windows_table(rows):
    columns = ["side of the window", "AUROC", "TPR at 1 %", "at 0.1 %"]
    columns += ["regressed: AUROC", "TPR at 1 %", "at 0.1 %"]
    return table(columns, [[f"{row[0]} px", *(f"{value:.3f}" for value in row[1:])] for row in rows])


def _against(measured, reference):
    normal = Assessment(measured.cases[reference], {})
    return type(measured)(normal, measured.cases, measured.calibrating)


def uniformity_table(experiments):
    """Distance from uniform, and false alarms, of held-out normal images: one row for each seed.

    `experiments` is {name: [Measurement]}. Bold: a distance above the critical value, a share outside the band
    of its score; both compared as they are printed.
    """
    scores = ("elbo", "local", "density", "default")
    columns = ["normal images", "calibrating", "tested", f"distance: {scores[0]}", *scores[1:]]
    for alpha in ALPHAS:
        columns += [f"false alarms at {alpha:g}: {scores[0]}", *scores[1:], "95 %"]
    rows = []
    for name, measured in experiments.items():
        for number, seed in enumerate(measured, start=1):
            tested = len(seed.normal.p["default"])
            label = name if len(measured) == 1 else f"{name}, seed {number}"
            row = [label, f"{seed.calibrating['local']}, {seed.calibrating['default']}", str(tested)]
            for s in scores:
                distance, critical = statistics.uniformity(seed.normal.p[s], seed.calibrating[s])
                row.append(_marked(f"{distance:.3f}", round(distance, 3) > round(critical, 3)))
            for alpha in ALPHAS:
                for s in scores:
                    calibrating = seed.calibrating[s] // (2 if s == "elbo" else 1)
                    band = statistics.conformal_band(tested, alpha, calibrating)
                    low, high = (round(edge, 4) for edge in band)
                    share = round(np.mean(seed.normal.p[s] <= alpha), 4)
                    row.append(_marked(f"{share:.2%}", not low <= share <= high))
                row.append(f"{low:.2%}–{high:.2%}")
            rows.append(row)
    return table(columns, rows)


def _marked(text, bold):
    return f"**{text}**" if bold else text
