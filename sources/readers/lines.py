"""The lines of a plain text, and what can be seen of each one alone."""

import re
from dataclasses import dataclass

from sources.phrases import is_caption, is_set_phrase

LONG = 80  # code points; a longer line is prose

_SENTENCE = 50  # code points; a shorter line that ends as a sentence may be a label or verse
_WORD = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\n]+")
_ENTRY = re.compile(r"(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+\S")
_TERM = re.compile(r"[A-Z][A-Z0-9&./]{1,9}s?\s*[-–—:=]\s*\w.{1,120}\Z")
_LABEL = re.compile(r"([A-Z][^\s:]*(?: [^\s:]+){0,3})\s?:(?:\s|\Z)")
_ROW = re.compile(r"\S\s{3,}\S|\t|\|")
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]*_]*\Z")
_QUOTATION = re.compile(
    r"[\"“„«‘](?:[^\"”“»]*|.*[\"”“»’](?:\s*\([^()]{1,60}\))?[.,]?)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or several joined ones; [start, end) without the white space around.

    Attributes:
        gap: A blank line, or something left out, stands before it.
        indent: White space before its first character, in code points.
        joined: How many lines of the file it is.
    """

    start: int
    end: int
    text: str
    gap: bool
    indent: int = 0
    joined: int = 1

    @property
    def is_entry(self) -> bool:
        """Begins with a bullet or a number."""
        # Word processors write the bullets of inner lists as a small letter.
        inner = self.indent > 0 and self.text.startswith(("o ", "o\t"))
        return inner or _ENTRY.match(self.text) is not None

    @property
    def is_term(self) -> bool:
        """Is a line of a glossary: an abbreviation and what it stands for."""
        return _TERM.match(self.text) is not None

    @property
    def is_row(self) -> bool:
        """Has columns, as the row of a table."""
        return _ROW.search(self.text) is not None

    @property
    def is_rule(self) -> bool:
        """Has no words, as a row of dashes or stars."""
        return _WORD.search(self.text) is None

    @property
    def is_ended(self) -> bool:
        """Ends as a sentence or a lead-in does."""
        return _ENDED.search(self.text[-20:]) is not None

    @property
    def is_lower(self) -> bool:
        """Begins with a small letter, so it goes on with something."""
        return self.text[0].islower()

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
        """Is a phrase by which a part of a document is recognised, or a caption."""
        return is_set_phrase(self.text) or is_caption(self.text)

    @property
    def label(self) -> str | None:
        """What stands before a colon at its beginning, as the name of a speaker does."""
        match = _LABEL.match(self.text)
        return match[1] if match else None


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order."""
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
