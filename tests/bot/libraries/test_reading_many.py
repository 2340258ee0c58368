"""Many documents are indexed aside, as few are in memory."""

import gc
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.libraries.reading import Cache, read_folder
from bot.libraries.versions import IndexVersion
from index import LibraryIndex, load_index
from sources import DEFAULT_LIMITS
from tests.bot.shelf import write_shelf
from tests.index.test_saving import assert_same


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of documents."""
    return write_shelf(tmp_path / "shelf")


def read_aside(shelf: Path, aside: Path, previous: IndexVersion | None = None) -> LibraryIndex:
    """Read a folder as if it had many passages."""
    with patch("bot.libraries.reading._MANY", 0), patch("bot.libraries.reading._MANY_KNOWN", 0):
        return read_folder(shelf, limits=DEFAULT_LIMITS, previous=previous, aside=aside)


def test_an_index_built_aside_is_the_same_and_is_removed_with_its_last_use(
    shelf: Path, tmp_path: Path
) -> None:
    index = read_aside(shelf, tmp_path / "aside")
    assert_same(index, read_folder(shelf, limits=DEFAULT_LIMITS))
    IndexVersion.of(index).save(tmp_path / "saved")
    assert len([*(tmp_path / "aside").iterdir()]) == 1

    del index
    gc.collect()

    assert [*(tmp_path / "aside").iterdir()] == []
    assert load_index(tmp_path / "saved" / "index").library.documents


def test_what_did_not_change_is_not_built_again(shelf: Path, tmp_path: Path) -> None:
    before = IndexVersion.of(read_aside(shelf, tmp_path / "aside"))

    assert read_aside(shelf, tmp_path / "aside", before) is before.index


def test_a_build_that_fails_leaves_nothing(shelf: Path, tmp_path: Path) -> None:
    failing = patch(
        "index.building.build.Merger", side_effect=OSError(28, "No space left on device")
    )

    with failing, pytest.raises(OSError, match="No space"):
        read_aside(shelf, tmp_path / "aside")

    assert [*(tmp_path / "aside").iterdir()] == []


def test_the_terminal_builds_in_the_data_folder_alone(shelf: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    cache = Cache(shelf, data)
    with patch("bot.libraries.reading._MANY", 0):
        index = cache.read(DEFAULT_LIMITS, None)
        cache.keep(IndexVersion.of(index))
        del index
        gc.collect()

        again = cache.read(DEFAULT_LIMITS, None)
        nowhere = Cache(shelf, tmp_path / "nowhere").read(DEFAULT_LIMITS, None)

    assert_same(again, nowhere)
    assert not (tmp_path / "nowhere").exists()
