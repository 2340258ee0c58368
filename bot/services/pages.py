"""A document in pages for a phone: passages under their headings, in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from sources import Document, Heading, Library, Passage

PAGE_CHARS = 360
"""About a phone's screen with the title, the buttons and the menu, in characters of full lines."""

_LINE_CHARS = 33  # about a line on it; the last line of a paragraph takes as much room
_LIST_MARK = re.compile(r"[ \t]*(?:\d{1,3}[.)]|[^\w\s])?[ \t]*")
_MOST_SECTIONS = 25  # Discord's limit for a menu


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page.

    Attributes:
        passages: At least one; of a passage that is longer than a screen, some of its sentences.
            A single sentence may be longer than a screen.
        number: From 1.
        total: Number of pages.
    """

    passages: tuple[Passage, ...]
    number: int
    total: int


class Reader:
    """Turns the pages of one document."""

    def __init__(self, library: Library, document: Document) -> None:
        self.document = document
        passages = [p for p in library.passages if p.doc_id == document.doc_id]
        self._pages = _paged(passages)

    def page(self, number: int) -> Leaf:
        """Return a page; the nearest one if there is none of this number."""
        number = min(max(number, 1), len(self._pages))
        return Leaf(tuple(self._pages[number - 1]), number, len(self._pages))

    def page_of(self, offset: int) -> int:
        """Return the number of the page with an offset of the document's text, or the next."""
        for number, passages in enumerate(self._pages, start=1):
            if passages[-1].locator.end > offset:
                return number
        return len(self._pages)

    def sections(self, near: int) -> list[tuple[Heading, int]]:
        """Return headings with their pages, those around a page if there are too many."""
        found = [(h, self.page_of(h.end)) for h in self.document.headings if h.text.strip()]
        before = sum(number < near for _, number in found)
        first = max(min(before - _MOST_SECTIONS // 2, len(found) - _MOST_SECTIONS), 0)
        return found[first : first + _MOST_SECTIONS]


def _paged(passages: Sequence[Passage]) -> list[list[Passage]]:
    pages: list[list[Passage]] = []
    room = 0
    for passage in passages:
        for piece in _pieces(passage):
            needed = _room(piece)
            if not pages or needed > room:
                pages.append([])
                room = PAGE_CHARS
            pages[-1].append(piece)
            room -= needed
    return pages


def _pieces(passage: Passage) -> Iterator[Passage]:
    """Yield a passage that fits on a page whole, and any other in as few pieces as fit."""
    begins = (_line_start(passage.text, start) for start, _ in passage.sentences[1:])
    starts = [0, *begins, len(passage.text)]
    first = 0
    for start, end in pairwise(starts):
        if start > first and _room(_slice(passage, first, end)) > PAGE_CHARS:
            yield _slice(passage, first, start)
            first = start
    yield _slice(passage, first, len(passage.text))


def _line_start(text: str, start: int) -> int:
    """Return where a sentence's line begins if only the mark of a list is before it."""
    line = text.rfind("\n", 0, start) + 1
    return line if _LIST_MARK.fullmatch(text, line, start) else start


def _slice(passage: Passage, start: int, end: int) -> Passage:
    """Return [start, end) of a passage, at ends of sentences, as a passage."""
    place = passage.locator

    def inside(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)

    return replace(
        passage,
        text=passage.text[start:end],
        locator=replace(place, start=place.start + start, end=place.start + end),
        sentences=inside(passage.sentences),
        breaks=tuple(one - start for one in passage.breaks if start <= one < end),
        marks=inside(passage.marks),
    )


def _room(passage: Passage) -> int:
    """Return the room that a passage takes, in characters of full lines."""
    lines = passage.shown().split("\n")
    return sum(max(ceil(len(line) / _LINE_CHARS), 1) * _LINE_CHARS for line in lines)
