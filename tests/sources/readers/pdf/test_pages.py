"""Pages whose letters have no meaning are named like scanned ones, and not served."""

import pytest

from sources.problems import NotServedError
from sources.readers.pdf.words import is_named
from tests.sources.desk import read_raw
from tests.sources.pdf_files import raw_pdf, shown_at, stream

_TEXT = [
    "The keepers of the northern valley counted",
    "their hives twice a year, and wrote down what",
    "they had found. In winter nobody went there.",
]
_CODES = range(32, 127)
# A font of pictures, whose names are in no list.
_NAMELESS = (
    "/Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 32"
    f" /LastChar 126 /Widths [{' '.join(['500'] * len(_CODES))}]"
    f" /Encoding << /Differences [32 {' '.join(f'/g{code}' for code in _CODES)}] >>"
    f" /CharProcs << {' '.join(f'/g{code} 5 0 R' for code in _CODES)} >>"
)
_PICTURE = stream("500 0 0 0 400 700 d1 0 0 400 700 re f")


def _set(lines: list[str], shift: int = 0) -> str:
    shifted = ["".join(chr((ord(c) - 32 + shift) % 95 + 32) for c in line) for line in lines]
    return " ".join(shown_at(40, 300 - 14 * i, line) for i, line in enumerate(shifted))


def test_a_font_that_names_no_letters_makes_a_file_no_better_than_a_scan() -> None:
    raw = raw_pdf(_set(_TEXT, 31), font=_NAMELESS, objects=[_PICTURE])

    with pytest.raises(NotServedError, match="Its only page has no readable text"):
        read_raw(raw, "hives.pdf")


def test_such_a_font_is_read_if_its_codes_make_words() -> None:
    raw = raw_pdf(_set(_TEXT), font=_NAMELESS, objects=[_PICTURE])

    assert read_raw(raw, "hives.pdf").shown == [" ".join(_TEXT)]


def test_a_font_that_names_wrong_letters_makes_a_page_no_better_than_a_scan() -> None:
    cipher = {code: chr((code - 32 + 31) % 95 + 32) for code in _CODES}
    raw = raw_pdf(_set(_TEXT), unicode=cipher)

    with pytest.raises(NotServedError, match="Its only page has no readable text"):
        read_raw(raw, "hives.pdf")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Výbava na přání", True),
        ("Faktura wystawiona w systemie", True),
        ("Checkliste Service", True),
        ("0 2 4 6 8 10", True),
        ("みんなのおのおののなか", True),
        ("9ROXPHV", False),
        ("RUPV) WXDO[RQWH&LJDWXUHV", False),
        ("᧒ᥱᦎᦫ", False),
        ("7>< -0)1$< 3'4 -%)!", False),
        ("ģ", False),
    ],
)
def test_letters_of_a_nameless_font_count_if_they_make_words(text: str, *, named: bool) -> None:
    assert is_named(text) is named
