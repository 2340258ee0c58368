"""`/sources list`: which documents there are, on as many pages as it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import MAX_TEXT
from bot.sources import PAGE_CHARS, PAGE_DOCUMENTS, list_pages, sources_reply
from bot.views import Views
from index import Searcher
from sources import Document, Library, Problem

from .answers import HOSTILE, a_passage
from .classroom import Classroom, words
from .test_render import button_ids, texts


def a_library(*titles: str, authors: tuple[str, ...] = (), problems: int = 0) -> Library:
    """A library of documents with these titles; the one that is "bees.md" has two passages."""
    documents = {
        doc_id: Document(doc_id=doc_id, title=title, authors=authors, text="", sha256="")
        for doc_id, title in zip(["bees.md", *map(str, range(len(titles)))], titles, strict=False)
    }
    passages = (a_passage("Bees dance."), a_passage("Bees fly."))
    unread = tuple(Problem(f"{number}.txt", "It is empty.") for number in range(problems))
    return Library("0123456789ab", documents, passages, unread)


async def test_list_names_each_document_with_authors_and_passages(classroom: Classroom) -> None:
    listed = await classroom.student.slash(classroom.channel, "sources list")

    assert listed.ephemeral
    assert words(listed).startswith("### 3 documents, 7 passages\n**On Bees**\n-# Ada Keeper · 5")
    assert "**On Wasps**\n-# 1 passage\n" in words(listed)


async def test_long_list_has_pages_that_can_be_turned_both_ways(classroom: Classroom) -> None:
    library = a_library(*(f"Volume {number}" for number in range(PAGE_DOCUMENTS + 1)))
    classroom.answerer.views = Views(Searcher(library))
    listed = await classroom.student.slash(classroom.channel, "sources list")
    assert "page 1 of 2" in words(listed)

    await classroom.press(listed, "Next page")

    assert "Volume 10" in words(listed)
    assert "page 2 of 2" in words(listed)

    await classroom.press(listed, "Previous page")

    assert "Volume 0" in words(listed)


@pytest.mark.parametrize(
    ("page", "buttons"),
    [(1, ["sources:2"]), (2, ["sources:1", "sources:3"]), (3, ["sources:2"]), (9, ["sources:2"])],
)
async def test_page_leads_to_its_neighbours(page: int, buttons: list[str]) -> None:
    library = a_library(*["A title"] * (2 * PAGE_DOCUMENTS + 1))

    assert button_ids(await sources_reply(library, page)) == buttons


async def test_problems_are_a_number_without_details() -> None:
    (text,) = texts(await sources_reply(a_library("On Bees", problems=2), 1))

    assert text.endswith("-# Version 0123456789ab · 2 problems, which moderators can look into")


@given(st.lists(HOSTILE, max_size=30), st.lists(HOSTILE, max_size=3))
async def test_any_list_is_within_the_limits(titles: list[str], authors: list[str]) -> None:
    library = a_library(*titles, authors=tuple(authors), problems=3)

    pages = list_pages(library)

    assert "\n".join(pages).count("\n-# ") == len(titles)
    for number, page in enumerate(pages, start=1):
        assert len(page) <= PAGE_CHARS
        (text,) = texts(await sources_reply(library, number))
        assert len(text) <= MAX_TEXT
