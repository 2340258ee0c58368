"""Drafts written block by block: what is left out and the pages of a print keep their places."""

from sources.draft import Draft
from sources.metadata import Metadata
from sources.readers.writer import DraftWriter


def pages(draft: Draft) -> list[tuple[str, str]]:
    """Return each page's label and the first words on it."""
    return [(page.label, draft.text[page.start :][:12]) for page in draft.pages]


def test_what_is_left_out_follows_the_text_and_does_not_interrupt_it() -> None:
    writer = DraftWriter()
    writer.paragraph("The mill is old.")
    writer.leave_out("Share", "button")
    writer.leave_out(" Print ", "button")
    writer.leave_out("Menu", "navigation")
    writer.paragraph("It stands.")

    draft = writer.draft(Metadata())

    assert draft.text == "The mill is old.\n\nIt stands.\n\nShare\nPrint\n\nMenu"
    assert [(draft.text[s.start : s.end], s.reason) for s in draft.left_out] == [
        ("Share\nPrint", "button"),
        ("Menu", "navigation"),
    ]


def test_what_is_left_out_of_a_chapter_stays_in_it() -> None:
    writer = DraftWriter()
    for number, name in enumerate(("mill", "ferry"), 1):
        writer.page(number, "chapter")
        writer.leave_out(f"Menu {number}", "navigation")
        writer.paragraph(f"The {name} is old.")

    draft = writer.draft(Metadata())

    assert draft.text == "The mill is old.\n\nMenu 1\n\nThe ferry is old.\n\nMenu 2"
    assert pages(draft) == [("1", "The mill is "), ("2", "The ferry is")]


def test_a_printed_page_starts_inside_a_word_between_words_and_between_blocks() -> None:
    writer = DraftWriter()
    writer.paragraph(
        f"The land{writer.print_page('12')}lord left. {writer.print_page('13')} He ran."
    )
    writer.paragraph(writer.print_page("14"))
    writer.heading(f"{writer.print_page('15')} The ferry", 1)
    writer.paragraph(f"It is slow. {writer.print_page('16')}")

    draft = writer.draft(Metadata())

    assert draft.text == "The landlord left. He ran.\n\nThe ferry\n\nIt is slow."
    assert pages(draft) == [
        ("12", "lord left. H"),
        ("13", "He ran.\n\nThe"),
        ("14", "The ferry\n\nI"),
        ("15", "The ferry\n\nI"),
        ("16", ""),
    ]
