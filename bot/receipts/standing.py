"""What became of a passage that was quoted: does its source still say the same?"""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from bot.log.entry import LoggedPassage, Quoted
from sources import Citation, Library, Locator

State = Literal["unchanged", "moved", "changed", "gone"]
"""Word for word where it stood; word for word elsewhere; other words; the document is no more."""

_ALIKE = 50.0  # of 100; below it, two passages have a topic in common at the most


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quoted passage stands today.

    Attributes:
        now: What it reads like today, where it was changed; None if nothing is like it.
        citation: Of the place where it stands today, if it is another one.
    """

    state: State
    now: str | None = None
    citation: Citation | None = None


def standing_of(logged: LoggedPassage, quoted: Quoted, library: Library) -> Standing:
    """Compare a passage as it was quoted with a library; takes a while for a large one."""
    document = library.documents.get(logged.source)
    if document is None:
        return _elsewhere(quoted, library)
    if document.text[logged.start : logged.end] == quoted.text:
        return Standing("unchanged")
    start = document.text.find(quoted.text)
    if start >= 0:
        return Standing("moved", citation=_citation(library, logged.source, start, quoted))
    return _rewritten(logged.source, quoted, library)


def _elsewhere(quoted: Quoted, library: Library) -> Standing:
    """A document that was renamed, or put into another collection, is there all the same."""
    for doc_id, document in library.documents.items():
        start = document.text.find(quoted.text)
        if start >= 0:
            return Standing("moved", citation=_citation(library, doc_id, start, quoted))
    return Standing("gone")


def _rewritten(doc_id: str, quoted: Quoted, library: Library) -> Standing:
    passages = [passage for passage in library.passages if passage.doc_id == doc_id]
    best = process.extractOne(
        quoted.text, [passage.text for passage in passages], scorer=fuzz.ratio, score_cutoff=_ALIKE
    )
    if best is None:
        return Standing("changed")
    passage = passages[best[2]]
    return Standing("changed", passage.shown(), library.citation(passage))


def _citation(library: Library, doc_id: str, start: int, quoted: Quoted) -> Citation | None:
    """The citation of the passage in which the words begin today."""
    end = start + len(quoted.text)
    for passage in library.passages:
        if passage.doc_id == doc_id and passage.locator.end > start:
            return library.citation(passage, Locator(start, end))
    return None
