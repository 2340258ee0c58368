"""E-books: the chapters of an EPUB, in the order in which they are read."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from sources import problems
from sources.draft import Draft
from sources.limits import Limits

from .archives import open_archive
from .errors import UnreadableFileError
from .markup import decode_page, parse_page, take_out, words_of, write_markup
from .writer import DraftWriter
from .xml_parts import DC, dublin_core, read_xml

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_NO_CHAPTERS = frozenset({"cover", "toc", "nav", "landmarks", "loi", "lot", "index", "page-list"})
_HEADINGS = ("h1", "h2", "h3")
_PRINTED = re.compile(
    r"(?:chapter|chap\.|kapitel|chapitre|cap[ií]tulo|capitolo)\s+(\d{1,3}|[ivxlc]{1,8})\b"
    r"|(\d{1,3}|[IVXLC]{1,8})(?=[.:]\s|\Z)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40  # code points


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A part of the book that has text; its first heading, "" if it has none."""

    root: etree._Element
    heading: str


def read_epub(raw: bytes, limits: Limits) -> Draft:
    """Find the chapters of an e-book, without its cover and its lists of contents.

    Raises:
        UnreadableFileError: If it is damaged or locked, or beyond a limit.
    """
    archive = open_archive(raw, limits)
    place = _package_place(read_xml(archive, _CONTAINER))
    package = read_xml(archive, place)
    names = list(_reading_order(package, posixpath.dirname(place)))
    if len(names) > limits.max_pages:
        raise UnreadableFileError(problems.too_many_pages(len(names), limits.max_pages, "chapters"))
    _refuse_locked(archive, names)
    there = [name for name in names if name in archive.namelist()]
    chapters = list(_chapters(archive, there))
    writer = DraftWriter(titled=False)
    for number, (chapter, label) in enumerate(zip(chapters, _labels(chapters), strict=True), 1):
        writer.page(number, "chapter", label)
        write_markup(chapter.root, writer)
    missing = len(names) - len(there)
    told = (problems.missing_chapters(missing),) if missing else ()
    return writer.draft(dublin_core(package).with_field("published", _date(package)), told)


def _date(package: etree._Element) -> str:
    """The day on which the book came out; "" if it is not known."""
    for element in package.iter(f"{DC}date"):
        event = next((v for k, v in element.attrib.items() if k.endswith("event")), "publication")
        written = (element.text or "").strip().partition("T")[0]
        # Programs that do not know the day write one of the year 101.
        if event == "publication" and not written.startswith("0"):
            return written
    return ""


def _package_place(container: etree._Element) -> str:
    roots = (e.get("full-path") for e in container.iter("{*}rootfile"))
    place = next(filter(None, roots), None)
    if place is None:
        raise UnreadableFileError(problems.DAMAGED)
    return place


def _reading_order(package: etree._Element, folder: str) -> Iterator[str]:
    manifest = {e.get("id"): e for e in package.iter("{*}item")}
    furniture = {
        unquote(e.get("href", "")).partition("#")[0]
        for e in package.iter("{*}reference")
        if e.get("type") in _NO_CHAPTERS
    }
    for reference in package.iter("{*}itemref"):
        entry = manifest.get(reference.get("idref"))
        if entry is None or entry.get("media-type") not in _PAGES:
            continue
        href = unquote(entry.get("href", ""))
        named = {*entry.get("properties", "").split()}
        if href not in furniture and not named & _NO_CHAPTERS:
            yield posixpath.normpath(posixpath.join(folder, href))


def _refuse_locked(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    # Fonts may be scrambled, and the text is still free.
    if _ENCRYPTION in archive.namelist():
        parts = read_xml(archive, _ENCRYPTION).iter("{*}CipherReference")
        if not {unquote(part.get("URI", "")) for part in parts}.isdisjoint(names):
            raise UnreadableFileError(problems.COPY_PROTECTED)


def _chapters(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[_Chapter]:
    for name in names:
        root = parse_page(decode_page(archive.read(name)))
        body = None if root is None else root.find("body")
        if body is None:
            continue
        for element in list(body.iter()):
            kinds = {*element.get("epub:type", "").split()}
            if kinds & _NO_CHAPTERS or element.tag == "nav":
                take_out(element) if element is not body else body.clear()
            elif "noteref" in kinds:
                take_out(element)  # the mark of a note is no word of the sentence
        for line_end in body.iter("br"):
            line_end.tail = f" {line_end.tail or ''}"  # "Chapter 1" ends there, in a heading
        if words_of(body):
            headings = (words_of(heading) for heading in body.iter(*_HEADINGS))
            yield _Chapter(body, next(filter(None, headings), ""))


def _labels(chapters: Sequence[_Chapter]) -> Iterator[str]:
    """What is printed above each chapter: its number; "" if the book does not number them.

    Beside numbered chapters, a foreword is called by its name; a part without any heading goes on
    with the chapter before it.
    """
    matches = [_PRINTED.match(chapter.heading) for chapter in chapters]
    numbered = any(matches)
    label = ""
    for chapter, match in zip(chapters, matches, strict=True):
        if match:
            label = match[1] or match[2]
        elif chapter.heading:
            label = chapter.heading[:_LONGEST_LABEL].strip()
        yield label if numbered else ""
