"""Signs that a font gives for ligatures become their letters, and all other signs stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.conservation import find_lost
from sources.limits import DEFAULT_LIMITS
from sources.readers.pdf import read_pdf
from sources.readers.pdf.ligatures import find_ligatures, mended
from sources.second_reading import read_again
from tests.sources.pdf_files import raw_pdf, shown_at

WORDS = ("population", "fertility", "continued", "projection", "nations", "negative", "optimal")


def broken(letters: str, sign: str) -> list[str]:
    return [word.replace(letters, sign) for word in WORDS if letters in word]


@pytest.mark.parametrize("sign", [",", ";", "4", "<", "("])
def test_most_words_tell_which_letters_a_sign_stands_for(sign: str) -> None:
    assert find_ligatures(broken("ti", sign)) == {sign: "ti"}


def test_few_words_tell_nothing() -> None:
    assert find_ligatures(broken("ti", ",")[:4]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "either/or, and/or, he/she, his/her, their/our, black/white",
        "red,green,blue are:the,colors of,the flag,that waves,over our,town hall,every day",
        "co-operate re-enter well-known long-term high-level low-level",
        "don't isn't wasn't couldn't wouldn't shouldn't",
        "h2o co2s n2o h2s c4h10 x2y",
    ],
)
def test_signs_between_words_and_in_formulas_are_no_ligatures(text: str) -> None:
    assert find_ligatures([text]) == {}
    assert mended(text, find_ligatures([text])) == text


def test_a_sign_between_two_whole_words_stays() -> None:
    text = "The popula,on, of Torvik,Valdora and others,was con,nued; yes,no"

    found = mended(text, {",": "ti"})

    assert found == "The population, of Torvik,Valdora and others,was continued; yes,no"


@given(st.text("abti, .A\n"))
def test_nothing_but_signs_becomes_letters(text: str) -> None:
    assert mended(text, {",": "ti"}).replace("ti", ",") == text.replace("ti", ",")


def test_a_page_is_quoted_as_it_is_shown() -> None:
    coded = [word.replace("ti", "\x01") for word in WORDS]
    drawn = [shown_at(50, 300 - 20 * row, word) for row, word in enumerate(coded)]
    unicode = {code: chr(code) for code in range(32, 127)} | {1: ","}
    raw = raw_pdf("\n".join(drawn), unicode=unicode)

    draft = read_pdf(raw, DEFAULT_LIMITS)

    assert draft.text.split() == list(WORDS)
    assert find_lost(read_again(".pdf", raw, DEFAULT_LIMITS), [draft.text]) == []


def test_a_hyphen_that_is_spelled_in_three_ways_is_one() -> None:
    unicode = {code: chr(code) for code in range(32, 127)} | {1: "-\xad\u2010"}

    raw = raw_pdf(shown_at(50, 300, "trade\x01offs"), unicode=unicode)

    draft = read_pdf(raw, DEFAULT_LIMITS)

    assert draft.text == "trade-offs"
    assert find_lost(read_again(".pdf", raw, DEFAULT_LIMITS), [draft.text]) == []
