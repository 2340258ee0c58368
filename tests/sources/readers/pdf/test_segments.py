"""The characters of a page become the words a person sees."""

import pytest
from pypdfium2 import PdfDocument

from sources.readers.pdf.characters import Glyph, font_of
from sources.readers.pdf.fractions import Rule, with_fractions
from sources.readers.pdf.segments import run_text
from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import Typesetter, raw_pdf, shown_at

_ASCII = {code: chr(code) for code in range(0x20, 0x7F)}


def _read(content: str, unicode: dict[int, str]) -> Read:
    return read_raw(raw_pdf(content, unicode=_ASCII | unicode), "hives.pdf")


def _shown(content: str, unicode: dict[int, str]) -> str:
    (shown,) = _read(content, unicode).shown
    return shown


def test_both_letters_of_a_ligature_stay_in_their_word() -> None:
    words = "The di\x01erent keepers of the o\x01ice were e\x01ective."

    shown = _shown(shown_at(40, 300, words), {1: "ff"})

    assert shown == words.replace("\x01", "ff")


def test_letters_printed_twice_as_makeshift_bold_type_are_served_once_and_reported() -> None:
    letters = zip((40, 52, 64, 76), "Bees", strict=True)
    # PDFium itself drops letters of the same size.
    twice = [
        shown_at(x + 2 * again, 300, c, 20 + again / 10) for x, c in letters for again in (0, 1)
    ]
    line = "They are in the hives of the north."

    read = _read(" ".join([*twice, shown_at(40, 260, line)]), {})

    assert (read.document.title, read.shown) == ("Bees", [line])
    assert read.left_out == ["Bees"]


def test_a_line_printed_twice_is_served_once_and_reported() -> None:
    line = "The keepers counted their hives."

    read = _read(shown_at(40, 300, line) + " " + shown_at(40.5, 300.4, line, 10.1), {})

    assert read.shown == [line]
    assert read.left_out == [line]


def test_text_outside_the_page_is_left_out_and_reported() -> None:
    line = "The keepers counted their hives."

    read = _read(shown_at(40, 300, line) + " " + shown_at(40, 450, "Nobody sees these words."), {})

    assert read.shown == [line]
    assert read.left_out == ["Nobody sees these words."]


def test_private_digits_and_small_capitals_of_adobe_are_read() -> None:
    unicode = {1: "\uf6dc", 2: "\uf739", 3: "\uf730", 4: "\uf734", 5: "\uf761"}

    assert _shown(shown_at(40, 300, "In \x01\x02\x03\x04, \x05 keeper."), unicode) == (
        "In 1904, a keeper."
    )


@pytest.mark.parametrize("meaning", ["\ue123", "\x07"])
def test_a_character_without_a_meaning_is_shown_as_lost_and_reported(meaning: str) -> None:
    read = _read(shown_at(40, 300, "The kQepers counted their hives again."), {81: meaning})

    assert read.shown == ["The k\ufffdepers counted their hives again."]
    assert len(read.notes) == 1


def test_accents_that_an_old_font_prints_beside_letters_are_put_on_them() -> None:
    content = "BT /F 10 Tf 40 300 Td [(caf) -10 (\x01) 500 (e is open until ten.)] TJ ET"

    assert _shown(content, {1: "\u00b4"}) == "café is open until ten."


def test_letters_that_are_spaced_out_are_words() -> None:
    content = "BT /F 10 Tf 4 Tc 40 300 Td (every keeper) Tj ( counted) Tj ET"

    assert _shown(content, {}) == "every keeper counted"


def test_words_stay_apart_where_the_text_layer_ends_a_line_after_each_letter() -> None:
    places = zip("Beesdance", (0, 5, 10, 15, 22, 27, 32, 37, 42), strict=True)

    glyphs = [
        Glyph(c, x, x + 5.0, 9.0, 10.0, 0, 0, n, "", n > 0) for n, (c, x) in enumerate(places)
    ]

    assert run_text(glyphs) == "Bees dance"


