"""Documents inside a Word document are read in their place."""

import pytest

from tests.sources.desk import read_raw
from tests.sources.files import run, word_file, word_markup

PAGE = b"<html><body><h1>Wages</h1><p>He had a salary of forty crowns.</p></body></html>"
MESSAGE = b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + PAGE
WITH_STYLE = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    b"--b\nContent-Type: text/css\n\np { color: red }\n\n"
    b"--b\nContent-Type: text/html\n\n%s\n--b--\n" % PAGE
)
SALARY = "He had a salary of forty crowns."


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("chunk.html", PAGE),
        ("chunk.mht", MESSAGE),
        ("chunk.mht", WITH_STYLE),
        ("chunk.txt", SALARY.encode()),
        ("chunk.docx", word_file(lambda document: document.add_paragraph(SALARY))),
        ("chunk.rtf", rb"{\rtf1 " + SALARY.encode() + rb"\par}"),
    ],
)
def test_a_chunk_of_each_kind_is_read_between_its_neighbours(name: str, raw: bytes) -> None:
    if name.endswith("rtf"):
        pytest.importorskip("striprtf")
    around = [f"<w:p>{run(words)}</w:p>" for words in ("The keeper came.", "He stayed.")]
    body = '<w:altChunk r:id="chunk"/>'.join(around)

    text = read_raw(word_markup(body, {name: ("aFChunk", raw)}), "harbour.docx").document.text
    assert [line for line in text.split("\n\n") if line != "Wages"] == [
        "The keeper came.",
        SALARY,
        "He stayed.",
    ]
