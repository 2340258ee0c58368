"""Indexes side by side answer as one index of all their documents."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, Searcher, View
from sources import Library

from .shelf import BEES, BRIDGES, GARDEN, ISLAND, assert_sound, library, whole_shelf
from .test_library_index import TEXTS

QUESTIONS = (
    "who settled the island of Valdora?",
    "why did they stop selling herring, and how many eggs does a queen lay?",
    "lighthuose harbuor brideg",
    "portanselm",
    "kwilfeather",
    "Valdoran Fishing Guild",
    "did the guild sell herring in the flooded harbour",
    "water beds stone bees",
    "zebra",
)


DOC_IDS = st.sets(st.sampled_from(["1.txt", "2.txt", "3.txt"]))


def parted(shelf: Library, second: set[str]) -> list[Library]:
    """Two libraries of the documents that are not in a set, and of those that are."""
    return [
        replace(
            shelf,
            version=version,
            documents={i: d for i, d in shelf.documents.items() if (i in second) == there},
            passages=tuple(p for p in shelf.passages if (p.doc_id in second) == there),
        )
        for version, there in (("aaaaaaaaaaaa", False), ("bbbbbbbbbbbb", True))
    ]


def assert_as_one(shelf: Library, second: set[str], question: str) -> None:
    """A library in two parts answers as one of all documents, in the order of the parts."""
    view = View([LibraryIndex.build(part) for part in parted(shelf, second)])
    one = Searcher(replace(view.library, problems=()))

    assert_sound(Searcher(view), question)
    assert Searcher(view).answer(question) == one.answer(question)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("second", [{"3.txt"}, {"1.txt", "4.txt"}, set[str]()])
def test_two_indexes_answer_as_one_of_all_documents(second: set[str], question: str) -> None:
    assert_as_one(whole_shelf(), second, question)


@given(
    st.lists(TEXTS | st.sampled_from([ISLAND, BEES, BRIDGES, GARDEN]), min_size=1, max_size=6),
    st.sets(st.sampled_from([f"{number}.txt" for number in range(1, 7)])),
    st.sampled_from(QUESTIONS),
)
def test_a_library_parted_at_random_answers_as_it_does_whole(
    texts: list[str], second: set[str], question: str
) -> None:
    assert_as_one(library(*texts), second, question)


def test_a_passage_that_repeats_one_of_another_index_is_named_with_it() -> None:
    said = "A flood destroyed the old harbour in 1711, and granite walls were built."
    view = View([LibraryIndex.build(one) for one in parted(library(said, said), {"2.txt"})])

    (hit,) = Searcher(view).answer("which flood destroyed the harbour?").hits

    assert hit.passage.doc_id == "1.txt"
    assert hit.repeats == (view.library.citation(view.library.passages[1]),)


def test_an_abbreviation_explained_in_one_index_works_in_the_other() -> None:
    shelf = library("The Valdoran Fishing Guild (VFG) met.", "The VFG sold herring.")
    view = View([LibraryIndex.build(one) for one in parted(shelf, {"2.txt"})])

    hits = Searcher(view).answer("Why did the Valdoran Fishing Guild sell herring?").hits

    assert hits[0].passage.doc_id == "2.txt"


@given(st.lists(st.sampled_from(["A bee danced.", "A wasp sang.", "Wax."]), max_size=4), DOC_IDS)
def test_repeats_are_those_of_all_passages_compared_at_once(
    texts: list[str], second: set[str]
) -> None:
    shelf = library(*(f"{text}\n\n{text} Salt." for text in texts))
    view = View([LibraryIndex.build(part) for part in parted(shelf, second)])
    once = LibraryIndex.build(view.library)

    found = view.originals(range(len(view.library.passages)))

    assert found == once.originals.tolist()


def test_words_of_each_part_of_an_index_are_known_for_corrections() -> None:
    some = Searcher(library(ISLAND, BEES, BRIDGES)).within(["1.txt", "3.txt"])

    for slip, meant in [("lighthuose", "lighthouse"), ("abutmants", "abutments")]:
        answer = some.answer(f"what about the {slip}")
        assert [(c.original, c.corrected) for c in answer.corrections] == [(slip, meant)]


def test_a_view_of_one_index_copies_nothing() -> None:
    index = LibraryIndex.build(whole_shelf())

    view = View([index])

    assert view.library is index.library
    assert view.indexes == (index,)


def test_the_version_of_a_view_is_that_of_its_index_or_made_of_all() -> None:
    one, other = (LibraryIndex.build(part) for part in parted(whole_shelf(), {"2.txt"}))
    newer = LibraryIndex.build(replace(other.library, version="cccccccccccc"))

    versions = {View(some).library.version for some in ([one], [one, other], [one, newer])}

    assert one.library.version in versions
    assert len(versions) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", version) for version in versions)


def test_problems_of_all_indexes_are_told() -> None:
    one, other = parted(whole_shelf(), {"2.txt"})

    view = View([LibraryIndex.build(one), LibraryIndex.build(other)])

    assert view.library.problems == one.problems + other.problems


@pytest.mark.parametrize("indexes", [[], [LibraryIndex.build(library(BEES))] * 2])
def test_no_index_at_all_or_a_document_in_two_is_refused(indexes: list[LibraryIndex]) -> None:
    with pytest.raises(ValueError, match="no document id in two"):
        View(indexes)


def test_a_part_of_a_view_keeps_its_version_and_abbreviations() -> None:
    view = View([LibraryIndex.build(part) for part in parted(whole_shelf(), {"2.txt"})])

    part = view.within({"2.txt", "3.txt"})

    assert list(part.library.documents) == ["3.txt", "2.txt"]
    assert part.library.version == view.library.version
    assert part.learnt == view.learnt != View([view.indexes[1]]).learnt
