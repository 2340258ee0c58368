"""Fits the weights of index.confidence, and shows what its probabilities are worth.

    python -m benchmarks.confidence [--shared FOLDER]

Of each set of questions the confidence comes from the other sets alone ("held out"), and from the
weights in index.confidence ("shipped").
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np

from index.confidence import BIAS, FOUND, WEIGHTS
from index.evaluation import auroc

from .cases import OFF_TOPIC, Case, collect
from .collections import SHARED
from .regression import Array, Model, fit
from .reporting import share, show

# In the order of Evidence.features().
_FEATURES = (
    *("coverage", "sentence coverage", "specifics", "strange words", "answer type missing"),
    "unknown words",
)
_BINS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_ANSWERED = 0.85  # part of the answerable questions that are to be called found

Judged = Mapping[str, tuple[Sequence[Case], Array]]
"""By set: its cases, and the probability of each."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Collect, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    given = parser.parse_args(arguments)
    cases = collect(given.shared)
    shipped = Model(WEIGHTS, BIAS)
    _print_weights(fit(cases), shipped)
    by_set = {name: _of(cases, name) for name in dict.fromkeys(c.question_set for c in cases)}
    if len(by_set) == 1:
        sys.exit(f"Nothing can be held out of a single set of questions; {given.shared} has more.")
    held_out = {name: (some, _trained_without(cases, name)) for name, some in by_set.items()}
    as_shipped = {name: (some, shipped.probabilities(some)) for name, some in by_set.items()}
    _print_aurocs(held_out, as_shipped)
    _print_reliability("held out", held_out)
    _print_reliability("shipped", as_shipped)
    _print_found(held_out, as_shipped)


def _of(cases: Sequence[Case], name: str) -> list[Case]:
    return [case for case in cases if case.question_set == name]


def _trained_without(cases: Sequence[Case], name: str) -> Array:
    """The probabilities of a set's cases by a model that has not seen them."""
    model = fit([case for case in cases if case.question_set != name])
    return model.probabilities(_of(cases, name))


def _print_weights(refit: Model, shipped: Model) -> None:
    rows = zip(
        (*_FEATURES, "bias"),
        (*refit.weights, refit.bias),
        (*shipped.weights, shipped.bias),
        strict=True,
    )
    show(
        "Weights of the evidence",
        ("", "fitted now", "shipped"),
        [(name, f"{now:.2f}", f"{then:.2f}") for name, now, then in rows],
    )


def _print_aurocs(held_out: Judged, as_shipped: Judged) -> None:
    show(
        "AUROC: questions with an answer against those without; right first passages against wrong",
        ("", "questions", "held out", "shipped", "right, held out", "right, shipped"),
        [
            (
                name,
                str(len(cases)),
                *(_auroc(j[name], [c.answerable for c in cases]) for j in (held_out, as_shipped)),
                *(_auroc(j[name], [c.right for c in cases]) for j in (held_out, as_shipped)),
            )
            for name, (cases, _) in held_out.items()
            if name != OFF_TOPIC
        ],
    )


def _auroc(judged: tuple[Sequence[Case], Array], positive: Sequence[bool]) -> str:
    _, probabilities = judged
    chosen = np.array(positive)
    return share(auroc(probabilities[chosen].tolist(), probabilities[~chosen].tolist()))


def _print_reliability(title: str, judged: Judged) -> None:
    rows = [
        (f"{low:.2f} to {high:.2f}", *(_bin(*judged[name], low, high) for name in judged))
        for low, high in pairwise(_BINS)
    ]
    show(
        f"Reliability, {title}: questions, confidence in the mean, part of them right",
        ("", *judged),
        rows,
    )


def _bin(cases: Sequence[Case], probabilities: Array, low: float, high: float) -> str:
    inside = (probabilities >= low) & ((probabilities < high) | (high == _BINS[-1]))
    if not inside.any():
        return ""
    right = np.array([case.right for case in cases])[inside]
    return f"{inside.sum()}  {probabilities[inside].mean():.2f}  {right.mean():.2f}"


def _print_found(held_out: Judged, as_shipped: Judged) -> None:
    """The threshold of the starter questions also serves those that only ask for other things."""
    thresholds = {
        name: _threshold(p[[case.answerable for case in cases]])
        for name, (cases, p) in held_out.items()
        if name != OFF_TOPIC
    }
    rows = []
    for name, (cases, probabilities) in held_out.items():
        threshold = thresholds.get(name, thresholds["starter"])
        for kind in dict.fromkeys(case.kind for case in cases):
            inside = np.array([case.kind == kind for case in cases])
            rows.append(
                (
                    f"{name}: {kind}",
                    str(inside.sum()),
                    share(threshold),
                    share(float((probabilities[inside] >= threshold).mean())),
                    share(float((as_shipped[name][1][inside] >= FOUND).mean())),
                )
            )
    show(
        f"Called found: where {share(_ANSWERED)} of the answerable are, and as shipped",
        ("", "questions", "from, held out", "found", f"shipped, from {share(FOUND)}"),
        rows,
    )


def _threshold(answerable: Array) -> float:
    """The highest probability that enough of the answerable questions reach."""
    ordered = np.sort(answerable)[::-1]
    return float(ordered[ceil(_ANSWERED * len(ordered)) - 1])


if __name__ == "__main__":
    main()
