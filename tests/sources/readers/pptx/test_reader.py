"""Presentations: slides with their numbers, text in reading order, tables and notes."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from sources import problems
from sources.limits import DEFAULT_LIMITS
from sources.problems import NotServedError
from tests.sources.desk import read_raw
from tests.sources.files import slides_file

DIAGRAM = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{name}"'
    for prefix, name in (
        ("d", "drawingml/2006/diagram"),
        ("a", "drawingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
    )
)
# Layouts of the empty presentation.
TITLE, TITLE_AND_TEXT, COMPARISON, TITLE_ONLY, BLANK = 0, 1, 4, 5, 6
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
EQUATION = """<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:r><m:t>F=ma</m:t>
</m:r></m:oMath></a14:m>"""


def add_slide(presentation: Presentation, layout: int, title: str = "", words: str = "") -> Slide:
    slide: Slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if slide.shapes.title:
        slide.shapes.title.text = title
    if words:
        slide.placeholders[1].text = words
    return slide


def add_box(slide: Slide, words: str, left: float, top: float) -> None:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    box.text_frame.text = words


def test_slides_have_titles_as_headings_and_numbers_as_pages() -> None:
    def write(presentation: Presentation) -> None:
        presentation.core_properties.title = "PowerPoint Presentation"
        presentation.core_properties.author = "Ann Bell"
        add_slide(presentation, TITLE, "The mills", "A lecture by Ann Bell")
        add_slide(presentation, TITLE_AND_TEXT, "What is left", "the wheel\nthe ledger")
        add_slide(presentation, BLANK)
        add_box(add_slide(presentation, BLANK), "It burned twice.", 1, 1)

    read = read_raw(slides_file(write), "mills.pptx")

    assert (read.document.title, read.document.authors) == ("The mills", ("Ann Bell",))
    assert [(h.level, h.text) for h in read.document.headings] == [
        (0, "The mills"),
        (1, "What is left"),
    ]
    assert [(p.number, p.label, p.kind) for p in read.document.pages] == [
        (number, str(number), "slide") for number in (1, 2, 3, 4)
    ]
    assert [(p.shown(), p.locator.page) for p in read.passages] == [
        ("A lecture by Ann Bell", "1"),
        ("the wheel\nthe ledger", "2"),
        ("It burned twice.", "4"),
    ]


def test_a_slide_is_read_from_top_to_bottom_and_from_left_to_right() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, TITLE_ONLY, "Numbers")
        add_box(slide, "Last.", 1, 6)
        add_box(slide, "Right.", 5, 5)
        add_box(slide, "Left.", 1, 5.05)
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
        for cell, words in zip(table.iter_cells(), ["Year", "Sacks", "1801", "412"], strict=True):
            cell.text = words
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(Inches(1), Inches(4), Inches(2), Inches(0.5))
        inner.text_frame.text = "In a group."

    text = read_raw(slides_file(write), "mills.pptx").document.text

    assert text.split("\n\n") == [
        "Numbers",
        "Year\tSacks\n1801\t412",
        "In a group.",
        "Left.",
        "Right.",
        "Last.",
    ]


def test_the_words_of_a_diagram_are_read_as_a_list() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, TITLE_ONLY, "From rye to bread")
        words = "".join(
            f"<d:pt><d:t><a:p><a:r><a:t>{word}</a:t></a:r></a:p></d:t></d:pt>"
            for word in ("The field", "The mill")
        )
        model = f"<d:dataModel {DIAGRAM}><d:ptLst>{words}</d:ptLst></d:dataModel>".encode()
        package = slide.part.package
        part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", package, model)
        frame = slide.shapes.add_table(1, 1, Inches(1), Inches(2), Inches(4), Inches(1))
        drawn: etree._Element = next(frame.element.iter("{*}graphicData"))
        drawn.clear()
        drawn.set("uri", "http://schemas.openxmlformats.org/drawingml/2006/diagram")
        drawn.append(
            etree.fromstring(f'<d:relIds {DIAGRAM} r:dm="{slide.part.relate_to(part, "x")}"/>')
        )

    text = read_raw(slides_file(write), "bread.pptx").document.text

    assert text == "From rye to bread\n\nThe field\nThe mill"


def test_notes_are_read_and_cited_as_notes_of_their_slide() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, TITLE_AND_TEXT, "The mills", "the wheel")
        frame = slide.notes_slide.notes_text_frame
        assert frame
        frame.text = "Say that the house burned twice."

    read = read_raw(slides_file(write), "mills.pptx")

    note = read.passages[-1]
    assert note.text == "Say that the house burned twice."
    assert (note.locator.section, note.locator.page) == ("Speaker notes", "1")


def test_a_hidden_slide_is_not_read_but_counted_and_told() -> None:
    def write(presentation: Presentation) -> None:
        add_slide(presentation, TITLE_ONLY, "The answers").element.set("show", "0")
        add_box(add_slide(presentation, BLANK), "It burned twice.", 1, 1)

    read = read_raw(slides_file(write), "mills.pptx")

    assert "answers" not in read.document.text
    assert read.passages[0].locator.page == "2"
    assert "hidden slides (1) are not read" in read.notes[0]


def test_a_presentation_with_more_slides_than_are_read_is_refused() -> None:
    def write(presentation: Presentation) -> None:
        for _ in range(3):
            add_slide(presentation, TITLE_ONLY, "The mills")

    with pytest.raises(NotServedError, match="3 slides, more than the limit of 2"):
        read_raw(slides_file(write), "m.pptx", limits=replace(DEFAULT_LIMITS, max_pages=2))


def test_a_presentation_of_pictures_alone_is_empty() -> None:
    with pytest.raises(NotServedError, match="It is empty"):
        read_raw(slides_file(lambda presentation: add_slide(presentation, BLANK)), "empty.pptx")


def test_slides_that_are_one_sentence_in_the_title_are_quoted() -> None:
    def write(presentation: Presentation) -> None:
        for words in ("Light becomes sugar in leaves", "Stomata close at noon to save water"):
            add_slide(presentation, TITLE_ONLY, words)

    read = read_raw(slides_file(write), "plants.pptx")

    assert read.document.title == "Plants"
    assert [(p.text, p.locator.page, p.locator.section) for p in read.passages] == [
        ("Light becomes sugar in leaves", "1", None),
        ("Stomata close at noon to save water", "2", None),
    ]


def test_columns_of_boxes_are_read_one_after_the_other() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, COMPARISON, "Bread")
        for place, words in zip(
            (1, 2, 3, 4), ("Rye", "It is dark.", "Wheat", "It is light."), strict=True
        ):
            slide.placeholders[place].text = words

    text = read_raw(slides_file(write), "bread.pptx").document.text

    assert text.split("\n\n") == ["Bread", "Rye", "It is dark.", "Wheat", "It is light."]


def test_a_chart_is_read_as_a_table_on_its_slide() -> None:
    def write(presentation: Presentation) -> None:
        add_slide(presentation, BLANK)
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # of python-pptx
        data.categories = ["Ashford", "Bexley"]
        data.add_series("Inhabitants", (2150, 3420))
        slide = add_slide(presentation, TITLE_ONLY, "Population")
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(0), Inches(0), Inches(4), Inches(4), data)

    read = read_raw(slides_file(write), "towns.pptx")

    assert read.shown == ["Inhabitants\nAshford   2150\nBexley   3420"]
    assert read.passages[0].locator.page == "2"


def test_each_row_says_what_a_merged_cell_says() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, BLANK)
        table = slide.shapes.add_table(2, 3, Inches(0), Inches(0), Inches(4), Inches(1)).table
        words = ["Monday", "Latin", "Chemistry", "", "Sports", ""]
        for cell, word in zip(table.iter_cells(), words, strict=True):
            cell.text = word
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(1, 1).merge(table.cell(1, 2))

    assert read_raw(slides_file(write), "week.pptx").shown == [
        "Monday   Latin   Chemistry\nMonday   Sports"
    ]


def test_shapes_that_are_kept_for_two_versions_are_read_once() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, BLANK)
        add_box(slide, "The force is ", 1, 1)
        box: Any = slide.shapes[0].element
        paragraph = next(box.iter(qn("a:p")))
        paragraph.append(etree.fromstring(EQUATION))
        both = etree.fromstring(
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice/></mc:AlternateContent>'
        )
        box.addprevious(both)
        both[0].append(box)

    assert read_raw(slides_file(write), "force.pptx").shown == ["The force is F=ma"]


def test_footers_are_left_out_and_comments_are_not_stored() -> None:
    def write(presentation: Presentation) -> None:
        slide = add_slide(presentation, TITLE_AND_TEXT, "The mills", "the wheel")
        box = slide.shapes.add_textbox(Inches(0), Inches(0), Inches(1), Inches(1))
        box.text_frame.text = "Ann Bell, 2026"
        place = next(box.element.iter(qn("p:nvPr")))
        place.append(etree.SubElement(place, qn("p:ph"), type="ftr", idx="11"))
        comment = f'<p:cmLst xmlns:p="{P}"><p:cm><p:text>Is this so?</p:text></p:cm></p:cmLst>'
        package = slide.part.package
        name = PackURI("/ppt/comments/comment1.xml")
        slide.part.relate_to(Part(name, "application/xml", package, comment.encode()), "comments")

    read = read_raw(slides_file(write), "mills.pptx")

    assert read.left_out == ["Ann Bell, 2026"]
    assert "Is this so?" not in read.document.text
    assert read.notes == (problems.COMMENTS,)
