"""Project Gutenberg's header and licence are no part of the book, but they name it."""

import pytest

from sources.draft import Block, Draft
from sources.gutenberg import WRAPPER, find_book, read_file_title, unwrap
from sources.metadata import Metadata

HEADER = """The Project Gutenberg eBook of Tales of the Mill

This ebook is for the use of anyone anywhere in the United States.

Title: Tales of the Mill
       or, the Flood

Author: Jane Doe
        Carl Dow

Release date: May 4, 2008 [eBook #99998]
"""
START = "*** START OF THE PROJECT GUTENBERG EBOOK TALES OF THE\nMILL ***"
BOOK = "CHAPTER I\n\nThe wheel turned for ninety years.\n\nProduced in haste, it broke."
OLD_START = "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*"
NOTE = "Note: Project Gutenberg has a\n      web page as well.\n      See 99998-h.htm"
END = "*** END OF THE PROJECT GUTENBERG EBOOK TALES OF THE MILL ***"
LICENCE = "Redistribution is subject to the trademark license.\n\n*** START: FULL LICENSE ***\n"


def _book(text: str) -> str | None:
    found = find_book(text)
    return text[found.start : found.end].strip() if found else None


def test_the_book_is_what_lies_between_the_start_line_and_the_end_line() -> None:
    text = f"{HEADER}\n{START}\n\n\n{BOOK}\n\n\n{END}\n\n{LICENCE}"

    assert _book(text) == BOOK


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (START.replace("*** S", "***S").replace(" ***", "***"), END.replace("THE P", "THIS P")),
        (f"{START}\n\nProduced by Some Volunteers", f"End of Project Gutenberg's Tales\n\n{END}"),
        (OLD_START, "End of The Project Gutenberg Etext of Tales of the Mill"),
        (f"{START}\n\nE-text prepared by Ann Bell\n\n{NOTE}", END),
        ("*** START OF THIS PROJECT GUTENBERG EBOOK TALES", END.replace(" ***", "")),
    ],
)
def test_each_form_of_header_and_licence_is_cut(above: str, below: str) -> None:
    text = f"{HEADER}\n{above}\n\n\n{BOOK}\n\n\n{below}\n\n{LICENCE}"

    assert _book(text) == BOOK


def test_small_print_below_the_book_does_not_start_it() -> None:
    small_print = "***START**THE SMALL PRINT!**START***\n*END THE SMALL PRINT! FOR ALL*Ver.02*END*"

    assert _book(f"{HEADER}\n{START}\n\n{BOOK}\n\n{END}\n\n{small_print}") == BOOK


def test_one_side_is_cut_where_the_other_line_is_missing() -> None:
    assert _book(f"{HEADER}\n{START}\n\n{BOOK}") == BOOK
    assert _book(f"{BOOK}\n\n{END}\n\n{LICENCE}") == BOOK


def test_without_a_header_nothing_in_the_book_is_taken_for_one() -> None:
    found = find_book(f"{BOOK}\n\nTitle: Another Book\n\n{END}\n\n{LICENCE}")

    assert found is not None
    assert found.metadata == Metadata()


def test_a_text_about_the_project_is_none_of_its_books() -> None:
    text = "Project Gutenberg began in 1971.\n\nTitle: none\n\nThe end of Project Gutenberg is far."

    assert find_book(text) is None
    assert find_book("The wheel turned for ninety years.") is None


def test_the_header_names_title_and_authors_over_several_lines() -> None:
    found = find_book(f"{HEADER}\n{START}\n\n{BOOK}\n\n{END}")

    assert found is not None
    assert found.metadata.title == "Tales of the Mill or, the Flood"
    assert found.metadata.authors == ("Jane Doe", "Carl Dow")
    assert found.metadata.published is None


@pytest.mark.parametrize(
    ("words", "title", "authors"),
    [
        ("The Project Gutenberg EBook of Tales, by John Doe", "Tales", ("John Doe",)),
        ("The Project Gutenberg eBook, The Mill and\nIts Use, by J. Doe", "The Mill and Its Use",
         ("J. Doe",)),
        ("Project Gutenberg's Tales of the Mill", "Tales of the Mill", ()),
        ("**The Project Gutenberg Etext of Tales, by John Doe**\n#1 in our series by John Doe",
         "Tales", ("John Doe",)),
        ("Project Gutenberg began in 1971.", None, ()),
        ("Tales of the Mill", None, ()),
    ],
)  # fmt: skip
def test_the_title_of_a_file_names_the_book(
    words: str, title: str | None, authors: tuple[str, ...]
) -> None:
    found = read_file_title(words)

    assert (found.title, found.authors) == (title, authors)


def test_a_draft_of_any_format_loses_its_wrapper_and_gains_the_title() -> None:
    parts = [HEADER.strip(), START, *BOOK.split("\n\n"), END, LICENCE.strip()]
    text = "\n\n".join(parts)
    places = [(text.index(part), text.index(part) + len(part)) for part in parts]
    draft = Draft(
        text,
        tuple(Block(a, b) for a, b in places),
        metadata=Metadata(title="The Project Gutenberg eBook of Tales", url="https://example.org"),
    )

    book = unwrap(draft)

    assert [text[b.start : b.end] for b in book.blocks] == BOOK.split("\n\n")
    assert [(text[s.start : s.end], s.reason) for s in book.left_out] == [
        ("\n\n".join(parts[:2]), WRAPPER),
        ("\n\n".join(parts[-2:]), WRAPPER),
    ]
    assert book.metadata.title == "Tales of the Mill or, the Flood"
    assert book.metadata.url == "https://example.org"


def test_a_block_that_holds_the_border_is_cut_at_it() -> None:
    text = f"{HEADER}\n{START}\n{BOOK}\n{END}\n{LICENCE}"

    start, end = text.index(BOOK), text.index(BOOK) + len(BOOK)
    inside = ((start, start + 9), (end - 4, end))
    lines = (start, start + 11)
    block = Block(
        0,
        len(text.rstrip()),
        units=((0, 9), *inside, (end + 1, end + 9)),
        lines=(5, *lines, end, end + 1),
    )

    book = unwrap(Draft(text, (block,)))

    assert [text[b.start : b.end] for b in book.blocks] == [BOOK]
    assert [(b.units, b.lines) for b in book.blocks] == [(inside, lines[1:])]


def test_any_other_draft_stays_as_it_is() -> None:
    draft = Draft("The wheel turned.", (Block(0, 17),))

    assert unwrap(draft) is draft
