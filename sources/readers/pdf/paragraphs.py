"""The lines of a PDF -> paragraphs, headings and notes, across columns and pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import Literal

from sources.phrases import is_caption

from .style import (
    Style,
    has_word,
    is_bullet,
    is_ended,
    is_entry,
    is_indented,
    is_marked,
    is_note,
    note_number,
    without_mark,
)
from .values import Line

_LONGEST_HEADING = 200  # characters
_SAME_SIZE = 0.08  # of the type
_MARGIN = 0.35  # sizes of the type left free by ragged lines, besides the next word
_LETTER = 0.55  # width of a letter, in sizes of the type
_WIDER = 1.25  # a word may be, than its letters on average
_BROKEN = 0.3  # of a column's width, left free where a line ends on purpose
_MIN_RUN = 3  # lines
_FULL = 0.15  # of its width by which a line of prose may fall short
_LONG = 45  # characters
_ALIGNED = 2.0  # points
_TABLE_PITCH = 2.4  # sizes of the type between rows of a table
_UNFINISHED = re.compile(r"[a-z]-$|\s(?:the|an?|of|and|or|to|with|for|by|from|that|than|into|its)$")
_LONGEST_SHOUT = 60  # characters of a heading set apart by capitals alone

ParagraphKind = Literal["heading", "paragraph", "entry", "rows", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph; those of kind "rows" are independent of each other."""

    kind: ParagraphKind
    lines: tuple[Line, ...]

    @property
    def size(self) -> float:
        """The type size in points."""
        return self.lines[0].size


