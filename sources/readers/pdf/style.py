"""The typography of a PDF: what most lines share, and which lines differ."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .values import Line, Segment

_LARGER, _SMALLER = 1.12, 0.93  # of the size of most of the text
_ALIKE = 0.5  # points between sizes meant to be equal
_WIDE = 1.3  # of the usual distance between lines
_INDENT = 0.8  # sizes of the type
_MAX_PITCH = 2.5  # sizes of the type from line to line
_LONGEST_BOLD = 90  # characters of a heading no larger than the text
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{3}")
_HEADING_NUMBER = re.compile(r"\A[\dIVXA-Z.§]{1,6}\t")
_NO_HEADING = re.compile(r"(?:[.,;:]|[$€£¥]\s?\d[\d.,]*)\Z")  # nor the head of a column of sums
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*(?:\[[\d,–*†‡§-]+\])?\Z")
_NOTE = re.compile(r"\[?(\d{1,3})[\].)]?\s+\S|\[?[*†‡§]{1,3}[\]:]?\s*\w")
_BULLET = re.compile(r"[•‣▪◦●○·∙■□➢✓*–—-]\s+\S")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[a-z]\.|\([ivx]{1,4}\))\s+\S")


def body_size(segments: Sequence[Segment]) -> float:
    """Return the most common type size of the letters, in points."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[round(segment.size * 2) / 2] += len(segment.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=1.0)


@dataclass(frozen=True, slots=True)
class Style:
    """What most lines of a document share.

    Attributes:
        size: Of the type, in points.
        leading: From line to line, in sizes of the type.
        bold: Whether most of it is.
        indents: Whether indents, rather than space, separate paragraphs.
    """

    size: float
    leading: float
    bold: bool
    indents: bool

    @classmethod
    def of(cls, lines: Sequence[Line], size: float) -> "Style":
        """Measure a document's lines, given its most common type size."""
        body = [line for line in lines if _SMALLER * size < line.size < _LARGER * size]
        pairs = [(a, b) for a, b in pairwise(body) if a.column == b.column]
        pitches = [(b.y - a.y) / size for a, b in pairs]
        leading = median([p for p in pitches if 0 < p < _MAX_PITCH] or [_WIDE])
        apart = sum(_WIDE * leading < pitch < _MAX_PITCH for pitch in pitches)
        indented = sum(
            b.x0 - a.x0 > _INDENT * size and pitch <= _WIDE * leading
            for (a, b), pitch in zip(pairs, pitches, strict=True)
        )
        bold = 2 * sum(len(line.text) for line in body if line.bold)
        return cls(size, leading, bold > sum(len(line.text) for line in body), indented > apart)

    def is_heading(self, line: Line) -> bool:
        """Whether a line is set as a heading."""
        text = _HEADING_NUMBER.sub("", line.text)
        if not _LETTERS.search(text) or is_bullet(text) or "\t" in text:
            return False
        if line.heading or line.size > _LARGER * self.size:
            return True
        short = len(text) <= _LONGEST_BOLD and not _NO_HEADING.search(text)
        return self.is_emphasised(line) and short and has_word(text)

    def is_emphasised(self, line: Line) -> bool:
        """Whether a line is bold in a text that is not, and no larger than it."""
        alike = _SMALLER * self.size < line.size <= _LARGER * self.size
        return line.bold and not self.bold and alike

    def is_further_heading(self, above: Line, line: Line) -> bool:
        """Whether a line continues the heading above, even if it looks like none itself."""
        same = abs(above.size - line.size) < _ALIKE
        return same and (line.size > _LARGER * self.size or not _LETTERS.search(line.text))

    def is_small(self, line: Line) -> bool:
        """Whether a line is set smaller than the text."""
        return line.size < _SMALLER * self.size

    def is_apart(self, above: Line, line: Line) -> bool:
        """Whether two lines of a column have more than the usual space between them."""
        return not 0 <= line.y - above.y <= _WIDE * self.leading * max(line.size, above.size)


def is_indented(line: Line, left: float) -> bool:
    """Whether a line begins to the right of an edge."""
    return line.x0 - left > _INDENT * line.size


def has_word(text: str) -> bool:
    """Whether text has a word of three letters, as headings and not labels of drawings have."""
    return _WORD.search(text) is not None


def is_ended(text: str) -> bool:
    """Whether text ends like a sentence or a lead-in, note marks aside."""
    return _ENDED.search(text[-30:]) is not None


def is_bullet(text: str) -> bool:
    """Whether text begins with a bullet."""
    return _BULLET.match(text) is not None


def is_mark(text: str) -> bool:
    """Whether text is a bullet or list number without the entry."""
    return is_entry(f"{text} x")


def is_entry(text: str) -> bool:
    """Whether text begins with a bullet or a list number or letter."""
    return is_bullet(text) or _NUMBERED.match(text) is not None


def is_marked(text: str) -> bool:
    """Whether text begins like an entry of a list or bibliography."""
    return is_entry(text) or is_note(text)


def without_mark(text: str) -> str:
    """Return an entry without its bullet, number or letter."""
    match = _BULLET.match(text) or _NUMBERED.match(text)
    return text[match.end() - 1 :] if match else text


def is_note(text: str) -> bool:
    """Whether text begins like a footnote."""
    return _NOTE.match(text) is not None


def note_number(text: str) -> int | None:
    """Return the number of a footnote; None if it has another mark or is no footnote."""
    match = _NOTE.match(text)
    return int(match[1]) if match and match[1] else None
