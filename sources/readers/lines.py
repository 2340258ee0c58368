"""Lines of plain text, and which of them are one paragraph that was wrapped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

_LINE = re.compile(r"[^\n]+")
_ENTRY = re.compile(r"(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_TERM = re.compile(r"[A-Z][A-Z0-9&./]{1,9}s?\s*[-–—:=]\s*(?=\w).{2,120}\Z")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]*_]*\Z")
_MIN_WIDTH, _MAX_WIDTH = 40, 160  # columns; shorter lines are verse, longer ones whole paragraphs


@dataclass(frozen=True, slots=True)
class Line:
    """One or more joined lines; [start, end) without the white space around."""

    start: int
    end: int
    text: str
    after_gap: bool  # a blank line, or something left out, stands before it
    indent: int = 0
    joined: int = 1
    opens: bool = False  # the document

    @property
    def is_entry(self) -> bool:
        """Begins with a bullet or a number."""
        return _ENTRY.match(self.text) is not None

    @property
    def is_term(self) -> bool:
        """Is a line of a glossary: an abbreviation and what it stands for."""
        return _TERM.match(self.text) is not None

    @property
    def is_ended(self) -> bool:
        """Ends as a sentence or a lead-in does."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_lower(self) -> bool:
        """Begins with a small letter, so it goes on with something."""
        return self.text[0].islower()


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    lines: list[Line] = []
    before = 0
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if not words:
            continue
        indent = len(match.group()) - len(match.group().lstrip())
        start = match.start() + indent
        gap = text.count("\n", before, start) > 1 or not lines
        lines.append(Line(start, start + len(words), words, gap, indent, opens=not lines))
        before = start + len(words)
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped, in columns; None if it was not.

    Wrapped prose fills its lines whatever the sentence: most lines are so long that the next
    word had no room, most end in the middle of a sentence, and most go on with a small letter
    (lines of verse begin with capitals, table rows are not full).
    """
    inner = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if _may_join(a, b)]
    if len(inner) < 3:
        return None
    width = round(quantiles([len(a.text) for a, _ in inner], n=10)[-1])
    full = [(a, b) for a, b in inner if _is_full(a, b, width)]
    running = [b for a, b in full if not a.is_ended]
    if not (_MIN_WIDTH <= width <= _MAX_WIDTH and 2 * len(full) >= len(inner)):
        return None
    small = sum(b.is_lower for b in running)
    return width if 2 * len(running) >= len(full) and 5 * small >= 2 * len(running) > 0 else None


def join_lines(text: str, lines: Sequence[Line], width: int | None) -> Iterator[Line]:
    """Join the lines that one paragraph or list entry was wrapped into."""
    held: Line | None = None
    last: Line | None = None
    for line in lines:
        if held and last and _may_join(last, line) and _goes_on(held, last, line, width):
            held = replace(
                held, end=line.end, text=text[held.start : line.end], joined=held.joined + 1
            )
        else:
            if held:
                yield held
            held = line
        last = line
    if held:
        yield held


def _may_join(line: Line, following: Line) -> bool:
    new = following.after_gap or following.is_entry or following.is_term or line.is_term
    return not new


def _is_full(line: Line, following: Line, width: float) -> bool:
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > 0.85 * width


def _goes_on(held: Line, line: Line, following: Line, width: int | None) -> bool:
    small = following.is_lower and not line.is_ended
    if held.is_entry and following.indent > held.indent:
        return True
    if width is None:
        return small and held.opens and held.joined == 1
    if held.joined > 1 and not held.is_entry and following.indent > line.indent + 1:
        return False
    # A line that ends a sentence must be fuller to go on: it may end the paragraph as well.
    return small or _is_full(line, following, width * (1.1 if line.is_ended else 1))
