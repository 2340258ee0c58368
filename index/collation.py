"""Compare a quotation with a text: by letters, marks and words, whatever the typography.

Not compared are what printing and typing change: curly and straight quotation marks, kinds of
dashes and spaces, ligatures, ends of lines, words that are broken there with a hyphen, and
references to notes such as "[12]". Everything else counts: letters with their accents and case,
and marks such as commas. The case of the first letter and the marks at the ends are the writer's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

_PIECE = re.compile(
    r"""(?P<note> \[ \d{1,3} \] )
      | (?P<word> (?: [^\W_] | [\u0300-\u036f] )+ )
      | (?: (?! \[ \d{1,3} \] ) [\W_] )+?
        (?= \[ \d{1,3} \] | [^\W_] | [\u0300-\u036f] | \Z )""",
    re.VERBOSE,
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHES = "'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4"
_QUOTATION_MARKS = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a*'
_MARKS = str.maketrans(
    dict.fromkeys(_INVISIBLE)
    | dict.fromkeys(_DASHES, "\u2013")
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTATION_MARKS)
    | {"\u2026": "..."}
)
_BROKEN = re.compile(r"[-\u2010\u00ad]\s+\Z")
_ELLIPSIS = re.compile(r"\.(?:\s*\.)+")
_LONG = 64  # letters; what rapidfuzz compares with each place, not only with likely ones
_FIRST_UNSPACED = "\u2e80"  # Chinese, Japanese and Korean, where a line's end is no space
_HYPHENS = frozenset("-\u2010\u2011")
_JOINTS = frozenset({"", "~", "'", "-"})
"""What may stand inside a word; "~" is a hyphen at the end of a line, perhaps no part of it."""
_DASH = "\u2013"  # for all kinds
_HYPHEN_THERE = frozenset({"~", "", "-", _DASH})  # what "~" may be, or be typed for


class Letters:
    """The letters and digits of a text, and the marks between them.

    Attributes:
        text: The letters, decomposed (NFKD), in their case.
        folded: The same in lower case; as long.
        gaps: What stands before each letter that does not directly follow another one.
        offsets: Of each letter in the raw text.
    """

    __slots__ = ("folded", "gaps", "offsets", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.gaps: dict[int, str] = {}
        self.offsets: list[int] = []
        written: list[str] = []
        gap = ""
        for piece in _PIECE.finditer(raw):
            if piece.lastgroup == "note":
                gap += " "
            elif piece.lastgroup is None:
                gap += piece[0]
            else:
                if gap:
                    self.gaps[len(self.offsets)] = gap
                    gap = ""
                self._add(piece[0], piece.start(), written)
        self.text = "".join(written)
        self.folded = "".join(map(_lower, self.text)) if self.text else ""
        self.gaps = {place: self._mark(place, gap) for place, gap in self.gaps.items() if place}
        self.gaps = {place: gap for place, gap in self.gaps.items() if gap}

    def __len__(self) -> int:
        return len(self.offsets)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where letters [start, end) stand in the raw text."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def is_boundary(self, place: int) -> bool:
        """Return whether a word may begin or end before a letter."""
        return (
            place in {0, len(self)}
            or place in self.gaps
            or self.text[place] >= _FIRST_UNSPACED
            or self.text[place - 1] >= _FIRST_UNSPACED
        )

    def words(self) -> list["Word"]:
        """Return the words in order, each with the mark behind it."""
        if not self.offsets:
            return []
        cuts, joints = [0], dict[int, str]()
        for place in sorted(self.gaps):
            if self.gaps[place] in _JOINTS:
                joints[place] = self.gaps[place].replace("~", "")
            else:
                cuts.append(place)
        inside = iter([*joints, len(self) + 1])
        joint, found = next(inside), []
        for first, end in pairwise([*cuts, len(self)]):
            written, start = "", first
            while joint < end:
                written += self.text[start:joint] + joints[joint]
                start, joint = joint, next(inside)
            written += self.text[start:end]
            mark = self.gaps.get(end, " ")
            word = self.folded[first:end]
            found.append(
                Word(
                    written,
                    "" if mark == " " else mark,
                    word,
                    self.offsets[first],
                    self.offsets[end - 1] + 1,
                )
            )
        return found

    def _add(self, word: str, start: int, written: list[str]) -> None:
        if word.isascii():
            written.append(word)
            self.offsets += range(start, start + len(word))
            return
        for place, character in enumerate(word, start):
            plain = _decomposed(character)
            written.append(plain)
            self.offsets += [place] * len(plain)

    def _mark(self, place: int, gap: str) -> str:
        if gap == " ":
            plain = gap
            if self.text[place] < _FIRST_UNSPACED:
                return gap
        elif gap in _HYPHENS:
            return "-"
        elif _BROKEN.fullmatch(gap):
            return "~"
        else:
            plain = _plain_mark(gap)
        if not plain.isspace():
            return plain
        unspaced = min(self.text[place - 1 : place + 1]) >= _FIRST_UNSPACED
        return "" if unspaced else " "


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        written: Its letters and the marks inside it.
        mark: The mark behind it; "" for a space alone.
        folded: Its letters in lower case.
        start: Where it begins in the raw text.
        end: Where it ends there.
    """

    written: str
    mark: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _decomposed(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)
    return "".join(c for c in plain if c.isalnum() or unicodedata.combining(c)) or character


