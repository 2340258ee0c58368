"""What is shown is cited by the pages that its own words stand on."""

from dataclasses import replace

import pytest

from sources import Document, Library, Locator, PageBreak, Passage, citation_line
from sources.documents import find_pages

from .desk import read_raw
from .pdf_files import Typesetter

_PAGES = [
    PageBreak(start=0, label="i", number=1),
    PageBreak(start=10, label="1", number=2),
    PageBreak(start=20, label="2", number=3),  # without text
    PageBreak(start=20, label="3", number=4),
]


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        *((0, 1, ("i", "i")), (0, 10, ("i", "i")), (9, 11, ("i", "1")), (10, 20, ("1", "1"))),
        *((0, 21, ("i", "3")), (19, 21, ("1", "3")), (25, 90, ("3", "3"))),
    ],
)
def test_a_span_is_on_the_pages_of_its_first_and_its_last_character(
    start: int, end: int, labels: tuple[str, str]
) -> None:
    found = find_pages(_PAGES, start, end)

    assert found is not None
    assert (found[0].label, found[1].label) == labels


def test_a_span_before_the_first_page_or_without_pages_is_on_none() -> None:
    assert find_pages(_PAGES[1:], 5, 15) is None
    assert find_pages([], 0, 5) is None


def test_a_passage_across_two_pages_names_both_and_a_quotation_its_own() -> None:
    pages = Typesetter()
    pages.page()
    pages.paragraph("The keepers of the valley counted their hives, and the others were counting")
    pages.page()
    pages.paragraph(
        "the days of frost. In March it was over, and nobody had to count anything.", indent=0
    )
    read = read_raw(pages.output(), "hives.pdf")
    library = Library("1", {"hives.pdf": read.document}, tuple(read.passages))
    (passage,) = read.passages
    start = passage.locator.start + passage.text.index("In March")

    assert citation_line(library.citation(passage)).endswith(", pp. 1–2")
    quoted = library.citation(passage, replace(passage.locator, start=start))

    assert (quoted.page, quoted.last_page, quoted.page_number) == ("2", "2", 2)
    assert citation_line(quoted).endswith(", pp. 1–2, in bold: p. 2")
    assert passage.locator.page == "1"
    first = Locator(passage.locator.start, passage.locator.start + 11)
    assert citation_line(library.citation(passage, first)).endswith(", pp. 1–2, in bold: p. 1")


def test_quoted_words_that_reach_beyond_their_passage_are_cited_by_their_own_pages() -> None:
    document = Document(
        doc_id="a.pdf",
        title="Hives",
        text="0123456789" * 4,
        pages=tuple(_PAGES),
        sha256="0" * 64,
    )
    passage = Passage("a.pdf", Locator(12, 19), "2345678", ((0, 7),))
    library = Library("1" * 12, {"a.pdf": document}, (passage,))

    cited = library.citation(passage, Locator(12, 25))

    assert citation_line(cited) == "Hives, pp. 1–3 (page 2 of the file)"
