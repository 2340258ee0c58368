"""Word documents: headings, lists, tables and notes; nothing deleted, nothing remarked."""

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK

from sources import problems
from sources.problems import NotServedError
from tests.sources.desk import read_raw
from tests.sources.files import WORD, add_markup, run, with_entries, word_file, word_markup, zipped

LEFT = "Three things remain from the time of the millers, and the ledger is one of them."
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def paragraph_of(words: str) -> str:
    return f"<w:p>{run(words)}</w:p>"


def test_title_headings_lists_and_tables_keep_their_order_and_words() -> None:
    def write(document: Document) -> None:
        document.core_properties.title = "Title of another document"
        document.core_properties.author = "Ann Bell; Carl Dow"
        document.add_heading("The mills of the valley", 0)
        document.add_heading("What is left", 1)
        document.add_paragraph(LEFT)
        document.add_paragraph("the overshot wheel", style="List Bullet")
        document.add_paragraph("the miller’s house", style="List Number")
        document.add_heading("Numbers", 2)
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ["Year", "Sacks", "1801", "412"], strict=True):  # noqa: SLF001  # in one go
            cell.text = words

    read = read_raw(word_file(write), "mills.docx")

    assert read.document.title == "The mills of the valley"
    assert read.document.authors == ("Ann Bell", "Carl Dow")
    assert [(h.level, h.text) for h in read.document.headings] == [
        (0, "The mills of the valley"),
        (1, "What is left"),
        (2, "Numbers"),
    ]
    assert read.document.text.endswith("Numbers\n\nYear\tSacks\n1801\t412")
    assert read.shown == [
        f"{LEFT}\nthe overshot wheel\n1. the miller’s house",
        "Year   Sacks\n1801   412",
    ]
    assert read.passages[0].locator.section == "What is left"


def test_a_note_is_a_passage_of_its_own_after_its_paragraph() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The canal opened in 1819.")
        add_markup(paragraph, "r", '<w:footnoteReference w:id="2"/>')
        paragraph.add_run(" It changed the trade.")
        add_markup(paragraph, "r", '<w:footnoteReference w:id="1"/>')
        document.add_paragraph("Nobody had expected it.")

    notes = [paragraph_of("Dow doubts it.") + paragraph_of("So do I."), paragraph_of("See p. 44.")]
    read = read_raw(word_file(write, notes), "canal.docx")

    assert read.document.text.split("\n\n") == [
        "The canal opened in 1819. It changed the trade.",
        "See p. 44.",
        "Dow doubts it.",
        "So do I.",
        "Nobody had expected it.",
    ]
    assert read.shown == [
        "The canal opened in 1819. It changed the trade.",
        "See p. 44.\nDow doubts it.\nSo do I.",
        "Nobody had expected it.",
    ]


def test_text_that_was_deleted_or_is_a_remark_is_never_shown() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The price rose ")
        add_markup(paragraph, "del", "<w:r><w:delText>slowly </w:delText></w:r>", id="1")
        add_markup(paragraph, "moveFrom", run("in May "), id="2")
        add_markup(paragraph, "ins", run("quickly "), id="3")
        remarked = paragraph.add_run("that year.")
        document.add_comment(remarked, text="Is this so?", author="Carl")

    read = read_raw(word_file(write), "price.docx")

    assert read.shown == ["The price rose quickly that year."]
    assert problems.COMMENTS in read.notes


def test_headers_and_footers_are_told_as_left_out() -> None:
    parts = {
        f"{kind}1.xml": (kind, f"<w:hdr {WORD}>{paragraph_of(words)}</w:hdr>")
        for kind, words in (("header", "Grade 9"), ("footer", "Not for sale"))
    }

    read = read_raw(word_markup(paragraph_of("The mill is old."), parts), "mill.docx")

    assert read.shown == ["The mill is old."]
    assert read.left_out == ["Grade 9\nNot for sale"]


@pytest.mark.parametrize(("outline", "heading"), [("0", 1), ("5", 6), ("9", None), ("x", None)])
def test_a_paragraph_of_the_outline_is_a_heading_of_its_level(
    outline: str, heading: int | None
) -> None:
    level = f'<w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>'
    body = f"<w:p>{level}{run('Floods')}</w:p>{paragraph_of('The mill stood still.')}"
    above = paragraph_of("The old mill of Valdora stood by the river, and people feared it.")

    read = read_raw(word_markup(above + body), "mill.docx")

    levels = [h.level for h in read.document.headings if h.text == "Floods"]
    assert levels == ([] if heading is None else [heading])


