"""Typography never makes a difference between a quotation and its source; all else does."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.collation import Letters, Match, find_closest, find_exact

from .shelf import HOSTILE, ISLAND

SOURCE = (
    "The leaders had judged “Stalin” without asking any-\none. For Mao, Stalin be\u00adlonged to "
    "the whole com-\nmunist move\u2013ment\u2014and no well-known party[12] had the right… to "
    "condemn him alone. It wasn’t the ﬁrst café."
)


def exact(quotation: str, text: str = SOURCE) -> list[Match]:
    """Where a text has a quotation word for word."""
    return list(find_exact(Letters(quotation), Letters(text)))


@pytest.mark.parametrize(
    "quotation",
    [
        'judged "Stalin" without asking anyone',
        "judged Stalin without asking any- one",
        "Stalin belonged to the whole communist move-ment -- and no well-known party",
        "Stalin\u00a0belonged  to\nthe whole",
        "no well- known party had the right ... to condemn",
        "no well\u2011known party[3] had the right . . . to condemn",
        "It wasn't the first cafe\u0301",
        "it wasn`t the first café",
        "asking anyone. For Mao,",
    ],
)
def test_typography_makes_no_difference(quotation: str) -> None:
    (found,) = exact(quotation)

    assert found.is_exact


@pytest.mark.parametrize(
    "quotation",
    [
        "For Mao Stalin belonged to the whole",
        "for Mao, stalin belonged",
        "no well known party had",
        "It wasnt the first",
        "It wasn’t the first cafe",
        "elonged to the whole",
        "belonged to the wh",
        "belonged to whole",
    ],
)
def test_words_marks_accents_and_case_do(quotation: str) -> None:
    assert exact(quotation) == []


def test_every_place_is_found() -> None:
    text = "No king. No king! “No king?”"

    assert [text[m.start : m.end] for m in exact("no king", text)] == ["No king"] * 3


def test_chinese_lines_end_without_a_space() -> None:
    assert exact("毛泽东访问莫斯科", "一九四九年毛泽东访问\n莫斯科。")


@pytest.mark.parametrize("text", ["毛泽东Stalin spoke", "Stalin spoke毛泽东"])
def test_words_may_begin_and_end_at_chinese_without_a_space(text: str) -> None:
    assert len(exact("Stalin spoke", text)) == 1


@pytest.mark.parametrize(
    ("quotation", "quoted", "source"),
    [
        ("The leaders had judged Lenin without asking anyone", "Lenin", "Stalin"),
        ("The leaders had all judged Stalin without asking", "all", ""),
        ("The leaders judged Stalin without asking anyone", "", "had"),
        ("Some leaders had judged Stalin without asking", "Some", "The"),
        ("had judged Stalin without asking nobody", "nobody", "any- one"),
        ("For Mao Stalin belonged to the whole", "Mao", "Mao,"),
    ],
)
def test_what_differs_is_shown_beside_the_source(quotation: str, quoted: str, source: str) -> None:
    found = find_closest(Letters(quotation), Letters(SOURCE))

    assert found
    assert [(p.quoted, p.source) for p in found.parts if not p.same] == [(quoted, source)]


def test_all_that_is_between_several_changed_words_is_compared() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen"

    found = find_closest(
        Letters("one two three four X six seven Y nine ten Z twelve thirteen"), Letters(text)
    )

    assert found
    assert text[found.start : found.end] == text
    assert [(part.quoted, part.source) for part in found.parts if not part.same] == [
        ("X", "five"),
        ("Y", "eight"),
        ("Z", "eleven"),
    ]


@given(st.data())
def test_any_words_of_a_text_are_exactly_there(data: st.DataObject) -> None:
    words = ISLAND.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))

    assert exact(" ".join(words[start:end]), ISLAND)


@given(HOSTILE, HOSTILE)
@example("0:\u00c0", "\u00c0")  # the same word, but for the case that begins a sentence
def test_any_texts_can_be_compared(quotation: str, text: str) -> None:
    quoted, letters = Letters(quotation), Letters(text)

    for found in (*find_exact(quoted, letters), find_closest(quoted, letters)):
        if found:
            assert 0 <= found.start < found.end <= len(text)
            assert 0 < found.likeness <= 1
            assert found.parts


@given(HOSTILE.filter(lambda text: len(Letters(text)) > 0))
def test_any_text_is_like_itself(text: str) -> None:
    found = find_closest(Letters(text), Letters(text))

    assert found
    assert found.likeness == 1.0
