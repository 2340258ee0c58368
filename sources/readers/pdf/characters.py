"""The characters of a page, from PDFium's text layer: their text, places and fonts."""

import ctypes
import math
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources.characters import NAMED_PRIVATE_USE
from sources.readers.symbols import symbol_text

NO_LETTER = "\ufffd"
"""Replaces a character whose letter isn't known."""

_SURROGATES = range(0xD800, 0xE000)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = dict.fromkeys("\x02\u2010", "-")  # PDFium writes the first at a line's end
_HYPHEN, _SAME_HYPHEN = ord("-"), (0xAD, 0x2010)  # fonts of a Mac spell one hyphen in three ways
_UNCERTAIN = "\ufffe"  # PDFium writes it for that hyphen and for what has no letter alike
_WRITTEN = {**NAMED_PRIVATE_USE, **str.maketrans({**_LIGATURES, **_HYPHENS})}
_NOT_SHOWN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNNAMED = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
_SHAPED = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")  # letters by their shape in a word

_FAMILY = re.compile("symbol|wingdings")
_TEX_BRACKETS = "()[]⌊⌋⌈⌉{}⟨⟩"
# The encodings OMX and OMS: TeX's names for these signs are in no list, so PDFium gives the codes.
_TEX_LARGE = {
    start + place: sign
    for start, signs in (
        *((0x00, f"{_TEX_BRACKETS}|‖/\\()"), (0x12, f"{_TEX_BRACKETS}/\\")),
        *((0x20, f"{_TEX_BRACKETS}/\\/\\"), (0x30, "⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⊔⨆∮∮⊙⨀⊕⨁⊗⨂")),
        *((0x50, "∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐"), (0x68, "[]⌊⌋⌈⌉{}√√√√√")),  # noqa: RUF001  # signs
    )
    for place, sign in enumerate(signs)
}
NEGATION = "\u0338"
"""A stroke through a sign; TeX sets it before the sign."""
_TEX: Mapping[str, Mapping[int, str]] = {
    "CMEX": _TEX_LARGE,
    "CMSY": {0x36: NEGATION, 0x37: "|", 0x0D: "○"},
}
_QUARTERS = 4  # turns to the left make a whole one
_DOWN = 3  # quarter turns
_STRAIGHT = 0.1  # quarter turns
_NAME_BYTES = 100
# Also as TeX names its bold fonts.
_BOLD = re.compile(r"bold|black|heavy|demi|-medi(?:ital)?\Z|(?:cm|ec|sf|lm)s?s?bx", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # a flag of the font
_FLAT = 0.2  # points; a character that is no higher is blank
_INSIDE = 0.4  # of the height of a character
_GENERATED_SPACE, SPACE = 1, 2
_LINE_ENDS = frozenset((10, 13))  # PDFium's own, where it generated them
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""


@lru_cache(4096)
def written(code: int) -> str:
    """Return a character as text.

    Returns:
        A space for white space, "" for an invisible character, `NO_LETTER` for a code without
        meaning, such as a control character or one for private use.
    """
    character = chr(code) if code not in _SURROGATES else NO_LETTER
    if character.isspace() and code > ord(" "):
        return " "
    words = _NOT_SHOWN.sub("", character.translate(_WRITTEN))
    if _SHAPED.match(words):
        words = unicodedata.normalize("NFKC", words)
    return NO_LETTER if _UNNAMED.match(words) else words


def written_in(font: str, code: int) -> str:
    """Return a character that has a meaning in one font only; `NO_LETTER` if that isn't known.

    Args:
        font: Its name, with or without the prefix of a subset.
        code: As the text layer has it.
    """
    name = font.rpartition("+")[2]
    for prefix, table in _TEX.items():
        if name.startswith(prefix) and code in table:
            return table[code]
    family = _FAMILY.match(name.casefold())
    return (symbol_text(code, family[0]) if family else "") or NO_LETTER


class Glyph(NamedTuple):
    """A character, in a frame in which its text runs to the right.

    Attributes:
        turns: Direction of its text in the file, in quarter turns to the left; None if aslant.
        spaced: 2 if white space precedes it, 1 if only PDFium takes the gap for a space, else 0.
        number: Its place in the text layer.
        unnamed: The font's name, if the font doesn't say what letter it is; else "".
        is_apart: PDFium ends a line before it, and so says nothing about a space.
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
    is_apart: bool = False


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
    for index, text, unnamed, spaced, is_apart in _characters(text_page):
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
        yield Glyph(text, *place, size, turns, spaced, index, unnamed, is_apart)


def _characters(text_page: pdfium.PdfTextPage) -> Iterator[tuple[int, str, str, int, bool]]:
    """Yield number, text, unnaming font, preceding space and line end of each visible character."""
    handle, spaced, is_apart, is_hyphen = text_page.raw, 0, False, False
    for index, code in _codes(text_page):
        if is_hyphen and code in _SAME_HYPHEN:
            continue
        is_hyphen = code == _HYPHEN
        text, unnamed = written(code), ""
        if text == NO_LETTER or pdfium_c.FPDFText_HasUnicodeMapError(handle, index) == 1:
            if code in _LINE_ENDS and pdfium_c.FPDFText_IsGenerated(handle, index) == 1:
                is_apart = True
                continue
            text, unnamed = _in_its_font(text_page, index, code)
        if text == " ":
            if spaced < SPACE:
                generated = pdfium_c.FPDFText_IsGenerated(handle, index) == 1
                spaced = _GENERATED_SPACE if generated else SPACE
        elif text:
            yield index, text, unnamed, spaced, is_apart
            spaced, is_apart = 0, False


def _codes(text_page: pdfium.PdfTextPage) -> Iterable[tuple[int, int]]:
    """Return number and code point of each character."""
    text = text_page.get_text_range()
    count = text_page.count_chars()
    if len(text) != count or NO_LETTER in text:
        return _single_codes(text_page.raw, count)
    if _UNCERTAIN not in text:
        return enumerate(map(ord, text))
    read, handle = pdfium_c.FPDFText_GetUnicode, text_page.raw
    return ((i, read(handle, i) if c == _UNCERTAIN else ord(c)) for i, c in enumerate(text))


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
