"""Character codes of PDFium's text layer -> text, private codes of common fonts included.

Sources: Adobe Glyph List 1.2 for the corporate use subarea, the Symbol encoding of the PDF
standard (ISO 32000, annex D), and the encodings OMX and OMS of TeX's fonts.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

NO_LETTER = "\ufffd"
"""Replaces a character whose letter isn't known."""

_SURROGATES = range(0xD800, 0xE000)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = dict.fromkeys("\x02\u2010\ufffe", "-")  # PDFium writes the first at a line's end
_ADOBE = {
    **{chr(0xF730 + digit): str(digit) for digit in range(10)},  # old-style digits
    **{chr(0xF700 + code): chr(code) for code in (*b"!$&?", *range(0x61, 0x7B))},  # small capitals
    **{chr(0xF700 + code): chr(code) for code in (*range(0xE0, 0xF7), *range(0xF8, 0x100))},
    **dict(zip(map(chr, range(0xF6DF, 0xF6E9)), "¢¢,,$$--..", strict=True)),
    **dict(zip(map(chr, range(0xF6E9, 0xF6F4)), "abdeilmorst", strict=True)),  # raised letters
    **dict(zip(map(chr, range(0xF8E5, 0xF8EB)), "⎯⏐⎯®©™", strict=True)),
    **dict(zip(map(chr, range(0xF8EB, 0xF8FF)), "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True)),
    **dict(zip("\uf6d9\uf6da\uf6db\uf6dc\uf6de", "©®™1—", strict=True)),
    **dict(zip("\uf6f9\uf6fa\uf6fd\uf6ff\uf7a2", "łœšž¢", strict=True)),
}
# Bullets and arrows of Symbol and Wingdings, whichever font has them.
_BULLETS = dict(zip("\uf0b7\uf0a7\uf0d8\uf0fc\uf0e0", "•▪▪✓→", strict=True))
_WRITTEN = str.maketrans({**_LIGATURES, **_HYPHENS, **_ADOBE, **_BULLETS})
_NOT_SHOWN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNNAMED = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\uffff\ufffd\U000f0000-\U0010ffff]")
_SHAPED = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")  # letters by their shape in a word

_SYMBOL_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOL_SIGNS = dict(
    zip(
        b"\"$'@\\^\xa3\xa5\xab\xac\xae\xb0\xb1\xb3\xb4\xb6\xb8\xb9\xba\xbb\xc4\xc5\xc7\xc8\xcc\xce",
        "∀∃∋≅∴⊥≤∞↔←→°±≥×∂÷≠≡≈⊗⊕∩∪⊂∈",  # noqa: RUF001  # signs of formulas
        strict=True,
    )
) | dict(zip(b"\xd0\xd1\xd6\xd7\xde\xe5\xf2", "∠∇√⋅⇒∑∫", strict=True))
_TEX_BRACKETS = "()[]⌊⌋⌈⌉{}⟨⟩"
_TEX_LARGE = {
    start + place: sign
    for start, signs in (
        *((0x00, f"{_TEX_BRACKETS}|‖/\\()"), (0x12, f"{_TEX_BRACKETS}/\\")),
        *((0x20, f"{_TEX_BRACKETS}/\\/\\"), (0x30, "⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⊔⨆∮∮⊙⨀⊕⨁⊗⨂")),
        *((0x50, "∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐"), (0x68, "[]⌊⌋⌈⌉{}√√√√√")),  # noqa: RUF001  # signs of formulas
    )
    for place, sign in enumerate(signs)
}
_NEGATION = "\u0338"  # a stroke through the next sign
_FONTS: tuple[tuple[str, Mapping[int, str]], ...] = (
    ("CMEX", _TEX_LARGE),
    ("CMSY", {0x36: _NEGATION, 0x37: "↦", 0x0D: "○"}),
    ("SYMBOL", {0xF000 + ord(a): b for a, b in _SYMBOL_LETTERS.items()}),
    ("SYMBOL", {0xF000 + code: sign for code, sign in _SYMBOL_SIGNS.items()}),
    ("SYMBOL", {0xF000 + code: chr(code) for code in b" !#%&()*+,-./0123456789:;<=>?[]_{|}"}),
    ("WINGDINGS", dict(zip(b"lnoqru\x9f", "●■□❑❒◆•", strict=True))),
    ("WINGDINGS", {0xF000 + a: b for a, b in zip(b"lnoqruv\x9f", "●■□❑❒◆❖•", strict=True)}),
)


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
    name = font.rpartition("+")[2].upper()
    for prefix, table in _FONTS:
        if name.startswith(prefix) and code in table:
            return table[code]
    return NO_LETTER
