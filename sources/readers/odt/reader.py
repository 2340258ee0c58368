"""Read an OpenDocument text: its paragraphs, lists and tables, in order."""

import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from sources.draft import Draft
from sources.limits import Limits
from sources.problems import COMMENTS, DELETED_WORDS, HIDDEN_WORDS
from sources.readers.archives import open_archive
from sources.readers.flow import Item, Paragraph, table_items, with_images, write_flow
from sources.readers.tables import Cell
from sources.readers.writer import DraftWriter
from sources.readers.xml_parts import dublin_core, read_xml, with_title

from .lines import DESCRIPTION, Line, LineReader
from .lists import Counts, ListStyles
from .markup import all_words, attribute, local_name, number_of
from .styles import Styles

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_META = "meta.xml"
_CONTENTS = "it is a table of contents"
_INDEX = "it is an index of the words or pictures in the document"
_RUNNING = "it is a header or footer"
_WITHHELD = frozenset({HIDDEN_WORDS, DELETED_WORDS, COMMENTS})
_NOT_SHOWN = {
    "tracked-changes": DELETED_WORDS,
    "annotation": COMMENTS,
    **dict.fromkeys(("desc", "title"), DESCRIPTION),
    "table-of-content": _CONTENTS,
    **dict.fromkeys(("alphabetical-index", "table-index", "illustration-index"), _INDEX),
    **dict.fromkeys(("object-index", "user-index"), _INDEX),
}
_MOST_REPEATED = 100  # empty cells at the end of a row are said to be there thousands of times


def read_odt(raw: bytes, limits: Limits) -> Draft:
    """Read an OpenDocument text; notes and boxes follow their paragraphs.

    Headers, footers and indexes are left out, each with its reason. Deleted and hidden text and
    comments are reported as problems, and not stored.

    Raises:
        UnreadableFileError: If it is damaged or exceeds a limit.
    """
    archive = open_archive(raw, limits)
    writer = DraftWriter()
    authors = write_flow(list(_Document(archive, writer).read()), writer)
    about = read_xml(archive, _META) if _META in archive.namelist() else None
    return with_title(writer.draft(dublin_core(about)), authors)


