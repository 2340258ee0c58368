"""The vectors of documents on disk: named by what they are of, whole or not there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import VectorStore
from index.vectors import document_passages, texts

from .shelf import BEES, ISLAND, library

ROWS = np.eye(3, 4, dtype=np.float16)


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    return VectorStore(tmp_path, "tiny", 4)


def test_what_was_saved_is_loaded(store: VectorStore) -> None:
    store.save("a", ROWS)

    found = store.load("a", 3)

    assert found is not None
    assert np.array_equal(found, ROWS)
    assert isinstance(found.base, np.memmap)  # mapped, not read
    assert len(store) == 1


def test_file_that_is_missing_cut_off_or_of_another_shape_is_as_if_it_were_not_there(
    store: VectorStore, tmp_path: Path
) -> None:
    store.save("a", ROWS)
    (file,) = tmp_path.rglob("*.npy")

    assert store.load("b", 3) is None
    assert store.load("a", 2) is None
    file.write_bytes(file.read_bytes()[:-1])
    assert store.load("a", 3) is None
    file.write_bytes(b"")
    assert store.load("a", 3) is None


def test_key_changes_with_the_words_and_their_heading_and_with_nothing_else(
    store: VectorStore,
) -> None:
    bees, _ = document_passages(library(BEES, ISLAND))
    moved = tuple(replace(passage, doc_id="other") for passage in bees)
    place = replace(bees[0].locator, section="Dances")
    below = (replace(bees[0], locator=place), *bees[1:])

    assert store.key(moved) == store.key(bees)
    assert len({store.key(bees), store.key(bees[1:]), store.key(below)}) == 3


def test_a_document_has_a_text_for_each_passage_and_each_sentence() -> None:
    (passages,) = document_passages(library(BEES))

    assert texts(passages)[: len(passages)] == [passage.text for passage in passages]
    assert len(texts(passages)) == len(passages) + sum(len(p.sentences) for p in passages)


def test_all_but_the_used_ones_are_forgotten(store: VectorStore, tmp_path: Path) -> None:
    store.forget(())  # without a folder there is nothing to forget
    store.save("a", ROWS)
    store.save("b", ROWS)
    left = tmp_path / "tiny" / "c.1.draft"
    left.write_bytes(b"")

    store.forget({"b"})

    assert [path.name for path in left.parent.iterdir()] == ["b.npy"]
