"""Read a Word document: its paragraphs, tables and embedded documents, in order."""

import re
from collections.abc import Iterator

from lxml import etree

from sources.draft import Draft
from sources.limits import Limits
from sources.problems import COMMENTS, DELETED_WORDS, HIDDEN_WORDS
from sources.readers.archives import open_archive
from sources.readers.flow import Item, Paragraph, table_items, with_images, write_flow
from sources.readers.formulas import formula_text
from sources.readers.tables import Cell
from sources.readers.writer import DraftWriter
from sources.readers.xml_parts import Package, dublin_core, with_title

from .chunks import read_chunk
from .lines import PROMPT, LineReader, is_prompt
from .lists import Numbering
from .markup import R, W, all_words, alternative, local_name, number_of, value_of
from .styles import Styles

_MAIN = "word/document.xml"  # if the package does not say which part it is
_CORE = "docProps/core.xml"  # likewise
_CONTENTS = "it is a table of contents"
_RUNNING = "it is a header or footer"
_BESIDE = (("comments", COMMENTS), ("header", _RUNNING), ("footer", _RUNNING))
_WITHHELD = frozenset({HIDDEN_WORDS, DELETED_WORDS, COMMENTS})
_NO_REFERENCE = "it is a note that nothing refers to"
_MOST_COLUMNS = 63  # of a table in Word
_ENTRY_END = re.compile(r"\t|[\divxlc]\s*\Z")  # the page number in a table of contents
_AROUND_ROWS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})


def read_docx(raw: bytes, limits: Limits) -> Draft:
    """Read the text of a Word document; notes and text boxes follow their paragraphs.

    Headers, footers, tables of contents and prompts are left out, each with its reason. Deleted and
    hidden text and comments are reported as problems, and not stored.

    Raises:
        UnreadableFileError: If it is damaged or exceeds a limit.
    """
    package = Package(open_archive(raw, limits))
    writer = DraftWriter()
    authors = write_flow(_Document(package, writer, limits).read(), writer)
    about = package.xml(next(iter(package.targets("", "core-properties")), _CORE))
    return with_title(writer.draft(dublin_core(about)), authors)


class _Document:
    """Finds what is shown of a document; the rest goes to the writer, with its reasons."""

    def __init__(self, package: Package, writer: DraftWriter, limits: Limits) -> None:
        self._package = package
        self._writer = writer
        self._limits = limits
        self._main = next(iter(package.targets("", "officeDocument")), _MAIN)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"), self._styles)
        self._lines = LineReader(package, self._main, self._styles, self._blocks)
        self._dropped_capital = ""

    def read(self) -> list[Item]:
        """Return everything that is shown, in order."""
        root = self._package.xml(self._main)
        body = None if root is None else root.find(f"{W}body")
        items = [] if body is None else list(self._blocks(body))
        for _, note in self._lines.notes.values():
            self._skip_all(note, _NO_REFERENCE)
        for kind, reason in (
            ("comments", COMMENTS),
            ("header", _RUNNING),
            ("footer", _RUNNING),
        ):
            for part in self._package.targets(self._main, kind):
                self._skip_all(self._package.xml(part), reason)
        return items

    def _related(self, kind: str) -> etree._Element | None:
        return self._package.xml(next(iter(self._package.targets(self._main, kind)), None))

    def _skip(self, words: str, reason: str) -> None:
        if reason in _WITHHELD:
            self._writer.withhold(words, reason)
        else:
            self._writer.leave_out(words, reason)

    def _skip_all(self, element: etree._Element | None, reason: str) -> None:
        for paragraph in () if element is None else element.iter(f"{W}p"):
            self._skip(all_words(paragraph), reason)

    def _blocks(self, container: etree._Element) -> Iterator[Item]:
        for element in container:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                yield from self._chunk(element)
            elif name in {"del", "moveFrom"}:
                self._skip_all(element, DELETED_WORDS)
            elif name == "sdt" and is_prompt(element):
                self._skip_all(element, PROMPT)
            elif name in {"oMath", "oMathPara"}:
                yield Paragraph(formula_text(element))
            elif name == "AlternateContent":
                yield from self._blocks(alternative(element))
            elif not name.endswith("Pr"):
                yield from self._blocks(element)

    def _chunk(self, chunk: etree._Element) -> Iterator[Item]:
        part = self._package.target(self._lines.part, chunk.get(f"{R}id", ""))
        raw = self._package.read(part) if part else None
        if raw and part:
            yield from read_chunk(part, raw, self._limits, self._read_inner)

    def _read_inner(self, raw: bytes) -> list[Item]:
        package = Package(open_archive(raw, self._limits))
        return _Document(package, self._writer, self._limits).read()

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Item]:
        properties = paragraph.find(f"{W}pPr")
        line = self._lines.read(paragraph)
        words = with_images(line.words, line.images)
        for reason, pieces in line.not_shown.items():
            self._skip("".join(pieces), reason)
        # Word numbers an empty paragraph, too, but not one whose words are all hidden.
        number = None
        if words or not line.not_shown:
            number = self._numbering.next_number(properties)
        is_entry = line.in_contents and _ENTRY_END.search(words)
        if words and (is_entry or self._styles.is_contents(properties)):
            self._skip(words, _CONTENTS)
        elif _is_dropped_capital(properties):
            self._dropped_capital = words
        elif words:
            level = None if self._lines.in_note else self._styles.level(properties)
            yield Paragraph(
                self._dropped_capital + words,
                number or "",
                level=level,
                listed=number is not None and level is None,
                note=self._lines.in_note,
                term=self._styles.is_term(properties),
                look=self._styles.look(properties, line.runs),
            )
            self._dropped_capital = ""
        yield from line.below

    def _table(self, table: etree._Element) -> Iterator[Item]:
        rows = [self._row(row) for row in _inside(table, "tr") if not self._is_deleted(row)]
        yield from table_items(rows)

    def _row(self, row: etree._Element) -> list[tuple[Cell, list[Item]]]:
        skipped = number_of(row.find(f"{W}trPr/{W}gridBefore"), 0)
        cells: list[tuple[Cell, list[Item]]] = [(Cell(""), [])] * min(skipped, _MOST_COLUMNS)
        for cell in _inside(row, "tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            columns = number_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            continues = merged is not None and value_of(merged) != "restart"
            cells.append((Cell("", columns, continues=continues), list(self._blocks(cell))))
        return cells

    def _is_deleted(self, row: etree._Element) -> bool:
        deleted = row.find(f"{W}trPr/{W}del") is not None
        if deleted:
            self._skip_all(row, DELETED_WORDS)
        return deleted


def _inside(container: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, or the cells of a row, also from content controls."""
    for element in container:
        if local_name(element) == name:
            yield element
        elif local_name(element) in _AROUND_ROWS:
            yield from _inside(element, name)


def _is_dropped_capital(properties: etree._Element | None) -> bool:
    frame = None if properties is None else properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in {"drop", "margin"}
