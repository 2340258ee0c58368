"""Read the contents of an e-book: what its parts are called, and where printed pages start."""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from lxml import etree

from .markup import HEADINGS, decode_page, is_block, parse_page, shown_words
from .xml_parts import read_xml

_NCX = "application/x-dtbncx+xml"
_NOT_LETTER = re.compile(r"[\W_]+")
_LAST_LEVEL = 6
_NEAR = 3  # blocks in which the name may be, from the place that the contents point to


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents: the place it points to, its depth from 1, and its name."""

    name: str
    fragment: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a book, and the list of its printed pages."""

    entries: tuple[_Entry, ...] = ()
    pages: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def pages_in(self, name: str) -> dict[str, str]:
        """Return the printed page that starts at each id of a part."""
        return {fragment: label for (part, fragment), label in self.pages.items() if part == name}


def read_contents(archive: zipfile.ZipFile, package: etree._Element, folder: str) -> Contents:
    """Read the contents from the navigation document or, in older books, from the NCX.

    Args:
        archive: The book.
        package: Its package document.
        folder: The folder of the package document in the archive.
    """
    entries: list[_Entry] = []
    pages: dict[tuple[str, str], str] = {}
    for item in package.iter("{*}item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        is_nav = "nav" in item.get("properties", "").split()
        if name not in archive.namelist() or not (is_nav or item.get("media-type") == _NCX):
            continue
        if is_nav:
            found, page_list = _read_nav(parse_page(decode_page(archive.read(name))), name)
        else:
            found, page_list = _read_ncx(read_xml(archive, name), name)
        entries = found or entries if is_nav or not entries else entries
        pages = {**page_list, **pages}
    return Contents(tuple(entries), pages)


def name_chapters(parts: Iterable[tuple[str, etree._Element]], contents: Contents) -> None:
    """Give each part of a book the headings that only the contents have.

    Args:
        parts: The entry in the archive and the body of each part; changed.
        contents: The book's contents.
    """
    for name, body in parts:
        order = [*body.iter("*")]
        places = {element.get("id", ""): place for place, element in enumerate(order)}
        for entry in contents.entries:
            place = places.get(entry.fragment) if entry.fragment else 0
            if entry.name == name and place is not None:
                _name(order, place, entry)


def _read_nav(
    root: etree._Element | None, name: str
) -> tuple[list[_Entry], dict[tuple[str, str], str]]:
    entries: list[_Entry] = []
    pages: dict[tuple[str, str], str] = {}
    for nav in () if root is None else root.iter("nav"):
        kinds = {*nav.get("epub:type", "").split(), nav.get("role", "")}
        for link in nav.iter("a"):
            part, fragment = _target(link.get("href", ""), name)
            words = shown_words(link)
            if not kinds.isdisjoint({"page-list", "doc-pagelist"}):
                pages[part, fragment] = words
            elif not kinds.isdisjoint({"toc", "doc-toc"}) and words:
                level = sum(1 for _ in link.iterancestors("ol", "ul"))
                entries.append(_Entry(part, fragment, level, words))
    return entries, pages


def _read_ncx(root: etree._Element, name: str) -> tuple[list[_Entry], dict[tuple[str, str], str]]:
    entries: list[_Entry] = []
    pages: dict[tuple[str, str], str] = {}
    for point in root.iter("{*}navPoint", "{*}pageTarget"):
        content = point.find("{*}content")
        label = point.find("{*}navLabel")
        if content is None or label is None:
            continue
        part, fragment = _target(content.get("src", ""), name)
        words = " ".join("".join(label.itertext()).split())
        if str(point.tag).endswith("pageTarget"):
            pages[part, fragment] = words
        elif words:
            level = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
            entries.append(_Entry(part, fragment, level, words))
    return entries, pages


def _target(reference: str, origin: str) -> tuple[str, str]:
    path, _, fragment = reference.partition("#")
    folder = posixpath.dirname(origin)
    name = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else origin
    return name, unquote(fragment)


def _name(order: Sequence[etree._Element], start: int, entry: _Entry) -> None:
    """Turn the line that has an entry's name into a heading, or write one where it points to."""
    wanted = _letters(entry.words)
    blocks = list(islice(_blocks(order[start:]), _NEAR))
    for block in blocks:
        words = _letters(shown_words(block))
        heading = next((b for b in (block, *block.iterancestors()) if b.tag in HEADINGS), None)
        if words == wanted and heading is None:
            block.tag = _heading_tag(entry)
        if words == wanted or (heading is not None and wanted in words):
            return
        if heading is not None and words in wanted:
            _rename(heading, entry)  # "1", where the contents have "1. The mill"
            return
    if blocks:
        _insert_before(order[start], entry)


def _blocks(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Yield blocks with words and without blocks inside."""
    for element in elements:
        is_innermost = is_block(element) and not any(map(is_block, element.iterdescendants("*")))
        if is_innermost and shown_words(element):
            yield element


def _heading_tag(entry: _Entry) -> str:
    return f"h{min(entry.level, _LAST_LEVEL)}"


def _heading(entry: _Entry) -> etree._Element:
    heading = etree.Element(_heading_tag(entry))
    heading.text = entry.words
    return heading


def _rename(heading: etree._Element, entry: _Entry) -> None:
    for child in list(heading):
        heading.remove(child)
    heading.text = entry.words


def _insert_before(element: etree._Element, entry: _Entry) -> None:
    """Write a heading before the block that an element is in, or at the beginning of the body."""
    while not is_block(element):
        above = element.getparent()
        if above is None:
            return
        element = above
    heading = _heading(entry)
    if element.tag == "body":
        heading.tail, element.text = element.text, None
        element.insert(0, heading)
    else:
        element.addprevious(heading)


def _letters(words: str) -> str:
    return _NOT_LETTER.sub("", words).casefold()
