"""A document in pages for a phone: whole passages under their headings, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sources import Document, Heading, Library, Passage

_PAGE_CHARS = 750  # about a phone's screen with the title and the buttons
_MOST_SECTIONS = 25  # Discord's limit for a menu


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page.

    Attributes:
        passages: At least one; a single one may be longer than a screen.
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
        length = len(passage.text)
        if not pages or length > room:
            pages.append([])
            room = _PAGE_CHARS
        pages[-1].append(passage)
        room -= length
    return pages
