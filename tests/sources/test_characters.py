"""Letters that look alike are the same, and no text takes ages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.characters import nfkc


@pytest.mark.parametrize(
    ("written", "form"),
    [("bee", "bee"), ("ﬁne", "fine"), ("e\u0301", "é"), ("½", "1\u20442"), ("“\uff21”", "“A”")],
)
def test_a_text_gets_its_compatibility_form(written: str, form: str) -> None:
    assert nfkc(written) == form


@given(st.text(max_size=30))
def test_a_text_without_long_runs_of_marks_gets_what_unicode_says(text: str) -> None:
    assert nfkc(text) == unicodedata.normalize("NFKC", text)


def test_a_million_accents_on_one_letter_are_thirty() -> None:
    marks = nfkc("a" + "\u0323\u0307" * 500_000)  # sorted as they are, they would take hours

    assert unicodedata.normalize("NFD", marks) == "a" + "\u0323" * 15 + "\u0307" * 15
