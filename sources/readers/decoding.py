"""Bytes -> text, by the encodings that people save their notes in."""

import codecs
import re
from collections.abc import Iterator

from sources import problems
from sources.limits import Limits

from .errors import NotTextError, UnreadableFileError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 50  # at most one character in so many is a control character


def decode_within(raw: bytes, limits: Limits) -> str:
    """Decode a file that is nothing but text.

    Raises:
        NotTextError: As `decode`.
        UnreadableFileError: If there are more bytes than such a file may have.
    """
    if len(raw) > limits.max_text_bytes:
        raise UnreadableFileError(problems.too_large(len(raw), limits.max_text_bytes))
    return decode(raw)


def decode(raw: bytes) -> str:
    """Decode by the byte order mark, or else as UTF-8, UTF-16 or Windows-1252.

    A few broken characters in UTF-8 do not cost the others: each is the sign "\ufffd".

    Returns:
        The text with a line feed at each line end, as Python's `open` reads it. A byte order
        mark belongs to the encoding and not to the text: offset 0 is the first character after it.

    Raises:
        NotTextError: If none fits, or what comes out is full of control characters.
    """
    for encoding, errors in _candidates(raw):
        try:
            text = raw.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        if _MAX_CONTROL * len(_CONTROL.findall(text)) <= len(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotTextError


def _candidates(raw: bytes) -> Iterator[tuple[str, str]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            nearly = mark == codecs.BOM_UTF8 and _is_nearly_utf_8(raw)
            yield encoding, "replace" if nearly else "strict"
            return
    yield "utf-8", "replace" if _is_nearly_utf_8(raw) else "strict"
    # Without a mark, UTF-16 shows by the zero bytes of its spaces and Latin letters.
    if 4 * raw.count(0) > len(raw):
        zero_first = raw[::2].count(0) > raw[1::2].count(0)
        likely = ("utf-16-be", "utf-16-le") if zero_first else ("utf-16-le", "utf-16-be")
        yield from ((encoding, "strict") for encoding in likely)
    # Western text has few letters beyond ASCII; where most are, it is another alphabet.
    elif 4 * len(raw.translate(None, bytes(range(128)))) < len(raw):
        yield "cp1252", "strict"


def _is_nearly_utf_8(raw: bytes) -> bool:
    """Whether most letters beyond ASCII are those of UTF-8, which is no accident."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - broken - len(text.encode("ascii", "ignore"))
    return sound > broken
