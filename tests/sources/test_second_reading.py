"""The second reading has all text of a file: nested, alternate and hidden text included."""

import io

import pytest
from docx.document import Document as WordDocument
from odfdo import Document, Paragraph

from sources.limits import DEFAULT_LIMITS
from sources.second_reading import read_again

from .files import WORD, add_markup, book_file, run, word_file, zipped
from .pdf_files import Typesetter

_CHART = """<c:chartSpace xmlns:c="c" xmlns:a="a"><c:title><a:t>Sacks</a:t></c:title>
<c:cat><c:strCache><c:pt><c:v>Ashford</c:v></c:pt></c:strCache></c:cat>
<c:val><c:numCache><c:pt><c:v>0.41999999</c:v></c:pt></c:numCache></c:val></c:chartSpace>"""
_BOXES = """<w:document xmlns:w="w" xmlns:m="m"><w:p><w:r><w:t>before</w:t></w:r>
<m:AlternateContent><m:Choice><w:p><w:r><w:t>in a box</w:t></w:r></w:p></m:Choice>
<m:Fallback><w:p><w:r><w:t>in a box</w:t></w:r></w:p></m:Fallback></m:AlternateContent>
<m:AlternateContent><m:Choice><w:r/></m:Choice>
<m:Fallback><w:r><w:t>only in the fallback</w:t></w:r></m:Fallback></m:AlternateContent>
<m:oMath><m:r><m:t>F=ma</m:t></m:r></m:oMath></w:p></w:document>"""
_PAGE = """<html><head><title>Name</title><style>p {}</style></head><body><nav>Menu</nav>
<p>One &amp; <b>t</b>wo<p hidden>Closed</p><script>if (a) b()</script>
<template shadowrootmode=open><p>Shadow</template><textarea># Slide</textarea>
<math><mi>x</mi><annotation>\\frac</annotation></math><!-- no --></body></html>"""


def _words(ending: str, raw: bytes) -> list[str]:
    pieces = read_again(ending, raw, DEFAULT_LIMITS)
    return [word for piece in pieces for word in piece.text.split()]


def _places(ending: str, raw: bytes) -> list[str]:
    return [piece.place for piece in read_again(ending, raw, DEFAULT_LIMITS) if piece.text.strip()]


@pytest.mark.parametrize("ending", [".html", ".xhtml"])
def test_a_page_has_its_menus_closed_panels_shadow_roots_and_formulas(ending: str) -> None:
    words = _words(ending, _PAGE.encode())

    assert words == ["Menu", "One", "&", "two", "Closed", "Shadow", "#", "Slide", "x"]


def test_a_book_has_all_its_pages_whether_they_are_listed_or_not() -> None:
    raw = book_file({"one.xhtml": "<body><p>First.</p></body>"}, more={"x.html": "<p>Spare.</p>"})

    assert _words(".epub", raw) == ["First.", "Spare."]
    assert _places(".epub", raw) == ["one.xhtml", "x.html"]


def test_a_word_file_has_notes_boxes_formulas_and_inserted_documents() -> None:
    def write(document: WordDocument) -> None:
        gone = f"<w:r {WORD}><w:delText>gone</w:delText></w:r>"
        add_markup(document.add_paragraph("kept"), "del", gone)

    note = f"<w:p>{run('a note')}</w:p>"
    assert _words(".docx", word_file(write, [note])) == ["kept", "a", "note"]
    nested = zipped({"word/document.xml": _BOXES, "word/chunk1.htm": "<p>inserted</p>"})
    assert " ".join(_words(".docx", nested)) == (
        "before in a box only in the fallback F=ma inserted"
    )


def test_a_presentation_has_its_slides_notes_and_charts_but_no_page_numbers() -> None:
    number = '<a:fld type="slidenum"><a:t>2</a:t></a:fld>'
    slide = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>Mills</a:t></a:p>{number}</p:sld>'
    raw = zipped({"ppt/slides/slide2.xml": slide, "ppt/charts/chart1.xml": _CHART})

    assert _words(".pptx", raw) == ["Mills", "Sacks", "Ashford"]
    assert _places(".pptx", raw) == ["slide 2", "chart1"]


def test_categories_that_series_share_are_read_once() -> None:
    series = (
        "<ser><tx><strCache><pt><v>{}</v></pt></strCache></tx>"
        "<cat><strCache><pt><v>Ashford</v></pt></strCache></cat></ser>"
    )
    chart = f"<chart>{series.format('Rye')}{series.format('Oats')}</chart>"

    assert _words(".docx", zipped({"word/charts/chart1.xml": chart})) == ["Rye", "Ashford", "Oats"]


def test_an_opendocument_text_has_its_paragraphs_and_formulas() -> None:
    document = Document("text")
    document.body.clear()
    document.body.append(Paragraph("The mill."))
    buffer = io.BytesIO()
    document.save(buffer)
    formula = '<math xmlns="m"><mi>x</mi><annotation encoding="StarMath">{x}</annotation></math>'

    assert _words(".odt", buffer.getvalue()) == ["The", "mill."]
    assert _words(".odt", zipped({"Object 1/content.xml": formula})) == ["x"]


def test_a_pdf_has_every_word_of_each_page_heads_and_numbers_included() -> None:
    pages = Typesetter(head="Hives", foot="{}")
    for words in ("One page.", "Another page."):
        pages.page()
        pages.paragraph(words)
    raw = pages.output()

    assert _words(".pdf", raw) == ["Hives", "1", "One", "page.", "Hives", "2", "Another", "page."]
    assert _places(".pdf", raw) == ["page 1", "page 2"]


@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_a_text_has_all_its_characters(ending: str) -> None:
    assert _words(ending, "# Bees\n\n%%hum%%".encode("utf-16")) == ["#", "Bees", "%%hum%%"]
