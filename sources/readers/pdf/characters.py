"""The characters of a page with their places, from PDFium's text layer."""

import ctypes
import math
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from .encodings import NO_LETTER, written, written_in

_QUARTERS = 4  # turns to the left make a whole one
_DOWN = 3  # quarter turns
_STRAIGHT = 0.1  # quarter turns
_NAME_BYTES = 100
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # a flag of the font
_FLAT = 0.2  # points; a character that is no higher is blank
_INSIDE = 0.4  # of the height of a character
_GENERATED_SPACE, SPACE = 1, 2
_LINE_ENDS = frozenset((10, 13))  # PDFium's own, where it generated them
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""


class Glyph(NamedTuple):
    """A character, in a frame in which its text runs to the right.

    Attributes:
        turns: Direction of its text in the file, in quarter turns to the left; None if aslant.
        spaced: 2 if white space precedes it, 1 if only PDFium takes the gap for a space, else 0.
        number: Its place in the text layer.
        unnamed: The font's name, if the font doesn't say what letter it is; else "".
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turns: int | None
    spaced: int
    number: int
    unnamed: str = ""


def read_glyphs(text_page: pdfium.PdfTextPage, page_box: Box) -> Iterator[Glyph]:
    """Yield the characters of a page in file order, white space left out.

    Args:
        text_page: PDFium's text layer of the page.
        page_box: Of the page.
    """
    handle = text_page.raw
    found, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    left, _, _, top = page_box
    size, turns, level = 0.0, None, None
    for index, text, unnamed, spaced in _characters(text_page):
        pdfium_c.FPDFText_GetLooseCharBox(handle, index, found)
        # Within a line of one style nothing but x changes, and each question takes its time.
        if turns or level != (level := (found.top, found.bottom)):
            pdfium_c.FPDFText_GetCharOrigin(handle, index, x, y)
            size, turns = _style(text_page, index)
            if turns == 0 and _runs_down(found, x.value):
                turns = _DOWN
        if turns:
            box = (found.left, found.bottom, found.right, found.top)
            place = _turned(turns, box, (x.value, y.value), page_box)
        else:
            place = (found.left - left, found.right - left, top - y.value)
        yield Glyph(text, *place, size, turns, spaced, index, unnamed)


def _characters(text_page: pdfium.PdfTextPage) -> Iterator[tuple[int, str, str, int]]:
    """Yield number, text, unnaming font and preceding space of each visible character."""
    handle, spaced = text_page.raw, 0
    for index, code in _codes(text_page):
        text, unnamed = written(code), ""
        if text == NO_LETTER or pdfium_c.FPDFText_HasUnicodeMapError(handle, index) == 1:
            if code in _LINE_ENDS and pdfium_c.FPDFText_IsGenerated(handle, index) == 1:
                continue
            text, unnamed = _in_its_font(text_page, index, code)
        if text == " ":
            if spaced < SPACE:
                generated = pdfium_c.FPDFText_IsGenerated(handle, index) == 1
                spaced = _GENERATED_SPACE if generated else SPACE
        elif text:
            yield index, text, unnamed, spaced
            spaced = 0


def _codes(text_page: pdfium.PdfTextPage) -> Iterable[tuple[int, int]]:
    """Return number and code point of each character."""
    text = text_page.get_text_range()
    count = text_page.count_chars()
    if len(text) == count and NO_LETTER not in text:
        return enumerate(map(ord, text))
    return _single_codes(text_page.raw, count)


def _single_codes(handle: Any, count: int) -> Iterator[tuple[int, int]]:  # noqa: ANN401  # PDFium's
    high = 0
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        if code in _HIGH:  # a character beyond the first plane may have two codes
            high = code
        elif high and code in _LOW:
            yield index, 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
            high = 0
        else:
            yield index, min(code, sys.maxunicode)


def font_of(text_page: pdfium.PdfTextPage, index: int) -> tuple[str, bool]:
    """Return the name of a character's font, and whether it is bold."""
    name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, _NAME_BYTES, flags)
    words = name.value.decode("utf-8", "replace")
    return words, _BOLD.search(words) is not None or bool(flags.value & _FORCED_BOLD)


def _in_its_font(text_page: pdfium.PdfTextPage, index: int, code: int) -> tuple[str, str]:
    """Return a character without a Unicode name as text, and its font if that is uncertain."""
    font, _ = font_of(text_page, index)
    text = written_in(font, code)
    if text != NO_LETTER:
        return text, ""
    if _is_blank(text_page, index):
        return " ", ""
    # The code itself may be the letter's; the text in this font will show.
    return written(code), font or "?"


def _is_blank(text_page: pdfium.PdfTextPage, index: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return abs(top.value - bottom.value) < _FLAT


def _style(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, int | None]:
    """Return the size of the type as shown, and the direction of its text."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    scale = math.hypot(matrix.c, matrix.d)
    size = abs(pdfium_c.FPDFText_GetFontSize(text_page, index)) * scale
    quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    turns = round(quarters) % _QUARTERS if abs(quarters - round(quarters)) < _STRAIGHT else None
    return max(size, 1.0), turns


def _runs_down(box: pdfium_c.FS_RECTF, x: float) -> bool:
    """Whether a character is set vertically: its origin is in the middle of PDFium's box then."""
    least = _INSIDE * (box.top - box.bottom)
    return bool(x - box.left > least and box.right - x > least)


def _turned(
    turns: int, box: Box, origin: tuple[float, float], page: Box
) -> tuple[float, float, float]:
    """Return start, end and baseline of a character, in a frame in which its text runs right."""
    left, bottom, right, top = page
    if turns == 1:
        return box[1] - bottom, box[3] - bottom, origin[0] - left
    if turns == _DOWN:
        return top - box[3], top - box[1], right - origin[0]
    return right - box[2], right - box[0], origin[1] - bottom
