"""A quoted place in the very document that it was quoted from, even after reloads.

A place is named by its document's id and file, both as digests, and by its span. It fits into a
button, so a place can be opened after a restart, and as long as its version is stored.
"""

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import PlaceGoneError
from bot.libraries.server import ServerLibrary
from bot.storage.entries import Entry
from index import SnapshotError
from sources import Document, Library, page_name

PLACE = (
    r"(?:(?P<guild>\d{1,20})@)?"
    r"(?P<document>[0-9a-f]{12}):(?P<file>[0-9a-f]{12}):(?P<start>\d{1,9}):(?P<end>\d{1,9})"
)
"""A regular expression for `Place.key`."""

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """The span [start, end) of a document; an empty one where somebody reads without a quotation.

    Attributes:
        document: Twelve digits for its id.
        file: The first twelve digits of its file's SHA-256.
        guild_id: The server that has it, where a message doesn't tell: in direct messages.
    """

    document: str
    file: str
    start: int
    end: int
    guild_id: int | None = None

    @property
    def key(self) -> str:
        """The place as a part of a custom id, at most 66 characters."""
        guild = "" if self.guild_id is None else f"{self.guild_id}@"
        return f"{guild}{self.document}:{self.file}:{self.start}:{self.end}"

    def is_in(self, document: Document) -> bool:
        """Return whether it is a place of this document."""
        is_file = document.sha256.startswith(self.file)
        return is_file and _digest(document.doc_id) == self.document


@dataclass(frozen=True, slots=True)
class Opened:
    """A place with the library that has it.

    Attributes:
        library: The active one, or an earlier one if the document has changed since.
        is_active: Whether the server still searches this document.
    """

    library: Library
    document: Document
    start: int
    end: int
    is_active: bool


def place_in(document: Document, start: int, end: int) -> QuotedPlace:
    """Name a place in a document."""
    return QuotedPlace(_digest(document.doc_id), _file(document.sha256), start, end)


def place_of_answer(entry: Entry, rank: int, shown: tuple[int, int] | None = None) -> QuotedPlace:
    """Name the place that an answer quoted.

    Args:
        entry: The answer.
        rank: Of the passage, from 1.
        shown: What of its text was shown, as [start, end); None for all that answers.

    Raises:
        PlaceGoneError: If the answer has no such passage, or is from before places were stored.
    """
    if not 1 <= rank <= len(entry.passages) or (logged := entry.passages[rank - 1]).quoted is None:
        raise PlaceGoneError
    length = len(logged.quoted.text)
    first, last = shown or (logged.quote_start or 0, logged.quote_end or length)
    if not first < last <= length:
        raise PlaceGoneError
    start, end = logged.start + first, logged.start + last
    return QuotedPlace(_digest(logged.source), _file(logged.quoted.document), start, end)


def named_places(document: Document) -> dict[str, int]:
    """Return where the sections and pages of a document begin, by their names, sections first."""
    named: dict[str, int] = {}
    for heading in document.headings:
        if name := " ".join(heading.text.split()):
            named.setdefault(name, heading.start)
    for page in document.pages:
        named.setdefault(page_name(page), page.start)
    return named


def find_place(document: Document, typed: str) -> int | None:
    """Return where a page or section begins whose name, or a part of it, was typed.

    Args:
        document: That has it.
        typed: Such as "12", "p. 12", "slide 3" or a heading; None is returned for no such place.
    """
    words = " ".join(typed.split()).casefold().rstrip("…")
    for page in document.pages:
        if words in {page.label.casefold(), page_name(page).casefold()}:
            return page.start
    named = {name.casefold(): start for name, start in named_places(document).items()}
    if words in named:
        return named[words]
    return next((start for name, start in named.items() if words and words in name), None)


async def open_place(server: ServerLibrary, place: QuotedPlace) -> Opened:
    """Find a place in what a server searches, or else in the versions it has stored.

    Raises:
        PlaceGoneError: If the document was deleted with all versions that had it.
    """
    found = _find((await server.searcher()).library, place, is_active=True)
    if found is None:
        found = await asyncio.to_thread(_find_earlier, server, place)
    if found is None:
        raise PlaceGoneError
    return found


def _find_earlier(server: ServerLibrary, place: QuotedPlace) -> Opened | None:
    for version in server.history()[1:]:
        with suppress(SnapshotError):
            for library in server.peek(version):
                if found := _find(library, place, is_active=False):
                    return found
    return None


def _find(library: Library, place: QuotedPlace, *, is_active: bool) -> Opened | None:
    for document in library.documents.values():
        if place.is_in(document) and place.start <= place.end <= len(document.text):
            return Opened(library, document, place.start, place.end, is_active)
    return None


def _digest(doc_id: str) -> str:
    digest = hashlib.blake2b(doc_id.encode(), digest_size=_DIGITS // 2)
    return digest.hexdigest()


def _file(sha256: str) -> str:
    return sha256[:_DIGITS]
