"""The lines of a PDF -> its paragraphs, headings and notes, across columns and pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from .pdf_style import Style, is_bullet, is_ended, is_entry, is_indented, is_note, note_number
from .pdf_values import Line

_LONGEST_HEADING = 200  # characters
_SAME_SIZE = 0.08  # of the type
_MARGIN = 0.35  # sizes of the type that ragged lines leave free beside the next word's width
_MIN_SET_IN = 3  # lines that begin at one place away from the edge
_FULL = 0.15  # of its width that a line of prose may be short of
_ALIGNED = 2.0  # points
_TABLE_PITCH = 2.4  # sizes of the type between rows of a table
_LONGEST_SHOUT = 60  # characters of a heading that only its capitals tell

ParagraphKind = Literal["heading", "paragraph", "entry", "rows", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one paragraph; of kind "rows", lines that each stand for themselves."""

    kind: ParagraphKind
    lines: tuple[Line, ...]

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return self.lines[0].size


def find_paragraphs(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Put the lines of a document together.

    Notes at the foot of a column come after the paragraph that goes on in the next column.

    Args:
        lines: Column by column, without what stands around the text.
        style: What most of them have in common.
    """
    ordered: list[Paragraph] = []
    notes: list[Paragraph] = []
    held: list[Line] = []
    for _, group in groupby(lines, lambda line: line.column):
        body, below = _without_notes(_set_in(list(group)), style)
        for line in body:
            if held and not _goes_on(held, line, style):
                ordered += [_paragraph(held, style), *notes]
                held, notes = [], []
            held.append(line)
        notes += below
    if held:
        ordered.append(_paragraph(held, style))
    return list(_with_rows([*ordered, *notes], style))


def _set_in(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a long quotation, which is set in, the right edge that it has itself."""
    found: list[Line] = []
    for _, group in groupby(lines, lambda line: round(line.x0 / _ALIGNED)):
        run = list(group)
        right = max(line.x1 for line in run)
        full = sum(right - line.x1 < _FULL * (right - line.x0) for line in run)
        prose = len(run) >= _MIN_SET_IN and is_indented(run[0], run[0].left) and 2 * full > len(run)
        found += [replace(line, right=right) for line in run] if prose else run
    return found


def _without_notes(lines: list[Line], style: Style) -> tuple[list[Line], list[Paragraph]]:
    """Part the small lines at the foot of a column from those above."""
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
    """Whether a line belongs to the paragraph of the lines before it."""
    above = held[-1]
    if abs(above.size - line.size) > _SAME_SIZE * style.size:
        return False
    headings = (style.is_heading(above), style.is_heading(line))
    beside = above.column == line.column
    if any(headings):
        same = all(headings) and above.bold == line.bold and beside
        return same and not style.is_apart(above, line)
    if is_bullet(line.text) or (beside and style.is_apart(above, line)):
        return False
    ended, small = is_ended(above.text), line.text[0].islower()
    if _fits(above, line):
        return small and not ended and "\t" not in above.text
    if is_entry(line.text) and (ended or is_entry(held[0].text)):
        return False
    if not beside:
        return not ended or (style.indents and not is_indented(line, line.left))
    return _is_in_shape(held, line) or small or not ended


def _is_in_shape(held: Sequence[Line], line: Line) -> bool:
    """Whether a line begins where the next line of its paragraph would."""
    if len(held) > 1 and is_indented(held[1], held[0].x0):
        return is_indented(line, held[0].x0)  # a hanging indent
    return not is_indented(line, held[-1].x0)


def _fits(above: Line, line: Line) -> bool:
    """Whether the first word of a line had room on the line above, so that this one ended there."""
    word = len(line.text.split(maxsplit=1)[0]) / len(line.text) * (line.x1 - line.x0)
    return above.right - above.x1 > word + _MARGIN * line.size


def _paragraph(lines: Sequence[Line], style: Style) -> Paragraph:
    length = sum(len(line.text) for line in lines)
    heading = style.is_heading(lines[0]) and length <= _LONGEST_HEADING
    kind: ParagraphKind = "entry" if is_entry(lines[0].text) else "paragraph"
    return Paragraph("heading" if heading else kind, tuple(lines))


def _with_rows(paragraphs: Sequence[Paragraph], style: Style) -> Iterator[Paragraph]:
    """Put lines together that stand alone one below the other, as verse and tables do."""
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
    if len(lines) > 1:
        return Paragraph("rows", tuple(lines))
    words = lines[0].text
    shouted = words.isupper() and len(words) <= _LONGEST_SHOUT and not is_ended(words)
    return Paragraph("heading" if shouted and "\t" not in words else "paragraph", tuple(lines))
