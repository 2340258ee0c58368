"""What is anchored in a paragraph of Word, or set in it by a program, is read in its place."""

import pytest

from sources import problems
from tests.sources.desk import Read, read_raw
from tests.sources.files import WORD, run, word_markup

CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><a:p><a:r>
<a:t>Sacks of flour</a:t></a:r></a:p></c:title><c:ser><c:cat><c:pt idx="0"><c:v>1801</c:v></c:pt>
</c:cat><c:val><c:pt idx="0"><c:v>412</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>"""
DIAGRAM = """<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst>
<dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>The mill</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>The field</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="0" type="doc"/></dgm:ptLst><dgm:cxnLst>
<dgm:cxn srcId="0" destId="1" srcOrd="0"/><dgm:cxn srcId="0" destId="2" srcOrd="1"/>
</dgm:cxnLst></dgm:dataModel>"""


def read(body: str, **parts: str) -> Read:
    named = {f"{kind}.xml": (kind, content) for kind, content in parts.items()}
    return read_raw(word_markup(body, named), "mill.docx")


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_an_equation_is_read_in_its_sentence() -> None:
    equation = "<m:oMath><m:r><m:t>F=ma</m:t></m:r></m:oMath>"
    body = paragraph(run("The force is "), equation, run(", where m is the mass."))

    assert read(body).shown == ["The force is F=ma, where m is the mass."]


def test_equations_on_lines_of_their_own_keep_them() -> None:
    equations = "".join(
        f"<m:oMath><m:r><m:t>{words}</m:t></m:r></m:oMath>" for words in ("x=1", "y=2")
    )
    body = paragraph(run("Let"), f"<m:oMathPara>{equations}</m:oMathPara>", run("hold."))

    assert read(body).shown == ["Let\nx=1\ny=2\nhold."]


def test_an_equation_that_is_a_picture_leaves_a_mark() -> None:
    equation = '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'

    assert read(paragraph(run("It is "), equation, run("."))).shown == ["It is [formula]."]


def test_a_text_box_that_is_kept_for_two_versions_of_word_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    text = read(paragraph(run("The mill "), both, run("burned."))).document.text
    assert text == "The mill burned.\n\nIn the box."


def test_words_of_art_charts_and_diagrams_follow_their_paragraph() -> None:
    art = '<w:r><w:pict><v:textpath string="Grand opening"/></w:pict></w:r>'
    chart = '<w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r>'
    diagram = '<w:r><w:drawing><dgm:relIds r:dm="diagramData"/></w:drawing></w:r>'
    body = paragraph(run("See below."), art, chart, diagram) + paragraph(run("See above."))

    text = read(body, chart=CHART, diagramData=DIAGRAM).document.text
    assert text.split("\n\n") == [
        "See below.",
        "Grand opening",
        "Sacks of flour\n1801\t412",
        "The field\nThe mill",
        "See above.",
    ]


def test_the_results_of_fields_are_read_and_not_their_codes() -> None:
    body = paragraph(run("See "), field("REF mill", "chapter 2"), run("."))

    assert read(body).shown == ["See chapter 2."]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "Ready: ☒"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "Ready: ☐"),
        (
            (
                '<w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/>'
                '<w:listEntry w:val="yes"/></w:ddList>'
            ),
            "Ready: yes",
        ),
    ],
)
def test_a_form_shows_what_was_ticked_or_chosen(form: str, shown: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert read(paragraph(run("Ready: "), begin, end)).shown == [shown]


def test_content_controls_are_read_but_not_their_prompts() -> None:
    filled = f"<w:sdt><w:sdtContent>{run('Ann Bell')}</w:sdtContent></w:sdt>"
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{run('Click here.')}</w:sdtContent></w:sdt>"
    )
    found = read(paragraph(run("Miller: "), filled, empty))

    assert found.shown == ["Miller: Ann Bell"]
    assert found.left_out == ["Click here."]


def test_readings_above_characters_stand_behind_them() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('みず')}</w:rt>"
        f"<w:rubyBase>{run('水')}</w:rubyBase></w:ruby></w:r>"
    )

    assert read(paragraph(ruby, run("です。"))).shown == ["水(みず)です。"]


def test_letters_of_the_font_symbol_are_greek() -> None:
    sym = '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    fonts = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'
    typed = f"<w:r>{fonts}<w:t>\uf062</w:t></w:r>"

    assert read(paragraph(run("angles "), sym, run(" and "), typed)).shown == [
        "angles \u03b1 and β"
    ]


def test_a_capital_over_several_lines_belongs_to_its_word() -> None:
    capital = '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>'
    body = paragraph(capital, run("T")) + paragraph(run("he mill is old."))

    assert read(body).shown == ["The mill is old."]


def test_an_entry_of_contents_in_a_field_is_left_out() -> None:
    entry = paragraph(field('TOC \\o "1-3"', "What is left\t14"))
    found = read(entry + paragraph(run("The mill is old.")))

    assert found.shown == ["The mill is old."]
    assert found.left_out == ["What is left 14"]


PICTURE = """<w:r><w:drawing><wp:inline xmlns:wp="x"><wp:docPr descr="{}"/><a:graphic>
<pic:pic xmlns:pic="y"/></a:graphic></wp:inline></w:drawing></w:r>"""


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("a green flag", "Press [image: a green flag] to start."),
        ("", "Press [image] to start."),
        ("flag.png", "Press [image] to start."),
        ("A flag Description automatically generated", "Press [image] to start."),
    ],
)
def test_a_picture_in_a_sentence_leaves_a_mark(description: str, shown: str) -> None:
    found = read(paragraph(run("Press "), PICTURE.format(description), run(" to start.")))

    assert found.shown == [shown]


def test_pictures_around_sentences_leave_none() -> None:
    picture = PICTURE.format("a mill")
    body = paragraph(picture, run("The mill is old."), picture) + paragraph(picture)

    assert read(body).shown == ["The mill is old."]


def test_hidden_and_deleted_words_are_reported_and_not_stored() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Answer: the flood.</w:t></w:r>"
    deleted = "<w:del><w:r><w:delText>in May </w:delText></w:r></w:del>"
    found = read(paragraph(run("It stood still "), deleted, hidden, run("for a year.")))

    assert found.document.text == "It stood still for a year."
    assert set(found.notes) == {problems.HIDDEN_WORDS, problems.DELETED_WORDS}


def test_words_hidden_by_their_style_are_not_stored() -> None:
    style = '<w:style w:styleId="Key"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = '<w:r><w:rPr><w:rStyle w:val="Key"/></w:rPr><w:t>Answer: the flood.</w:t></w:r>'
    found = read(paragraph(run("Why?"), hidden), styles=f"<w:styles {WORD}>{style}</w:styles>")

    assert found.document.text == "Why?"
