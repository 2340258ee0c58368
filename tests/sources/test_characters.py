"""Letters that look alike are folded, and text that makes no words is told from any language."""

import unicodedata
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sources
from sources import problems
from sources.characters import folded, nfkc, why_illegible
from sources.problems import NotServedError

from .desk import read


@pytest.mark.parametrize(
    ("written", "form"),
    [("bee", "bee"), ("ﬁne", "fine"), ("e\u0301", "é"), ("½", "1\u20442"), ("“\uff21”", "“A”")],
)
def test_a_text_gets_its_compatibility_form(written: str, form: str) -> None:
    assert nfkc(written) == form


def test_small_capitals_of_old_fonts_are_letters() -> None:
    assert folded("".join(map(chr, range(0xF761, 0xF77B)))) == ascii_lowercase


@given(st.text(max_size=30))
def test_a_text_without_long_runs_of_marks_gets_what_unicode_says(text: str) -> None:
    assert nfkc(text) == unicodedata.normalize("NFKC", text)


def test_a_million_accents_on_one_letter_are_thirty() -> None:
    marks = nfkc("a" + "\u0323\u0307" * 500_000)  # sorted as they are, they would take hours

    assert unicodedata.normalize("NFD", marks) == "a" + "\u0323" * 15 + "\u0307" * 15


STARTER = sorted((Path(sources.__file__).parent / "starter").glob("*.md"))
ENGLISH = (
    "On windy days the old bridge hums, and people say that it sings to the river. The sound comes "
    "from the railing, whose hollow tubes were drilled to let the water out in the winter."
)
LANGUAGES = {
    "German": "Die Brücke summt an windigen Tagen, und die Leute sagen, dass sie dem Fluss etwas "
    "vorsingt. Niemand weiß, wer die Löcher in das Geländer gebohrt hat.",
    "French": "Le vieux pont chante quand il y a du vent, et les gens disent qu'il parle à la "
    "rivière. Personne ne sait qui a percé les trous de la rambarde.",
    "Polish": "Stary most śpiewa w wietrzne dni, a ludzie mówią, że śpiewa dla rzeki. Nikt nie "
    "wie, kto wywiercił otwory w poręczy, ani dlaczego to zrobił.",
    "Russian": "Старый мост поёт в ветреные дни, и люди говорят, что он поёт реке.",
    "Chinese": "有风的日子里那座老桥嗡嗡作响。人们说它在为河歌唱。",
    "Hebrew": "הגשר הישן מזמזם בימים סוערים, ואנשים אומרים שהוא שר לנהר. איש אינו יודע מי קדח "
    "את החורים במעקה, אבל כולם זוכרים את הקולות של החורף ושל הלילות הארוכים.",
}


def _shifted(text: str, by: int) -> str:
    return "".join(chr(ord(c) + by) if " " < c <= "~" else c for c in text)


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_a_text_in_any_language_is_legible(text: str) -> None:
    assert why_illegible(text) is None


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.name)
@pytest.mark.parametrize("by", [-29, -3, 3])
def test_a_shifted_text_makes_no_words(path: Path, by: int) -> None:
    text = path.read_text("utf-8")

    assert why_illegible(text) is None
    assert why_illegible(_shifted(text, by)) is not None


@pytest.mark.parametrize("text", [ENGLISH, LANGUAGES["Hebrew"]])
def test_a_reversed_text_is_backwards(text: str) -> None:
    assert why_illegible(text) is None
    assert why_illegible(text[::-1]) == "backwards"


@given(st.sampled_from(["\ue000", "\uf03d", "\x04", "\ufffd"]), st.integers(25, 300))
def test_characters_without_meaning_make_a_text_illegible(sign: str, count: int) -> None:
    words = "The bridge hums. "

    assert why_illegible(words * 10 + sign * 10) is None
    assert why_illegible(words + sign * count) == "no meaning"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GNP, CPI, PPP, FTSE, NYSE",
        "Contents\n1 Bees " + ". " * 200 + "3",
        "1801\t412\n1802\t399\n" * 30,
        "E = mc² + ½ m v² − p²",  # noqa: RUF001  # as formulas have it
    ],
)
def test_lists_numbers_and_formulas_are_not_illegible(text: str) -> None:
    assert why_illegible(text) is None


def test_signs_alone_make_no_words_unless_they_are_few() -> None:
    assert why_illegible("#%&*$ " * 100) == "no words"
    assert why_illegible("#%&*$") is None


def test_a_long_text_is_looked_at_in_its_middle_too() -> None:
    years = "1801\t412\n" * 10_000

    assert why_illegible(years + _shifted(ENGLISH, 3) * 1000 + years) == "no words"


def test_a_file_that_makes_no_words_is_refused() -> None:
    with pytest.raises(NotServedError) as refused:
        read(_shifted(ENGLISH, 3), "bridge.txt")

    assert str(refused.value) == problems.ILLEGIBLE
