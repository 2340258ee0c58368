"""Read e-books: the chapters of an EPUB, in reading order."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from sources.draft import Draft
from sources.gutenberg import unwrap
from sources.limits import Limits
from sources.problems import COPY_PROTECTED, DAMAGED, missing_chapters, too_many_pages

from .archives import open_archive
from .epub_contents import Contents, name_chapters, read_contents
from .errors import UnreadableFileError
from .markup import (
    HEADINGS,
    NOTE,
    Selection,
    decode_page,
    is_note,
    parse_page,
    put_below,
    shown_words,
)
from .web.blocks import write_markup
from .web.inline import NOTE_MARK, print_pages
from .web.metadata import leave_out_gutenberg
from .writer import DraftWriter
from .xml_parts import DC, dublin_core, read_xml

CONTENTS = "it is the cover, the contents or an index of the book"
NOT_READ = "it is not in the reading order of the book"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_NO_CHAPTERS = frozenset({"cover", "toc", "nav", "landmarks", "loi", "lot", "index", "page-list"})
_PRINTED = re.compile(
    r"(?:chapter|chap\.|kapitel|chapitre|cap[ií]tulo|capitolo)\s+(\d{1,3}|[ivxlc]{1,8})\b"
    r"|(\d{1,3}|[IVXLC]{1,8})(?=[.:]\s|\Z)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40  # code points
_LONGEST_NOTE = 3_000  # code points
_BLOCKS = ("p", "li", "dd", "dt", "td", "th", "blockquote", *HEADINGS)


@dataclass(frozen=True, slots=True, eq=False)
class _Chapter:
    """A part of the book: its entry in the archive, its body, and what of it is left out."""

    name: str
    body: etree._Element
    selection: Selection = field(default_factory=Selection)


def read_epub(raw: bytes, limits: Limits) -> Draft:
    """Read the chapters of an e-book; its cover and its lists of contents are left out.

    Raises:
        UnreadableFileError: If it is damaged or protected, or exceeds a limit.
    """
    archive = open_archive(raw, limits)
    place = _package_place(read_xml(archive, _CONTAINER))
    package = read_xml(archive, place)
    folder = posixpath.dirname(place)
    names = list(_reading_order(package, folder))
    if not names:
        raise UnreadableFileError(DAMAGED)
    if len(names) > limits.max_pages:
        raise UnreadableFileError(too_many_pages(len(names), limits.max_pages, "chapters"))
    _refuse_locked(archive, names)
    there = [name for name in names if name in archive.namelist()]
    contents = read_contents(archive, package, folder)
    chapters = list(_chapters(archive, there))
    writer = DraftWriter(titled=False)
    abouts = [leave_out_gutenberg(c.body, c.selection.elements) for c in chapters]
    _write_chapters(chapters, contents, writer)
    for words in _other_words(archive, {chapter.name for chapter in chapters}):
        writer.leave_out(words, NOT_READ)
    missing = len(names) - len(there)
    told = (missing_chapters(missing),) if missing else ()
    metadata = dublin_core(package).with_field("published", _date(package))
    known = (about.model_dump(exclude_defaults=True) for about in abouts)
    named = next(filter(None, known), None)
    draft = writer.draft(metadata.model_copy(update=named or {}), told)
    return draft if named else unwrap(draft)


def _write_chapters(chapters: Sequence[_Chapter], contents: Contents, writer: DraftWriter) -> None:
    """Write all chapters.

    A book with the page numbers of a printed edition is cited by these, any other by chapter.
    """
    name_chapters(((chapter.name, chapter.body) for chapter in chapters), contents)
    _place_notes(chapters)
    pages = {chapter.name: contents.pages_in(chapter.name) for chapter in chapters}
    printed = sum(1 for chapter in chapters for _ in print_pages(chapter.body, pages[chapter.name]))
    read = [chapter for chapter in chapters if _has_text(chapter)]
    by_page = printed >= len(read)
    labels = iter(_labels([_first_heading(chapter) for chapter in read]))
    number = 0
    for chapter in chapters:
        if not by_page and chapter in read:
            number += 1
            writer.page(number, "chapter", next(labels))
        labels_here = pages[chapter.name] if by_page else None
        write_markup(chapter.body, writer, chapter.selection, labels_here)


def _date(package: etree._Element) -> str:
    """Return the day on which the book was published; "" if it is unknown."""
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
        raise UnreadableFileError(DAMAGED)
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
    # Fonts may be scrambled while the text is not.
    if _ENCRYPTION in archive.namelist():
        parts = read_xml(archive, _ENCRYPTION).iter("{*}CipherReference")
        if not {unquote(part.get("URI", "")) for part in parts}.isdisjoint(names):
            raise UnreadableFileError(COPY_PROTECTED)


def _chapters(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[_Chapter]:
    for name in names:
        root = parse_page(decode_page(archive.read(name)))
        body = None if root is None else root.find("body")
        if body is None:
            continue
        chapter = _Chapter(name, body)
        for element in body.iter("*"):
            kinds = {*element.get("epub:type", "").split()}
            if kinds & _NO_CHAPTERS or element.tag == "nav":
                chapter.selection.elements[element] = CONTENTS
        yield chapter


def _has_text(chapter: _Chapter) -> bool:
    return bool(shown_words(chapter.body, chapter.selection.elements))


def _around(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _first_heading(chapter: _Chapter) -> str:
    headings = (shown_words(heading) for heading in chapter.body.iter("h1", "h2", "h3"))
    return next(filter(None, headings), "")


def _other_words(archive: zipfile.ZipFile, read: set[str]) -> Iterator[str]:
    """Yield the words of all pages that are in the book but not in its reading order."""
    for name in archive.namelist():
        if name not in read and name.casefold().endswith((".xhtml", ".html", ".htm")):
            root = parse_page(decode_page(archive.read(name)))
            if root is not None and (words := shown_words(root)):
                yield words


def _place_notes(chapters: Sequence[_Chapter]) -> None:
    """Move each note below the paragraph with its mark; the mark itself is left out."""
    there: Mapping[tuple[str, str], etree._Element] = {
        (chapter.name, element.get("id", "")): element
        for chapter in chapters
        for element in chapter.body.iter("*")
        if element.get("id")
    }
    moved: set[etree._Element] = set()
    for chapter in chapters:
        last: dict[etree._Element, etree._Element] = {}
        for link in list(chapter.body.iter("a")):
            kinds = {*link.get("epub:type", "").split(), link.get("role", "")}
            if kinds.isdisjoint({"noteref", "doc-noteref"}):
                continue
            chapter.selection.elements[link] = NOTE_MARK  # no word of the sentence
            path, _, fragment = link.get("href", "").partition("#")
            folder = posixpath.dirname(chapter.name)
            name = posixpath.normpath(posixpath.join(folder, unquote(path)))
            note = there.get((name if path else chapter.name, unquote(fragment)))
            if note is None or note in moved or len(shown_words(note)) > _LONGEST_NOTE:
                continue
            place = next((e for e in link.iterancestors() if e.tag in _BLOCKS), None)
            if place is not None and note not in _around(place):
                moved.add(note)
                if not is_note(note):
                    note.set("role", NOTE)
                put_below(place, [note], last)


def _labels(headings: Sequence[str]) -> Iterator[str]:
    """Yield what is printed above each chapter: its number; "" if the book does not number them.

    In a book with numbered chapters, a foreword is cited by its name. A part without a heading
    belongs to the chapter before it.
    """
    matches = [_PRINTED.match(heading) for heading in headings]
    numbered = any(matches)
    label = ""
    for heading, match in zip(headings, matches, strict=True):
        if match:
            label = match[1] or match[2]
        elif heading:
            label = heading[:_LONGEST_LABEL].strip()
        yield label if numbered else ""
