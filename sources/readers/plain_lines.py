"""The lines of a plain text: what each one looks like, and which ones are one paragraph."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from sources.characters import EAST_ASIAN
from sources.phrases import is_caption, is_numbered_part, is_set_phrase

LONG = 80  # code points; a longer line is prose

_SENTENCE = 50  # code points; a shorter line that ends as a sentence may be a label or verse
_WORD = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\n\f]+")
_ENTRY = re.compile(r"(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+\S")
_TERM = re.compile(r"[A-Z][A-Z0-9&./]{1,9}s?\s*[-–—:=]\s*\w.{1,120}\Z")
_LABEL = re.compile(r"([A-Z][^\s:]*(?: [^\s:]+){0,3})\s?:(?:\s|\Z)")
_ROW = re.compile(r"\S\s{3,}\S|\t|\|")
_ENDED = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]*_」』）]*\Z")  # Chinese signs
_QUOTATION = re.compile(
    r"[\"“„«‘](?:[^\"”“»]*|.*[\"”“»’](?:\s*\([^()]{1,60}\))?[.,]?)\Z", re.DOTALL
)
_WIDE = re.compile(rf"[{EAST_ASIAN}\u3000-\u303f\uff00-\uff60]")
_NOTE = re.compile(r"\[(?:Foot|End)?note\b", re.IGNORECASE)

_MIN_WIDTH, _MAX_WIDTH = 40, 160  # columns; narrower is verse, wider is a whole paragraph
_SURELY_WRAPPED = 60  # columns; a line that is as long continues on the next, unless it is ended
_FULL = 0.85  # of the width: lines in a proportional font differ in length
_FULL_SENTENCE = 0.93  # a line that ends a sentence may end its paragraph as well
_MIN_LINES = 3
_LONGEST_WORD = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One line or several joined ones, at [start, end) without surrounding white space.

    Attributes:
        gap: A blank line or left-out text comes before it.
        indent: White space before its first character, in code points.
        joined: Number of lines in the file that it was joined from.
        turned: The page ends before it, and its sentence began on the page before.
    """

    start: int
    end: int
    text: str
    gap: bool
    indent: int = 0
    joined: int = 1
    turned: bool = False

    @property
    def is_entry(self) -> bool:
        """Begins with a bullet or a number."""
        # Word processors write the bullets of inner lists as a small letter.
        inner = self.indent > 0 and self.text.startswith(("o ", "o\t"))
        return inner or _ENTRY.match(self.text) is not None

    @property
    def is_term(self) -> bool:
        """Is a glossary line: an abbreviation and what it means."""
        return _TERM.match(self.text) is not None

    @property
    def is_row(self) -> bool:
        """Has columns, like the row of a table."""
        return _ROW.search(self.text) is not None

    @property
    def is_rule(self) -> bool:
        """Has no words, like a row of dashes or stars."""
        return _WORD.search(self.text) is None

    @property
    def is_note(self) -> bool:
        """Is a footnote in brackets, as in "[Footnote 1: ...]"."""
        return _NOTE.match(self.text) is not None

    @property
    def is_part(self) -> bool:
        """Is number and title of a chapter in capitals, as in "CHAPTER I. OF THE TIDES."."""
        return is_numbered_part(self.text) and self.text.isupper()

    @property
    def is_ended(self) -> bool:
        """Ends like a sentence or a lead-in."""
        return _ENDED.search(self.text[-20:]) is not None

    @property
    def is_lower(self) -> bool:
        """Begins with a small letter, so it continues something."""
        return self.text[0].islower()

    @property
    def columns(self) -> int:
        """Its width; Chinese, Japanese and Korean characters are twice as wide as others."""
        return len(self.text) + (0 if self.text.isascii() else len(_WIDE.findall(self.text)))

    @property
    def may_continue(self) -> bool:
        """Begins with a small letter, or with a character that has no capital form."""
        first = self.text[0]
        return first.islower() or (first.isalpha() and first == first.swapcase())

    @property
    def is_prose(self) -> bool:
        """Is too long for a heading, a caption or a line of verse."""
        return (
            len(self.text) >= LONG
            or self.joined > 1
            or (len(self.text) >= _SENTENCE and self.is_ended)
        )

    @property
    def is_quotation(self) -> bool:
        """Is one long quotation, whose closing mark may be missing."""
        return len(self.text) >= LONG and _QUOTATION.match(self.text) is not None

    @property
    def is_set_phrase(self) -> bool:
        """Is a phrase that identifies a part of a document, or a caption."""
        return is_set_phrase(self.text) or is_caption(self.text)

    @property
    def label(self) -> str | None:
        """The words before a colon at its beginning, such as a speaker's name."""
        match = _LABEL.match(self.text)
        return match[1] if match else None


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order."""
    lines: list[Line] = []
    before = 0
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if not words:
            continue
        indent = len(match.group()) - len(match.group().lstrip())
        start = match.start() + indent
        gap = not lines or text.count("\n", before, start) > 1
        lines.append(Line(start, start + len(words), words, gap, indent))
        before = start + len(words)
    return lines


def join_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join the lines that one paragraph, list entry or title was wrapped into."""
    labels = Counter(line.label for line in lines if line.label)
    width = _wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        new = line.gap or line.is_part or _stands_alone(line)
        new = new or bool(line.label and labels[line.label] > 1)
        continues = not new and groups and _continues(groups[-1], line, width)
        if continues or (line.turned and groups):
            groups[-1].append(line)
        else:
            groups.append([line])
    if _is_title_of_two(groups):
        groups[:2] = [groups[0] + groups[1]]
    return [_joined(text, group) for group in groups]


