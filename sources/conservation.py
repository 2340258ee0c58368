"""Check that nothing in a file is lost: every letter of its text is served or reported.

A second, independent reading of the file says what there is to account for. Its words are compared
with the document's as two bags, so the order of columns, notes and boxes doesn't matter. Words in
only one of the bags are compared letter by letter, because readers join words that were broken at
a line's end or spaced out, and separate words that a file ran together.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from .characters import folded
from .documents import LeftOut
from .draft import Draft
from .problems import text_without_place
from .second_reading import Piece

NO_PLACE = "no place in the text was found for it"
"""Reason for leaving out what would otherwise be lost."""

_BLANK_LINE = "\n\n"
_CONTEXT = 3  # words shown on each side of lost ones
_LONGEST_SHOWN = 200  # code points
_SHORTEST = 3  # letters; fewer are only found at the edge of a word, or they might be anywhere
_FEW = 3  # letters of one word that may be anywhere
_MOST_INSERTED = 2  # signs that a reader may add inside a word, such as the bracket of "[12]"
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_]|\0|\Z)")
_TAKEN = "\0"


@dataclass(frozen=True, slots=True)
class Lost:
    """Letters and signs of a file that are neither served nor reported.

    Attributes:
        place: Where they are, as in `Piece`.
        letters: Their number.
        words: The words they belong to.
        around: The same with a few words before and after, to find them by.
    """

    place: str
    letters: int
    words: str
    around: str


def find_lost(pieces: Iterable[Piece], kept: Sequence[str]) -> list[Lost]:
    """Find the text of a file that its document lacks.

    Args:
        pieces: The second reading, from `read_again`.
        kept: All text that is served, left out or withheld; first the document's own.

    Returns:
        What was lost, in the file's order, neighbours together. White space, mended hyphens and
        whatever `characters.folded` folds make no difference.
    """
    pieces = list(pieces)
    if [piece.text for piece in pieces] == list(kept[:1]):
        return []
    parts = [folded(piece.text).split() for piece in pieces]
    words = list(chain.from_iterable(parts))
    here = [word for text in kept for word in folded(text).split()]
    there = Counter(words)
    extra = Counter(here)
    missing, extra = there - extra, extra - there
    if not missing:
        return []
    runs = list(_runs(_odd_ones(words, here, missing)))
    left = _Letters(here, _odd_ones(here, words, extra))
    lost: dict[int, str] = {}
    # Whole runs first: a long one that is lost would otherwise use up parts of others.
    partly = [run for run in runs if not left.take_whole(words, run)]
    for run in sorted(partly, key=len):
        left.account(words, run, lost)
    left.account_signs(lost)
    places = [piece.place for piece, part in zip(pieces, parts, strict=True) for _ in part]
    return list(_reported(words, places, lost))


def with_lost(draft: Draft, lost: Sequence[Lost]) -> Draft:
    """Add lost words at the end of a draft's text, left out and reported."""
    if not lost:
        return draft
    text, left_out = draft.text, list(draft.left_out)
    for each in lost:
        start = len(text) + len(_BLANK_LINE) if text else 0
        text += _BLANK_LINE[: start - len(text)] + each.words
        place = each.place or None
        left_out.append(LeftOut(start=start, end=len(text), reason=NO_PLACE, place=place))
    problem = text_without_place([(each.place, each.around) for each in lost])
    return replace(draft, text=text, left_out=tuple(left_out), problems=(*draft.problems, problem))


def _odd_ones(words: Sequence[str], others: Sequence[str], odd: Counter[str]) -> list[int]:
    """Find the positions of words that occur more often here than in others.

    Of several occurrences, those count whose neighbours are different in the others.
    """
    known = Counter(three for three in _threes(others) if three[1] in odd)
    wanted = Counter(odd)
    strange: list[int] = []
    familiar: list[int] = []
    for position, three in enumerate(_threes(words)):
        if three[1] in odd:
            seen = known[three] > 0
            known[three] -= seen
            (familiar if seen else strange).append(position)
    found = []
    for position in (*strange, *reversed(familiar)):
        if wanted[words[position]] > 0:
            wanted[words[position]] -= 1
            found.append(position)
    return sorted(found)