def find_paragraphs(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Group the lines of a document into paragraphs.

    Notes at the foot of a column, and a table or caption at the top of the next one, follow the
    paragraph they interrupt.

    Args:
        lines: Column by column, without page furniture.
        style: Of the document.
    """
    ordered: list[Paragraph] = []
    notes: list[Paragraph] = []
    held: list[Line] = []
    for _, group in groupby(lines, lambda line: line.column):
        body, below = _without_notes(_with_edges(list(group)), style)
        if held and not is_ended(held[-1].text):
            floating, body = _without_float(body, style)
            notes += _floating(floating, style)
        for line in body:
            if held and not _goes_on(held, line, style):
                ordered += [_paragraph(held, style), *notes]
                held, notes = [], []
            held.append(line)
        for paragraphs in (notes, ordered):
            if (last := _ends_note(paragraphs, below)) is not None:
                whole = paragraphs[last].lines + below.pop(0).lines
                paragraphs[last] = Paragraph("note", whole)
        notes += below
    if held:
        ordered.append(_paragraph(held, style))
    return list(_with_rows([*ordered, *notes], style))


def _ends_note(ordered: Sequence[Paragraph], below: Sequence[Paragraph]) -> int | None:
    """Return the index of the last note if the first one below, unmarked, continues it."""
    if not below or is_note(below[0].lines[0].text):
        return None
    last = next((i for i in range(len(ordered) - 1, -1, -1) if ordered[i].kind == "note"), None)
    return None if last is None or is_ended(ordered[last].lines[-1].text) else last


def _without_float(lines: list[Line], style: Style) -> tuple[list[Line], list[Line]]:
    """Separate a table or picture caption at the top of a column from the text."""
    caption = next((i for i, line in enumerate(lines) if is_caption(line.text)), len(lines))
    rows = sum("\t" in line.text for line in lines[:caption])
    apart = (i for i in range(caption + 1, len(lines)) if style.is_apart(lines[i - 1], lines[i]))
    end = next(apart, 0) if 2 * rows >= caption else 0
    return lines[:end], lines[end:]


def _floating(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Return the rows of a table, and its caption or that of a picture."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, style):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph("paragraph", tuple(group)) for group in groups]


def _with_edges(lines: Sequence[Line]) -> list[Line]:
    """Give lines of prose that begin at one x a right edge of their own.

    A block quotation is indented on both sides, and a column may have an empty neighbour. The
    indented first line of such a paragraph gets the same edge.
    """
    runs = [list(group) for _, group in groupby(lines, lambda line: round(line.x0 / _ALIGNED))]
    rights = [_right_edge(run) for run in runs]
    found: list[Line] = []
    for run, right, below in zip_longest(runs, rights, rights[1:]):
        edge = right or (below if below and _may_open(run, below) else None)
        found += [replace(line, right=edge) for line in run] if edge else run
    return found


def _right_edge(run: Sequence[Line]) -> float | None:
    """Return where lines that begin at one x end, if they are prose."""
    right = max(line.x1 for line in run)
    full = sum(right - line.x1 < _FULL * (right - line.x0) for line in run)
    small = sum(line.text[0].islower() for line in run)  # verse and tables have few
    prose = len(run) >= _MIN_RUN and 2 * full > len(run) and 3 * small > len(run)
    return right if prose else None


def _may_open(run: Sequence[Line], right: float) -> bool:
    """Whether a line may open a paragraph with this right edge."""
    return len(run) == 1 and run[0].x0 < run[0].x1 < right + _ALIGNED


def _without_notes(lines: list[Line], style: Style) -> tuple[list[Line], list[Paragraph]]:
    """Separate the small lines at the foot of a column from those above."""
    start = next((i for i in range(len(lines), 0, -1) if not style.is_small(lines[i - 1])), 0)
    if start == 0 or not style.is_apart(lines[start - 1], lines[min(start, len(lines) - 1)]):
        start = next((i for i in range(start, len(lines)) if is_note(lines[i].text)), len(lines))
    if start == 0 and not is_note(lines[0].text):
        return lines, []
    notes: list[list[Line]] = []
    for line in lines[start:]:
        if notes and not _is_next_note(notes[-1], line):
            notes[-1].append(line)
        else:
            notes.append([line])
    return lines[:start], [Paragraph("note", tuple(note)) for note in notes]


def _is_next_note(note: Sequence[Line], line: Line) -> bool:
    number, last = note_number(line.text), note_number(note[0].text)
    return is_note(line.text) and (number is None or last is None or number == last + 1)


def _goes_on(held: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a line continues the paragraph or heading of the lines before it."""
    above = held[-1]
    beside = above.column == line.column
    if abs(above.size - line.size) > _SAME_SIZE * style.size:
        return False
    if beside and style.is_apart(above, line):
        return False
    if style.is_emphasised(above) and _runs_on(above, line, bold=style.is_emphasised(line)):
        return True
    headings = (style.is_heading(held[0]), style.is_heading(line))
    if any(headings):
        further = headings[1] or style.is_further_heading(above, line)
        return headings[0] and further and beside and above.bold == line.bold
    return _is_prose(above, line) and _is_running(held, line, style)


def _is_prose(above: Line, line: Line) -> bool:
    """Whether a line may continue the one above, by where that one ends."""
    if is_bullet(line.text) or _are_rows(above, line):
        return False
    if not _fits(above, line) or _is_unfinished(above, line):
        return True
    broken = above.right - above.x1 > _BROKEN * (above.right - above.left)
    row = "\t" in without_mark(above.text)
    return line.text[0].islower() and not (is_ended(above.text) or broken or row)


def _is_unfinished(above: Line, line: Line) -> bool:
    """Whether a line ends within a word or before one, as none of a list or a table does."""
    return line.text[0].islower() and _UNFINISHED.search(above.text) is not None


def _are_rows(above: Line, line: Line) -> bool:
    """Whether two lines belong to one table; justified prose has wide spaces but equal ends."""
    justified = abs(above.x1 - line.x1) < 1 and line.text[0].islower()
    tabs = [without_mark(text).count("\t") for text in (above.text, line.text)]
    return 0 < tabs[0] == tabs[1] and not justified


def _is_running(held: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a line continues the prose before it, by where it begins."""
    above = held[-1]
    ended = is_ended(above.text)
    if len(held) == 1 and is_marked(above.text) and is_indented(line, above.x0):
        return not is_entry(line.text)  # an entry's words are indented from its mark
    if is_entry(line.text) and (ended or is_entry(held[0].text)):
        return False
    if above.column != line.column:
        return not ended or (style.indents and not is_indented(line, line.left))
    return _is_in_shape(held, line) or line.text[0].islower() or not ended


def _is_in_shape(held: Sequence[Line], line: Line) -> bool:
    """Whether a line begins where the next line of the paragraph would."""
    if len(held) > 1 and is_indented(held[1], held[0].x0):
        return is_indented(line, held[0].x0)  # a hanging indent
    return not is_indented(line, held[-1].x0)


def _fits(above: Line, line: Line) -> bool:
    """Whether the line above had room for the first word of a line, so that it ended there."""
    letter = min((line.x1 - line.x0) / len(line.text), _LETTER * line.size)
    # An unfinished sentence more likely continues, even with a wide word.
    wide = 1 if is_ended(above.text) else _WIDER
    word = len(line.text.split(maxsplit=1)[0]) * letter * wide
    return above.right - above.x1 > word + _MARGIN * line.size


def _runs_on(above: Line, line: Line, *, bold: bool) -> bool:
    """Whether a line continues a bold one, as the next line of a heading or a paragraph."""
    within = line.text[0].islower() and not is_ended(above.text)
    if above.column != line.column:
        return bold and within
    return (bold or within) and (_is_filled(above) or not _fits(above, line))


def _is_filled(line: Line) -> bool:
    """Whether a long line nearly reaches the edge of its column."""
    near = line.right - line.x1 < _FULL * (line.right - line.left)
    return near and len(line.text) >= _LONG


def _paragraph(lines: Sequence[Line], style: Style) -> Paragraph:
    length = sum(len(line.text) for line in lines)
    # The last line shows whether bold lines are a heading or a paragraph.
    shown = lines[-1] if style.is_emphasised(lines[0]) else lines[0]
    heading = style.is_heading(shown) and length <= _LONGEST_HEADING
    kind: ParagraphKind = "entry" if is_entry(lines[0].text) else "paragraph"
    return Paragraph("heading" if heading else kind, tuple(lines))


def _with_rows(paragraphs: Sequence[Paragraph], style: Style) -> Iterator[Paragraph]:
    """Merge single lines below each other, as in verse and tables."""
    rows: list[Line] = []
    for paragraph in paragraphs:
        line = paragraph.lines[0]
        alone = len(paragraph.lines) == 1 and paragraph.kind == "paragraph"
        if rows and not (alone and _is_next_row(rows[-1], line, style)):
            yield _rows(rows)
            rows = []
        if alone:
            rows.append(line)
        else:
            yield paragraph
    if rows:
        yield _rows(rows)


def _is_next_row(above: Line, line: Line, style: Style) -> bool:
    table = "\t" in above.text and "\t" in line.text
    near = 0 < line.y - above.y < _TABLE_PITCH * line.size if table else False
    return above.column == line.column and (near or not style.is_apart(above, line))


def _rows(lines: Sequence[Line]) -> Paragraph:
    words = lines[0].text
    if len(lines) > 1 or "\t" in without_mark(words):
        return Paragraph("rows", tuple(lines))
    short = len(words) <= _LONGEST_SHOUT and not is_ended(words)
    shouted = words.isupper() and short and has_word(words)
    return Paragraph("heading" if shouted and "\t" not in words else "paragraph", tuple(lines))
