"""Makes real files of each format, with the libraries that write them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import docx
import odfdo
import pptx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx.presentation import Presentation

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PREFIXES = {
    "r": _OFFICE,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
_ODF = {
    **{
        prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
        for prefix in ("office", "text", "table", "style")
    },
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
_PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The river book</dc:title>
<dc:creator>Ann Bell</dc:creator><dc:creator>Dow, Carl</dc:creator>
<dc:publisher>Mill Press</dc:publisher><dc:date>1999-05-01T00:00:00Z</dc:date>
<dc:identifier id="id">urn:x</dc:identifier><dc:language>en</dc:language></metadata>
<manifest>{manifest}</manifest><spine>{spine}</spine></package>"""
_PAGE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>x</title></head>{body}</html>"""


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_entries(raw: bytes, change: Callable[[str, bytes], str | bytes]) -> bytes:
    """The same archive with each entry's content changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def word_file(write: Callable[[WordDocument], object], notes: Iterable[str] = ()) -> bytes:
    """A Word document; its notes are numbered from 1, each one or more elements `w:p`."""
    document = docx.Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    raw = buffer.getvalue()
    listed = "".join(
        f'<w:footnote w:id="{i}">{note}</w:footnote>' for i, note in enumerate(notes, 1)
    )
    return _with_notes(raw, f"<w:footnotes {WORD}>{listed}</w:footnotes>") if listed else raw


def word_markup(body: str, parts: Mapping[str, tuple[str, str | bytes]] | None = None) -> bytes:
    """A Word document of this markup.

    Args:
        body: What stands in `w:body`.
        parts: By its name in `word/`, a part's relation to the document and its content; the id
            of the relation is the name without its extension.
    """
    parts = parts or {}
    names = " ".join((WORD, *(f'xmlns:{prefix}="{name}"' for prefix, name in _PREFIXES.items())))
    relations = "".join(
        f'<Relationship Id="{name.partition(".")[0]}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
    )
    return zipped(
        {
            "_rels/.rels": _relations(
                f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _relations(relations),
            **{f"word/{name}": content for name, (_, content) in parts.items()},
        }
    )


def _relations(inner: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{inner}</Relationships>'


def run(words: str) -> str:
    """A run of words, in the markup of Word documents."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def add_markup(paragraph: Paragraph, element: str, inner: str = "", **attributes: str) -> None:
    """Add an element of Word's own markup to a paragraph: its name, content and attributes."""
    named = " ".join(f'w:{name}="{value}"' for name, value in attributes.items())
    markup = f"<w:{element} {WORD} {named}>{inner}</w:{element}>"
    etree.ElementBase.append(paragraph._p, parse_xml(markup))  # noqa: SLF001  # its only way


def text_file(write: Callable[[odfdo.Body], object], author: str = "Ann Bell") -> bytes:
    """An OpenDocument text."""
    document = odfdo.Document("text")
    document.meta.initial_creator = author
    document.meta.creator = "Who saved it last"
    document.body.clear()
    write(document.body)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_markup(body: str, *, styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument text of this markup.

    Args:
        body: What is in `office:text`.
        styles: What is in the automatic styles.
        more: Other entries of the archive.
    """
    namespaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _ODF.items())
    content = (
        f"<office:document-content {namespaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    mimetype = {"mimetype": "application/vnd.oasis.opendocument.text"}
    return zipped({**mimetype, "content.xml": content, **(more or {})})


def slides_file(write: Callable[[Presentation], object]) -> bytes:
    """A presentation."""
    presentation = pptx.Presentation()
    write(presentation)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def book_file(
    bodies: Mapping[str, str],
    *,
    properties: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """An e-book.

    Args:
        bodies: Of each chapter, by its file's name; a chapter of "" is listed, but not there.
        properties: Of a chapter in the manifest, by its file's name.
        more: Entries of the archive.
    """
    properties = properties or {}
    manifest = "".join(
        f'<item id="c{i}" href="{name}" media-type="application/xhtml+xml"'
        f' properties="{properties.get(name, "")}"/>'
        for i, name in enumerate(bodies)
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(bodies)))
    entries = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": _PACKAGE.format(manifest=manifest, spine=spine),
        **{f"OEBPS/{name}": _PAGE.format(body=body) for name, body in bodies.items() if body},
    }
    return zipped({**entries, **(more or {})})


def _with_notes(raw: bytes, notes: str) -> bytes:
    def change(name: str, content: bytes) -> str | bytes:
        text = content.decode("utf-8", "replace")
        if name == "word/_rels/document.xml.rels":
            relation = f'<Relationship Id="n1" Type="{_NOTES}" Target="footnotes.xml"/>'
            return text.replace("</Relationships>", f"{relation}</Relationships>")
        if name == "[Content_Types].xml":
            part = f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES_TYPE}"/>'
            return text.replace("</Types>", f"{part}</Types>")
        return content

    with zipfile.ZipFile(io.BytesIO(with_entries(raw, change))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, "word/footnotes.xml": notes.encode()})
