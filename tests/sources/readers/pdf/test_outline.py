"""What a book begins with: its title page, and its list of contents."""

import pytest

from tests.sources.desk import read_raw
from tests.sources.pdf_files import SIZE, Typesetter, paragraphs, tale


def test_the_title_is_that_of_the_first_page_where_chapters_are_set_in_larger_type() -> None:
    pages = Typesetter()
    pages.heading("The book of hives", 16)
    for n in range(2):
        pages.page()
        pages.heading(f"Chapter {n + 1}", 24)
        pages.paragraph(tale(n))

    document = read_raw(pages.output(), "b00k.pdf").document

    assert document.title == "The book of hives"
    assert [(h.level, h.text) for h in document.headings if h.level] == [
        *((1, "Chapter 1"), (1, "Chapter 2")),
    ]


def test_a_list_of_contents_is_left_out_and_told() -> None:
    page = Typesetter()
    page.heading("Contents")
    page.lines(
        "Foreword v", "1.1 Early keepers . . . . . . . . 3", "1.2 Late ones . . . . . . . . 17"
    )
    page.heading("Foreword")
    page.paragraph(tale(1))

    read = read_raw(page.output(), "hives.pdf")

    assert paragraphs(read) == [tale(1)]
    assert "Early keepers" in "".join(read.left_out)


def _title(*lines: tuple[str, float]) -> str:
    page = Typesetter()
    for words, size in lines:
        page.heading(words, size)
    page.paragraph(f"{tale(1)} {tale(12)}")
    return read_raw(page.output(), "b00k.pdf").document.title


def test_neither_a_label_nor_a_pull_quote_is_the_title() -> None:
    quote = '"We counted them twice and found none."'

    assert _title(("Handout 3", 22), ("Of hives", 16)) == "Of hives"
    assert _title(("Of hives", 16), (quote, 22)) == "Of hives"


def test_the_largest_heading_far_from_the_beginning_is_not_the_title() -> None:
    pages = Typesetter()
    pages.heading("The book of hives", 16)
    for n in range(4):
        pages.page()
        pages.paragraph(tale(n))
    pages.heading("They flew away", 24)
    pages.paragraph(tale(9))

    assert read_raw(pages.output(), "b00k.pdf").document.title == "The book of hives"


def test_a_bold_paragraph_is_text_and_a_bold_line_a_heading() -> None:
    page = Typesetter()
    page.heading("Late work", 10)
    page.paragraph(f"{tale(1)} {tale(12)}")
    words = (
        "Nobody gets any honey who has not counted the hives of the valley",
        "before the frost, and nobody may ask for it in May.",
    )
    for line in words:
        page._line(line, style="B")  # noqa: SLF001  # nothing else sets running bold type
    page.paragraph(f"{tale(23)} {tale(34)}")

    read = read_raw(page.output(), "hives.pdf")

    assert read.headings == ["Late work"]
    assert " ".join(words) in paragraphs(read)


@pytest.mark.parametrize("sum_", ["$7.00", "£1,200"])
def test_a_bold_head_of_a_table_that_ends_with_a_sum_is_no_heading(sum_: str) -> None:
    pages = Typesetter()
    pages.page()
    pages.paragraph(tale(0))
    pages.heading(f"None {sum_}", SIZE)
    pages.paragraph(tale(11))

    assert not read_raw(pages.output(), "hives.pdf").headings