def _threes(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(["", *words], words, [*words[1:], ""], strict=False)


def _runs(positions: Iterable[int]) -> Iterator[list[int]]:
    """Group positions that follow each other."""
    for _, group in groupby(enumerate(positions), lambda pair: pair[1] - pair[0]):
        yield [position for _, position in group]


class _Letters:
    """The letters of the document's words that the file doesn't have as such."""

    def __init__(self, words: Sequence[str], positions: Iterable[int]) -> None:
        joined = ("".join(words[at] for at in run) for run in _runs(positions))
        self._text, self._hyphens = _HYPHEN.subn("", _TAKEN.join(("", *joined, "")))
        self._known = {self._text[at : at + _SHORTEST] for at in range(len(self._text))}

    def take_whole(self, words: Sequence[str], run: Sequence[int]) -> bool:
        """Take all letters of a run of words, if they are together here."""
        letters, _ = _without_hyphens(words, run)
        start = self._text.find(letters)
        if start >= 0:
            self._cut(start, start + len(letters))
        return start >= 0

    def account(self, words: Sequence[str], run: Sequence[int], lost: dict[int, str]) -> None:
        """Find the letters of a run of words; note those not found, by word."""
        letters, owners = _without_hyphens(words, run)
        at = 0
        while at < len(letters):
            size = self._take(letters, at)
            if not size:
                lost[owners[at]] = lost.get(owners[at], "") + letters[at]
            at += size or 1

    def account_signs(self, lost: dict[int, str]) -> None:
        """Find single letters of words, such as those of a formula, in any order."""
        left = Counter(self._text)
        left["-"] += self._hyphens
        for at, letters in list(lost.items()):
            if len(letters) <= _FEW:
                wanted = Counter(letters)
                lost[at] = "".join((wanted - left).elements())
                left -= wanted

    def _take(self, letters: str, at: int) -> int:
        """Take as many of the letters from `at` on as are together here; return how many."""
        start, size = self._find(letters, at)
        if not size:
            return 0
        end = start + size
        taken = [(start, end)]
        # "word12" may be "word[12]" here.
        while inserted := self._inserted(end, letters[at + size : at + size + 1]):
            start, end, more = self._continued(end + inserted, letters, at + size)
            taken.append((start, end))
            size += more
        for first, last in reversed(taken):
            self._cut(first, last)
        return size

    def _cut(self, start: int, end: int) -> None:
        self._text = self._text[:start] + _TAKEN + self._text[end:]

    def _find(self, letters: str, at: int) -> tuple[int, int]:
        if letters[at : at + _SHORTEST] in self._known:
            size, start = _SHORTEST - 1, -1
            low, high = _SHORTEST, len(letters) - at
            while low <= high:
                middle = (low + high) // 2
                place = self._text.find(letters[at : at + middle])
                if place >= 0:
                    size, start, low = middle, place, middle + 1
                else:
                    high = middle - 1
            if start >= 0:
                return start, size
        for size in range(min(_SHORTEST - 1, len(letters) - at), 0, -1):
            few = re.escape(letters[at : at + size])
            if match := re.search(rf"(?<![^\W_]){few}(?![^\W_])", self._text):
                return match.start(), size
        return 0, 0

    def _inserted(self, end: int, following: str) -> int:
        """Return the number of signs at `end` before the letter that follows, if they are few."""
        if not following:
            return 0
        for count in range(1, _MOST_INSERTED + 1):
            sign = self._text[end + count - 1 : end + count]
            if not sign or sign.isalnum() or sign == _TAKEN:
                return 0
            if self._text[end + count : end + count + 1] == following:
                return count
        return 0

    def _continued(self, start: int, letters: str, at: int) -> tuple[int, int, int]:
        size = 0
        while at + size < len(letters) and self._text[start + size] == letters[at + size]:
            size += 1
        return start, start + size, size


def _without_hyphens(words: Sequence[str], run: Sequence[int]) -> tuple[str, list[int]]:
    """Join words to one string, and say of each letter which word it is from."""
    letters = "".join(words[at] for at in run)
    owners = [at for at in run for _ in words[at]]
    dropped = {match.start() for match in _HYPHEN.finditer(letters)}
    kept = [place for place in range(len(letters)) if place not in dropped]
    return "".join(letters[place] for place in kept), [owners[place] for place in kept]


def _reported(
    words: Sequence[str], places: Sequence[str], lost: Mapping[int, str]
) -> Iterator[Lost]:
    for run in _near(sorted(at for at, letters in lost.items() if letters)):
        first, last = run[0], run[-1] + 1
        near = range(max(0, first - _CONTEXT), min(last + _CONTEXT, len(words)))
        around = " ".join(words[at] for at in near if places[at] == places[first])
        letters = sum(len(lost[at]) for at in run)
        text = " ".join(words[first:last])
        yield Lost(places[first], letters, text, around[:_LONGEST_SHOWN])


def _near(positions: Sequence[int]) -> Iterator[list[int]]:
    """Group positions with at most two words between them."""
    run: list[int] = []
    for position in positions:
        if run and position - run[-1] > _CONTEXT:
            yield run
            run = []
        run.append(position)
    if run:
        yield run