def test_the_number_of_an_entry_in_signs_without_letters_is_lost_and_nothing_put_for_it() -> None:
    entries = ("Keepers count ten hives.", "Keepers count six.", "Meadows are mown in June.")
    lines = [shown_at(40, 300 - 30 * n, f"Q. {words}") for n, words in enumerate(entries)]

    read = _read(" ".join(lines), {81: "\0"})

    assert "\n".join(read.shown).split("\n") == [*entries]
    assert (read.left_out, read.notes) == ([], ())


def test_single_letters_in_a_row_stay_apart() -> None:
    page = Typesetter()
    page.paragraph("Choose one of a b c d e f g h and write it down.")

    (shown,) = read_raw(page.output(), "hives.pdf").shown

    assert shown == "Choose one of a b c d e f g h and write it down."


def test_text_that_runs_to_the_left_is_read_from_the_right() -> None:
    unicode = {0xE0 + i: chr(0x5D0 + i) for i in range(27)}
    words = "םיתבה תא ונב"  # as it is drawn, from the left
    drawn = "".join(chr(ord(letter) - 0x5D0 + 0xE0) if letter > " " else " " for letter in words)

    assert _shown(shown_at(40, 300, drawn), unicode) == "בנו את הבתים"


def test_powers_notes_and_exponents_are_told_apart() -> None:
    page = Typesetter()
    page.paragraph("The sum sin^2^ x + cos^2^ x is one, as the keepers^4^ know, and e^ix^ is not.")

    (shown,) = read_raw(page.output(), "hives.pdf").shown

    assert shown == "The sum sin² x + cos² x is one, as the keepers[4] know, and e^ix is not."


def _glyphs(text: str, x: float, y: float, size: float = 10.0) -> list[Glyph]:
    return [
        Glyph(letter, x + i * 5, x + i * 5 + 5, y, size, 0, 0, i) for i, letter in enumerate(text)
    ]


def _written(glyphs: list[Glyph], *rules: Rule) -> str:
    found = with_fractions(glyphs, rules, lambda run: "".join(glyph.text for glyph in run))
    return "".join(glyph.text for glyph in found)


def test_a_fraction_is_written_on_the_line_of_its_formula() -> None:
    glyphs = [*_glyphs("m=", 0, 100), *_glyphs("a+b", 16, 94), *_glyphs("c", 21, 108)]

    assert _written(glyphs, Rule(16, 31, 97.5)) == "m=(a+b)/c"
    assert _written(glyphs) == "m=a+bc"


def test_a_fraction_that_is_multiplied_stands_in_brackets() -> None:
    glyphs = [*_glyphs("2", 0, 100), *_glyphs("a", 6, 94), *_glyphs("b", 6, 106)]

    assert _written(glyphs, Rule(6, 11, 97.5)) == "2(a/b)"


def test_a_root_has_what_is_under_its_rule() -> None:
    glyphs = [*_glyphs("√", 0, 100), *_glyphs("a+b", 5, 100), *_glyphs("=c", 25, 100)]

    assert _written(glyphs, Rule(5, 20, 90)) == "√(a+b)=c"


def test_an_underlined_word_above_another_line_is_no_fraction() -> None:
    glyphs = [*_glyphs("Bees", 0, 100), *_glyphs("counted by them", 0, 112)]

    assert _written(glyphs, Rule(0, 20, 102)) == "Beescounted by them"


@pytest.mark.parametrize(
    ("font", "bold"),
    [
        ("NimbusRomNo9L-Medi", True),
        ("CMBX12", True),
        ("Arial-BoldMT", True),
        ("NimbusRomNo9L-Regu", False),
        ("Roboto-Medium", False),
    ],
)
def test_bold_fonts_are_known_by_their_names(font: str, *, bold: bool) -> None:
    raw = raw_pdf(
        shown_at(40, 300, "Late work"),
        font=f"/Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding",
    )

    assert font_of(PdfDocument(raw)[0].get_textpage(), 0)[1] is bold
