"""Form fields and pictures in sentences are read in their place; other pictures leave nothing."""

from collections.abc import Sequence

from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import raw_pdf, shown_at

_ASCII = {code: chr(code) for code in range(0x20, 0x7F)}
_CONTENT = " ".join(
    shown_at(40, y, words)
    for y, words in (
        (300, "Species seen most often:"),
        (270, "Was it raining?"),
        (240, "The pond was counted by three groups of keepers."),
    )
)


def _picture(x: float, y: float, width: float, height: float) -> str:
    return f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q"


def _read(*content: str) -> Read:
    return read_raw(raw_pdf(" ".join(content), unicode=_ASCII), "force.pdf")


def test_a_picture_in_a_sentence_leaves_a_mark() -> None:
    before, after = "The force on a body is", ", where m is its mass."

    read = _read(shown_at(40, 300, before), _picture(153, 298, 20, 10), shown_at(176, 300, after))

    assert [" ".join(shown.split()).replace("] ,", "],") for shown in read.shown] == [
        "The force on a body is [image], where m is its mass."
    ]
    (mark,) = read.document.marks
    assert read.document.text[slice(*mark)] == "[image]"


def test_pictures_beside_labels_and_after_sentences_leave_no_mark() -> None:
    read = _read(
        shown_at(40, 300, "NEVER"),
        _picture(70, 298, 10, 10),
        shown_at(85, 300, "SELDOM"),
        shown_at(40, 260, "They counted all of their hives."),
        _picture(203, 258, 10, 10),
    )

    assert "[image]" not in read.document.text


def _shown(*annotations: str, content: str = _CONTENT) -> list[str]:
    numbers = " ".join(f"{5 + i} 0 R" for i in range(len(annotations)))
    raw = raw_pdf(
        content,
        page=f"/Annots [{numbers}]",
        catalog=f"/AcroForm << /Fields [{numbers}] /DA (/F 10 Tf) >>",
        objects=annotations,
    )
    return [line for shown in read_raw(raw, "pond.pdf").shown for line in shown.split("\n")]


def _field(entries: str, box: Sequence[int] = (170, 296, 330, 312)) -> str:
    listed = " ".join(map(str, box))
    return f"<< /Type /Annot /Subtype /Widget /Rect [{listed}] /T (f{listed}) {entries} >>"


def test_the_value_of_a_text_field_follows_its_label() -> None:
    assert _shown(_field("/FT /Tx /V (Great crested newt)"))[0] == (
        "Species seen most often: Great crested newt"
    )


def test_the_choice_of_a_list_follows_its_label() -> None:
    choice = _field("/FT /Ch /Ff 131072 /Opt [(Newt) (Toad)] /V (Toad)")

    assert _shown(choice)[0] == "Species seen most often: Toad"


def test_boxes_show_whether_they_are_ticked() -> None:
    states = "/FT /Btn /AP << /N << /Yes << >> /Off << >> >> >>"
    ticked = _field(f"{states} /V /Yes /AS /Yes", (120, 266, 132, 278))
    empty = _field(f"{states} /V /Off /AS /Off", (140, 266, 152, 278))

    assert "Was it raining? ☒ ☐" in _shown(ticked, empty)


def test_passwords_and_hidden_fields_are_not_read() -> None:
    secret = _field("/FT /Tx /Ff 8192 /V (bee)")
    hidden = _field("/FT /Tx /F 2 /V (bee)", (170, 266, 330, 282))

    assert not any("bee" in line for line in _shown(secret, hidden))


def test_text_typed_over_a_page_is_read() -> None:
    note = "<< /Type /Annot /Subtype /FreeText /Rect [170 296 330 312] /Contents (The newt) >>"

    assert _shown(note)[0] == "Species seen most often: The newt"
