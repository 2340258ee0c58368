"""Where sentences stand, and what each is by itself; looked at once and remembered."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import layout as layouts
from index.layout import Layout

from .shelf import library

TEXTS = st.lists(st.text(st.sampled_from("Ab .?:”\n-"), max_size=60), min_size=1, max_size=3)


@given(TEXTS)
@example(["Bees hum.\n\nWasps rest. Ants do."])
def test_sentences_stand_in_the_document_where_their_passage_has_them(texts: list[str]) -> None:
    shelf = library(*texts)
    layout = Layout(shelf)

    for number, passage in enumerate(shelf.passages):
        text = shelf.documents[passage.doc_id].text
        for place, sentence in enumerate(layout[number].sentences):
            start, end = passage.sentences[place]
            assert sentence.key == (number, place)
            assert sentence.text == passage.text[start:end] == text[sentence.start : sentence.end]
            assert passage.locator.start <= sentence.begin <= sentence.start
            bare = sentence.text.rstrip("\"'”’)*_ ")
            assert sentence.asks == bare.endswith("?")
            assert sentence.introduces == bare.endswith(":")


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Explain why bees dance.", "exercise"),
        ("Figure 1: A hive.", "photo"),
        ("Source: a book.", "website"),
    ],
)
def test_what_stands_around_the_text_is_told_with_the_words_that_ask_for_it(
    sentence: str, asked: str
) -> None:
    [words] = Layout(library(sentence))[0].sentences[0].kind.asked_by

    assert asked in words


def test_running_text_is_asked_for_by_no_words() -> None:
    assert Layout(library("Bees dance."))[0].sentences[0].kind.asked_by == ()


def test_two_libraries_do_not_share_what_is_remembered() -> None:
    bees, wasps = Layout(library("Bees dance.")), Layout(library("Wasps do not."))

    assert bees[0].sentences[0].text == "Bees dance."
    assert wasps[0].sentences[0].text == "Wasps do not."
    assert bees[0] is bees[0]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "_REMEMBERED", 2)
    layout = Layout(library(*["Bees dance."] * 5))

    for number in range(5):
        assert layout[number].passage.text == "Bees dance."
        assert len(layouts._known) <= 2  # noqa: SLF001  # nothing else tells


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("briefly Discuss the hive.", "exercise"),
        ("PHOTO 2: A hive.", "photo"),
        ("The hive is licenced\nunder a free license.", "license"),
        ("Bees, All rights reserved.", "license"),
        ("Sources: a hive.", "license"),
        ("\u017fource: a hive.", "license"),
        ("“Sources: a hive.”", "license"),
    ],
)
def test_the_quick_look_at_a_sentence_misses_nothing(sentence: str, asked: str) -> None:
    [words] = Layout(library(sentence))[0].sentences[0].kind.asked_by

    assert asked in words
