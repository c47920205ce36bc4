"""The tables of photographs in docs/evaluation.md, in Markdown, from measurements of all seeds."""

import numpy as np

from ...evaluation.statistics import auroc, average_precision, bootstrap, conformal_band
from .methods import DEFAULT, LOCAL
from .registry import PLACE_VAES, TITLES

FALSE_ALARMS = 0.01
ALPHAS = (0.01, 0.02, 0.05, 0.1)
REPETITIONS = 200


def sets_table(measured):
    """One row for each set and method; `measured` is {(set, method): a measurement for each seed}."""
    columns = ["set", "method", "seeds", "AUROC", "95 %", "AP", "TPR at 1 %", "95 %", "AUROC `default`"]
    columns += ["AUROC of pixels", "worst place in the mask", "fit, s", "an image, ms"]
    return _table(columns, [[name, TITLES[key], *_row(found)] for (name, key), found in measured.items()])


def kinds_table(measured):
    """AUROC of the worst place for each kind of defect of the sets that have several."""
    kinds = {name: list(dict.fromkeys(found[0]["kinds"])) for (name, _), found in measured.items()}
    rows = []
    for (name, method), found in measured.items():
        if len(kinds[name]) > 1:
            values = (f"{kind} {_mean(found, auroc, LOCAL, kind):.3f}" for kind in kinds[name])
            rows.append([name, TITLES[method], ", ".join(values)])
    return _table(["set", "method", "AUROC of each kind"], rows)


def faults_table(measured):
    """AUROC of faults of the whole image, made from normal test images, by each score that a method has."""
    shown = {key: found for key, found in measured.items() if found[0]["faults"]}
    if not shown:
        return ""
    faults = list(next(iter(shown.values()))[0]["faults"])
    rows = []
    for (name, method), found in shown.items():
        for score in (s for s in (DEFAULT, LOCAL, "density", "elbo") if s in found[0]["normal"]):
            normals = [m["normal"][score] for m in found]
            anomalies = [[m["faults"][fault][score] for m in found] for fault in faults]
            values = (np.mean([auroc(*pair) for pair in zip(normals, fault)]) for fault in anomalies)
            rows.append([name, TITLES[method], f"`{score}`", *(f"{value:.3f}" for value in values)])
    return _table(["set", "method", "score", *faults], rows)


def alarms_table(measured):
    """The share of normal test images whose p-value of `default` is at most α, for α within reach."""
    rows = []
    for (name, key), found in measured.items():
        if key in PLACE_VAES:
            calibrating, tested = found[0]["train"], len(found[0]["normal"][DEFAULT])
            cells = (_alarms(found, alpha, calibrating, tested) for alpha in ALPHAS)
            rows.append([name, TITLES[key], str(calibrating), str(tested), *cells])
    return _table(["set", "method", "calibrating", "tested", *(f"α = {alpha:.0%}" for alpha in ALPHAS)], rows)


def _alarms(found, alpha, calibrating, tested):
    if alpha < 1 / (calibrating + 1):
        return "out of reach"
    share = np.mean([np.mean(-np.array(m["normal"][DEFAULT]) <= alpha) for m in found])
    low, high = conformal_band(tested, alpha, calibrating)
    return f"{share:.1%} ({low:.1%}–{high:.1%})"


def choice_table(choices, measured):
    """AUROC of each latent on the synthetic faults that --choose uses, beside that on the real defects."""
    rows = []
    for name, choice in choices.items():
        best = max(choice, key=lambda method: choice[method]["auroc"])
        for method, found in choice.items():
            kinds = ", ".join(f"{kind} {value:.3f}" for kind, value in found["kinds"].items())
            real = measured.get((name, method))
            real = f"{_mean(real, auroc, LOCAL):.3f}" if real else ""
            chosen = "chosen" if method == best else ""
            rows.append([name, TITLES[method], f"{found['auroc']:.3f}", chosen, real, kinds])
    return _table(["set", "latent", "synthetic faults", "", "real defects", "each kind of synthetic fault"], rows)


def _row(found):
    bands = [_band(found, statistic) for statistic in (auroc, detected)]
    places = [m["pixelAuroc"] for m in found if m["pixelAuroc"] is not None]
    hits = [hit for m in found for hit in reported_in_mask(m)]
    return [
        str(len(found)),
        f"{_mean(found, auroc, LOCAL):.3f}",
        bands[0],
        f"{_mean(found, average_precision, LOCAL):.3f}",
        f"{_mean(found, detected, LOCAL):.3f}",
        bands[1],
        f"{_mean(found, auroc, DEFAULT):.3f}" if DEFAULT in found[0]["normal"] else "",
        f"{np.mean(places):.3f}" if places else "",
        f"{np.mean(hits):.0%} of {len(hits) / len(found):.0f}" if hits else "",
        f"{np.median([m['fitSeconds'] for m in found]):.0f}",
        f"{np.median([m['millisAnImage'] for m in found]):.0f}",
    ]


def threshold(normal):
    """The score that at most 1 % of the normal images exceed: none of fewer than 100."""
    return np.sort(normal)[int(np.ceil((1 - FALSE_ALARMS) * len(normal))) - 1]


def detected(normal, anomalous):
    """The share of anomalous images above the threshold."""
    return float(np.mean(np.asarray(anomalous) > threshold(normal)))


def reported_in_mask(measurement):
    """For every reported image that has a mask, whether its worst place lies in it."""
    limit = threshold(measurement["normal"][LOCAL])
    pairs = zip(measurement["anomalous"][LOCAL], measurement["inMask"])
    return [hit for score, hit in pairs if hit is not None and score > limit]


def _mean(found, statistic, score, kind=None):
    return np.mean([statistic(np.array(m["normal"][score]), _anomalous(m, score, kind)) for m in found])


def _anomalous(measurement, score, kind=None):
    values = np.array(measurement["anomalous"][score])
    return values if kind is None else values[np.array(measurement["kinds"]) == kind]


def _band(found, statistic):
    normals = [np.array(m["normal"][LOCAL]) for m in found]
    low, high = bootstrap(statistic, normals, [_anomalous(m, LOCAL) for m in found], REPETITIONS)
    return f"{low:.3f}–{high:.3f}"


def _table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"
