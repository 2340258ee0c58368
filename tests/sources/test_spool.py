"""A large library is read through a file, and is the same."""

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import Document, Locator, Passage, load_library
from sources.lazy import Joined, Part
from sources.spool import Spool, by_document
from tests.bot.shelf import write_shelf

ANY_TEXT = st.text(st.characters())


def document(doc_id: str, text: str) -> tuple[Document, tuple[Passage, ...]]:
    """A document with a passage for each of its lines."""
    lines = text.split("\n")
    passages = [
        Passage(doc_id, Locator(n, n + len(line)), line, ()) for n, line in enumerate(lines)
    ]
    return Document(doc_id=doc_id, title=text, text=text, sha256=""), tuple(passages)


@given(st.lists(ANY_TEXT, max_size=5))
def test_whatever_is_put_aside_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    spool = Spool(tmp_path_factory.mktemp("aside"))
    given = [document(str(number), text) for number, text in enumerate(texts)]

    kept = [spool.put(*one) for one in given]

    assert [(one, tuple(passages)) for one, passages in kept] == given
    assert all("text" not in one.__dict__ for one, _ in kept)


def test_nothing_is_seen_in_the_folder_afterwards(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(*document("1", "The flood came."))

    del spool

    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("most", [0, 3, 10_000])
def test_a_library_read_aside_is_the_same(tmp_path: Path, most: int) -> None:
    shelf = write_shelf(tmp_path / "shelf")
    with patch("sources.spool._IN_MEMORY", most):
        library = load_library(shelf, aside=tmp_path)
        again = load_library(shelf, aside=tmp_path, previous=library)

    assert library == again == load_library(shelf)
    assert isinstance(library.passages, tuple) == (most > len(library.passages))


@given(st.lists(st.lists(st.integers(), max_size=3)), st.data())
def test_parts_of_sequences_side_by_side_are_those_of_lists(
    several: list[list[int]], data: st.DataObject
) -> None:
    every = [number for some in several for number in some]
    first = data.draw(st.integers(0, len(every)))
    last = data.draw(st.integers(first, len(every)))

    joined = Joined(several)

    assert list(joined) == [joined[n] for n in range(len(every))] == every
    assert list(Part(joined, first, last)) == every[first:last]


def test_passages_are_found_by_their_document() -> None:
    _, some = document("1", "The flood.\nThe guild.")
    _, more = document("2", "Bees.")

    found = by_document((*some, *more))

    assert {name: tuple(passages) for name, passages in found.items()} == {"1": some, "2": more}
