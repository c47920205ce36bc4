#!/usr/bin/env python3
"""Likelihood vectors: nll, floor and mean of the continuous Bernoulli, computed with 60 digits.

Writes src/test/resources/reference/continuous-bernoulli.tsv, with which both sides are tested.

    python3 model/vectors/make_likelihood_vectors.py
"""

from decimal import Decimal, getcontext
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "src/test/resources/reference/continuous-bernoulli.tsv"
LOGITS = (-80, -20, -3, -0.75, -0.5, -0.25, -0.01, -0.001, 0, 1e-6, 0.009, 0.1, 0.49, 0.51, 2, 11.5, 80)
LEVELS = (0, 1, 3, 4, 64, 127, 128, 200, 254, 255)
ONE = Decimal(1)


def log_integral(logit):
    """log of the integral of exp(l·x) over 0..1."""
    return (((logit.exp() - 1) / logit)).ln() if logit else Decimal(0)


def nll(logit, x):
    return log_integral(logit) - logit * x


def mean(logit):
    return ONE / (1 - (-logit).exp()) - ONE / logit if logit else ONE / 2


def floor(x):
    low, high = Decimal(-80), Decimal(80)
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(middle) < x else (low, middle)
    return nll(low, x)


def main():
    getcontext().prec = 60
    lines = ["logit\tlevel\tnll\tfloor\tmean"]
    for level in LEVELS:
        x = Decimal(level) / 255
        lowest = floor(x)
        for logit in LOGITS:
            exact = Decimal(logit)
            lines.append(f"{logit!r}\t{level}\t{float(nll(exact, x))!r}\t{float(lowest)!r}\t{float(mean(exact))!r}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
