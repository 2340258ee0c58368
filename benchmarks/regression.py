"""Logistic regression: features -> the probability that the first passage answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cases import OFF_TOPIC, Case

Array = npt.NDArray[np.float64]

_L2 = 1.0  # on weights, not on the bias; against as many cases as there are
_STEPS = 30  # of Newton's method; it converges in about six
_LESS = {OFF_TOPIC: 0.3}  # all of it is wrong: in full it would lower the confidence of all answers


@dataclass(frozen=True, slots=True)
class Model:
    """What `index.confidence` has as WEIGHTS and BIAS."""

    weights: tuple[float, ...]
    bias: float

    def probabilities(self, cases: Sequence[Case]) -> Array:
        """One for each case; 0 for a question that no passage has a word of."""
        z = [
            self.bias + float(np.dot(self.weights, case.features)) if case.features else -np.inf
            for case in cases
        ]
        probabilities: Array = 1 / (1 + np.exp(-np.array(z)))
        return probabilities


def fit(cases: Sequence[Case]) -> Model:
    """Fit by Newton's method (iteratively reweighted least squares); all sets count alike."""
    usable = [case for case in cases if case.features]
    sizes = Counter(case.question_set for case in usable)
    counted = np.array([_LESS.get(c.question_set, 1.0) / sizes[c.question_set] for c in usable])
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
