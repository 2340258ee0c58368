"""Questions asked of two versions of a library, and what is kept of their answers."""

from pathlib import Path

import pytest

from bot.libraries.comparison import compare
from index import LibraryIndex, Question, Searcher, View
from sources import load_library

BEES = """---
title: On Bees
authors: [Ada Keeper]
published: 2019
---

## The dance

{}The waggle dance of the bees tells where the flowers stand.
"""
QUESTION = "What does the waggle dance of the bees tell?"


def searcher(folder: Path, before: str = "", **others: str) -> Searcher:
    """What searches a folder of one document about bees, and others."""
    folder.mkdir()
    (folder / "bees.md").write_text(BEES.format(before), "utf-8")
    for name, text in others.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Searcher(View([LibraryIndex.build(load_library(folder))]))


def silent(_done: int, _total: int) -> None:
    pass


def test_words_that_stand_elsewhere_move_and_their_places_are_short(tmp_path: Path) -> None:
    old = searcher(tmp_path / "old")
    new = searcher(tmp_path / "new", before="Bees live in hives of straw or wood.\n\n" * 20)

    (moved,) = compare(old, new, [], [QUESTION], silent).replayed

    assert moved.effect == "moves"
    assert moved.before.citation == "On Bees, par. 1"
    assert moved.after.citation != moved.before.citation
    assert moved.after.citation is not None
    assert moved.after.citation.startswith("On Bees, par. ")


@pytest.mark.parametrize("answers", [[], [{"source": "bees.md", "quote": "waggle dance"}]])
def test_golden_question_without_an_answer_says_so(
    tmp_path: Path, answers: list[dict[str, str]]
) -> None:
    fields = {"id": "g", "question": "What do wasps chew?", "answers": answers}
    golden = Question.model_validate(fields)
    old = searcher(tmp_path / "old")
    new = searcher(tmp_path / "new", wasps="# On Wasps\n\nWasps chew old wood for paper.\n")

    (asked,) = compare(old, new, [golden], [], silent).replayed

    assert asked.unanswerable == (not answers)
    assert asked.breaks == (not answers)
