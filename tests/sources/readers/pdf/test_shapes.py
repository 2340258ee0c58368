"""A picture in a sentence leaves a mark; other pictures leave none."""

from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import raw_pdf, shown_at

_ASCII = {code: chr(code) for code in range(0x20, 0x7F)}


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
