"""Signs of fonts that don't say what letters they have."""

import pytest

from sources.readers.pdf.characters import NEGATION, NO_LETTER, written_in


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("ABCDEF+CMEX10", 0x00, "("),
        ("CMEX10", 0x13, ")"),
        ("CMEX10", 0x20, "("),
        ("CMEX10", 0x30, "⎛"),
        ("CMEX10", 0x50, "∑"),
        ("CMEX10", 0x70, "√"),
        ("CMSY7", 0x36, NEGATION),
        ("CMSY7", 0x50, NO_LETTER),
        ("Symbol", 0xF061, "\u03b1"),
        ("Nobody", 0x50, NO_LETTER),
    ],
)
def test_what_a_code_stands_for_in_fonts_of_tex_and_of_symbols(
    font: str, code: int, sign: str
) -> None:
    assert written_in(font, code) == sign
