"""The XML parts of an archive, parsed so that nothing is fetched and no entity is spelled out."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from sources.draft import Draft
from sources.metadata import Metadata

DC = "{http://purl.org/dc/elements/1.1/}"
"""The names of Dublin Core, as lxml writes them."""

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
# What programs write where nobody wrote a title or a name.
_NO_TITLES = frozenset({"powerpoint presentation", "powerpoint-präsentation", "word document"})
_NO_TITLE_BEGINS = ("microsoft word - ", "microsoft powerpoint - ", "slide 1", "untitled")
_NO_AUTHORS = frozenset(
    {"microsoft office user", "user", "author", "unknown", "admin", "administrator", "owner"}
    | {"windows user", "python-docx", "none"}
)


def read_xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse an entry.

    Raises:
        KeyError: If there is no such entry.
        lxml.etree.XMLSyntaxError: If it is no XML.
    """
    return parse_xml(archive.read(name))


def parse_xml(part: bytes) -> etree._Element:
    """Parse a part of an archive.

    Raises:
        lxml.etree.XMLSyntaxError: If it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(part, parser)


class Package:
    """The parts of an Office file (DOCX, PPTX), and which part refers to which."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take an archive that `open_archive` has checked."""
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.namelist()}
        self._relations: dict[str, list[_Relation]] = {}

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None if it is missing."""
        name = self._names.get(part.casefold())
        return None if name is None else self._archive.read(name)

    def xml(self, part: str | None) -> etree._Element | None:
        """The root of a part; None if it is missing or not XML."""
        raw = self.read(part) if part else None
        if raw is None:
            return None
        try:
            # The strict variant of the format differs in the names of its namespaces alone.
            return parse_xml(_STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", raw))
        except etree.XMLSyntaxError:
            return None

    def target(self, part: str, relation: str) -> str | None:
        """The part that another one calls by the id of a relation."""
        return next((r.target for r in self._of(part) if r.id == relation), None)

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of a kind, such as "footnotes", that a part refers to; "" is the package."""
        return [r.target for r in self._of(part) if r.kind == kind]

    def _of(self, part: str) -> list["_Relation"]:
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = [] if root is None else root.iterfind("{*}Relationship")
            self._relations[part] = [
                _Relation(
                    relation.get("Id", ""),
                    relation.get("Type", "").rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:],
                )
                for relation in found
                if relation.get("TargetMode") != "External"
            ]
        return self._relations[part]


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str  # the last word of its type
    target: str  # name of the part


def dublin_core(about: etree._Element | None) -> Metadata:
    """What the elements of Dublin Core in an entry say about a document."""
    if about is None:
        return Metadata()
    # OpenDocument's creator is whoever saved it last.
    names = [*_values(about, "initial-creator")] or [*_values(about, "creator")]
    metadata = Metadata(
        title=next((t for t in _values(about, "title") if not _is_no_title(t)), None),
        authors=tuple(
            name
            for written in names
            for name in (part.strip() for part in written.split(";"))
            if name and name.casefold() not in _NO_AUTHORS
        ),
    )
    for name, field in (("publisher", "publisher"), ("rights", "rights"), ("source", "url")):
        metadata = metadata.with_field(field, next(_values(about, name), ""))
    return metadata


def with_title(draft: Draft, authors: Sequence[str] = ()) -> Draft:
    """Prefer a title and authors on the page to what the program noted once.

    Args:
        draft: Of a document with its properties as metadata.
        authors: Names under the title.
    """
    known: dict[str, object] = {}
    if any(block.kind == "title" for block in draft.blocks):
        known["title"] = None
    if authors:
        known["authors"] = tuple(authors)
    return replace(draft, metadata=draft.metadata.model_copy(update=known))


def _values(about: etree._Element, name: str) -> Iterator[str]:
    for element in about.iter(f"{{*}}{name}"):
        if words := " ".join("".join(element.itertext()).split()):
            yield words


def _is_no_title(words: str) -> bool:
    small = words.casefold()
    return small in _NO_TITLES or small.startswith(_NO_TITLE_BEGINS)
