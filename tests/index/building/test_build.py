"""An index that is built in segments and merged is the one that is built at once."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, Searcher, View, load_index, save_index
from index.building.analysts import Analyst, EndedError
from index.building.build import build_index
from index.building.segments import kept_segment
from sources import Library, Passage
from tests.index.shelf import BEES, BRIDGES, GARDEN, HOSTILE, ISLAND, library, whole_shelf
from tests.index.test_saving import assert_same

SENTENCES = st.sampled_from(
    """The guild sold herring.|Brandt wanted a hospital in 1711.|Bees dance on the comb.
    |The harbour flooded.|\u6771\u4eac\u306f\u96e8|THE US GUILD
    |World Health Organization (WHO)""".split("|")
)
TEXTS = st.one_of(st.lists(SENTENCES, min_size=1, max_size=4).map("\n\n".join), HOSTILE)
SHELVES = st.lists(TEXTS, max_size=6).map(lambda texts: library(*texts))
SIZES = st.sampled_from([1, 2, 5, 5_000])


@contextmanager
def small(most: int, least: int = 1, few: int = 2_000) -> Iterator[None]:
    """Segments of so many passages, and chunks of merging as small as can be."""
    with (
        patch("index.building.build._MOST_PASSAGES", most),
        patch("index.building.build._LEAST_PASSAGES", least),
        patch("index.building.build._FEW_PASSAGES", few),
        patch("index.building.merging._WORDS_AT_ONCE", 7),
        patch("index.building.merging._SAMPLED", 2),
        patch("index.building.merging._LETTERS_AT_ONCE", 3),
        patch("index.building.interleaving._AT_ONCE", 5),
    ):
        yield


@given(SHELVES, SIZES)
def test_an_index_in_segments_is_the_same_as_one_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, shelf: Library, most: int
) -> None:
    folder, at_once = tmp_path_factory.mktemp("any"), LibraryIndex.build(shelf)

    with small(most):
        built = build_index(shelf, folder / "built")

    assert_same(built, at_once)
    assert_same(load_index(folder / "built"), at_once)
    assert [path.name for path in folder.iterdir()] == ["built"]


def test_the_files_are_those_that_are_saved_of_an_index_built_at_once(tmp_path: Path) -> None:
    with small(2):
        build_index(whole_shelf(), tmp_path / "built")
    save_index(LibraryIndex.build(whole_shelf()), tmp_path / "saved")

    files = {path.name: path.read_bytes() for path in (tmp_path / "saved").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "built").iterdir()} == files


@given(SHELVES, SHELVES, SIZES, st.sampled_from([1, 3]))
def test_what_was_analysed_before_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, before: Library, after: Library, most: int, least: int
) -> None:
    folder, previous = tmp_path_factory.mktemp("any"), LibraryIndex.build(before)

    with small(most, least):
        built = build_index(after, folder / "built", previous=previous)

    assert_same(built, LibraryIndex.build(after))


def test_long_runs_of_unchanged_documents_are_taken_over(tmp_path: Path) -> None:
    before, after = library(ISLAND, BEES, BRIDGES), library(ISLAND, GARDEN, BRIDGES)
    with small(5_000):
        previous = build_index(before, tmp_path / "before")

    with small(5_000), patch("index.building.build.kept_segment", wraps=kept_segment) as kept:
        built = build_index(after, tmp_path / "after", previous=previous)

    assert kept.call_count == 2
    assert_same(built, LibraryIndex.build(after))


def test_processes_analyse_as_this_one_does(tmp_path: Path) -> None:
    shelf = library(ISLAND, BEES, BRIDGES, GARDEN)
    told: list[tuple[int, int]] = []

    with small(4, few=0), patch("index.building.build.analyse_segment", side_effect=AssertionError):
        built = build_index(
            shelf, tmp_path / "built", workers=2, progress=lambda *done: told.append(done)
        )

    assert_same(built, LibraryIndex.build(shelf))
    assert told[-1] == (4, 4)
    assert sorted(set(told)) == told
    question = "how many eggs does a queen lay a day"
    assert Searcher(View([built])).answer(question).status == "found"


@pytest.mark.parametrize("ends", [EndedError, None])
def test_a_process_that_ends_is_done_without(tmp_path: Path, ends: type[Exception] | None) -> None:
    shelf = library(ISLAND, BEES)
    broken = patch.object(Analyst, "analyse", side_effect=ends)
    command = patch("index.building.analysts.child_command", return_value=["false"])

    with small(4, few=0), broken if ends else command:
        built = build_index(shelf, tmp_path / "built", workers=2)

    assert_same(built, LibraryIndex.build(shelf))


def test_a_program_that_is_not_there_is_done_without(tmp_path: Path) -> None:
    with small(4, few=0), patch.object(subprocess, "Popen", side_effect=FileNotFoundError):
        built = build_index(library(ISLAND, BEES), tmp_path / "built", workers=2)

    assert_same(built, LibraryIndex.build(library(ISLAND, BEES)))


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("kill -XCPU $$", "timed out"),
        ("kill -KILL $$", "allocate"),
        ("kill -ABRT $$", "allocate"),
        ("read -r orders; read -r task; echo '{\"is_too_large\": true}'", "allocate"),
    ],
)
def test_a_segment_that_takes_too_much_is_refused_and_nothing_is_left(
    tmp_path: Path, says: str, reason: str
) -> None:
    command = patch("index.building.analysts.child_command", return_value=["sh", "-c", says])

    with small(4, few=0), command, pytest.raises(OSError, match=reason):
        build_index(library(ISLAND, BEES), tmp_path / "built", workers=2)

    assert list(tmp_path.iterdir()) == []


def test_a_process_that_says_something_else_is_ended_and_done_without(tmp_path: Path) -> None:
    talker = ["sh", "-c", "echo hello; exec sleep 60"]

    with (
        small(4, few=0),
        patch("index.building.analysts.child_command", return_value=talker),
        patch("index.building.analysts._END_SECONDS", 0),
    ):
        built = build_index(library(ISLAND, BEES), tmp_path / "built", workers=2)

    assert_same(built, LibraryIndex.build(library(ISLAND, BEES)))


def test_documents_and_passages_are_looked_at_one_after_the_other(tmp_path: Path) -> None:
    shelf, alive = library(ISLAND, BEES, BRIDGES, GARDEN), []

    class Counted(list[Passage]):
        def __iter__(self) -> Iterator[Passage]:
            for number, passage in enumerate(super().__iter__()):
                alive.append(number)
                yield passage

    with small(2):
        build_index(replace(shelf, passages=Counted(shelf.passages)), tmp_path / "built")

    assert alive == [*range(len(shelf.passages))]


def test_an_index_that_is_there_is_not_built_over(tmp_path: Path) -> None:
    before = build_index(library(ISLAND), tmp_path / "built")

    with pytest.raises(OSError, match="built"):
        build_index(library(BEES), tmp_path / "built")

    assert_same(load_index(tmp_path / "built"), before)
    assert [path.name for path in tmp_path.iterdir()] == ["built"]
