"""What stands around the text of pages is left out and told, and gives them their numbers."""

import pytest

from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import Typesetter, paragraphs, tale


def _read(typesetter: Typesetter) -> Read:
    return read_raw(typesetter.output(), "hives.pdf")


def test_running_heads_footers_and_page_numbers_are_left_out_and_told() -> None:
    pages = Typesetter(head="The Journal of Hives {}", foot="Page {} of 3")
    for n in range(3):
        pages.page()
        pages.paragraph(tale(n))

    read = _read(pages)

    assert paragraphs(read) == [tale(0), tale(1), tale(2)]
    assert read.left_out == [f"The Journal of Hives {n}\nPage {n} of 3" for n in (1, 2, 3)]
    assert [span.place for span in read.document.left_out] == ["page 1", "page 2", "page 3"]


def test_a_heading_with_the_number_of_its_page_stays() -> None:
    pages = Typesetter()
    for n in range(3):
        pages.page()
        pages.heading(f"Lesson {n + 1}")
        pages.paragraph(tale(n))

    assert _read(pages).headings == ["Lesson 1", "Lesson 2", "Lesson 3"]


def test_heads_that_change_from_page_to_page_are_known_by_the_numbers_in_them() -> None:
    pages = Typesetter()
    for n, head in enumerate(("102   Ann Bell", "Of hives in 1901   103", "104   Ann Bell")):
        pages.page()
        pages.lines(head)
        pages.lines("", "", "")
        pages.paragraph(tale(n))

    read = _read(pages)

    assert paragraphs(read) == [tale(0), tale(1), tale(2)]
    assert [page.label for page in read.document.pages] == ["102", "103", "104"]


@pytest.mark.parametrize(
    ("foot", "labels"),
    [("- 41{} -", ["411", "412", "413"]), ("", ["1", "2", "3"]), ("In 1901", ["1", "2", "3"])],
)
def test_a_page_has_the_number_printed_on_it_where_the_file_gives_none(
    foot: str, labels: list[str]
) -> None:
    pages = Typesetter(foot=foot)
    for n in range(3):
        pages.page()
        pages.paragraph(tale(n))

    assert [page.label for page in _read(pages).document.pages] == labels


def test_what_a_browser_prints_around_a_single_page_is_left_out() -> None:
    head, foot = "1/26/26, 11:22 AM Hives - my notes", "https://bees.example/hives 1/1"
    page = Typesetter(head=head, foot=foot)
    page.paragraph(tale(1))

    read = _read(page)

    assert paragraphs(read) == [tale(1)]
    assert read.left_out == [f"{head}\n{foot}"]


def test_heads_of_smaller_type_are_left_out_close_as_they_stand_to_the_text() -> None:
    pages = Typesetter()
    for n in range(3):
        pages.page()
        pages.paragraph(tale(11 * n))
        pages.pdf.set_font("Times", size=8)
        pages.pdf.text(45, 60, f"Of hives, {n}")

    assert not any("Of hives" in shown for shown in _read(pages).shown)


def test_a_page_copied_from_a_book_has_the_number_printed_on_it() -> None:
    page = Typesetter(head="Of hives and keepers", foot="117")
    page.paragraph(tale(1))

    read = _read(page)

    assert [p.locator.page for p in read.passages] == ["117"]
    assert paragraphs(read) == [tale(1)]


@pytest.mark.parametrize("foot", ["1901", "Printed in the north, and bound by hand"])
def test_a_year_or_words_below_a_single_page_are_text(foot: str) -> None:
    page = Typesetter(foot=foot)
    page.paragraph(tale(1))

    read = _read(page)

    assert paragraphs(read)[-1] == foot
    assert [p.label for p in read.document.pages] == ["1"]


def test_a_page_with_nothing_but_a_running_head_is_empty() -> None:
    pages = Typesetter(head="{}   Of hives")
    for n in range(4):
        pages.page()
        if n != 1:
            pages.paragraph(tale(n))

    assert paragraphs(_read(pages)) == [tale(0), tale(2), tale(3)]


def test_slides_that_differ_in_a_number_only_keep_their_words() -> None:
    pages = Typesetter(head="Lesson {}")
    for _ in range(4):
        pages.page()

    assert paragraphs(_read(pages)) == ["Lesson 1 Lesson 2 Lesson 3 Lesson 4"]


def test_a_title_page_without_a_number_is_counted_in_the_numerals_of_those_after_it() -> None:
    pages = Typesetter()
    for n, number in enumerate(("", "xiv", "xv", "xvi")):
        pages.page()
        pages.paragraph(tale(n))
        pages.pdf.text(200, 570, number)

    assert [page.label for page in _read(pages).document.pages] == ["xiii", "xiv", "xv", "xvi"]


def test_numbers_in_print_outweigh_other_labels_of_the_file() -> None:
    pages = Typesetter(foot="- 41{} -")
    for n in range(4):
        pages.page()
        pages.paragraph(tale(n))
        pages.pdf.set_page_label(label_style="D", label_start=n)

    assert [p.label for p in _read(pages).document.pages] == ["411", "412", "413", "414"]


def test_a_row_that_comes_at_different_heights_is_no_running_head() -> None:
    pages = Typesetter()
    for n in range(4):
        pages.page()
        pages.lines(*[""] * n, "Of hives and keepers")
        pages.lines("", "")
        pages.paragraph(tale(n))

    assert sum(line == "Of hives and keepers" for line in paragraphs(_read(pages))) == 4


def test_the_number_of_a_page_beside_a_note_is_left_out_and_the_note_stays() -> None:
    pages = Typesetter()
    for n in range(3):
        pages.page()
        pages.paragraph(tale(n))
        pages.lines(f"*: Counted in {tale(n)[6:14]}\t\t{n + 1} / 3", gap=300)

    read = _read(pages)

    assert read.left_out == ["1 / 3", "2 / 3", "3 / 3"]
    assert "".join(read.shown).count("*: Counted in") == 3


def test_a_result_that_is_as_far_from_the_number_of_its_page_as_another_is_no_page_number() -> None:
    pages = Typesetter(foot="{}")
    for n in range(4):
        pages.page()
        pages.paragraph(tale(n))
        pages.lines(f"= ${n + 14}", gap=300)

    assert "".join(_read(pages).shown).count("= $") == 4
