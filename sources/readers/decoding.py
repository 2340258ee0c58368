"""Bytes -> text, by the encodings people really save their notes in."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class NotTextError(ValueError):
    """The bytes are no text in an encoding that is understood."""


def decode(raw: bytes) -> str:
    """Decode a file's bytes: by its byte order mark, as UTF-8, or as Windows-1252.

    Returns:
        The text with each line end as one `\\n`, as Python's `open` reads it. A byte order mark
        belongs to the encoding and not to the text, so offset 0 is the first character after it.

    Raises:
        NotTextError: If none fits, or what comes out is full of control characters.
    """
    text = _decoded(raw)
    if 50 * len(_CONTROL.findall(text)) > len(text):
        raise NotTextError
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str:
    encodings = [name for mark, name in _BOMS if raw.startswith(mark)][:1]
    if not encodings:
        encodings = ["utf-8"] if b"\0" not in raw[:1000] else ["utf-16-le", "utf-16-be"]
        # Western text has few letters beyond ASCII; more of them are another alphabet.
        if sum(byte > 127 for byte in raw) * 4 < len(raw):
            encodings.append("cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (
            encoding.startswith("utf-16-")
            and not text.isprintable()
            and len(_CONTROL.findall(text))
        ):
            continue
        return text
    raise NotTextError
