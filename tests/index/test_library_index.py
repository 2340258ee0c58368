"""Analysis: what is taken over from before, and what some documents alone are."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, Searcher, View
from index.pieces import analyse
from sources import Library

from .shelf import BEES, BRIDGES, GARDEN, ISLAND, library, whole_shelf
from .test_saving import assert_same

SENTENCES = st.sampled_from(
    """The guild sold herring.|Brandt wanted a hospital in 1711.|Bees dance on the comb.
    |A queen lays eggs, a queen lays eggs.|The harbour flooded.|Why did the guild sell salt?|
    """.split("|")
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map("\n\n".join)
SHELVES = st.lists(TEXTS, max_size=5).map(lambda texts: library(*texts))
QUESTIONS = st.sampled_from(
    ["who sold herring", "harbor flooded", "when did brandt want a hopsital", "queen eggs", "zebra"]
)

CLASS = library(ISLAND, BEES)


def changed(shelf: Library, doc_id: str, **update: str) -> Library:
    """The same with other values of a document."""
    document = shelf.documents[doc_id].model_copy(update=update)
    return replace(shelf, documents={**shelf.documents, doc_id: document})


@given(SHELVES, SHELVES)
def test_what_is_built_on_something_else_is_as_if_it_were_built_from_nothing(
    before: Library, after: Library
) -> None:
    assert_same(LibraryIndex.build(after, LibraryIndex.build(before)), LibraryIndex.build(after))


@pytest.mark.parametrize(
    ("after", "again"),
    [
        (library(ISLAND, BEES), []),
        (library(ISLAND, BEES, GARDEN), ["3.txt"]),
        (library(ISLAND, BRIDGES), ["2.txt"]),
        (library(ISLAND), []),
        (changed(library(ISLAND, BEES), "1.txt", title="Islands"), ["1.txt"]),
        (changed(library(ISLAND, BEES), "2.txt", sha256="1" * 64), ["2.txt"]),
        (library(ISLAND, BEES.replace("\n\n", " \n", 1)), ["2.txt"]),
        (replace(CLASS, passages=CLASS.passages[:-1]), ["2.txt"]),  # cut otherwise
    ],
)
def test_only_what_changed_is_analysed_again(after: Library, again: list[str]) -> None:
    before = LibraryIndex.build(library(ISLAND, BEES))

    with patch("index.library_index.analyse", wraps=analyse) as analysed:
        LibraryIndex.build(after, before)

    calls = [call.args[0] for call in analysed.call_args_list]
    assert [passages[0].doc_id for documents in calls for _, passages in documents] == again


def test_progress_is_told_after_each_document() -> None:
    told: list[tuple[int, int]] = []

    LibraryIndex.build(library(ISLAND, BEES), progress=lambda *done: told.append(done))

    assert told == [(1, 2), (2, 2)]


@given(SHELVES, st.sets(st.sampled_from(["1.txt", "2.txt", "3.txt", "5.txt", "9.txt"])), QUESTIONS)
def test_some_documents_answer_as_if_there_were_no_others(
    shelf: Library, chosen: set[str], question: str
) -> None:
    alone = replace(
        shelf,
        documents={i: d for i, d in shelf.documents.items() if i in chosen},
        passages=tuple(p for p in shelf.passages if p.doc_id in chosen),
    )

    some = View([LibraryIndex.build(shelf).within(chosen)])

    assert some.library.documents == alone.documents
    assert some.library.passages == alone.passages
    answer = replace(Searcher(some).answer(question), library_version=alone.version)
    assert answer == Searcher(alone).answer(question)


def test_a_part_of_a_part_is_that_of_the_whole() -> None:
    shelf = library("The flood.", "A guild met. The guild sang.", "The granite held the guild.")
    later = LibraryIndex.build(shelf).within({"2.txt", "3.txt"})

    last = later.within({"3.txt"})

    assert Searcher(View([last])).answer("guild").hits[0].passage.text.startswith("The granite")
    assert last.occurrences.frequency("guild") == last.occurrences.frequency("guild hold") + 1 == 1


def test_problems_of_documents_left_out_are_left_out() -> None:
    index = LibraryIndex.build(whole_shelf())

    part = index.within({"2.txt"})

    assert part.library.problems == ()


def test_an_index_of_nothing_can_be_built_on() -> None:
    nothing = LibraryIndex.build(Library("0123456789ab", {}, ()))

    assert_same(LibraryIndex.build(whole_shelf(), nothing), LibraryIndex.build(whole_shelf()))
    assert len(nothing.within({"1.txt"}).library.passages) == 0
