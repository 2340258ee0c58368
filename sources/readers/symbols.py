"""Characters of the fonts Symbol and Wingdings, which Office keeps as numbers without a meaning."""

import re
from typing import Final

_PRIVATE = 0xF000  # Office adds it to the place of a character in such a font
_LAST = 0xF0FF
_FIRST = 0x20

# The font Symbol from place 0x20 on; "\0" is a place without a character of its own.
_SYMBOL = (
    " !∀#∃%&∍()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\0"
)
_WINGDINGS: Final = {
    **dict(zip(range(0x80, 0x8B), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True)),
    0x4A: "☺",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "❑",
    0x72: "❒",
    0x76: "❖",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xE8: "➔",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}

_PLACES = re.compile(f"[{chr(_PRIVATE)}-{chr(_LAST)}]")
_PICTURES = re.compile("dings|zapf|marlett|mt extra|emoji|icon")


def symbol_text(place: int, font: str) -> str:
    """Return the character at a place of a font.

    Args:
        place: The place in the font, from 0x20, as it is or with 0xF000 added.
        font: Its name.

    Returns:
        The character; "" if it has no counterpart in Unicode that is known here.
    """
    code = place - _PRIVATE if _PRIVATE <= place <= _LAST else place
    name = font.casefold()
    if name == "symbol":
        character = _SYMBOL[code - _FIRST] if _FIRST <= code < _FIRST + len(_SYMBOL) else ""
        return character.strip("\0")
    if name == "wingdings":
        return _WINGDINGS.get(code, "")
    return "" if _PICTURES.search(name) else chr(code)


def without_places(words: str, font: str) -> str:
    """Replace the characters of a text that are only places in a font."""
    if not _PLACES.search(words):
        return words
    return _PLACES.sub(lambda place: symbol_text(ord(place[0]), font), words)
