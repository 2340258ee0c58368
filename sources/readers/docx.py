"""Word documents: turned into HTML by mammoth, whose notes are then put where they belong."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

import mammoth
from lxml import etree

from sources import problems
from sources.draft import Draft
from sources.limits import Limits

from .archives import open_archive
from .markup import NOTE, parse_page, put_below, take_out, write_markup
from .writer import DraftWriter
from .xml_parts import dublin_core, parse_xml, read_xml, with_title

_CORE = "docProps/core.xml"
# A list of contents says nothing that the headings do not, and its page numbers are of no use.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1.title:fresh",
        # Words before and after a break would else be one.
        "br[type='page'] => br",
        "br[type='column'] => br",
        "p[style-name='TOC Heading'] => !",
        *(f"p[style-name='toc {level}'] => !" for level in range(1, 10)),
        *(f"p[style-name='Contents {level}'] => !" for level in range(1, 10)),
    ]
)
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_HIDING = re.compile(rb"<(?:\w+:)?vanish\b")
_MARKUP = (".xml", ".rels")
_OFF = re.compile("0|false|off")
_MARKS = ("footnote-ref-", "endnote-ref-")
_NOTED = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")


def read_docx(raw: bytes, limits: Limits) -> Draft:
    """Find the text of a Word document: nothing deleted or hidden, no comments.

    Notes stand under their paragraphs. Hidden words are told as a problem.

    Raises:
        UnreadableFileError: If it is damaged or beyond a limit.
    """
    archive = open_archive(raw, limits)
    parts = _parts_that_hide(archive)
    page = mammoth.convert_to_html(
        io.BytesIO(_with_parts(archive, parts) if parts else raw),
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
    told = (problems.HIDDEN_WORDS,) if parts else ()
    return with_title(writer.draft(dublin_core(about), told))


def _parts_that_hide(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of the text with words that their author hid, without these: mammoth shows them."""
    parts: dict[str, bytes] = {}
    for name in {*archive.namelist()}.intersection(_TEXTS):
        part = archive.read(name)
        root = parse_xml(part) if _HIDING.search(part) else None
        hidden = [] if root is None else list(_hidden_runs(root))
        for run in hidden:
            take_out(run)
        if root is not None and hidden:
            parts[name] = etree.tostring(root)
    return parts


def _hidden_runs(root: etree._Element) -> Iterator[etree._Element]:
    for hiding in root.iter("{*}vanish"):
        run = next(hiding.iterancestors("{*}r"), None)
        is_on = not any(_OFF.fullmatch(value) for value in hiding.values())
        if is_on and run is not None and run.find("{*}t") is not None:
            yield run


def _with_parts(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The markup of the same document with other content in some entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as changed:
        for name in archive.namelist():
            if name.endswith(_MARKUP):
                changed.writestr(name, parts[name] if name in parts else archive.read(name))
    return buffer.getvalue()


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
