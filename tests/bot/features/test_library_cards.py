"""`/sources list`: which documents there are, on as many pages as it takes."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.library_cards import (
    PAGE_DOCUMENTS,
    PAGE_PROBLEMS,
    list_reply,
    own_by_id,
    problems_reply,
)
from bot.libraries.searchers import SearcherRegistry
from bot.storage.server_state import OwnDocument
from bot.ui.layout import MAX_TEXT
from index import Searcher
from sources import Document, Library, PageBreak, Problem
from tests.bot.answers import HOSTILE, a_passage
from tests.bot.classroom import Classroom, words

from .test_answer_message import button_ids, texts

ADDED = OwnDocument(
    name="week 3/own.md",
    sha256="0" * 64,
    size=9,
    added_at=datetime(2026, 1, 2, tzinfo=UTC),
    by="abcdef",
)


def a_document(doc_id: str, title: str, **facts: object) -> Document:
    return Document.model_validate(
        {"doc_id": doc_id, "title": title, "text": "", "sha256": ""} | facts
    )


def a_library(*titles: str, authors: tuple[str, ...] = (), problems: int = 0) -> Library:
    """A library of documents with these titles; the one that is "bees.md" has two passages."""
    ids = ["bees.md", *map(str, range(len(titles)))]
    documents = {
        doc_id: a_document(doc_id, title, authors=authors)
        for doc_id, title in zip(ids, titles, strict=False)
    }
    passages = (a_passage("Bees dance."), a_passage("Bees fly."))
    unread = tuple(Problem(f"{number}.txt", "It is empty.") for number in range(problems))
    return Library("0123456789ab", documents, passages, unread)


async def test_list_names_each_document_with_authors_and_passages(classroom: Classroom) -> None:
    listed = await classroom.student.slash(classroom.channel, "sources list")

    assert listed.ephemeral
    assert words(listed).startswith("## 3 documents, 7 passages\n**On Bees**\n-# Ada Keeper · 5")
    assert "**On Wasps**\n-# 1 passage" in words(listed)


async def test_long_list_has_pages_that_can_be_turned_both_ways(classroom: Classroom) -> None:
    library = a_library(*(f"Volume {number}" for number in range(PAGE_DOCUMENTS + 1)))
    classroom.answerer.searchers = SearcherRegistry(Searcher(library))
    listed = await classroom.student.slash(classroom.channel, "sources list")
    assert "Page 1 of 2" in words(listed)

    await classroom.press(listed, "Next page")

    assert f"Volume {PAGE_DOCUMENTS}" in words(listed)
    assert "Page 2 of 2" in words(listed)

    await classroom.press(listed, "Previous page")

    assert "Volume 0" in words(listed)


@pytest.mark.parametrize(
    ("page", "buttons"),
    [(1, ["sources:2"]), (2, ["sources:1", "sources:3"]), (3, ["sources:2"]), (9, ["sources:2"])],
)
def test_page_leads_to_its_neighbours(page: int, buttons: list[str]) -> None:
    library = a_library(*["A title"] * (2 * PAGE_DOCUMENTS + 1))

    assert button_ids(list_reply(library, {}, page, for_moderator=False)) == buttons


@pytest.mark.parametrize(("pages", "told"), [(3, False), (4, True)])
def test_long_list_says_how_to_find_a_document_at_once(pages: int, told: bool) -> None:  # noqa: FBT001  # by its name
    library = a_library(*["A title"] * (pages * PAGE_DOCUMENTS))

    foot = texts(list_reply(library, {}, 1, for_moderator=False))[-1]

    assert ("`/sources show` finds a document" in foot) == told


def test_problems_are_a_number_and_only_moderators_get_the_way_to_them() -> None:
    library = a_library("On Bees", problems=2)

    student = list_reply(library, {}, 1, for_moderator=False)
    moderator = list_reply(library, {}, 1, for_moderator=True)

    assert texts(student)[-1] == ("-# 2 problems with files; moderators can see the details")
    assert button_ids(student) == []
    assert button_ids(moderator) == ["problems:1"]


def test_documents_added_in_the_server_come_first_and_say_when() -> None:
    own = a_document(
        "~/week 3/own.md", "Our Hive", pages=(PageBreak(start=0, label="1", number=1),)
    )
    library = a_library("On Bees")
    library = Library("0123456789ab", {**library.documents, own.doc_id: own}, library.passages)

    _, added, common = texts(list_reply(library, own_by_id((ADDED,)), 1, for_moderator=False))

    assert added == (
        "### Added in this server\n**Our Hive**\n"
        "-# in week 3 · 1 page · 0 passages · added <t:1767312000:R>"
    )
    assert common == "### Shared documents\n**On Bees**\n-# 2 passages"


def test_problems_are_told_file_by_file_on_pages() -> None:
    problems = a_library(problems=PAGE_PROBLEMS + 1).problems

    first, last = problems_reply(problems, 1), problems_reply(problems, 9)

    assert texts(first)[0].startswith("### 11 problems with files\n- **0\\.txt**: It is empty.\n")
    assert button_ids(first) == ["problems:2"]
    assert "- **10\\.txt**: It is empty." in texts(last)[0]
    assert texts(problems_reply((), 1)) == ["There are no problems with files."]


@given(st.lists(HOSTILE, max_size=30), st.lists(HOSTILE, max_size=3))
def test_any_list_is_within_the_limits(titles: list[str], authors: list[str]) -> None:
    library = a_library(*titles, authors=tuple(authors), problems=3)
    listed = 0
    page = last = 1

    while page <= last:
        shown = texts(list_reply(library, {}, page, for_moderator=True))
        assert sum(map(len, shown)) <= MAX_TEXT
        listed += sum(line.startswith("-# ") for part in shown[1:-1] for line in part.split("\n"))
        last = int(turned.group(1)) if (turned := re.search(r"page \d+ of (\d+)", shown[-1])) else 1
        page += 1

    assert listed == len(titles)
