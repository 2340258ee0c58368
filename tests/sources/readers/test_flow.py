"""Titles and headings that only look like it, and names under a title."""

from collections.abc import Sequence

from sources.draft import Draft
from sources.metadata import Metadata
from sources.readers.flow import Item, Look, Paragraph, Table, table_items, write_flow
from sources.readers.tables import Cell
from sources.readers.writer import DraftWriter

TEXT = Look(11)
BOLD = Look(11, strong=True)
LARGE = Look(16, strong=True, centred=True)
PROSE = "The harvest of 1845 failed and the price of rye doubled within eleven weeks."


def line(words: str, look: Look = TEXT, *, listed: bool = False) -> Paragraph:
    return Paragraph(words, look=look, listed=listed)


def kinds(items: Sequence[Item]) -> list[str]:
    """Title as 0, headings as their levels, anything else as a dot."""
    draft = written(items)
    return [str(block.level) if block.is_heading else "." for block in draft.blocks]


def written(items: Sequence[Item]) -> Draft:
    writer = DraftWriter()
    write_flow(items, writer)
    return writer.draft(Metadata())


def test_a_large_line_is_the_title_and_bold_lines_are_headings() -> None:
    items = [
        line("The bread riots", LARGE),
        line("Causes", BOLD),
        line(PROSE),
        line("Consequences", BOLD),
        line("The mayor resigned."),
    ]

    assert kinds(items) == ["0", "1", ".", "1", "."]


def test_a_title_may_follow_lines_of_a_letterhead() -> None:
    items = [line("Ann Bell"), line("History 101"), line("The bread riots", LARGE), line(PROSE)]

    assert kinds(items) == [".", ".", "0", "."]


def test_larger_headings_are_above_smaller_ones() -> None:
    items = [
        line("The bread riots", Look(20, strong=True)),
        line("Causes", Look(14, strong=True)),
        line("The harvest", BOLD),
        line(PROSE),
        line("Consequences", Look(14, strong=True)),
        line(PROSE),
    ]

    assert kinds(items) == ["0", "1", "2", ".", "1", "."]


def test_bold_lines_below_headings_of_a_style_are_one_level_deeper() -> None:
    items = [
        Paragraph("The bread riots", level=0),
        Paragraph("Causes", level=2),
        line("The harvest", BOLD),
        line(PROSE),
    ]

    assert kinds(items) == ["0", "2", "3", "."]


def test_bold_sentences_and_list_entries_are_no_headings() -> None:
    items = [
        line(PROSE),
        line("Late work is not accepted.", BOLD),
        line(PROSE),
        line("Bread", BOLD, listed=True),
        line(PROSE),
    ]

    assert kinds(items) == ["."] * 5


def test_nothing_stands_out_where_everything_is_bold() -> None:
    assert kinds([line("Causes", BOLD), line(PROSE, BOLD), line("So be it", BOLD)]) == ["."] * 3


def test_a_bold_line_at_the_end_or_before_a_heading_is_text() -> None:
    items = [line(PROSE), line("See below", BOLD), Paragraph("Notes", level=1), line("End", BOLD)]

    assert kinds(items) == [".", ".", "1", "."]
    assert kinds(items[1:]) == [".", "1", "."]


def test_a_table_that_only_places_text_on_the_page_is_its_text() -> None:
    cell, items = Cell(""), [line(PROSE * 9), line("The mayor resigned.")]

    assert [*table_items([[(cell, items)]])] == items
    assert [*table_items([[(cell, [])], [(cell, items), (cell, [line("So?")])]])] == [
        *items,
        line("So?"),
    ]


def test_names_of_speakers_are_no_headings() -> None:
    items = [item for _ in range(4) for item in (line("THE MILLER", BOLD), line(PROSE))]

    assert kinds(items) == ["."] * 8


def test_many_bold_lines_in_a_row_are_a_list() -> None:
    bold = [line(f"Bold line {i}", BOLD) for i in range(6)]

    assert kinds([line(PROSE), *bold, line(PROSE)]).count(".") == 5


def test_a_table_counts_as_text_under_a_heading() -> None:
    table = Table((("1845", "12"),))

    assert kinds([line(PROSE), line("Prices", BOLD), table]) == [".", "1", "."]


def test_a_title_on_two_lines_is_one() -> None:
    draft = written([line("The bread", LARGE), line(PROSE)])
    both = written(
        [Paragraph("The bread riots", level=0), Paragraph("of 1845", level=0), line(PROSE)]
    )

    assert draft.text.startswith("The bread\n\n")
    assert both.text.startswith("The bread riots of 1845\n\n")


def test_names_centred_under_a_centred_title_are_the_authors() -> None:
    writer = DraftWriter()
    names = line("Ada Teacher and J. van der Berg", Look(11, centred=True))

    assert write_flow([line("The riots", LARGE), names, line(PROSE)], writer) == (
        "Ada Teacher",
        "J. van der Berg",
    )
    assert writer.draft(Metadata()).blocks[1].role == "about"


def test_a_line_under_a_title_that_is_no_name_is_text() -> None:
    centred = Look(11, centred=True)

    for words in ("History 101", "a short story", "Spring"):
        assert write_flow([line("Riots", LARGE), line(words, centred)], DraftWriter()) == ()
