"""The content of a paragraph of OpenDocument: text, fields, notes, equations and boxes."""

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from sources.draft import image_mark
from sources.problems import COMMENTS, HIDDEN_WORDS
from sources.readers.flow import Item, Paragraph, Table
from sources.readers.formulas import formula_text
from sources.readers.symbols import without_places
from sources.readers.xml_parts import read_xml

from .markup import all_words, attribute, local_name
from .styles import Styles

DESCRIPTION = "it describes a picture"
_NOT_SHOWN = "it is the value of a field that is not shown"
_AS_CHARACTER = "as-char"
_NOTHING = frozenset(
    {"change", "change-start", "change-end", "annotation-end", "soft-page-break", "event-listeners"}
    | {"bookmark", "forms", "script", "glue-point", "enhanced-geometry", "number"}
)
_SHAPES = frozenset(
    "custom-shape rect ellipse circle polygon polyline path regular-polygon line connector caption "
    "measure g".split()
)


@dataclass(slots=True)
class Line:
    """The content of a paragraph.

    Attributes:
        words: Pieces of its text.
        images: Places of marks for pictures among these pieces.
        runs: Of each piece with words, its length and its styles, the innermost first.
        below: Notes, boxes and charts, which follow the paragraph.
        not_shown: Text that is not shown, with its reason or problem.
    """

    words: list[str] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    runs: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)
    not_shown: list[tuple[str, str]] = field(default_factory=list)


class LineReader:
    """Reads the content of paragraphs."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        styles: Styles,
        read_blocks: Callable[[Iterable[etree._Element]], Iterator[Item]],
    ) -> None:
        """Take what paragraphs refer to.

        Args:
            archive: Has the objects, such as equations.
            styles: Of the document.
            read_blocks: Reads paragraphs and tables: of a box or a note.
        """
        # The number of the note that is being read, "" after its first paragraph; None in no note.
        self.note: str | None = None
        self._archive = archive
        self._styles = styles
        self._read_blocks = read_blocks

    def read(self, paragraph: etree._Element) -> Line:
        """Read the content of a paragraph."""
        line = Line()
        self._read_inner(paragraph, (attribute(paragraph, "style-name"),), line)
        return line

    def read_frame(self, frame: etree._Element) -> Line:
        """Read a box or a picture that is in no paragraph."""
        line = Line()
        self._read_frame(frame, (), line)
        return line

    def _read_inner(self, element: etree._Element, names: tuple[str, ...], line: Line) -> None:
        self._write(element.text, names, line)
        for child in element:
            self._read_child(child, names, line)
            self._write(child.tail, names, line)

    def _write(self, words: str | None, names: tuple[str, ...], line: Line) -> None:
        if not words:
            return
        if words.strip() and self._styles.is_hidden(names):
            line.not_shown.append((words, HIDDEN_WORDS))
            return
        words = without_places(words.replace("\n", " "), self._styles.font(names))
        line.words.append(words)
        if length := len(words.strip()):
            line.runs.append((length, names))

    def _read_child(self, child: etree._Element, names: tuple[str, ...], line: Line) -> None:
        name = local_name(child)
        if name in {"s", "tab", "line-break"}:
            # However many spaces there are, one is shown, and one for a tab.
            line.words.append("\n" if name == "line-break" else " ")
        elif name == "span":
            self._read_inner(child, (attribute(child, "style-name"), *names), line)
        elif name == "note":
            self._read_note(child, line)
        elif name == "ruby":
            self._read_ruby(child, names, line)
        elif name == "frame":
            self._read_frame(child, names, line)
        elif name in _SHAPES:
            line.below += self._read_blocks(child)
        elif reason := _why_not_shown(child, name):
            line.not_shown.append((all_words(child), reason))
        elif name not in _NOTHING:
            self._read_inner(child, names, line)

    def _read_note(self, note: etree._Element, line: Line) -> None:
        citation = note.find("{*}note-citation")
        body = note.find("{*}note-body")
        number = "" if citation is None else f"{all_words(citation)} "
        before, self.note = self.note, number
        if body is not None:
            line.below += self._read_blocks(body)
        self.note = before

    def _read_ruby(self, ruby: etree._Element, names: tuple[str, ...], line: Line) -> None:
        """Read characters with their pronunciation above them, which goes into brackets."""
        base, above = ruby.find("{*}ruby-base"), ruby.find("{*}ruby-text")
        if base is not None:
            self._read_inner(base, names, line)
        if above is not None and (words := all_words(above)):
            self._write(f"({words})", names, line)

    def _read_frame(self, frame: etree._Element, names: tuple[str, ...], line: Line) -> None:
        """Read a box, an equation, a chart or a picture; a frame may hold several versions."""
        for content in frame:
            name = local_name(content)
            if name == "text-box":
                line.below += self._read_blocks(content)
                return
            if name == "table":
                line.below += self._read_blocks(frame)
                return
            if name == "object":
                root = self._object(content)
                if root is not None and local_name(root) == "math":
                    self._write(formula_text(root), names, line)
                    return
                if root is not None:
                    line.below += _embedded(root)
                    return
        described = [all_words(found) for found in frame.iterfind("{*}*") if _describes(found)]
        line.not_shown += [(words, DESCRIPTION) for words in described]
        if attribute(frame, "anchor-type") == _AS_CHARACTER and frame.find("{*}image") is not None:
            line.images.add(len(line.words))
            line.words.append(image_mark(" ".join(described[-1:])))

    def _object(self, content: etree._Element) -> etree._Element | None:
        if len(content):
            return content[0]
        folder = posixpath.normpath(attribute(content, "href"))
        with suppress(KeyError):
            return read_xml(self._archive, posixpath.join(folder, "content.xml"))
        return None


def _describes(element: etree._Element) -> bool:
    return local_name(element) in {"title", "desc"}


def _why_not_shown(element: etree._Element, name: str) -> str | None:
    """Return why an element in a paragraph is not shown: a reason, or a problem."""
    if name == "annotation":
        return COMMENTS
    if name in {"hidden-text", "hidden-paragraph"}:
        return HIDDEN_WORDS
    return _NOT_SHOWN if attribute(element, "display") == "none" else None


def _embedded(root: etree._Element) -> Iterator[Item]:
    """Yield the text of a chart or a sheet, and the table of its values."""
    for paragraph in root.iter("{*}p"):
        if next(paragraph.iterancestors("{*}table-cell"), None) is None:
            yield Paragraph(all_words(paragraph))
    rows = (
        tuple(all_words(cell) for cell in row.iterfind("{*}table-cell"))
        for row in root.iter("{*}table-row")
    )
    yield Table(tuple(rows))