@pytest.mark.parametrize("style", ["Definition Term", "DefinitionTerm", "List Heading"])
def test_a_term_in_bold_is_no_heading_and_stays_with_its_definition(style: str) -> None:
    def write(document: Document) -> None:
        document.add_heading("Glossary", 1)
        term = document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        term.font.bold = True
        for words in ("mill race", "mill pond"):
            document.add_paragraph(words, style=style)
            document.add_paragraph(f"water of the mill, as the {words} is called by millers")

    read = read_raw(word_file(write), "mills.docx")

    assert [heading.text for heading in read.document.headings] == ["Glossary"]
    assert [shown.split("\n") for shown in read.shown] == [
        [
            "mill race",
            "water of the mill, as the mill race is called by millers",
            "mill pond",
            "water of the mill, as the mill pond is called by millers",
        ]
    ]


def test_a_text_box_stands_after_the_paragraph_that_it_is_set_in() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The mill ")
        box = f"<v:textbox><w:txbxContent>{paragraph_of('In the box.')}</w:txbxContent></v:textbox>"
        add_markup(paragraph, "r", f"<w:pict><v:shape {VML}>{box}</v:shape></w:pict>")
        paragraph.add_run("burned twice.")

    read = read_raw(word_file(write), "box.docx")

    assert read.document.text == "The mill burned twice.\n\nIn the box."


def test_a_list_of_contents_is_left_out() -> None:
    def write(document: Document) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("The mill \t 14", style="toc 1")
        document.add_paragraph(LEFT)

    assert read_raw(word_file(write), "mills.docx").shown == [LEFT]


@pytest.mark.parametrize("title", ["Microsoft Word - notes.doc", "Untitled", ""])
def test_what_a_program_wrote_for_a_title_is_none(title: str) -> None:
    def write(document: Document) -> None:
        document.core_properties.title = title
        document.core_properties.author = "Microsoft Office User"
        document.add_paragraph(LEFT)

    document = read_raw(word_file(write), "the_mills.docx").document

    assert (document.title, document.authors) == ("The mills", ())


def test_entities_are_refused_and_never_spelled_out() -> None:
    def change(name: str, content: bytes) -> bytes:
        doctype = b'<!DOCTYPE w [<!ENTITY a "bees "><!ENTITY b "&a;&a;&a;&a;">]>'
        return doctype + b"<w>&b;</w>" if name == "word/document.xml" else content

    raw = with_entries(word_file(lambda document: document.add_paragraph(LEFT)), change)

    with pytest.raises(NotServedError, match="entities"):
        read_raw(raw, "laughs.docx")


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(NotServedError, match="It is empty"):
        read_raw(word_file(lambda _: None), "empty.docx")


@pytest.mark.parametrize(
    "part", ["<w>", "<w/>", f"<w:document {WORD}/>", "<a>" * 5000 + "</a>" * 5000, ""]
)
def test_a_damaged_document_is_refused_with_one_sentence(part: str) -> None:
    raw = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": part})

    with pytest.raises(NotServedError, match=r"It is damaged|It is empty"):
        read_raw(raw, "damaged.docx")


def test_words_that_are_hidden_are_not_read_but_told() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The mill stood still. ")
        paragraph.add_run("Answer: the flood. ").font.hidden = True
        paragraph.add_run("Nobody knew why.").font.hidden = False

    read = read_raw(word_file(write), "mill.docx")

    assert read.shown == ["The mill stood still. Nobody knew why."]
    assert read.notes == (problems.HIDDEN_WORDS,)


@pytest.mark.parametrize("kind", [WD_BREAK.PAGE, WD_BREAK.COLUMN, WD_BREAK.LINE])
def test_words_before_and_after_a_break_stay_two(kind: WD_BREAK) -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The mill stood")
        paragraph.add_run().add_break(kind)
        paragraph.add_run("still.")

    assert read_raw(word_file(write), "mill.docx").document.text.split()[2:] == ["stood", "still."]


def test_a_hidden_mark_of_a_paragraph_hides_no_words() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("The mill stood still.")
        add_markup(paragraph, "pPr", "<w:rPr><w:vanish/></w:rPr>")

    read = read_raw(word_file(write), "mill.docx")

    assert (read.shown, read.notes) == (["The mill stood still."], ())
