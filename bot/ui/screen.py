"""Estimates how high a message is on a phone, so that an answer fits on one screen.

Discord tells nobody how it draws a message. The sizes are measured on messages drawn at a width of
390 pixels, with letters of average width, and rounded up.
"""

import re
import unicodedata
from collections.abc import Iterable
from math import ceil

SCREEN = 640
"""The height of a phone's screen in pixels, without the bars of the system and of Discord."""

FRAME = 120
"""What a message has around its text: its author, a box and margins."""

MENU = 50
"""A menu, closed."""

LINE = 22
"""A line of text of any size."""

QUOTED_CHARS = 33
"""Letters on a line of a block quote."""

_LINE_CHARS = {"### ": 32, "-# ": 43, "> ": QUOTED_CHARS, "- ": 31}
_TEXT_CHARS = 35
_BESIDE = 0.65  # part of a line's letters beside a button
_BUTTON_HEIGHT, _BUTTON_WIDTH, _LETTER_WIDTH, _ROW_WIDTH = 44, 42, 8, 290
_HIDDEN = re.compile(r"\]\([^)\s]*\)|\\(?=\W)|\*\*|\[")  # links' addresses, and marks of Markdown


def text_height(markdown: str) -> int:
    """Return the height of a text display."""
    return sum(_lines(line) for line in markdown.split("\n")) * LINE


def row_height(markdown: str) -> int:
    """Return the height of a text display beside a button."""
    return sum(_lines(line, _BESIDE) for line in markdown.split("\n")) * LINE


def buttons_height(labels: Iterable[str]) -> int:
    """Return the height of a row of buttons, which wraps where they are too wide for one line."""
    rows, left = 0, 0
    for label in labels:
        width = _BUTTON_WIDTH + _LETTER_WIDTH * _width(label)
        if width > left:
            rows, left = rows + 1, _ROW_WIDTH
        left -= width
    return rows * _BUTTON_HEIGHT


def _lines(line: str, part: float = 1.0) -> int:
    known = next((mark for mark in _LINE_CHARS if line.startswith(mark)), "")
    chars = _LINE_CHARS.get(known, _TEXT_CHARS)
    return max(1, ceil(_width(_HIDDEN.sub("", line.removeprefix(known))) / (chars * part)))


def _width(text: str) -> int:
    """Count letters; those of East Asian scripts and emoji are as wide as two."""
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)
