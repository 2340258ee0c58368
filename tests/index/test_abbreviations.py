"""Abbreviations are learnt where a text explains them, and nowhere else."""

import pytest
from hypothesis import given

from index.abbreviations import learn_abbreviations

from .shelf import HOSTILE


@pytest.mark.parametrize(
    ("text", "learnt"),
    [
        ("The Valdoran Fishing Guild (VFG) mended nets.", ("VFG", "Valdoran Fishing Guild")),
        ("the Valdoran\nFishing Guild (V.F.G.)", ("V.F.G.", "Valdoran Fishing Guild")),
        ("the Bridge of the Four Winds (the BFW)", ("BFW", "Bridge of the Four Winds")),
        ("Free Port-Anselm Traders (FPATs)", ("FPAT", "Free Port-Anselm Traders")),
        ("VFG - Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("VFG-Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("Words\n\n  • VFG = the guild of fishermen \nnext", ("VFG", "the guild of fishermen")),
        ("VFG: Valdoran Fishing Guild", ("VFG", "Valdoran Fishing Guild")),
        ("VFG – Fishing Guild of Valdora", ("VFG", "Fishing Guild of Valdora")),
    ],
)
def test_an_abbreviation_is_learnt_with_its_name(text: str, learnt: tuple[str, str]) -> None:
    assert list(learn_abbreviations([text])) == [learnt]


@pytest.mark.parametrize(
    "text",
    [
        "the treaty (1605) held",
        "the guild (see below) mended nets",
        "the guild (VFG) mended nets",
        "The Brothers of Salt (VFG)",
        "Valdoran Fishing Guild (page 4)",
        "Valdoran Fishing Guild. (VFG)",
        "(VFG)",
        "the VFG - a guild of fishermen - mended nets",
        "1605 - the guild is founded",
        "KING: Come here at once",
        "KING - He comes.",
        "",
    ],
)
def test_nothing_is_learnt_from_what_explains_no_abbreviation(text: str) -> None:
    assert list(learn_abbreviations([text])) == []


def test_abbreviations_of_all_texts_are_learnt() -> None:
    texts = ["Valdoran Fishing Guild (VFG)", "Free Port Traders (FPT)"]

    assert [short for short, _ in learn_abbreviations(texts)] == ["VFG", "FPT"]


@given(HOSTILE)
def test_any_text_explains_abbreviations_by_words_or_none(text: str) -> None:
    for short, name in learn_abbreviations([f"Valdoran Fishing Guild (VFG)\n{text}"]):
        assert short.strip()
        assert name.strip()
