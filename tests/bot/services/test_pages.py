"""Every passage of a document is on exactly one page, in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.pages import Reader
from tests.index.shelf import BEES, ISLAND, library


@pytest.mark.parametrize("text", [ISLAND, BEES])
def test_pages_have_each_passage_once_in_order(text: str) -> None:
    shelf = library(text)
    reader = Reader(shelf, shelf.documents["1.txt"])
    total = reader.page(1).total

    leaves = [reader.page(number) for number in range(1, total + 1)]

    assert tuple(p for leaf in leaves for p in leaf.passages) == shelf.passages


@given(st.integers(-10, 10_000))
def test_any_place_has_a_page(offset: int) -> None:
    shelf = library(ISLAND)
    reader = Reader(shelf, shelf.documents["1.txt"])

    leaf = reader.page(reader.page_of(offset))

    last = leaf.number == leaf.total
    assert last or leaf.passages[-1].locator.end > offset
