"""Word documents: turned into HTML by mammoth, whose notes are then put where they belong."""

import io

import mammoth
from lxml import etree

from sources.blocks import Draft
from sources.limits import Limits

from .archives import open_archive
from .markup import NOTE, parse_page, put_below, take_out, write_markup
from .writer import DraftWriter
from .xml_parts import dublin_core, read_xml, with_title

_CORE = "docProps/core.xml"
# A list of contents says nothing that the headings do not, and its page numbers are of no use.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1.title:fresh",
        "p[style-name='TOC Heading'] => !",
        *(f"p[style-name='toc {level}'] => !" for level in range(1, 10)),
        *(f"p[style-name='Contents {level}'] => !" for level in range(1, 10)),
    ]
)
_MARKS = ("footnote-ref-", "endnote-ref-")
_NOTED = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")


def read_docx(raw: bytes, limits: Limits) -> Draft:
    """Find the text of a Word document: no deleted text, no comments, notes under paragraphs.

    Raises:
        UnreadableFileError: If it is damaged or beyond a limit.
    """
    archive = open_archive(raw, limits)
    page = mammoth.convert_to_html(
        io.BytesIO(raw),
        style_map=_STYLES,
        include_embedded_style_map=False,  # a file must not say how it is read
        convert_image=mammoth.images.img_element(lambda _: {}),
    ).value
    writer = DraftWriter()
    root = parse_page(page)
    if root is not None:
        _place_notes(root)
        write_markup(root, writer)
    about = read_xml(archive, _CORE) if _CORE in archive.namelist() else None
    return with_title(writer.draft(dublin_core(about)))


def _place_notes(root: etree._Element) -> None:
    """Put each note after the paragraph that refers to it, and take the marks out."""
    notes = {note.get("id", ""): note for note in root.iter("li")}
    last: dict[etree._Element, etree._Element] = {}  # below each paragraph, so far
    for link in list(root.iter("a")):
        target = link.get("href", "").removeprefix("#")
        place = _noted(link)
        if target.startswith(_MARKS):
            take_out(link)  # the way back
        elif link.get("id", "").startswith(_MARKS) and target in notes:
            take_out(link)
            note = notes.pop(target)
            for paragraph in note:
                paragraph.set("role", NOTE)
            put_below(place, list(note), last)
            take_out(note)


def _noted(link: etree._Element) -> etree._Element:
    """What a note stands under: the table or the paragraph."""
    around = [link, *link.iterancestors()]
    tables = [element for element in around if element.tag == "table"]
    return tables[-1] if tables else next((e for e in around if e.tag in _NOTED), link)
