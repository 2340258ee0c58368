"""What a file is, is told by its content; a name that says otherwise is put right."""

import io
import wave
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.problems import NotServedError
from sources.readers.kinds import Kind, kind_of
from tests.sources.desk import read_raw
from tests.sources.files import book_file, slides_file, text_file, word_file, zipped

WORD = word_file(lambda document: document.add_paragraph("The mill is old."))
SLIDES = slides_file(lambda _: None)
TEXT = text_file(lambda _: None)
BOOK = book_file({"a.xhtml": "<body><p>The mill is old.</p></body>"})
SAVE = "open it and save it as DOCX or PDF"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sound() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(100))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (WORD, "docx"),
        (SLIDES, "pptx"),
        (TEXT, "odt"),
        (BOOK, "epub"),
        (zipped({"notes.txt": "bees"}), "zip"),
        (zipped({}), "zip"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "spreadsheet"),
        (b"%PDF-1.7\n%", "pdf"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"\xef\xbb\xbf  <!-- saved -->\n<HTML>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b"From: x\nContent-Type: multipart/related;\n\tboundary=x\n\n", "mhtml"),
        (rb"{\rtf1\ansi Bees}", "rtf"),
        (OLD + bytes(100), "old office"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "locked office"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "image"),
        (sound(), "media"),
        (b"MZ\x90\x00\x03", "program"),
        (b"\x7fELF\x02", "program"),
        (b"\x1f\x8b\x08", "archive"),
        (b"SQLite format 3\x00", "database"),
    ],
)
def test_a_file_is_known_by_its_content(raw: bytes, kind: Kind) -> None:
    assert kind_of(raw) == kind


@pytest.mark.parametrize(
    "raw",
    [
        b"MZ is short for Mainz.",
        b"BM 25 is a formula.",
        b"BZhe mill",
        b"ID3 is a label.",
        b"The format is called %PDF-1.7.",
        b"<p>A line of markup.</p>",
        b"Content-Type: is a header\n\nmultipart/related",
        "UTF-16 text".encode("utf-16"),
        "Die Brücke".encode("cp1252"),
        b"",
    ],
)
def test_text_is_of_no_kind_whatever_it_begins_with(raw: bytes) -> None:
    assert kind_of(raw) is None


def test_a_presentation_that_holds_a_word_document_is_a_presentation() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ppt/presentation.xml", "")
        archive.writestr("ppt/embeddings/notes.docx", WORD)

    assert kind_of(buffer.getvalue()) == "pptx"


@pytest.mark.parametrize(
    ("ending", "raw", "what", "mend"),
    [
        (".txt", WORD, "a Word document", "give its name the ending .docx"),
        (".docx", b"%PDF-1.7", "a PDF", "give its name the ending .pdf"),
        (".docx", OLD, "a Word, PowerPoint or Excel file of the kind from before 2007", SAVE),
        (".pptx", zipped({"a": "b"}), "a ZIP archive", "unpack it, and add the files in it"),
        (".md", b"\x89PNG\r\n", "a picture", "remove it, or save its text as a document"),
    ],
)
def test_a_file_under_a_wrong_name_is_refused_with_what_it_is(
    ending: str, raw: bytes, what: str, mend: str
) -> None:
    with pytest.raises(NotServedError) as refused:
        read_raw(raw, f"notes{ending}")

    told = f"By its content it is {what}, although its name ends in {ending}; {mend}."
    assert str(refused.value) == told


@pytest.mark.parametrize(
    "name", ["notes.docx", "notes.odt", "notes.pptx", "notes.epub", "notes.pdf"]
)
def test_text_under_the_name_of_another_format_is_refused(name: str) -> None:
    with pytest.raises(NotServedError):
        read_raw(b"The mill is old.", name)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x00\x01", OLD, b"<!--"]))
def test_any_bytes_have_a_kind_or_none(raw: bytes, beginning: bytes) -> None:
    kind_of(beginning + raw)
