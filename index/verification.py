"""Find a quotation in the documents: word for word, or the passage that is closest to it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sources import Citation, Library, Locator
from sources.documents import find_pages

from .analysis import tokens
from .collation import Letters, Match, Part, find_closest, find_exact
from .regions import Region, find_regions
from .view import View

Verdict = Literal["exact", "differs", "elsewhere", "absent", "short"]
"""Word for word; similar; word for word, but not where it is said to be; not in the documents; too
short to tell."""

SHORTEST = 12
"""Characters, white space folded: fewer occur by chance."""

_LIKE = 0.6  # part of the words: fewer in common are another sentence
_SURELY = 0.85  # part of the words: no other place is likely to have more
_FEW = 5  # words; of so few more must agree
_LIKE_FEW = 0.65
_BETWEEN = 20  # characters that two words may be apart
_FEW_TERMS = 3  # so few are in too many places to look at each: all texts are searched
_MOST_PLACES = 5
_OMITTED = 3000  # characters that an ellipsis may stand for
_REPLACED = 200  # characters that words in brackets may stand for
_GAP = re.compile(
    r"\[\s*(?:\.\s*){3,4}\]|\[\s*…\s*\]|\(\s*(?:\.\s*){3,4}\)|\(\s*…\s*\)|…|\.(?:\s*\.){2,3}"
    r"|(?P<brackets>\[[^\[\]]{2,80}\])"
)
_REMARK = re.compile(r"\s*\[(?:sic|emphasis (?:added|mine)|my emphasis)[.!]?\]", re.IGNORECASE)
_LETTER = re.compile(r"\[(\w)\](?=\w)")
_BROKEN = re.compile(r"(\w)[-\u2010]\s+(?=\w)")
_EDGES = " \t\n\r.,;:!?\"'“”‘’«»\u2039\u203a*_"
_RANGE = re.compile(r"\s*(\w+)\s*(?:[-\u2013\u2014]\s*(\w+))?\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a quotation is said to be.

    Attributes:
        doc_ids: The documents that may be meant; None if none is named.
        page: A page or range, as it is printed or as its number in the file; None if none is given.
    """

    doc_ids: Collection[str] | None = None
    page: str | None = None


NO_CLAIM = Claim()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a quotation are, or the closest ones.

    Attributes:
        text: Exactly `document.text[locator.start:locator.end]`.
    """

    doc_id: str
    locator: Locator
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of looking for a quotation.

    Attributes:
        places: Where it is, the claimed place first; the closest place if it differs; else none.
        parts: The quotation beside the text of the first place, if it differs.
        omits: Whether it leaves out words of the source, and marks that.
        claim: Where it was said to be.
        is_where_claimed: Whether the first place is there, as far as that can be told.
    """

    quotation: str
    verdict: Verdict
    places: tuple[Place, ...] = ()
    parts: tuple[Part, ...] = ()
    omits: bool = False
    claim: Claim = NO_CLAIM
    is_where_claimed: bool = True

    @property
    def page_unknown(self) -> bool:
        """Return whether a page was claimed that the document cannot confirm: it has no pages."""
        return (
            self.claim.page is not None and bool(self.places) and not self.places[0].citation.page
        )


