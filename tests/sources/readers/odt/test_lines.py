"""What is anchored in a paragraph of OpenDocument, or set in it by a program."""

from sources import problems
from tests.sources.desk import Read, read_raw
from tests.sources.files import text_markup

FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>F</mi><mo>=</mo><mi>ma</mi></math>'
CHART = """<o:document xmlns:o="urn:o" xmlns:t="urn:t" xmlns:c="urn:c"><c:chart><c:title><t:p>Flour
</t:p></c:title><t:table><t:table-row><t:table-cell><t:p>1801</t:p></t:table-cell><t:table-cell>
<t:p>412</t:p></t:table-cell></t:table-row></t:table></c:chart></o:document>"""


def read(body: str, styles: str = "", **objects: str) -> Read:
    more = {f"{name}/content.xml": content for name, content in objects.items()}
    return read_raw(text_markup(body, styles=styles, more=more), "mill.odt")


def paragraph(inner: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def style(name: str, text: str = "", paragraph: str = "", family: str = "paragraph") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:paragraph-properties '
        f"{paragraph}/><style:text-properties {text}/></style:style>"
    )


def embedded(name: str) -> str:
    return f'<draw:frame><draw:object xlink:href="./{name}"/><draw:image/></draw:frame>'


def test_an_equation_is_read_in_its_sentence() -> None:
    body = paragraph(f"The force is {embedded('Force')}, where m is the mass.")

    assert read(body, Force=FORMULA).shown == ["The force is F=ma, where m is the mass."]


def test_spaces_and_tabs_are_one_space_and_a_break_is_a_line() -> None:
    body = paragraph('Rye<text:s text:c="3"/>9<text:s/>crowns<text:tab/>1801<text:line-break/>Oats')

    assert read(body).document.text == "Rye 9 crowns 1801\nOats"


def test_a_chart_follows_its_paragraph_as_a_table() -> None:
    text = read(paragraph(f"See below.{embedded('Chart')}"), Chart=CHART).document.text

    assert text == "See below.\n\nFlour\n\n1801\t412"


def test_a_picture_in_a_sentence_leaves_a_mark() -> None:
    described = "<draw:image/><svg:desc>a flag</svg:desc>"
    picture = f'<draw:frame text:anchor-type="as-char">{described}</draw:frame>'
    found = read(paragraph(f"Press {picture} to start."))

    assert found.shown == ["Press [image: a flag] to start."]
    assert found.left_out == ["a flag"]


def test_words_in_shapes_follow_their_paragraph() -> None:
    shape = "<draw:custom-shape><text:p>In the box.</text:p></draw:custom-shape>"

    assert read(paragraph(f"The mill {shape}burned.")).document.text == (
        "The mill burned.\n\nIn the box."
    )


def test_hidden_deleted_and_remarked_text_is_reported_and_not_stored() -> None:
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>slowly</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    hidden = style("Key", 'text:display="none"', family="text")
    answer = '<text:span text:style-name="Key"> Answer: the flood.</text:span>'
    remark = "<office:annotation><text:p>Is this so?</text:p></office:annotation>"
    section = '<text:section text:display="none"><text:p>Not yet.</text:p></text:section>'
    found = read(deleted + paragraph(f"It stood{remark} still.{answer}") + section, hidden)

    assert found.document.text == "It stood still."
    assert set(found.notes) == {
        problems.HIDDEN_WORDS,
        problems.DELETED_WORDS,
        problems.COMMENTS,
    }


def test_headings_are_known_by_their_style_or_their_look() -> None:
    styles = (
        style("Big", 'fo:font-size="20pt" fo:font-weight="bold"', 'fo:text-align="center"')
        + style("Strong", 'fo:font-weight="bold"')
        + '<style:style style:name="Mine" style:family="paragraph"'
        ' style:parent-style-name="Heading_20_2"/>'
    )
    prose = paragraph("The harvest failed and the price of rye doubled within weeks.")
    body = (
        paragraph("The bread riots", "Big")
        + paragraph("Causes", "Strong")
        + prose
        + paragraph("Consequences", "Mine")
        + paragraph("The mayor resigned, and the town bought grain from abroad.")
    )
    headings = read(body, styles).document.headings

    assert [(h.level, h.text) for h in headings] == [
        (0, "The bread riots"),
        (1, "Causes"),
        (2, "Consequences"),
    ]


def test_each_row_says_what_a_merged_cell_says() -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{paragraph(words)}</table:table-cell>"

    rows = (
        cell("Monday", 'table:number-rows-spanned="2"') + cell("Latin"),
        "<table:covered-table-cell/>" + cell("Greek"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)

    assert read(f"<table:table>{table}</table:table>").shown == ["Monday   Latin\nMonday   Greek"]


def test_indexes_and_running_heads_are_left_out() -> None:
    contents = (
        "<text:table-of-content><text:index-body><text:p>The mill 14</text:p></text:index-body>"
        "</text:table-of-content>"
    )
    found = read(contents + paragraph("The mill is old."))

    assert found.shown == ["The mill is old."]
    assert found.left_out == ["The mill 14"]


def test_spaces_tabs_and_readings_are_read() -> None:
    above = "<text:ruby-text>みず</text:ruby-text>"
    ruby = f"<text:ruby><text:ruby-base>水</text:ruby-base>{above}</text:ruby>"

    found = read(paragraph(f'one<text:s text:c="3"/>two<text:tab/>three {ruby}'))
    assert found.shown == ["one two three 水(みず)"]
