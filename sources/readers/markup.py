"""Parse HTML and XHTML, and look at elements: shared by web pages, e-books and office formats."""

import codecs
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml import etree

from sources.problems import OVERGROWN

from .decoding import decode
from .errors import UnreadableFileError

HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""The level of each heading element."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre "
    "search section summary table tbody td tfoot th thead tr ul".split()
).union(HEADINGS)
"""Elements whose words are apart from the words around them."""

NOTE = "doc-footnote"
"""The role of an element that is a footnote."""

PROGRAMS = frozenset("script style title annotation annotation-xml".split())
"""Elements whose words no browser shows as text of the page."""

_NOTES = frozenset(f"{NOTE} doc-endnote footnote endnote rearnote note".split())
_NOTE_CLASSES = frozenset("footnote endnote MsoFootnoteText MsoEndnoteText".split())
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD = 4096  # bytes in which a page declares its encoding


@dataclass(slots=True)
class Selection:
    """What of a page is left out.

    Attributes:
        elements: Whole elements, each with the reason.
        around: Elements whose own words are left out, but not those of their children.
    """

    elements: dict[etree._Element, str] = field(default_factory=dict)
    around: dict[etree._Element, str] = field(default_factory=dict)


def parse_page(text: str) -> etree._Element | None:
    """Parse HTML or XHTML; None if there is nothing in it.

    Nothing is fetched, and no entity that the page defines is expanded.

    Raises:
        UnreadableFileError: If it is nested more deeply than any honest page, or one part is too
            long: the parser would drop the rest.
    """
    # The encoding is set, because what the page declares is no longer true. Huge trees are
    # allowed, because elements that are never closed nest hundreds deep; HTML has no entities
    # that could grow.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    if not text.strip():
        return None
    root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise UnreadableFileError(OVERGROWN)
    _append_rest(root)
    return root


def _append_rest(root: etree._Element) -> None:
    """Append what comes after the page's end tag, which the parser puts beside the page."""
    for rest in list(root.itersiblings("html")):
        for part in list(rest):
            before = root.find("body")
            if before is None or part.tag != "body":
                root.append(part)
            elif len(before):
                before[-1].tail = f"{before[-1].tail or ''} {part.text or ''}"
                before.extend(list(part))
            else:
                before.text = f"{before.text or ''} {part.text or ''}"
                before.extend(list(part))


def decode_page(raw: bytes) -> str:
    """Decode a page by its byte order mark, or by what it declares, or else as any text.

    Raises:
        NotTextError: If the bytes are not text.
    """
    match = _CHARSET.search(raw[:_HEAD])
    name = match[1].decode("ascii", "replace") if match else ""
    # Browsers read these as the encoding that adds quotation marks to them.
    if name.casefold() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        name = "cp1252"
    if name and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            pass  # the declaration is wrong
    return decode(raw)


def words_of(element: etree._Element) -> str:
    """Return all words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def shown_words(element: etree._Element, left_out: Collection[etree._Element] = frozenset()) -> str:
    """Return the words of an element on one line, without those of programs in it.

    Args:
        element: The element.
        left_out: Elements in it whose words are skipped as well.
    """
    steps = etree.iterwalk(element, events=("start", "end"))
    words: list[str] = []
    for event, inner in steps:
        name = name_of(inner)
        gap = " " if name in BLOCKS or name == "br" else ""
        if event == "start":
            if name in PROGRAMS or inner in left_out:
                steps.skip_subtree()
            else:
                words.append(f"{gap}{inner.text or ''}")
        elif inner is not element:
            words.append(f"{gap}{inner.tail or ''}")
    return " ".join("".join(words).split())


def take_out(element: etree._Element) -> None:
    """Remove an element, but not the words after it."""
    above = element.getparent()
    if above is None:
        return  # it was in something that was removed
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    element.tail = None
    above.remove(element)


def put_below(
    place: etree._Element,
    elements: Sequence[etree._Element],
    last: dict[etree._Element, etree._Element],
) -> None:
    """Move elements after another one, and after those that were moved there before.

    Args:
        place: The element to move them to.
        elements: In order; the words after each stay where they are.
        last: The last element moved to each place; updated.
    """
    for element in elements:
        take_out(element)
        element.tail = None
        above = last.get(place, place)
        above.addnext(element)
        last[place] = element


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace, in lower case."""
    # A page may contain invalid names, such as "http:", which etree.QName refuses.
    return str(element.tag).rpartition("}")[2].lower()


def is_block(element: etree._Element) -> bool:
    """Tell whether the words of an element are apart from the words around it."""
    name = name_of(element)
    above = element.getparent()
    is_button = name == "button" and above is not None and above.tag not in HEADINGS
    return name in BLOCKS or is_button


def is_note(element: etree._Element) -> bool:
    """Tell whether an element is a footnote or an endnote."""
    types = (element.get("role", ""), *element.get("epub:type", "").split())
    classes = element.get("class", "").split()
    word = "mso-element:footnote" in element.get("style", "")
    in_list = "footnote-list" in element.get("style", "")
    if not _NOTES.isdisjoint(types) or not _NOTE_CLASSES.isdisjoint(classes):
        return True
    return word and not in_list
