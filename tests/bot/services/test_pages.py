"""Every letter of a document's passages is on exactly one page, in order, and pages are short."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.pages import PAGE_CHARS, Reader
from tests.index.shelf import BEES, ISLAND, library


@pytest.mark.parametrize("text", [ISLAND, BEES])
def test_pages_have_each_letter_of_the_passages_once_in_order(text: str) -> None:
    shelf = library(text)
    reader = Reader(shelf, shelf.documents["1.txt"])
    total = reader.page(1).total

    leaves = [reader.page(number) for number in range(1, total + 1)]

    pieces = [p for leaf in leaves for p in leaf.passages]
    assert "".join(p.text for p in pieces) == "".join(p.text for p in shelf.passages)
    text = shelf.documents["1.txt"].text
    assert all(p.text == text[p.locator.start : p.locator.end] for p in pieces)
    assert sum(len(p.sentences) for p in pieces) == sum(len(p.sentences) for p in shelf.passages)


def test_page_of_a_long_passage_fits_on_a_phone() -> None:
    sentences = (f"The {one} storm came from the west and took the roof." for one in range(40))
    shelf = library(" ".join(sentences))
    reader = Reader(shelf, shelf.documents["1.txt"])

    leaves = [reader.page(number + 1) for number in range(reader.page(1).total)]

    assert max(len(passage.text) for passage in shelf.passages) > PAGE_CHARS
    for leaf in leaves:
        assert sum(len(passage.text) for passage in leaf.passages) <= PAGE_CHARS


@pytest.mark.parametrize("mark", ["- ", "* ", "12. ", "• "])
def test_mark_of_a_list_is_on_the_page_of_its_item(mark: str) -> None:
    items = (f"{mark}The {one} storm came from the west and took the roof." for one in range(40))
    text = "\n".join(items)
    starts = [text.index(f"The {one} storm") for one in range(40)]
    ends = [*(text.rindex("\n", 0, start) for start in starts[1:]), len(text)]
    shelf = library(text)
    whole = replace(shelf.passages[0], sentences=tuple(zip(starts, ends, strict=True)))
    reader = Reader(replace(shelf, passages=(whole,)), shelf.documents["1.txt"])

    leaves = [reader.page(number + 1) for number in range(reader.page(1).total)]

    assert len(leaves) > 5
    assert all(leaf.passages[0].text.startswith(mark) for leaf in leaves)
    assert all(leaf.passages[-1].text.rstrip().endswith("roof.") for leaf in leaves)


@given(st.integers(-10, 10_000))
def test_any_place_has_a_page(offset: int) -> None:
    shelf = library(ISLAND)
    reader = Reader(shelf, shelf.documents["1.txt"])

    leaf = reader.page(reader.page_of(offset))

    last = leaf.number == leaf.total
    assert last or leaf.passages[-1].locator.end > offset