@lru_cache(maxsize=4096)
def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


@lru_cache(maxsize=4096)
def _plain_mark(gap: str) -> str:
    """Return a mark between two letters as it is compared: " " for a space or a quotation mark."""
    plain = gap.translate(_MARKS)
    if plain == "'":
        return plain  # an apostrophe
    plain = _ELLIPSIS.sub("...", plain.replace("'", ""))
    marks = "".join(plain.split())
    if not gap.translate(_MARKS):  # invisible characters alone are nothing, quotation marks a space
        return "" if all(c in _INVISIBLE for c in gap) else " "
    return re.sub(f"{_DASH}+", _DASH, marks) or " "


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a quotation and what the source has there; one of both may be empty."""

    quoted: str
    source: str
    same: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation in a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends there.
        likeness: 1.0 if it is exact, else the part of the words that are the same.
        parts: The whole quotation beside the text; one part if it is exact.
    """

    start: int
    end: int
    likeness: float
    parts: tuple[Part, ...]

    @property
    def is_exact(self) -> bool:
        """Return whether nothing but typography differs."""
        return all(part.same for part in self.parts)


def find_exact(quoted: Letters, text: Letters) -> Iterator[Match]:
    """Yield each place where a text has exactly the words and marks of a quotation."""
    place = text.folded.find(quoted.folded) if len(quoted) else -1
    while place >= 0:
        end = place + len(quoted)
        if text.is_boundary(place) and text.is_boundary(end) and _agree(quoted, text, place):
            start, stop = text.span(place, end)
            found = " ".join(text.raw[start:stop].split())
            yield Match(start, stop, 1.0, (Part(" ".join(quoted.raw.split()), found, same=True),))
        place = text.folded.find(quoted.folded, place + 1)


def find_closest(quoted: Letters, text: Letters) -> Match | None:
    """Return the part of a text whose words are most like a quotation's; None if no word is."""
    ours, theirs = quoted.words(), _likely(quoted, text)
    blocks = _core(_blocks(ours, theirs))
    if not blocks:
        return None
    (q, t, _), (last_q, last_t, _) = blocks[0], blocks[-1]
    first = max(t - q, 0)
    end = min(last_t + len(ours) - last_q, len(theirs))
    found = _compared(quoted, _ended(ours), text, _ended(theirs[first:end]))
    return found if found.likeness else None  # words that differ by their case alone


