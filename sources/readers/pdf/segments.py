"""A page of a PDF -> its characters with their places, as PDFium finds them -> segments."""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources.readers.raised import raised_words

from .values import Segment

# Distances as printers count them: in sizes of the type.
_BACK, _GAP, _SPACE, _TWICE = 0.6, 1.0, 0.3, 0.12
_RAISED, _SMALL, _TINY = 0.6, 0.85, 0.4
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▪", "\uf0fc": "•"}  # of symbol fonts
_HYPHENS = dict.fromkeys("\x02\u2010\ufffe", "-")  # PDFium writes the first at a line's end
_WRITTEN = str.maketrans({**_LIGATURES, **_BULLETS, **_HYPHENS})
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\uffff]")
_SURROGATES = range(0xD800, 0xE000)
_SOFT_HYPHEN = "\u00ad"
_UNKNOWN = "\ufffd"
_QUARTERS = 4  # turns to the left make a whole one
_STRAIGHT = 0.1  # quarter turns
_NAME_BYTES = 100
_FORCED_BOLD = 1 << 18  # a flag of the font

_Box = tuple[float, float, float, float]


class _Glyph(NamedTuple):
    """A character in a frame in which its text runs to the right.

    Attributes:
        turns: Of its text in the file, in quarters to the left; None if it is aslant.
        spaced: White space stands before it.
        number: On its page, from 0.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turns: int | None
    spaced: bool
    number: int


def page_segments(page: pdfium.PdfPage) -> tuple[list[Segment], list[str]]:
    """The text that runs as most of a page's does, and words that run otherwise.

    Both are in the order of the file. What lies outside of the page is in neither.
    """
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page, page.get_bbox()))
        counts = Counter(glyph.turns for glyph in glyphs if glyph.turns is not None)
        main = counts.most_common(1)[0][0] if counts else 0
        straight = [glyph for glyph in glyphs if glyph.turns == main]
        segments = (_segment(text_page, run) for run in _runs(straight))
        shown = [segment for segment in segments if _is_on(page, main, segment)]
        return shown, list(_slanting(glyphs, main))
    finally:
        text_page.close()


def _glyphs(text_page: pdfium.PdfTextPage, page_box: _Box) -> Iterator[_Glyph]:
    handle = text_page.raw
    found, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    left, _, _, top = page_box
    size, turns, style, spaced = 0.0, None, None, False
    for index in range(text_page.count_chars()):
        text = _written(pdfium_c.FPDFText_GetUnicode(handle, index))
        if not text or text == " ":
            spaced = spaced or text == " "
            continue
        pdfium_c.FPDFText_GetLooseCharBox(handle, index, found)
        pdfium_c.FPDFText_GetCharOrigin(handle, index, x, y)
        # Within a line of one style neither changes, and asking for the style takes long.
        if style != (style := (y.value, found.top - found.bottom)):
            size, turns = _style(text_page, index)
        if turns:
            box = (found.left, found.bottom, found.right, found.top)
            place = _turned(turns, box, (x.value, y.value), page_box)
        else:
            place = (found.left - left, found.right - left, top - y.value)
        yield _Glyph(text, *place, size, turns, spaced, index)
        spaced = False


@lru_cache(4096)
def _written(code: int) -> str:
    """A character as text has it; one space for white space, nothing for what is not seen."""
    character = chr(code) if code and code not in _SURROGATES else _UNKNOWN
    if character in "\r\n":  # PDFium's own idea of where lines end
        return ""
    return " " if character.isspace() else _NOT_SHOWN.sub("", character.translate(_WRITTEN))


def _style(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, int | None]:
    """Size of the type as shown, and which way it runs."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    scale = math.hypot(matrix.c, matrix.d)
    size = abs(pdfium_c.FPDFText_GetFontSize(text_page, index)) * scale
    quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    turns = round(quarters) % _QUARTERS if abs(quarters - round(quarters)) < _STRAIGHT else None
    return max(size, 1.0), turns


