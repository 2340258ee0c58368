"""What was filled in on a page is read in its place."""

from collections.abc import Sequence

from tests.sources.desk import read_raw
from tests.sources.pdf_files import raw_pdf, shown_at

_CONTENT = " ".join(
    shown_at(40, y, words)
    for y, words in (
        (300, "Species seen most often:"),
        (270, "Was it raining?"),
        (240, "The pond was counted by three groups of keepers."),
    )
)


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
