"""Characters that are only a place in a font."""

import pytest

from sources.readers.symbols import symbol_text, without_places


@pytest.mark.parametrize(
    ("place", "font", "shown"),
    [
        (0xF061, "Symbol", "\u03b1"),
        (0x57, "symbol", "Ω"),
        (0xF0B3, "Symbol", "≥"),
        (0xF0F0, "Symbol", ""),
        (0xF0E0, "Wingdings", "→"),
        (0xFE, "Wingdings", "☑"),
        (0x21, "Wingdings", ""),
        (0x41, "Webdings", ""),
        (0xE9, "Times New Roman", "é"),
        (0x10, "Symbol", ""),
    ],
)
def test_a_place_is_the_character_that_the_font_has_there(
    place: int, font: str, shown: str
) -> None:
    assert symbol_text(place, font) == shown


def test_other_characters_stay() -> None:
    assert without_places("angle \uf061 of Ω", "Symbol") == "angle \u03b1 of Ω"