def unwrapped(text: str) -> list[str]:
    """Return the paragraphs of prose that was wrapped, a line each; none if it was not wrapped."""
    lines = split_lines(text)
    if _wrap_width(lines) is None:
        return []
    return [" ".join(line.text.split()) for line in join_lines(text, lines)]


def _joined(text: str, group: Sequence[Line]) -> Line:
    start, end = group[0].start, group[-1].end
    return replace(group[0], end=end, text=text[start:end], joined=len(group))


def _stands_alone(line: Line) -> bool:
    marked = line.is_entry or line.is_term or line.is_row or line.is_note
    return marked or line.is_rule or line.is_set_phrase


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which a text was wrapped, in columns; None if it was not.

    Wrapped prose fills its lines regardless of its sentences: most lines are so long that the
    next word had no room, most of them end within a sentence, and the next ones begin with a
    small letter. Lines of verse begin with capitals, and rows of a table are not full.
    """
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not (following.gap or _stands_alone(following) or _stands_alone(line))
    ]
    if len(pairs) < _MIN_LINES:
        return None
    width = round(quantiles([line.columns for line, _ in pairs], n=10)[-1])
    full = [pair for pair in pairs if _is_full(*pair, _FULL * width)]
    broken = [following for line, following in full if not line.is_ended]
    small = sum(following.may_continue for following in broken)
    fits = _MIN_WIDTH <= width <= _MAX_WIDTH
    # By length: a few short lines among them are headings, greetings or a table.
    mostly = 2 * sum(a.columns for a, _ in full) >= sum(a.columns for a, _ in pairs)
    most = mostly and 2 * len(broken) >= len(full) > 0
    # Nouns and names begin with capitals too, in German many of them.
    return width if fits and most and 5 * small >= 2 * len(broken) else None


def _is_full(line: Line, following: Line, columns: float) -> bool:
    if _WIDE.match(following.text):  # there may be a line end before any character
        return line.columns + 4 > columns
    word = following.text.split(maxsplit=1)[0]
    return line.columns + 1 + min(len(word), _LONGEST_WORD) > columns


def _continues(group: Sequence[Line], following: Line, width: int | None) -> bool:
    opening, line = group[0], group[-1]
    if opening.is_note or opening.is_part:
        return opening.is_note or following.text.isupper()
    if _stands_alone(line) and not (line.is_entry or is_caption(line.text)):
        return False
    if opening.is_entry and following.indent > opening.indent:
        return True
    broken = following.is_lower and not line.is_ended
    if width is None:  # verse is not as wide
        return not line.is_ended and _SURELY_WRAPPED <= len(line.text) <= _MAX_WIDTH
    if following.indent > line.indent + 1 and not opening.is_entry:
        return False
    return broken or _is_full(line, following, width * (_FULL_SENTENCE if line.is_ended else _FULL))


def _is_title_of_two(groups: Sequence[Sequence[Line]]) -> bool:
    """Tell whether a small letter in the second line continues a title in the first."""
    if len(groups) < _MIN_LINES or any(len(group) > 1 for group in groups[:2]):
        return False
    (line,), (following,), (below, *more) = groups[:3]
    halves = not (line.is_lower or line.is_ended or line.is_prose or following.is_prose)
    apart = below.gap or below.is_prose or bool(more)
    return halves and following.is_lower and not following.gap and apart
