"""OpenDocument texts: headings, lists, tables and notes; nothing deleted, nothing remarked."""

import pytest
from odfdo import Body, Frame, Header, List, Paragraph, Table

from sources.problems import NotServedError
from tests.sources.desk import read_raw
from tests.sources.files import text_file, text_markup, with_entries

LEFT = "Three things remain from the time of the millers, and the ledger is one of them."
DELETED = """<text:tracked-changes xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<text:changed-region><text:deletion><text:p>Deleted words.</text:p></text:deletion>
</text:changed-region></text:tracked-changes>"""


def test_title_headings_lists_and_tables_keep_their_order_and_words() -> None:
    def write(body: Body) -> None:
        body.append(Paragraph("The mills of the valley", style="Title"))
        body.append(Header(1, "What is left"))
        body.append(Paragraph(LEFT))
        body.append(List(["the overshot wheel", "the miller’s house"]))
        body.append(Header(2, "Numbers"))
        table = Table("Numbers", 2, 2)
        for cell, words in (("A1", "Year"), ("B1", "Sacks"), ("A2", "1801"), ("B2", "412")):
            table.set_value(cell, words)
        body.append(table)

    read = read_raw(text_file(write), "mills.odt")

    assert (read.document.title, read.document.authors) == (
        "The mills of the valley",
        ("Ann Bell",),
    )
    assert [(h.level, h.text) for h in read.document.headings] == [
        (0, "The mills of the valley"),
        (1, "1. What is left"),
        (2, "1.1. Numbers"),
    ]
    assert read.document.text.endswith("Numbers\n\nYear\tSacks\n1801\t412")
    assert read.shown[0] == f"{LEFT}\nthe overshot wheel\nthe miller’s house"


def test_a_note_is_a_passage_of_its_own_after_its_paragraph() -> None:
    def write(body: Body) -> None:
        paragraph = Paragraph("The canal opened in 1819 and it changed the trade.")
        paragraph.insert_note(after="1819", note_id="n", citation="1", body="See p. 44.")
        body.append(paragraph)

    read = read_raw(text_file(write), "canal.odt")

    assert read.shown == ["The canal opened in 1819 and it changed the trade.", "1 See p. 44."]


def test_text_that_was_deleted_or_is_a_remark_is_never_shown() -> None:
    def write(body: Body) -> None:
        paragraph = Paragraph("The price rose quickly that year.")
        paragraph.insert_annotation(after="price", body="Is this so?", creator="Carl")
        body.append(paragraph)

    def change(name: str, content: bytes) -> bytes:
        begin = b"<office:text>"
        marked = content.replace(begin, begin + DELETED.encode())
        return marked if name == "content.xml" else content

    raw = with_entries(text_file(write), change)

    assert read_raw(raw, "price.odt").document.text == "The price rose quickly that year."


def test_a_text_box_stands_after_the_paragraph_that_it_is_set_in() -> None:
    def write(body: Body) -> None:
        paragraph = Paragraph("The mill ")
        paragraph.append(Frame.text_frame("In the box."))
        paragraph.append("burned twice.")
        body.append(paragraph)

    read = read_raw(text_file(write), "box.odt")

    assert read.document.text == "The mill burned twice.\n\nIn the box."


def test_line_ends_and_spaces_inside_a_paragraph_are_shown() -> None:
    def write(body: Body) -> None:
        body.append(Paragraph("The mill,\nthe   wheel\tand the house."))

    read = read_raw(text_file(write), "mill.odt")

    assert read.shown == ["The mill,\nthe wheel and the house."]


@pytest.mark.parametrize("content", ["", "<a>", "<a/>", "<a>" * 5000 + "</a>" * 5000])
def test_a_damaged_document_is_refused_with_one_sentence(content: str) -> None:
    raw = with_entries(
        text_file(lambda body: body.append(Paragraph(LEFT))),
        lambda name, was: content if name == "content.xml" else was,
    )

    with pytest.raises(NotServedError, match=r"It is damaged|It is empty"):
        read_raw(raw, "damaged.odt")


def test_a_term_in_bold_is_no_heading_and_stays_with_its_definition() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" '
        'style:parent-style-name="Definition_20_Term">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = "".join(
        f'<text:p text:style-name="P1">{term}</text:p><text:p>water that the miller needs</text:p>'
        for term in ("mill race", "mill pond")
    )

    read = read_raw(text_markup(body, styles=styles), "mills.odt")

    assert read.document.headings == ()
    assert read.shown[0].startswith("mill race\nwater that the miller needs\nmill pond\n")