class Verifier:
    """Looks for quotations in a view; has nothing of its own, so it costs nothing to make."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._library: Library = view.library

    def verify(self, quotation: str, claim: Claim = NO_CLAIM) -> Verification:
        """Look for a quotation.

        Args:
            quotation: Any text, with or without quotation marks around it.
            claim: Where it is said to be.
        """
        words = _REMARK.sub("", " ".join(quotation.split())).strip(_EDGES)
        if len(words) < SHORTEST:
            return Verification(quotation, "short", claim=claim)
        pieces = [_LETTER.sub(r"\1", words)]
        found = self._whole(pieces[0])
        if not (found and found[0][1].is_exact) and (split := _split(pieces[0])):
            parted = self._in_pieces(split)
            if parted and (not found or _rank(parted[0]) > _rank(found[0])):
                return self._judged(quotation, parted, claim, omits=True)
        return self._judged(quotation, found, claim, omits=False)

    def _judged(
        self, quotation: str, found: list[tuple[str, Match]], claim: Claim, *, omits: bool
    ) -> Verification:
        if not found:
            return Verification(quotation, "absent", claim=claim)
        places = [self._place(doc_id, match) for doc_id, match in found]
        places.sort(key=lambda place: not self._is_claimed(place, claim))
        there = self._is_claimed(places[0], claim)
        if not found[0][1].is_exact:
            parts = found[0][1].parts
            return Verification(quotation, "differs", (places[0],), parts, omits, claim, there)
        verdict: Verdict = "exact" if there else "elsewhere"
        shown = tuple(places[:_MOST_PLACES])
        return Verification(quotation, verdict, shown, (), omits, claim, there)

    def _whole(self, words: str) -> list[tuple[str, Match]]:
        """Return all exact places, or the closest one."""
        quoted = Letters(words)
        if not len(quoted):
            return []
        terms = [token.term for token in tokens(_BROKEN.sub(r"\1", words)) if not token.stop]
        regions = [(r, self._letters(r)) for r in find_regions(self._view, terms, len(words))]
        exact = _exact(quoted, regions)
        if not exact and len(set(terms)) <= _FEW_TERMS:
            exact = _exact(quoted, ((r, self._letters(r)) for r in self._scanned(quoted)))
        if exact:
            return exact
        closest: tuple[str, Match] | None = None
        for region, text in regions:
            match = find_closest(quoted, text)
            if match and (closest is None or match.likeness > closest[1].likeness):
                closest = region.doc_id, _moved(match, region.start)
            if match and match.likeness > _SURELY:
                break
        return [closest] if closest and _is_like(quoted, closest[1]) else []

    def _in_pieces(self, pieces: Sequence[tuple[str, int]]) -> list[tuple[str, Match]]:
        """Return where the pieces of a quotation with omissions follow each other.

        Args:
            pieces: The words of each, and how many characters of the source may come before it.
        """
        main = max(range(len(pieces)), key=lambda place: len(pieces[place][0]))
        for doc_id, match in self._whole(pieces[main][0]):
            text = self._library.documents[doc_id].text
            every = [match]
            for words, most in pieces[main + 1 :]:
                start = every[-1].end
                every.append(_near(words, text, start, start + most + 2 * len(words), first=True))
            for place in range(main - 1, -1, -1):
                end, words = every[0].start, pieces[place][0]
                start = max(end - pieces[place + 1][1] - 2 * len(words), 0)
                every.insert(0, _near(words, text, start, end, first=False))
            whole = _joined(every)
            if whole.likeness >= _LIKE:
                return [(doc_id, whole)]
        return []

    def _letters(self, region: Region) -> Letters:
        return Letters(self._library.documents[region.doc_id].text[region.start : region.end])

    def _scanned(self, quoted: Letters) -> Iterator[Region]:
        """Yield stretches of all documents that may have a quotation's words.

        They have its longest word and those after it. Only the case of the first letter is free:
        without it, the pattern begins with plain letters, which is many times as fast.
        """
        words = [word.written for word in quoted.words()]
        longest = max(range(len(words)), key=lambda place: len(words[place]))
        before = sum(map(len, words[:longest])) + _BETWEEN * (longest + 1)
        rest = [words[longest] if longest else words[0][1:], *words[longest + 1 :]]
        pattern = re.compile(r"[\W_]+".join(map(re.escape, rest)))
        for doc_id, document in self._library.documents.items():
            for found in pattern.finditer(document.text):
                start = max(found.start() - before, 0)
                around = document.text[start : found.start()]
                if all(word[1:] in around for word in words[:longest]):
                    yield Region(doc_id, start, found.end() + 2)

    def _place(self, doc_id: str, match: Match) -> Place:
        document = self._library.documents[doc_id]
        return Place(
            doc_id,
            Locator(match.start, match.end),
            document.text[match.start : match.end],
            self._library.cite_span(doc_id, match.start, match.end),
        )

    def _is_claimed(self, place: Place, claim: Claim) -> bool:
        if claim.doc_ids is not None and place.doc_id not in claim.doc_ids:
            return False
        if claim.page is None or place.citation.page is None:
            return True
        pages = self._library.documents[place.doc_id].pages
        on = find_pages(pages, place.locator.start, place.locator.end)
        return on is None or _is_on(claim.page, *((p.label, p.number) for p in on))


def _exact(quoted: Letters, regions: Iterable[tuple[Region, Letters]]) -> list[tuple[str, Match]]:
    """Return each place in some stretches where a quotation is word for word."""
    found: dict[tuple[str, int], tuple[str, Match]] = {}
    for region, text in regions:
        for match in find_exact(quoted, text):
            moved = _moved(match, region.start)
            found.setdefault((region.doc_id, moved.start), (region.doc_id, moved))
    return [found[key] for key in sorted(found)]


def _split(words: str) -> list[tuple[str, int]]:
    """Split a quotation at ellipses and at words in brackets; empty if it has none.

    Returns:
        The words between, and how many characters of the source may be missing before them.
    """
    pieces: list[tuple[str, int]] = []
    start, allowed = 0, 0
    for gap in (*_GAP.finditer(words), None):
        piece = words[start : gap.start() if gap else None].strip(_EDGES)
        if piece:
            pieces.append((piece, allowed))
            allowed = 0
        if gap:
            allowed = max(allowed, _REPLACED if gap["brackets"] else _OMITTED)
            start = gap.end()
    return pieces if len(pieces) > 1 or start else []


def _near(words: str, text: str, start: int, end: int, *, first: bool) -> Match:
    """Return where a piece is in a stretch of a text: the first or the last place, or the closest.

    A piece that is not there is a match of likeness 0 at the stretch's beginning or end.
    """
    quoted, around = Letters(words), Letters(text[start:end])
    exact = list(find_exact(quoted, around))
    found = (exact[0] if first else exact[-1]) if exact else find_closest(quoted, around)
    if found is None or not (found.is_exact or _is_like(quoted, found)):
        at = start if first else end
        return Match(at, at, 0.0, (Part(words, "", same=False),))
    return _moved(found, start)


def _joined(pieces: Sequence[Match]) -> Match:
    parts: list[Part] = []
    for piece in pieces:
        if parts:
            parts.append(Part("…", "…", same=True))
        parts += piece.parts
    sizes = [sum(len(part.quoted) for part in piece.parts) for piece in pieces]
    likeness = sum(p.likeness * size for p, size in zip(pieces, sizes, strict=True)) / sum(sizes)
    return Match(pieces[0].start, pieces[-1].end, likeness, tuple(parts))


def _rank(found: tuple[str, Match]) -> tuple[bool, float]:
    return found[1].is_exact, found[1].likeness


def _is_like(quoted: Letters, match: Match) -> bool:
    few = len(quoted.words()) <= _FEW
    return match.likeness >= (_LIKE_FEW if few else _LIKE)


def _moved(match: Match, by: int) -> Match:
    return replace(match, start=match.start + by, end=match.end + by)


def _is_on(claimed: str, first: tuple[str, int], last: tuple[str, int]) -> bool:
    """Return whether a claimed page or range meets the pages from first to last.

    Args:
        claimed: Such as "12", "xii" or "112-14".
        first: The label of the page on which words begin, and its number in the file.
        last: The same of the page on which they end.
    """
    found = _RANGE.fullmatch(claimed.casefold())
    if found is None:
        return False
    begin, end = found[1], found[2] or found[1]
    if begin in {first[0].casefold(), last[0].casefold()}:
        return True
    if not (begin.isdecimal() and end.isdecimal()):
        return False
    if len(end) < len(begin):
        end = begin[: len(begin) - len(end)] + end
    labels = (int(page[0]) if page[0].isdecimal() else page[1] for page in (first, last))
    numbers = (first[1], last[1])
    return any(
        int(begin) <= upper and lower <= int(end) for lower, upper in (tuple(labels), numbers)
    )
