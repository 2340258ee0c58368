"""Fits the weights of index.confidence, and shows what its probabilities are worth.

    python -m benchmarks.confidence [--shared FOLDER] [--model PLACE]

Of each class the confidence comes from the other classes alone ("held out"), and from the weights
in index.confidence ("shipped"). All classes count alike. Questions with names that are there and
facts that are not are fitted, too, but are no part of what is printed.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import Searcher, evaluate
from index.confidence import BIAS, FOUND, WEIGHTS, Evidence
from index.evaluation import auroc

from .collections import SHARED, QuestionSet, load_question_sets, squad_question_set
from .models import add_option, make_searcher, open_model
from .near_topic import near_topic
from .reporting import share, show
from .switches import nothing_withheld

Array = npt.NDArray[np.float64]

# In the order of Evidence.features().
_FEATURES = ("score", "coverage", "what is asked, too", "lead", "heading")
_MEANING = ("passage", "sentence", "lead in both")
_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_NEAR_TOPIC = 0.5  # what a question counts whose names alone are there
_L2 = 1.0  # on weights, not on the bias; against as many cases as there are
_STEPS = 30  # of Newton's method; it converges in about six


@dataclass(frozen=True, slots=True)
class Case:
    """One question asked.

    Attributes:
        question_set: Its class.
        answerable: Whether some passage answers.
        features: The first passage's; None if no passage has a word of the question.
        right: Whether the first passage answers.
        counts: Against others of its class, where weights are fitted.
        told: Part of the probability that is left: see `Evidence.told`.
    """

    question_set: str
    answerable: bool
    features: tuple[float, ...] | None
    right: bool
    counts: float = 1.0
    told: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """What `index.confidence` has as WEIGHTS and BIAS."""

    weights: tuple[float, ...]
    bias: float

    def probabilities(self, cases: Sequence[Case]) -> Array:
        """Return one for each case; 0 for a question that no passage has a word of."""
        z = [
            self.bias + float(np.dot(self.weights, case.features)) if case.features else -np.inf
            for case in cases
        ]
        told = np.array([case.told for case in cases])
        probabilities: Array = told / (1 + np.exp(-np.array(z)))
        return probabilities


Judged = Mapping[str, tuple[Sequence[Case], Array]]
"""By class: its cases, and the probability of each."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Collect, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    add_option(parser)
    given = parser.parse_args(arguments)
    meaning = open_model(given.model)
    squad = squad_question_set(given.shared)
    every = [*load_question_sets(given.shared), *([squad] if squad else [])]
    searchers = {questions.name: make_searcher(questions.library, meaning) for questions in every}
    cases = {q.name: _asked(q, searchers[q.name]) for q in every}
    near = [case for name, searcher in searchers.items() for case in _near(name, searcher)]
    known = meaning.model.calibration if meaning else None
    shipped = Model(known.weights, known.bias) if known else Model(WEIGHTS, BIAS)
    found = known.found if known else FOUND
    _print_weights(fit([*chain.from_iterable(cases.values()), *near]), shipped)
    if len(cases) == 1:
        sys.exit(f"Nothing can be held out of a single class; {given.shared} has more.")
    held_out = {}
    for name, some in cases.items():
        every_case = chain(*cases.values(), near)
        others = [case for case in every_case if case.question_set != name]
        held_out[name] = some, fit(others).probabilities(some)
    as_shipped = {name: (some, shipped.probabilities(some)) for name, some in cases.items()}
    for title, judged in (("held out", held_out), ("shipped", as_shipped)):
        _print_found(title, judged, found)
        _print_reliability(title, judged)


def fit(cases: Sequence[Case]) -> Model:
    """Fit by Newton's method (iteratively reweighted least squares); all classes count alike."""
    usable = [case for case in cases if case.features]
    sizes: defaultdict[str, float] = defaultdict(float)
    for case in usable:
        sizes[case.question_set] += case.counts
    counted = np.array([c.counts / sizes[c.question_set] for c in usable])
    counted *= len(usable) / counted.sum()
    features = np.array([[*(case.features or ()), 1.0] for case in usable])
    right = np.array([case.right for case in usable], float)
    penalty = _L2 * np.eye(features.shape[1])
    penalty[-1, -1] = 0.0
    beta = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-features @ beta))
        gradient = features.T @ (counted * (right - probability)) - penalty @ beta
        curvature = (features.T * (counted * probability * (1 - probability))) @ features + penalty
        beta += np.linalg.solve(curvature, gradient)
    *weights, bias = beta.tolist()
    return Model(tuple(weights), bias)


def _near(name: str, searcher: Searcher) -> list[Case]:
    """Ask for facts that are not there."""
    near = [searcher.evidence(question) for question in near_topic(name)]
    return [_case(name, one, answerable=False, right=False, counts=_NEAR_TOPIC) for one in near]


def _asked(questions: QuestionSet, searcher: Searcher) -> list[Case]:
    with nothing_withheld():
        outcomes = evaluate(searcher.answer, questions.questions).outcomes
    return [
        _case(
            questions.name,
            searcher.evidence(outcome.question.question),
            answerable=bool(outcome.question.answers),
            right=any(outcome.right[:1]),
        )
        for outcome in outcomes
    ]


def _case(
    name: str, evidence: Evidence | None, *, answerable: bool, right: bool, counts: float = 1.0
) -> Case:
    features, told = (evidence.features(), evidence.told) if evidence else (None, 1.0)
    return Case(name, answerable, features, right, counts, told)


def _print_weights(refit: Model, shipped: Model) -> None:
    features = (*_FEATURES, *_MEANING)[: len(refit.weights)]
    rows = zip(
        (*features, "bias"),
        (*refit.weights, refit.bias),
        (*shipped.weights, shipped.bias),
        strict=True,
    )
    show(
        "Weights of the evidence",
        ("", "fitted now", "shipped"),
        [(name, f"{now:.2f}", f"{then:.2f}") for name, now, then in rows],
    )


def _print_found(title: str, judged: Judged, least: float) -> None:
    """Print how well right first passages are told from wrong ones, and what is called found."""
    rows = []
    for name, (cases, probabilities) in judged.items():
        right = np.array([case.right for case in cases])
        answerable = np.array([case.answerable for case in cases])
        found = probabilities >= least
        figures = (
            auroc(probabilities[right].tolist(), probabilities[~right].tolist()),
            float(right[found].mean()) if found.any() else None,
            float(found[answerable].mean()) if answerable.any() else None,
            float(found[~answerable].mean()) if not answerable.all() else None,
        )
        rows.append((name, str(len(cases)), *map(share, figures)))
    header = ("", "questions", "AUROC", "found right", "answerable found", "others found")
    show(f"Called found from {share(least)}, {title}", header, rows)


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


if __name__ == "__main__":
    main()