def _likely(quoted: Letters, text: Letters) -> list["Word"]:
    """Return the words of a text among which a quotation is: those around the most similar letters.

    For a long quotation all words, among which its own long runs are unmistakable.
    """
    words = text.words()
    if len(quoted) > _LONG:
        return words
    found = partial_ratio_alignment(quoted.folded, text.folded)
    if found is None or not found.dest_end > found.dest_start:
        return words
    start = text.offsets[found.dest_start] - len(quoted)
    end = text.offsets[found.dest_end - 1] + len(quoted)
    return [word for word in words if start <= word.start and word.end <= end]


def _agree(quoted: Letters, text: Letters, place: int) -> bool:
    """Compare the case of letters and the marks between them; the letters are the same."""
    end = place + len(quoted)
    if quoted.text[1:] != text.text[place + 1 : end]:
        return False
    ours = quoted.gaps
    theirs = {p - place: gap for p, gap in text.gaps.items() if place < p < end}
    return all(_same_mark(ours.get(p, ""), theirs.get(p, "")) for p in ours.keys() | theirs.keys())


def _same_mark(one: str, other: str) -> bool:
    both = {one, other}
    return len(both) == 1 or both == {"-", _DASH} or ("~" in both and both <= _HYPHEN_THERE)


_Block = tuple[int, int, int]


def _blocks(ours: Sequence[Word], theirs: Sequence[Word]) -> list[_Block]:
    """Return the runs of words that both have, in order: places in each, and number of words."""
    matcher = SequenceMatcher(
        None, [w.folded for w in ours], [w.folded for w in theirs], autojunk=False
    )
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]


def _core(blocks: list[_Block]) -> list[_Block]:
    """Leave out runs that are farther from the longest one than they are long: stray words."""
    if not blocks:
        return blocks
    middle = max(range(len(blocks)), key=lambda place: blocks[place][2])
    first = last = middle
    while first and _distance(blocks[first - 1], blocks[first]) <= blocks[first - 1][2] + 1:
        first -= 1
    while last + 1 < len(blocks) and _distance(*blocks[last : last + 2]) <= blocks[last + 1][2] + 1:
        last += 1
    return blocks[first : last + 1]


def _distance(one: _Block, other: _Block) -> int:
    """Return how many more words the text has between two runs than the quotation."""
    return (other[1] - one[1] - one[2]) - (other[0] - one[0] - one[2])


def _compared(
    quoted: Letters, ours: Sequence[Word], text: Letters, theirs: Sequence[Word]
) -> Match:
    a, b = _keys(ours), _keys(theirs)
    parts, same = [], 0
    for op in Levenshtein.opcodes(a, b):
        mine, other = ours[op.src_start : op.src_end], theirs[op.dest_start : op.dest_end]
        parts.append(Part(_words(quoted, mine), _words(text, other), op.tag == "equal"))
        pairs = zip(mine, other, strict=False)
        same += sum(len(x.folded) for x, y in pairs if x.folded == y.folded)
    size = max(sum(len(w.folded) for w in side) for side in (ours, theirs))
    return Match(theirs[0].start, theirs[-1].end, same / size, tuple(parts))


def _ended(words: Sequence[Word]) -> list[Word]:
    """Return words without the mark behind the last one, which is the writer's."""
    return [*words[:-1], words[-1]._replace(mark="")]


def _keys(words: Sequence[Word]) -> list[str]:
    """Return what is compared of words, without the case of the first letter."""
    keys = [f"{word.written}{word.mark}" for word in words]
    keys[0] = _lower(keys[0][0]) + keys[0][1:]
    return keys


def _words(letters: Letters, words: Sequence[Word]) -> str:
    """Return words as they are written, on one line, with the marks behind them."""
    if not words:
        return ""
    end = words[-1].end
    if words[-1].mark:
        rest = re.match(r"[^\w\s]*", letters.raw[end:])
        end += rest.end() if rest else 0
    return " ".join(letters.raw[words[0].start : end].split())
