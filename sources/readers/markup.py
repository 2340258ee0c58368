"""HTML elements -> blocks: shared by web pages, e-books and what Word documents are turned into.

Elements are walked over, never called into, so no depth of nesting ends the walk.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from sources import problems

from .decoding import decode
from .errors import UnreadableFileError
from .raised import raised_words
from .writer import DraftWriter

_SKIPPED = frozenset(
    "script style noscript template head title iframe object embed svg math canvas audio video "
    "button input select textarea option datalist map area rp rt".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr legend li main menu nav ol p pre "
    "search section summary table tbody td tfoot th thead tr ul".split()
).union(_HEADINGS)
_IN_LAYOUT = ("table", "hr", "blockquote", "pre", *_HEADINGS)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 400  # code points; what is longer is text that a table only sets beside something
NOTE = "doc-footnote"
"""The role of an element that is a footnote."""

_NOTES = frozenset(f"{NOTE} doc-endnote footnote endnote rearnote note".split())
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_BEFORE = 8  # pieces before a raised one, which tell what it is
_HEAD = 4096  # bytes in which a page says how it is encoded


def parse_page(text: str) -> etree._Element | None:
    """Parse HTML or XHTML; None if there is nothing in it.

    Nothing is fetched, and no entity that the page defines is spelled out.

    Raises:
        UnreadableFileError: If it is nested more deeply than any honest page, or a single part of
            it is too long; what came after that would be lost in silence.
    """
    # lxml has to be told: what the page says about its encoding is no longer true. Huge trees are
    # allowed, for in old pages elements that are never closed nest hundreds deep; HTML has no
    # entities that could grow.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    if not text.strip():
        return None
    root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise UnreadableFileError(problems.OVERGROWN)
    return root


def decode_page(raw: bytes) -> str:
    """Decode by the byte order mark, or by what the page says, or else as any text.

    Raises:
        NotTextError: If the bytes are no text.
    """
    match = _CHARSET.search(raw[:_HEAD])
    name = match[1].decode("ascii", "replace") if match else ""
    # Browsers read these as the encoding that has quotation marks where they have nothing.
    if name.casefold() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        name = "cp1252"
    if name and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            pass  # it says what is not so
    return decode(raw)


def write_markup(root: etree._Element, writer: DraftWriter) -> None:
    """Write all blocks of an element, in order."""
    walk = _Walk(writer)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        name = _name(element)
        if event == "start":
            if name in _SKIPPED:
                steps.skip_subtree()
            else:
                walk.begin(name, element)
                walk.inline(element.text)
        else:
            if name not in _SKIPPED:
                walk.end(name, element)
            if element is not root:
                walk.inline(element.tail)
    walk.flush()


def words_of(element: etree._Element) -> str:
    """All words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def take_out(element: etree._Element) -> None:
    """Take an element away, and leave the words behind it where they are."""
    above = element.getparent()
    if above is None:
        return  # it was in something that was taken out
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    above.remove(element)


def put_below(
    place: etree._Element,
    elements: Sequence[etree._Element],
    last: dict[etree._Element, etree._Element],
) -> None:
    """Move elements behind another one, and behind those that were put there before.

    Args:
        place: Stays where it is.
        elements: In order; the words behind each are dropped.
        last: Below each place, the element put there last; kept up to date.
    """
    for element in elements:
        element.tail = None
        above = last.get(place, place)
        above.addnext(element)
        last[place] = element


def _name(element: etree._Element) -> str:
    # A page may hold what is no name at all, such as "http:", which etree.QName refuses.
    return str(element.tag).rpartition("}")[2].lower()


@dataclass(slots=True)
class _Walk:
    """What is known between two elements: the words so far and the elements around them."""

    writer: DraftWriter
    words: list[str] = field(default_factory=list)
    level: int = 0  # of the heading that is open
    new_entry: bool = False  # nothing of the list entry that is open was written yet
    term: bool = False
    raised: int = 0  # where among the words those of the last raised element begin
    notes: int = 0  # such elements that are open
    preformatted: int = 0  # such elements that are open
    table: etree._Element | None = None
    rows: list[list[str]] = field(default_factory=list)

    def inline(self, words: str | None) -> None:
        if words:
            self.words.append(words if self.preformatted else _HTML_SPACE.sub(" ", words))

    def begin(self, name: str, element: etree._Element) -> None:
        if name == "br":
            self.words.append("\n")
        if name == "sup":
            self.raised = len(self.words)
        if name not in _BLOCKS:
            return
        self.flush()
        self.notes += _is_note(element)
        if name in _HEADINGS:
            self.level = _HEADINGS[name]
        elif name in {"li", "dd", "dt"}:
            self.new_entry, self.term = True, name == "dt"
        elif name == "pre":
            self.preformatted += 1
        elif name == "table" and self.table is None and not _is_layout(element):
            self.table, self.rows = element, []
        elif self.table is not None and name == "tr":
            self.rows.append([])
        elif self.table is not None and name in _CELLS and self.rows:
            self.rows[-1].append("")

    def end(self, name: str, element: etree._Element) -> None:
        if name == "sup":
            before = "".join(self.words[max(0, self.raised - _BEFORE) : self.raised])
            words = "".join(self.words[self.raised :])
            self.words[self.raised :] = [raised_words(before, words)]
        if name not in _BLOCKS:
            return
        self.flush()
        self.notes -= _is_note(element)
        if name in _HEADINGS:
            self.level = 0
        elif name in {"li", "dd", "dt"}:
            self.new_entry = self.term = False
        elif name == "pre":
            self.preformatted -= 1
        elif element is self.table:
            self.writer.rows(self.rows)
            self.table = None

    def flush(self) -> None:
        words = "".join(self.words)
        self.words.clear()
        if not words.strip():
            return
        if self.table is not None and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {words}"
        elif self.notes:
            self.writer.note(words)
        elif self.level:
            self.writer.heading(words, self.level)
        elif self.preformatted:
            self.writer.lines(words.split("\n"))
        elif self.new_entry:
            # A term makes little sense without what it means.
            self.writer.paragraph(words, glued=True) if self.term else self.writer.entry(words)
        else:
            self.writer.paragraph(words)
        self.new_entry = False


def _is_note(element: etree._Element) -> bool:
    types = (element.get("role", ""), *element.get("epub:type", "").split())
    return not _NOTES.isdisjoint(types)


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only sets blocks beside each other, as old pages do."""
    if next(table.iterdescendants(*_IN_LAYOUT), None) is not None:
        return True
    cells = list(table.iterdescendants(*_CELLS))
    return len(cells) <= 1 or any(len(words_of(cell)) > _LONGEST_CELL for cell in cells)
