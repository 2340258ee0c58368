"""What a book begins with: its title page, and its list of contents."""

from tests.sources.desk import read_raw
from tests.sources.pdf_files import Typesetter, paragraphs, tale


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
