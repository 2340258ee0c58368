"""The engine in this process proposes the passages that scoring all windows would."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from index import LibraryIndex, View
from index.analysis import terms
from index.first_stage import Blend, Wanted
from sources import Library

from .shelf import library
from .test_postings import SHELVES, WORDS, sentences_of_windows, windows_of_passages
from .test_view import parted

NAMES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
BLENDS = st.lists(
    st.tuples(NAMES, st.sampled_from([1.0, 0.65, 0.3])),
    min_size=1,
    max_size=3,
    unique_by=lambda name: name[0],
)
QUESTIONS = st.lists(st.tuples(st.floats(0.05, 1), st.floats(0.5, 5), BLENDS), max_size=3)
Question = list[tuple[float, float, list[tuple[str, float]]]]


def weighed(question: Question) -> Wanted:
    """A question as the engine takes it."""
    return [
        (weight, Blend(tuple((" ".join(terms(name)), part) for name, part in names), idf, ()))
        for weight, idf, names in question
    ]


@contextmanager
def short_stretches() -> Iterator[None]:
    """Let a stretch have two windows, for libraries are small here."""
    with ExitStack() as stack:
        for room in ("stretches", "asked", "pruning", "embedded"):
            stack.enter_context(patch(f"index.{room}.BITS", 1))
        yield


@contextmanager
def choosing(at_first: int) -> Iterator[None]:
    """Let so many stretches be scored at first."""
    with (
        patch("index.pruning.AT_FIRST", at_first),
        patch("index.embedded.AT_FIRST_BY_CODE", at_first),
    ):
        yield


def best_by_scoring_all(shelf: Library, question: Question, count: int) -> list[tuple[int, float]]:
    """The best passages, each with the score of the best window that overlaps it."""
    windows = sentences_of_windows(shelf)
    lengths = np.array([sum(map(len, window)) for window in windows], np.int32)
    mean = float(lengths.mean()) if lengths.any() else 1.0
    saturated = 1.5 * (1 - 0.75 + 0.75 * (lengths / mean))
    scores = np.zeros(len(windows))
    for weight, idf, names in question:
        tf = np.zeros(len(windows))
        for name, part in names:
            words = [terms(word)[0] for word in name.split()]
            counts = [
                sum(s[at : at + len(words)] == words for s in window for at in range(len(s)))
                for window in windows
            ]
            tf += part * np.array(counts, np.float64)
        scores += weight * (idf * (tf * 2.5 / (tf + saturated)))
    around = [float(scores[some].max()) for some in windows_of_passages(shelf)]
    best = sorted((-score, number) for number, score in enumerate(around) if score > 0)
    return [(number, -score) for score, number in best[:count]]


@given(
    SHELVES,
    QUESTIONS,
    st.integers(1, 12),
    st.sets(st.sampled_from(["1.txt", "2.txt"])),
    st.sampled_from([(0, 0), (20_000, 0), (20_000, 20_000)]),
    st.sampled_from([1, 200]),
    st.sampled_from([1, 512]),
)
def test_candidates_are_those_of_scoring_every_window(  # noqa: PLR0913, PLR0917  # all that matters
    shelf: Library,
    question: Question,
    count: int,
    apart: set[str],
    sizes: tuple[int, int],
    at_first: int,
    kept_from: int,
) -> None:
    # In machine code, where numba is installed; in numpy; or without choosing at all.
    many, few = sizes
    with (
        patch("index.embedded._MANY_WINDOWS", many),
        patch("index.embedded._FEW_WINDOWS", few),
        patch("index.stretches._LEAST", kept_from),
        short_stretches(),
    ):
        view = View([LibraryIndex.build(part) for part in parted(shelf, apart)])
    engine = view.matcher.engine
    wanted, shelf = weighed(question), view.library

    with choosing(at_first), short_stretches():
        found = engine.candidates(wanted, count)

    expected = best_by_scoring_all(shelf, question, count)
    assert [*zip(found.numbers, found.scores.tolist(), strict=True)] == expected
    assert engine.around(wanted, found.numbers).tolist() == found.scores.tolist()


LONG = "\n\n".join(["guild harbour " * 30 + "guild."] * 8) + " Salt."


@given(
    SHELVES,
    QUESTIONS,
    st.sets(st.sampled_from(["1.txt", "2.txt", "3.txt"])),
    st.sampled_from([(0, 0), (20_000, 0), (20_000, 20_000)]),
)
@example(library(LONG, LONG, LONG), [(1.0, 1.0, [("salt", 1.0)])], {"2.txt"}, (0, 0))
@example(library(LONG, LONG, LONG), [(1.0, 1.0, [("salt", 1.0)])], {"1.txt", "3.txt"}, (0, 0))
def test_candidates_in_some_documents_are_those_of_scoring_their_windows(
    shelf: Library, question: Question, chosen: set[str], sizes: tuple[int, int]
) -> None:
    many, few = sizes
    with (
        patch("index.embedded._MANY_WINDOWS", many),
        patch("index.embedded._FEW_WINDOWS", few),
        patch("index.stretches._LEAST", 1),
        short_stretches(),
    ):
        view = View([LibraryIndex.build(shelf)]).within(chosen)
        found = view.matcher.engine.candidates(weighed(question), 3)

    expected = best_by_scoring_all(view.library, question, 3)
    assert [*zip(found.numbers, found.scores.tolist(), strict=True)] == expected


@given(SHELVES, NAMES, st.sets(st.sampled_from(["1.txt", "2.txt"])))
def test_terms_and_names_are_those_of_the_text(shelf: Library, name: str, apart: set[str]) -> None:
    view = View([LibraryIndex.build(part) for part in parted(shelf, apart)])
    engine, shelf = view.matcher.engine, view.library
    words = list(dict.fromkeys(terms(name)))
    texts = [[p.text[slice(*span)] for span in p.sentences] for p in shelf.passages]
    numbers = [*range(0, len(texts), 2)]
    parts = [part for number in numbers for part in ("", *texts[number])]

    found = engine.tokens(numbers, words)

    every = [term for part in parts for term in terms(part)]
    there = [place for place, term in enumerate(every) if term in words]
    assert found.places.tolist() == there
    assert [words[place] for place in found.terms.tolist()] == [every[place] for place in there]
    assert np.diff(found.part_starts).tolist() == [len(terms(part)) for part in parts]
    assert np.diff(found.passage_starts).tolist() == [1 + len(texts[n]) for n in numbers]
    having = [
        number
        for number, some in enumerate(texts)
        if any(f" {' '.join(terms(name))} " in f" {' '.join(terms(text))} " for text in some)
    ]
    assert engine.having(" ".join(terms(name))).tolist() == having


@given(SHELVES, NAMES, QUESTIONS, st.sets(st.sampled_from(["1.txt", "2.txt", "3.txt"])))
def test_some_documents_have_the_terms_that_they_have_alone(
    shelf: Library, name: str, question: Question, chosen: set[str]
) -> None:
    some = View([LibraryIndex.build(shelf)]).within(chosen)
    engine = some.matcher.engine
    alone = View([LibraryIndex.build(some.library)]).matcher.engine
    words = list(dict.fromkeys(terms(name)))
    name, numbers = " ".join(terms(name)), [*range(0, len(some.library.passages), 2)]

    assert engine.sizes == alone.sizes
    assert engine.frequencies([name, *words]) == alone.frequencies([name, *words])
    assert engine.having(name).tolist() == alone.having(name).tolist()
    if numbers:
        here, there = engine.tokens(numbers, words), alone.tokens(numbers, words)
        assert here.terms.tolist() == there.terms.tolist()
        assert here.places.tolist() == there.places.tolist()
        assert here.part_starts.tolist() == there.part_starts.tolist()
        assert here.passage_starts.tolist() == there.passage_starts.tolist()
        asked = weighed(question)
        assert engine.around(asked, numbers).tolist() == alone.around(asked, numbers).tolist()


def test_no_passages_give_no_candidates() -> None:
    engine = View([LibraryIndex.build(library())]).matcher.engine

    assert engine.candidates([(1.0, Blend((("flood", 1.0),), 1.0, ("flood",)))], 10).numbers == []
    assert engine.frequencies(["flood", "the flood"]) == [0, 0]