class _Document:
    """Finds what is shown of a document; the rest goes to the writer, with its reasons."""

    def __init__(self, archive: zipfile.ZipFile, writer: DraftWriter) -> None:
        self._writer = writer
        self._roots = [read_xml(archive, _CONTENT)]
        if _STYLES in archive.namelist():
            self._roots.append(read_xml(archive, _STYLES))
        self._styles = Styles(*reversed(self._roots))
        self._list_styles = ListStyles(*reversed(self._roots))
        self._lines = LineReader(archive, self._styles, self._blocks)
        self._headings = Counts()
        self._lists: dict[str, Counts] = {}  # by the name of the style and by the list's own id

    def read(self) -> Iterator[Item]:
        """Yield everything that is shown, in order."""
        body = self._roots[0].find("{*}body/{*}text")
        if body is not None:
            yield from self._blocks(body)
        for root in self._roots[1:]:
            for running in root.iterfind("{*}master-styles/{*}master-page/*"):
                self._skip_all(running, _RUNNING)

    def _blocks(self, elements: Iterable[etree._Element]) -> Iterator[Item]:
        for element in elements:
            name = local_name(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element)
            elif name == "list":
                yield from self._list(element, "", 1, None)
            elif name == "table":
                yield from self._table(element)
            elif name == "section" and attribute(element, "display") == "none":
                self._skip_all(element, HIDDEN_WORDS)
            elif name in _NOT_SHOWN or name.endswith("-source"):
                self._skip(all_words(element), _NOT_SHOWN.get(name, _INDEX))
            elif name == "frame":
                line = self._lines.read_frame(element)
                yield from line.below
                self._skip_each(line)
            else:
                yield from self._blocks(element)

    def _skip_all(self, element: etree._Element, reason: str) -> None:
        for paragraph in element.iter("{*}p", "{*}h"):
            self._skip("".join(paragraph.itertext()), reason)

    def _skip_each(self, line: Line) -> None:
        for words, reason in line.not_shown:
            self._skip(words, reason)

    def _skip(self, words: str, reason: str) -> None:
        if reason in _WITHHELD:
            self._writer.withhold(words, reason)
        else:
            self._writer.leave_out(words, reason)

    def _paragraph(self, element: etree._Element, number: str | None = None) -> Iterator[Item]:
        """Read a paragraph.

        Args:
            element: The paragraph or heading.
            number: Of the list entry that it begins, "" for a bullet; None if it begins none.
        """
        note = self._lines.note
        line = self._lines.read(element)
        self._skip_each(line)
        words = with_images(line.words, line.images)
        level = self._styles.level(element)
        if local_name(element) == "h":
            level = number_of(element, "outline-level", level or 1)
            if number is None:
                number = self._heading_number(element, level)
        if words:
            yield Paragraph(
                words,
                number or note or "",
                level=level,
                listed=number is not None and level is None,
                note=note is not None,
                term=self._styles.is_term(element),
                look=self._styles.look(element, line.runs),
            )
        yield from line.below
        self._lines.note = None if note is None else ""  # only its first paragraph has its number

    def _heading_number(self, heading: etree._Element, level: int) -> str:
        is_counted = attribute(heading, "is-list-header") != "true"
        if not is_counted or not self._styles.is_numbered_heading(heading):
            return ""
        start = None
        if attribute(heading, "restart-numbering") == "true":
            start = number_of(heading, "start-value")
        return self._list_styles.next_number(None, level, self._headings, start)

    def _list(
        self, element: etree._Element, style: str, level: int, counts: Counts | None
    ) -> Iterator[Item]:
        style = attribute(element, "style-name") or style
        if counts is None:
            counts = self._counts(element, style)
        for item in element:
            number = None
            # An item that begins with a list only brings it to its level.
            if local_name(item) == "list-item" and len(item) and local_name(item[0]) != "list":
                start = number_of(item, "start-value", -1)
                number = self._list_styles.next_number(
                    style, level, counts, None if start < 0 else start
                )
            for child in item:
                if local_name(child) == "list":
                    yield from self._list(child, style, level + 1, counts)
                elif local_name(child) in {"p", "h"}:
                    yield from self._paragraph(child, number)
                    number = None
                else:
                    yield from self._blocks([child])

    def _counts(self, element: etree._Element, style: str) -> Counts:
        """Return the counts of a list: those of the one that it continues, or new ones."""
        names = {f"style {style}", f"id {attribute(element, 'id')}"}
        continued = f"id {attribute(element, 'continue-list')}"
        if attribute(element, "continue-numbering") == "true":
            continued = f"style {style}"
        counts = self._lists.get(continued) or Counts()
        self._lists.update(dict.fromkeys(names - {"id "}, counts))
        return counts

    def _table(self, table: etree._Element) -> Iterator[Item]:
        rows = [self._row(row) for row in table.iter("{*}table-row") if _table_of(row) is table]
        yield from table_items(rows)

    def _row(self, row: etree._Element) -> list[tuple[Cell, list[Item]]]:
        cells: list[tuple[Cell, list[Item]]] = []
        for cell in row.iterfind("{*}table-cell"):
            columns, rows = (
                number_of(cell, f"number-{way}-spanned") for way in ("columns", "rows")
            )
            repeated = min(number_of(cell, "number-columns-repeated"), _MOST_REPEATED)
            items = list(self._blocks(cell))
            cells += [(Cell("", columns, rows), items if not i else []) for i in range(repeated)]
        return cells


def _table_of(row: etree._Element) -> etree._Element | None:
    """Return the table that a row belongs to; one in a cell has rows of its own."""
    return next(row.iterancestors("{*}table"), None)
