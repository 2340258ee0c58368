"""Works cited are no answers, and what a document says about itself becomes its citation."""

import pytest

from .desk import read

BRIDGE = (
    "On windy days the old bridge hums, and people say that it sings to the river. "
    "The sound comes from the railing, whose hollow tubes were drilled to let the water out."
)
WORKS = (
    "Lind, Rosa. Sounds of the Valley. Mill Press, 1999. Print.",
    "Stone, Ada. “Arches and Engines.” Journal of Bridges, vol. 3, no. 2, 1910, pp. 40-52.",
)


@pytest.mark.parametrize(
    "heading",
    ["Works Cited", "Work Citied", "References:", "BIBLIOGRAPHY", "Further reading", "Literatur"],
)
def test_each_work_under_such_a_heading_is_a_reference_of_one_sentence(heading: str) -> None:
    essay = read(f"Why bridges sing\n\n{BRIDGE}\n\n{heading}\n\n{WORKS[0]}\n\n{WORKS[1]}\n")

    assert [(p.kind, p.shown()) for p in essay.passages] == [
        ("text", BRIDGE),
        ("reference", WORKS[0]),
        ("reference", WORKS[1]),
    ]
    assert [len(p.sentences) for p in essay.passages[1:]] == [1, 1]


def test_sources_of_a_river_are_no_works_cited() -> None:
    river = read(f"The river\n\n{BRIDGE}\n\nSources\n\nIt has three springs in the hills.\n")

    assert {passage.kind for passage in river.passages} == {"text"}
    assert river.headings == ["Sources"]


def test_a_citation_block_is_read_and_can_be_found() -> None:
    page = read(
        f"{BRIDGE}\nCitation information\nTitle: “Why bridges sing”\n"
        "Authors: Ada Stone, Rosa Lind\nPublisher: Mill Press\nURL: https://example.org/bridges\n"
        "Date published: October 1, 2019\n"
        "Date accessed: February 02, 2023\nCopyright: Not to be printed without our word.\n"
    )

    document = page.document
    assert (document.title, document.authors) == ("Why bridges sing", ("Ada Stone", "Rosa Lind"))
    assert (document.publisher, document.url) == ("Mill Press", "https://example.org/bridges")
    assert (document.published, document.accessed) == ("2019-10-01", "2023-02-02")
    assert document.licence == "Not to be printed without our word."
    assert page.passages[-1].kind == "about"
    assert page.passages[-1].locator.section == "Citation information"
    assert "Authors: Ada Stone, Rosa Lind\nPublisher: Mill Press" in page.shown[-1]


def test_a_citation_block_is_seen_by_its_lines_where_it_has_no_heading() -> None:
    page = read(f"Author: Ada Stone\nDate: May 2019\nWebsite: Aldra News\n\n{BRIDGE}\n", "song.txt")

    assert (page.document.authors, page.document.published) == (("Ada Stone",), "2019-05")
    assert [passage.kind for passage in page.passages] == ["about", "text"]


def test_one_line_with_a_colon_is_no_citation_block() -> None:
    page = read(
        f"Why bridges sing\n\n{BRIDGE}\n\nSource: my grandmother\n\n{BRIDGE[:70]}, she said\n"
    )

    assert {passage.kind for passage in page.passages} == {"text"}


def test_the_lines_under_the_title_name_authors_and_day() -> None:
    page = read(f"Why bridges sing\nBy Ada Stone and Rosa Lind, Editor\n3 March 2019\n{BRIDGE}\n")

    assert page.document.title == "Why bridges sing"
    assert page.document.authors == ("Ada Stone", "Rosa Lind")
    assert page.document.published == "2019-03-03"
    assert [passage.kind for passage in page.passages] == ["about", "text"]


def test_an_address_that_is_no_web_page_is_not_linked() -> None:
    page = read(f"Title: A\nAuthor: Ada Stone\nURL: javascript:alert(1)\n\n{BRIDGE}\n")

    assert page.document.url is None