def _is_on(page: pdfium.PdfPage, turns: int, segment: Segment) -> bool:
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    if turns % 2:
        width, height = height, width
    return segment.x1 > 0 and segment.x0 < width and 0 < segment.y < height + segment.size


def _turned(
    turns: int, box: _Box, origin: tuple[float, float], page: _Box
) -> tuple[float, float, float]:
    """Beginning, end and line of a character, in a frame in which its text runs to the right."""
    left, bottom, right, top = page
    if turns == 1:
        return box[1] - bottom, box[3] - bottom, origin[0] - left
    if turns == _QUARTERS - 1:
        return top - box[3], top - box[1], right - origin[0]
    return right - box[2], right - box[0], origin[1] - bottom


def _runs(glyphs: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    run: list[_Glyph] = []
    main = None  # the largest of the run, so that a raised number changes nothing
    for glyph in glyphs:
        if main is None:
            run, main = [glyph], glyph
            continue
        gap = glyph.x0 - run[-1].x1
        if glyph.y == main.y and glyph.size == main.size and 0 <= gap <= _SPACE:
            run.append(glyph)  # as most are
        elif _goes_on(gap, main, glyph):
            if not _is_again(run[-1], glyph):
                run.append(glyph)
                main = max(main, glyph, key=lambda g: g.size)
        else:
            yield run
            run, main = [glyph], glyph
    if run:
        yield run


def _is_again(before: _Glyph, glyph: _Glyph) -> bool:
    """Whether the same letter is printed over the last one, as makeshift bold type is."""
    apart = max(abs(before.x0 - glyph.x0), abs(before.y - glyph.y))
    return before.text == glyph.text and apart < _TWICE * glyph.size


def _goes_on(gap: float, main: _Glyph, glyph: _Glyph) -> bool:
    small, size = sorted((main.size, glyph.size))
    beside = -_BACK * size <= gap <= _GAP * size
    return beside and abs(glyph.y - main.y) <= _RAISED * size and small >= _TINY * size


def _segment(text_page: pdfium.PdfTextPage, run: Sequence[_Glyph]) -> Segment:
    heights = Counter((glyph.size, glyph.y) for glyph in run)
    size, y = max(heights, key=lambda height: (heights[height], height))
    text, end = "", run[0].x0
    for raised, group in groupby(run, lambda g: g.size < _SMALL * size and g.y < y - _TWICE * size):
        piece = list(group)
        # PDFium sees a new line after a raised letter, and not the space.
        space = " " if piece[0].x0 - end > _TWICE * size and not piece[0].spaced else ""
        words = _joined(piece)
        text += space + (raised_words(text, words) if raised else words)
        end = piece[-1].x1
    samples = {run[0].number, run[len(run) // 2].number, run[-1].number}
    bold = all(_is_bold(text_page, index) for index in samples)
    text = unicodedata.normalize("NFC", _soft_hyphens_gone(text.strip()))
    return Segment(text, run[0].x0, max(glyph.x1 for glyph in run), y, size, bold)


def _soft_hyphens_gone(text: str) -> str:
    """A soft hyphen is seen at a line's end only."""
    end = "-" if text.endswith(_SOFT_HYPHEN) else ""
    return text.replace(_SOFT_HYPHEN, "") + end


def _joined(run: Sequence[_Glyph]) -> str:
    text = ""
    end = None
    for glyph in run:
        wide = end is not None and glyph.x0 - end > _SPACE * glyph.size
        text += f" {glyph.text}" if glyph.spaced or wide else glyph.text
        end = glyph.x1
    return text


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, _NAME_BYTES, flags)
    return _BOLD.search(name.value) is not None or bool(flags.value & _FORCED_BOLD)


def _slanting(glyphs: Sequence[_Glyph], main: int) -> Iterator[str]:
    for turns, group in groupby(glyphs, lambda glyph: glyph.turns):
        if turns != main:
            yield "".join(f" {g.text}" if g.spaced else g.text for g in group).strip()
