"""Which sentences are in bold: the best run by the formula, computed the plain way."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import weights
from index.bold import LONGEST_QUOTE, best_run, closest_run
from index.layout import Layout, Sentence

from .shelf import library

STARTS = st.sampled_from(
    ["Bees dance", "Explain why bees dance", "Figure 2: bees", "Which of the following dance", "A"]
)
ENDS = st.sampled_from([".", "?", ":", ".”"])
SENTENCES = st.builds(
    lambda start, words, end: f"{start}{' ab' * words}{end}", STARTS, st.integers(0, 60), ENDS
)
SCORES = st.sampled_from([0.0, 0.25, 1.0, 5.0])
BITS = st.integers(0, 7)
PARAGRAPHS = st.lists(
    st.lists(st.tuples(SENTENCES, SCORES, BITS), min_size=1, max_size=4), min_size=1, max_size=3
)
_OPTIONS, _OPTION = 6, 150


class Marked:
    """Judges by given scores and bits, a list for each passage; "dance" answers, if wanted."""

    asked = frozenset({"bees", "figure"})
    types: tuple[str, ...] = ("date",)
    worth = 10.0
    joins: float | None = None

    def __init__(self, scores: Sequence[Sequence[float]], bits: Sequence[Sequence[int]]) -> None:
        self._scores, self._bits = scores, bits

    def quotable(self, number: int) -> Sequence[float]:
        """Return the given scores."""
        return self._scores[number]

    def having(self, number: int) -> Sequence[int]:
        """Return the given bits; the heading has those of the number."""
        return [number, *self._bits[number]]

    def part(self, having: int) -> float:
        """Return the number of bits of three."""
        return having.bit_count() / 3

    def is_answer(self, sentence: Sentence) -> bool:
        """Return whether it has a word."""
        return bool(self.types) and "dance" in sentence.text


def _plain(text: str, sentences: Sequence[Sentence], scores: Sequence[float], judge: Marked) -> str:
    """The words in bold by trying all runs, each by itself."""
    answering = [*scores]
    asking = [s.asks or s.introduces for s in sentences]
    for place in range(1, len(scores)):
        if asking[place - 1] and not asking[place]:
            answering[place] = max(scores[place], scores[place - 1])
    found = {}
    for first in range(len(sentences)):
        for last in range(first, min(first + 3, len(sentences))):
            run = sentences[first : last + 1]
            words = text[run[0].start : run[-1].end]
            if last > first and len(words) > LONGEST_QUOTE:
                break
            has = 0
            for sentence in run:
                number, place = sentence.key
                has |= judge.having(number)[place + 1]
                if place == 0:  # the heading above
                    has |= judge.having(number)[0]
            worth = weights.COVERED * judge.part(has)
            worth += weights.ANSWER_TYPE * any(map(judge.is_answer, run))
            worth -= weights.ASKING * any(s.asks for s in run)
            aside = any(_is_aside(sentences, n) for n in range(first, last + 1))
            worth -= weights.AROUND * aside
            if any(s.introduces for s in run):
                worth -= weights.ASKING * (1.0 if run[-1].introduces else 0.5)
            inside = answering[first : last + 1]
            total = max(inside) + weights.NEXT * sum(inside) + judge.worth * worth
            found[round(total, 6), first - last, -first] = words
    return found[max(found)]


def _is_aside(sentences: Sequence[Sentence], place: int) -> bool:
    """Figures are asked for; exercises are not."""
    if sentences[place].text.startswith(("Explain", "Which of")):
        return True
    for before in range(place, max(place - _OPTIONS, -1), -1):
        if "Which of the following" in sentences[before].text:
            return True
        if len(sentences[before].text) > _OPTION or sentences[before].text.endswith("."):
            return False
    return False


@given(PARAGRAPHS, st.sampled_from([(), ("date",)]))
def test_the_words_in_bold_are_those_of_the_best_run(
    paragraphs: list[list[tuple[str, float, int]]], types: tuple[str, ...]
) -> None:
    shelf = library("\n\n".join(" ".join(s for s, _, _ in some) for some in paragraphs))
    scores = iter([score for some in paragraphs for _, score, _ in some])
    bits = iter([bit for some in paragraphs for _, _, bit in some])
    layout = Layout(shelf)
    every = [layout[number].sentences for number in range(len(shelf.passages))]
    given_scores = [[next(scores, 0.5) for _ in some] for some in every]
    judge = Marked(given_scores, [[next(bits, 1) for _ in some] for some in every])
    judge.types = types
    sentences = [sentence for some in every for sentence in some]
    flat = [score for some in given_scores for score in some]
    text = shelf.documents["1.txt"].text

    first, last = best_run(text, sentences, flat, judge)

    shown = text[sentences[first].start : sentences[last].end]
    assert shown == _plain(text, sentences, flat, judge)


def test_what_the_heading_has_of_the_question_counts_for_the_sentence_below_it() -> None:
    shelf = library(f"{'Bees hum, ' * LONGEST_QUOTE}bees hum.\n\nThey rest at noon.")
    layout = Layout(shelf)
    sentences = [sentence for number in (0, 1) for sentence in layout[number].sentences]
    judge = Marked([[1.0], [1.0]], [[0], [0]])

    assert best_run(shelf.documents["1.txt"].text, sentences, [1.0, 1.0], judge) == (1, 1)


@pytest.mark.parametrize(
    ("scores", "best", "shown"),
    [
        ([0.1, 0.1, 1.0, 0.2, 0.6], 2, (2, 2)),
        ([0.1, 0.1, 1.0, 0.3, 0.2], 2, (2, 3)),
        ([0.1, 0.6, 1.0, 0.1, 0.1], 2, (1, 2)),
        ([0.6, 0.7, 1.0, 0.9, 0.9], 2, (2, 4)),
        ([0.9, 0.8, 1.0, 0.3, 0.1], 2, (0, 2)),
        ([0.1, 0.1, 0.7, 1.0, 0.1], 3, (2, 3)),
        ([0.1, 0.1, 0.1, 1.0, 0.6], 3, (3, 4)),
    ],
)
def test_neighbors_worth_half_of_the_closest_sentence_join_it_and_first_those_after_it(
    scores: list[float], best: int, shown: tuple[int, int]
) -> None:
    text = "One hums. Two hum. Three hum. Four hum. Five hum."
    sentences = Layout(library(text))[0].sentences

    assert closest_run(text, sentences, scores, best, joins=0.5) == shown
    assert closest_run(text, sentences, scores, best, joins=None) == (best, best)


def test_no_heading_stands_between_the_closest_sentence_and_its_neighbors() -> None:
    text = "One hums.\n\n## Two\n\nThree hum. Four hum."
    shelf = library(text)
    layout = Layout(shelf)
    sentences = [s for number in (0, 2) for s in layout[number].sentences]

    assert closest_run(text, sentences, [1.0, 1.0, 0.1], 0, joins=0.5) == (0, 0)
    assert closest_run(text, sentences, [1.0, 1.0, 0.1], 1, joins=0.5) == (1, 1)


def test_a_question_is_answered_by_the_sentence_after_it() -> None:
    text = "Bees rest. Who hums? Bees hum. Bees eat."
    sentences = Layout(library(text))[0].sentences

    assert closest_run(text, sentences, [0.1, 1.0, 0.2, 0.1], 1, joins=None) == (2, 2)


def test_a_term_with_what_it_means_is_not_in_bold_with_the_term_before() -> None:
    text = "race\nwater of a mill\nhopper\na funnel of a mill\nrynd\na cross of a mill"
    spans, lines = ((0, 20), (21, 46), (47, 69)), (0, 5, 21, 28, 47, 52)
    shelf = library(text)
    entries = replace(shelf.passages[0], sentences=spans, breaks=lines)
    sentences = Layout(replace(shelf, passages=(entries,)))[0].sentences
    judge = Marked([[1.0, 5.0, 1.0]], [[0, 0, 0]])

    assert [sentence.defines for sentence in sentences] == [True] * 3
    assert best_run(text, sentences, [1.0, 5.0, 1.0], judge) == (1, 1)
