"""A saved index is the same when it is read again, or it is refused."""

import os
from collections.abc import Callable
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import (
    LibraryIndex,
    Searcher,
    SnapshotError,
    View,
    check_index,
    load_index,
    save_index,
    saving,
)
from index.packing import pack
from sources import Correction, Library, Problem, load_library
from sources.citations import correct
from tests.bot.shelf import write_shelf

from .shelf import BEES, HOSTILE, ISLAND, library, whole_shelf

FILES = (
    *("manifest.json", "arrays.bin", "library.json"),
    *("documents.jsonl", "passages.jsonl", "texts.bin"),
)
QUESTIONS = (
    "who settled the island of Valdora?",
    "why did the VFG stop selling herring",
    "lighthuose",
    "how many eggs does a queen lay a day",
    "zebra",
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with a small index of two documents."""
    folder = tmp_path / "libraries" / "0123456789ab"
    save_index(LibraryIndex.build(library(ISLAND, BEES)), folder)
    return folder


def assert_same(one: LibraryIndex, other: LibraryIndex) -> None:
    """Both have the same documents, and the same numbers of everything."""
    assert one.library == other.library
    assert one.analysed.abbreviations == other.analysed.abbreviations
    left, right = pack(one), pack(other)
    assert left.keys() == right.keys()
    for name, array in left.items():
        np.testing.assert_array_equal(array, right[name], err_msg=name, strict=True)


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    shelf = replace(whole_shelf(), problems=(Problem("5.txt", "It is empty."),))
    index = LibraryIndex.build(shelf)

    save_index(index, tmp_path / "saved")

    assert_same(load_index(tmp_path / "saved"), index)


def test_documents_of_files_keep_their_headings_and_places(tmp_path: Path) -> None:
    index = LibraryIndex.build(load_library(write_shelf(tmp_path / "shelf")))

    save_index(index, tmp_path / "saved")

    assert load_index(tmp_path / "saved").library == index.library


def test_a_text_is_read_when_it_is_asked_for_and_kept_when_a_title_is_corrected(
    saved: Path,
) -> None:
    whole = library(ISLAND, BEES).documents["1.txt"]
    document = load_index(saved).library.documents["1.txt"]

    corrected = correct(document, Correction(title="Valdora"))

    assert "text" not in document.__dict__
    assert (corrected.text, corrected.title) == (whole.text, "Valdora")
    assert document == whole != corrected
    assert whole == document
    assert correct(corrected, None) == whole
    with pytest.raises(AttributeError):
        _ = document.other  # type: ignore[attr-defined]  # that is the test


@given(st.lists(HOSTILE, max_size=3))
def test_whatever_stands_in_the_documents_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    index = LibraryIndex.build(library(*texts))
    folder = tmp_path_factory.mktemp("any") / "saved"

    save_index(index, folder)

    assert_same(load_index(folder), index)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_that_was_read_answers_as_the_one_that_was_built(
    tmp_path: Path, question: str
) -> None:
    index = LibraryIndex.build(whole_shelf())
    save_index(index, tmp_path / "saved")

    answer = Searcher(View([load_index(tmp_path / "saved")])).answer(question)

    assert answer == Searcher(View([index])).answer(question)


def test_what_was_read_spares_the_analysis_of_unchanged_documents(saved: Path) -> None:
    before = load_index(saved)
    grown = library(ISLAND, BEES, "The flood came.")

    with patch("index.library_index.analyse", side_effect=AssertionError) as analyse:
        LibraryIndex.build(before.library, before)
    index = LibraryIndex.build(grown, before)

    assert not analyse.called
    assert_same(index, LibraryIndex.build(grown))


def truncated(content: bytes) -> bytes:
    return content[:-1]


def emptied(content: bytes) -> bytes:
    return content[:0]


def lengthened(content: bytes) -> bytes:
    return content + b"\n"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [truncated, emptied, lengthened])
def test_a_file_of_another_length_is_refused(
    saved: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    path = saved / name
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(SnapshotError, match="damaged"):
        load_index(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_anywhere_is_refused(saved: Path, name: str) -> None:
    path = saved / name
    content = path.read_bytes()
    places = range(0, len(content), max(1, len(content) // 40))

    for place in (*places, len(content) - 1):
        flipped = bytearray(content)
        flipped[place] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        with pytest.raises(SnapshotError):
            load_index(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_without_one_of_its_files_is_refused(saved: Path, name: str) -> None:
    (saved / name).unlink()

    with pytest.raises(SnapshotError, match="not there, or not whole"):
        load_index(saved)


def test_an_index_is_checked_as_strictly_as_it_is_read(saved: Path) -> None:
    check_index(saved)
    (saved / "library.json").write_bytes(b"{}")

    with pytest.raises(SnapshotError, match="damaged"):
        check_index(saved)


def test_files_that_were_seen_whole_are_not_read_again_until_one_is_touched(saved: Path) -> None:
    for path in saved.iterdir():
        os.utime(path, ns=(0, 0))
    load_index(saved)

    with patch("index.saving._digest_of", side_effect=AssertionError):
        load_index(saved)
        with pytest.raises(AssertionError):
            check_index(saved)
    path = saved / "texts.bin"
    path.write_bytes(path.read_bytes()[::-1])
    with pytest.raises(SnapshotError, match="damaged"):
        load_index(saved)


@pytest.mark.parametrize(
    "noted", [b"", b"[1]", b'{"arrays.bin": 5}', b"\xff", b'{"arrays.bin": [1]}']
)
def test_a_note_that_cannot_be_read_is_as_good_as_none(saved: Path, noted: bytes) -> None:
    (saved / "seen.json").write_bytes(noted)

    with (
        patch("index.saving._digest_of", side_effect=AssertionError),
        pytest.raises(AssertionError),
    ):
        load_index(saved)


def test_files_written_just_now_are_read_again(saved: Path) -> None:
    for path in saved.iterdir():
        os.utime(path, ns=(10**18, 10**18))

    with patch("index.saving.time_ns", return_value=10**18 + 10**9):
        load_index(saved)

    assert not (saved / "seen.json").exists()


def test_a_folder_that_is_not_there_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")

    for name in ("nothing", "file"):
        with pytest.raises(SnapshotError, match="not there"):
            load_index(tmp_path / name)


def test_a_file_that_cannot_be_read_is_refused_with_the_system_s_reason(saved: Path) -> None:
    (saved / "library.json").unlink()
    (saved / "library.json").mkdir()

    with pytest.raises(SnapshotError, match=r"cannot be read \(.+\)"):
        load_index(saved)


def test_an_index_of_another_version_is_refused(saved: Path) -> None:
    with (
        patch.object(saving, "WRITTEN_BY", "another"),
        pytest.raises(SnapshotError, match="another version"),
    ):
        load_index(saved)


def test_the_format_number_is_raised_with_the_analysis_and_with_what_is_kept() -> None:
    """When this fails, raise FORMAT in index.saving and write the new values here."""
    index = LibraryIndex.build(library(ISLAND, BEES))
    arrays, known = pack(index), index.analysed.abbreviations

    written = [(name, str(array.dtype), array.tolist()) for name, array in sorted(arrays.items())]
    digest = blake2b(repr((written, known)).encode(), digest_size=6).hexdigest()
    assert (saving.FORMAT, digest) == (8, "a7bb5d7b3ef1")


def test_the_fields_of_an_index_are_all_written() -> None:
    """A field that is new has to be written, or made again from others."""
    names = {one.name for one in fields(LibraryIndex)} - {"scope"}  # of a part, which is not kept

    assert names == {
        *("library", "analysed", "numbers", "occurrences", "windows", "stretches"),
        *("wordlist", "originals", "band_order"),
    }


def test_an_index_that_is_there_is_not_written_over(saved: Path) -> None:
    before = load_index(saved)

    with pytest.raises(OSError, match=saved.name):
        save_index(LibraryIndex.build(library("The flood came.")), saved)

    assert_same(load_index(saved), before)
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_an_index_that_lies_on_the_disk_shares_its_files(saved: Path, tmp_path: Path) -> None:
    index = load_index(saved)

    save_index(index, tmp_path / "other")

    assert all((tmp_path / "other" / name).samefile(saved / name) for name in FILES)
    assert_same(load_index(tmp_path / "other"), index)


@pytest.mark.parametrize("lost", FILES)
def test_an_index_whose_files_are_gone_is_written_again(
    saved: Path, tmp_path: Path, lost: str
) -> None:
    index = load_index(saved)
    (saved / lost).unlink()

    save_index(index, tmp_path / "other")

    assert_same(load_index(tmp_path / "other"), index)


def test_files_are_copied_where_they_cannot_be_shared(saved: Path, tmp_path: Path) -> None:
    index = load_index(saved)

    with patch.object(Path, "hardlink_to", side_effect=OSError(95, "Operation not supported")):
        save_index(index, tmp_path / "other")

    assert not (tmp_path / "other" / "texts.bin").samefile(saved / "texts.bin")
    assert_same(load_index(tmp_path / "other"), index)


class Stop(BaseException):
    """As if the process ended here."""


def stopping_at(step: int, function: Callable[..., None]) -> Callable[..., None]:
    """The function, but the call of this number, from 0, ends everything."""
    calls = iter(range(step + 1))

    def stopping(*args: object) -> None:
        if next(calls) == step:
            raise Stop
        function(*args)

    return stopping


@pytest.mark.parametrize("step", range(len(FILES) + 1))
def test_a_stop_while_writing_leaves_nothing_that_could_be_read(tmp_path: Path, step: int) -> None:
    index, folder = LibraryIndex.build(library("The flood came.")), tmp_path / "saved"

    with patch("index.drafts.os.fsync", stopping_at(step, os.fsync)), pytest.raises(Stop):
        save_index(index, folder)

    with pytest.raises(SnapshotError, match="not there"):
        load_index(folder)
    save_index(index, folder)
    assert_same(load_index(folder), index)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    index = LibraryIndex.build(library("The flood came."))

    with (
        patch("index.drafts.os.fsync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(OSError, match="No space"),
    ):
        save_index(index, tmp_path / "libraries" / "saved")

    assert list((tmp_path / "libraries").iterdir()) == []


def test_an_empty_library_is_saved_as_well(tmp_path: Path) -> None:
    index = LibraryIndex.build(Library("0123456789ab", {}, ()))

    save_index(index, tmp_path / "saved")

    assert_same(load_index(tmp_path / "saved"), index)
