"""How long each stage of an answer takes."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import wraps
from pkgutil import resolve_name
from typing import ParamSpec, TypeVar
from unittest.mock import patch

_P = ParamSpec("_P")
_R = TypeVar("_R")

# By where they stand in the code; a name that is gone raises AttributeError.
_STAGES: Mapping[str, str] = {
    "reading the question": "index.query.QueryReader.read",
    "  of it spelling": "index.spelling.Speller.correct",
    "first stage": "index.embedded.Embedded.candidates",
    "sentences of the candidates": "index.reading.Reading.within",
    "kinds of answer": "index.reading.Reading.answering",
    "excerpts": "index.excerpts.Excerpts.cut",
    "confidence": "index.search.weigh",
    "matched words": "index.search.Searcher._hits",
}


def stage_times(
    answer: Callable[[str], object], questions: Sequence[str]
) -> dict[str, list[float]]:
    """Milliseconds of the processor that each question takes in each stage, and in all together."""
    spent = dict.fromkeys(_STAGES, 0.0)
    times: dict[str, list[float]] = {stage: [] for stage in (*_STAGES, "the rest", "whole answer")}
    with ExitStack() as stack:
        for stage, name in _STAGES.items():
            stack.enter_context(patch(name, _clocked(resolve_name(name), stage, spent)))
        for question in questions:
            spent.update(dict.fromkeys(_STAGES, 0.0))
            started = time.thread_time()
            answer(question)
            whole = 1000 * (time.thread_time() - started)
            for stage, milliseconds in spent.items():
                times[stage].append(milliseconds)
            outer = sum(spent[stage] for stage in _STAGES if not stage.startswith(" "))
            times["the rest"].append(whole - outer)
            times["whole answer"].append(whole)
    return times


def _clocked(function: Callable[_P, _R], stage: str, spent: dict[str, float]) -> Callable[_P, _R]:
    @wraps(function)
    def timed(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        started = time.thread_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[stage] += 1000 * (time.thread_time() - started)

    return timed
