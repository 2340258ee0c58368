"""The parts of Pullquote that are measured one by one, by where they stand in the code.

A name that is gone raises AttributeError, so that no figure is taken of a part that has moved.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from unittest.mock import patch

import numpy as np

from index.bm25 import Ints, Keys
from index.synonyms import gather
from sources import Library


def _as_it_is(library: Library) -> Library:
    return library


def _no_repeats(signatures: Keys, _terms: object, **_others: object) -> Ints:
    return np.arange(len(signatures), dtype=np.int32)


def _without_headings(library: Library) -> Library:
    return replace(
        library,
        passages=tuple(
            replace(passage, locator=replace(passage.locator, section=None))
            for passage in library.passages
        ),
    )


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the search that can be switched off.

    Attributes:
        off: What stands in the place of which names while it is off.
        prepare: What is done to a library before it is indexed.
    """

    name: str
    off: Mapping[str, object] = field(default_factory=dict)
    prepare: Callable[[Library], Library] = _as_it_is

    @contextmanager
    def switched_off(self) -> Iterator[None]:
        """For searchers that are built and asked inside."""
        with ExitStack() as stack:
            for name, value in self.off.items():
                stack.enter_context(patch(name, value))
            yield


COMPONENTS = (
    Component("windows of three blocks", {"index.postings.WIDTH": 1}),
    Component("section heading", prepare=_without_headings),
    Component("best sentence", {"index.weights.SENTENCE": 0.0}),
    Component("word pairs in it", {"index.weights.PAIRS": 0.0}),
    Component("answer types", {"index.weights.ANSWER_TYPE": 0.0}),
    Component("definitions", {"index.weights.DEFINITION": 0.0}),
    Component("first sentences of sections", {"index.weights.LEAD": 0.0}),
    Component("questions in the text", {"index.weights.QUESTION": 1.0}),
    Component("lines that say nothing new", {"index.weights.ECHO": 1.0}),
    Component("words in a row", {"index.weights.ROW": 0.0}),
    Component("authors", {"index.reading.is_author": lambda _name, _authors: False}),
    Component("specificity weights", {"index.query.specificity": lambda _word: 1.0}),
    Component("families of words", {"index.matching.Matcher.family": lambda _self, _term: []}),
    Component("chat words", {"index.weights.CHAT": 1.0}),
    Component("spelling", {"index.spelling.Speller.correct": lambda _self, _word: None}),
    Component("synonym files", {"index.search.shipped_names": lambda: gather([])}),
    Component("learnt abbreviations", {"index.pieces.learn_abbreviations": lambda _texts: ()}),
    Component("parts of a question", {"index.query.split_parts": lambda _question: ()}),
    Component("numbers of sections", {"index.weights.HEADING_NUMBER": 0.0}),
    Component("exercises aside", {"index.weights.EXERCISES": 1.0}),
    Component("works cited aside", {"index.weights.ASIDE": 1.0}),
    Component("more than a sentence in bold", {"index.weights.NEXT": 0.0}),
    Component("repeats merged", {"index.library_index.originals": _no_repeats}),
)


@contextmanager
def nothing_withheld() -> Iterator[None]:
    """Answers show their passages however unlikely they are: the ranking alone counts."""
    with (
        patch("index.confidence.NOTHING", 0.0),
        patch("index.evidence.is_elsewhere", lambda *_, **__: False),
        patch("index.query.is_foreign", lambda *_: False),
    ):
        yield
