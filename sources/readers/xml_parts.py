"""The XML parts of an archive, parsed so that nothing is fetched and no entity is spelled out."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from sources.draft import Draft
from sources.metadata import Metadata

DC = "{http://purl.org/dc/elements/1.1/}"
"""The names of Dublin Core, as lxml writes them."""

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


def with_title(draft: Draft) -> Draft:
    """A title that is set as one counts for more than what the program noted once."""
    if not any(block.kind == "title" for block in draft.blocks):
        return draft
    return replace(draft, metadata=draft.metadata.model_copy(update={"title": None}))


def _values(about: etree._Element, name: str) -> Iterator[str]:
    for element in about.iter(f"{{*}}{name}"):
        if words := " ".join("".join(element.itertext()).split()):
            yield words


def _is_no_title(words: str) -> bool:
    small = words.casefold()
    return small in _NO_TITLES or small.startswith(_NO_TITLE_BEGINS)
