"""Character codes of PDFium's text layer -> text, private codes of common fonts included."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from sources.characters import NAMED_PRIVATE_USE
from sources.readers.symbols import symbol_text

NO_LETTER = "\ufffd"
"""Replaces a character whose letter isn't known."""

_SURROGATES = range(0xD800, 0xE000)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = dict.fromkeys("\x02\u2010\ufffe", "-")  # PDFium writes the first at a line's end
_WRITTEN = {**NAMED_PRIVATE_USE, **str.maketrans({**_LIGATURES, **_HYPHENS})}
_NOT_SHOWN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNNAMED = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\uffff\ufffd\U000f0000-\U0010ffff]")
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
