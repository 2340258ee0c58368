"""Text -> terms: what counts as the same word, and what counts as none."""

import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from index.analysis import plain, terms, tokens
from index.english import CHAT_WORDS, CUE_WORDS, NUMBER_WORDS, STOP_WORDS

from .shelf import HOSTILE

LATIN = st.text("abcdefghijklmnopqrstuvwxyzéüñçß0123456789 .,-'’", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("détente", "detente"),
        ("Hồ Chí Minh", "Ho Chi Minh"),
        ("Straße", "STRASSE"),
        ("Mao’s", "Mao"),
        ("Mao's", "maos"),
        ("Mao`s", "Mao"),
        ("Mao\u00b4s", "Mao"),
        ("the students’ boats", "students boat"),
        ("O’Brien", "obrien"),
        ("U.S.S.R.", "USSR"),
        ("the U.S.'s ships", "the U.S. ship"),
        ("USSR’s", "ussr"),
        ("1,000", "1000"),
        ("70th", "70"),
        ("1st", "1"),
        ("1930s", "1930"),
        ("1930’s", "1930"),
        ("twelve", "12"),
        ("Seventy", "70th"),
        ("\uff11\uff12 ﬁsh", "12 fish"),
        ("half\u00adway", "halfway"),
        ("light\u200bhouse", "lighthouse"),
        ("boat-builder", "boat builder"),
        ("boat–builder", "boat builder"),
        ("snake_case", "snake case"),
        ("shivering", "shivered"),
    ],
)
def test_two_ways_of_writing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("1,000", "1"), ("3.5", "35"), ("1605", "1607"), ("guild", "guide")],
)
def test_two_words_that_differ_have_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    "text",
    ["don't", "won’t", "can\u00b4t", "isn`t", "DIDN'T", "it’s", "they'll", "I’ve", "dont", "who's"],
)
def test_contractions_say_nothing_about_a_subject(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(
    "text", ["", " \n\t", "?!…", "🐝🏽", "\x00", "\ud800", "\u202e\u200b", "who"]
)
def test_text_without_a_subject_has_no_terms(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it struck us", ["strike"]),
        ("the US struck", ["us", "strike"]),
        ("the U.S. struck", ["us", "strike"]),
        ("IT STRUCK US", ["strike"]),
    ],
)
def test_capitals_and_dots_tell_an_abbreviation_from_a_stop_word(
    text: str, expected: list[str]
) -> None:
    assert terms(text) == expected


def test_words_keep_their_order_and_number() -> None:
    assert terms("guild, harbour; guild") == ["guild", "harbor", "guild"]


def test_a_token_tells_the_word_in_its_case_and_without_possessive() -> None:
    token = tokens("Quillfeather’s")[0]

    assert (token.written, token.word, token.stop) == ("Quillfeather’s", "quillfeather", False)


def test_stop_words_are_told_but_are_no_terms() -> None:
    found = tokens("why the guild")

    assert [(token.word, token.stop) for token in found] == [
        ("why", True),
        ("the", True),
        ("guild", False),
    ]


@given(HOSTILE)
@example("a" * 4000)
@example("a." * 2000)
@example("1," * 2000)
@example("1" * 3999 + "a")
@example("a'" * 2000)
@example("(a+)+$" * 600)
def test_any_text_gives_terms_that_can_be_joined_by_spaces(text: str) -> None:
    found = terms(text)

    assert all(term and term.split() == [term] for term in found)


@given(HOSTILE)
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    found = terms(text)

    for form in ("NFC", "NFD"):
        assert terms(unicodedata.normalize(form, text)) == found


@given(st.text())
def test_making_text_plain_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(LATIN)
def test_small_and_large_letters_have_the_same_terms(text: str) -> None:
    # "B.SS" is no abbreviation, "b.ß" is one; "0SS" is a number with a unit, "0ß" is a word.
    assume(not re.search(r"[.\d][^\W\d_]*ß|ß\.", text))

    assume(not re.search(r"[A-Z]{2}s", text))  # "BBs" are some B.B., "bbs" may be anything

    assert terms(text.upper()) == terms(text)


@given(LATIN, st.integers(0, 60), st.sampled_from("\u00ad\u200b\u200d\u200e\ufeff"))
def test_invisible_characters_change_no_term(text: str, place: int, invisible: str) -> None:
    assert terms(text[:place] + invisible + text[place:]) == terms(text)


@pytest.mark.parametrize("words", [STOP_WORDS, CHAT_WORDS, CUE_WORDS, NUMBER_WORDS.keys()])
def test_lists_of_words_are_written_as_tokens_are_compared(words: frozenset[str]) -> None:
    """A listed word in any other form would never be met."""
    assert [word for word in words if [token.word for token in tokens(word)] != [word]] == []


def test_a_word_is_shown_with_its_accents_and_compared_without() -> None:
    (token,) = tokens("Détente")

    assert (token.written, token.word, token.term) == ("Détente", "detente", "detent")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工匠用什么做砂浆？", ["工匠", "匠用", "做砂", "砂浆"]),
        ("石灰混合成\n砂浆", ["石灰", "灰混", "混合", "合成", "成砂", "砂浆"]),
        ("長城は1368年に建てられました", ["長城", "1368", "年", "建"]),
        ("コンピューターの歴史", ["コンピューター", "歴史"]),
        ("오래된 다리", ["오래", "래된", "다리"]),
        ("กำแพง", ["กา", "าแ", "แพ", "พง"]),
        ("The 长城 of Qin", ["长城", "qin"]),
    ],
)
def test_scripts_without_spaces_give_pairs_of_characters(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the 14th", "the Fourteenth"),
        ("the 26th", "the Twenty-Sixth"),
        ("forty-two", "42"),
        ("thirty", "30"),
        ("ninety", "90"),
        ("Oct 49", "October 49"),
        ("1,500", "1500"),
        ("7200rpm", "7200 rpm"),
        ("KSAs", "KSA"),
        ("she slept", "she sleeps"),
        ("they wove", "to weave"),
        ("the wolves", "the wolf"),
    ],
)
def test_forms_of_a_word_or_number_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("14", "1400"), ("founded", "found"), ("lay", "lie")])
def test_different_words_and_numbers_have_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)
