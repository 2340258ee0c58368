"""The content of a paragraph of Word: runs, fields, equations, and what is anchored in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from sources.draft import image_mark, mark
from sources.problems import DELETED_WORDS, HIDDEN_WORDS
from sources.readers.drawings import chart_rows, diagram_paragraphs
from sources.readers.flow import Item, Paragraph, Table
from sources.readers.formulas import formula_text
from sources.readers.symbols import symbol_text, without_places
from sources.readers.xml_parts import Package

from .markup import R, W, all_words, alternative, is_on, local_name, number_of, value_of
from .styles import Styles

PROMPT = "it is the prompt of an empty form field"
_CODE = "it is the code of a field"

_FORMULA = mark("formula")
_CONTENTS = "TOC"
_BOXES = {True: "☒", False: "☐"}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_DRAWINGS = frozenset({"drawing", "pict", "object"})
_IN_DRAWINGS = frozenset({"txbxContent", "textpath", "relIds", "chart", "txBody"})


@dataclass(slots=True)
class Line:
    """The content of a paragraph.

    Attributes:
        style: The id of the paragraph's style.
        words: Pieces of its text.
        images: Places of marks for pictures among these pieces.
        runs: Of each piece with words, its length and the properties of its run.
        below: Notes, text boxes, charts and diagrams, which follow the paragraph.
        not_shown: Pieces of text that are not shown, by their reason or problem.
        in_contents: It belongs to a table of contents.
    """

    style: str
    words: list[str] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    runs: list[tuple[int, etree._Element | None]] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)
    not_shown: dict[str, list[str]] = field(default_factory=dict)
    in_contents: bool = False

    def skip(self, words: str, reason: str) -> None:
        """Keep words that are not shown."""
        if words.strip():
            self.not_shown.setdefault(reason, []).append(words)


@dataclass(slots=True)
class _Field:
    """A field: first comes its code, then its result."""

    code: str = ""
    in_result: bool = False


class LineReader:
    """Reads paragraphs in the order of the document, for fields reach across them."""

    def __init__(
        self,
        package: Package,
        main: str,
        styles: Styles,
        read_blocks: Callable[[etree._Element], Iterator[Item]],
    ) -> None:
        """Start at the top of a document.

        Args:
            package: Its parts.
            main: The name of the part with its text.
            styles: Its styles.
            read_blocks: Reads paragraphs and tables: of a text box or a note.
        """
        self.part = main
        self.in_note = False
        self.notes = {
            (kind, note.get(f"{W}id", "")): (part, note)
            for kind in _REFERENCES.values()
            for part in package.targets(main, f"{kind}s")
            for note in _children(package.xml(part), kind)
            if note.get(f"{W}type") not in _SEPARATORS
        }
        self._package = package
        self._styles = styles
        self._read_blocks = read_blocks
        self._fields: list[_Field] = []

    def read(self, paragraph: etree._Element) -> Line:
        """Read the content of a paragraph."""
        line = Line(self._styles.style_of(paragraph.find(f"{W}pPr")))
        line.in_contents = self._in_contents()
        self._read_inner(paragraph, line)
        return line

    def _in_contents(self) -> bool:
        return any(field.code.split()[:1] == [_CONTENTS] for field in self._fields)

    def _read_inner(self, container: etree._Element, line: Line) -> None:
        for element in container:
            name = local_name(element)
            if name == "r":
                self._read_run(element, line)
            elif name in {"del", "moveFrom"}:
                line.skip(all_words(element), DELETED_WORDS)
            elif name == "oMath":
                self._write(formula_text(element), line)
            elif name == "oMathPara":
                lines = "\n".join(map(formula_text, element.iterfind("{*}oMath")))
                self._write(f"\n{lines}\n", line)
            elif name == "sdt" and is_prompt(element):
                line.skip(all_words(element), PROMPT)
            elif name == "AlternateContent":
                self._read_inner(alternative(element), line)
            elif not name.endswith("Pr"):
                self._read_inner(element, line)

    def _write(self, words: str, line: Line, run: etree._Element | None = None) -> None:
        if not all(field.in_result for field in self._fields):
            line.skip(words, _CODE)
        elif self._styles.is_hidden(line.style, run):
            line.skip(words, HIDDEN_WORDS)
        else:
            line.words.append(words)
            if length := len(words.strip()):
                line.runs.append((length, run))

    def _read_run(self, run: etree._Element, line: Line) -> None:
        self._read_pieces(run, run.find(f"{W}rPr"), line)

    def _read_pieces(
        self, run: etree._Element, properties: etree._Element | None, line: Line
    ) -> None:
        for element in run:
            name = local_name(element)
            if name == "t":
                words = without_places(element.text or "", _font(properties))
                self._write(words, line, properties)
            elif name in _CHARACTERS:
                self._write(_CHARACTERS[name], line, properties)
            elif name == "delText":
                line.skip(element.text or "", DELETED_WORDS)
            elif name == "sym":
                self._write(_symbol(element), line, properties)
            elif name in {"fldChar", "instrText"}:
                self._read_field(element, line)
            elif name == "AlternateContent":
                self._read_pieces(alternative(element), properties, line)
            else:
                self._read_anchored(element, line)

    def _read_anchored(self, element: etree._Element, line: Line) -> None:
        name = local_name(element)
        if name in _REFERENCES:
            self._read_note(_REFERENCES[name], element, line)
        elif name == "ruby":
            self._read_ruby(element, line)
        elif name in _DRAWINGS:
            self._read_drawing(element, line)

    def _read_field(self, mark: etree._Element, line: Line) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "separate":
            self._fields[-1].in_result = True
            line.in_contents = line.in_contents or self._in_contents()
        elif kind == "end":
            self._fields.pop()
        else:
            self._fields[-1].code += mark.text or ""
        if value := _form_value(mark):
            line.words.append(value)

    def _read_note(self, kind: str, reference: etree._Element, line: Line) -> None:
        part, note = self.notes.pop((kind, reference.get(f"{W}id", "")), ("", None))
        if note is None or self.in_note:
            return
        kept = self._fields, self.part
        self._fields, self.part, self.in_note = [], part, True
        line.below += self._read_blocks(note)
        (self._fields, self.part), self.in_note = kept, False

    def _read_ruby(self, ruby: etree._Element, line: Line) -> None:
        """Read characters with their pronunciation above them, which goes into brackets."""
        base = ruby.find(f"{W}rubyBase")
        if base is not None:
            self._read_inner(base, line)
        if above := all_words(ruby.find(f"{W}rt")):
            self._write(f"({above})", line)

    def _read_drawing(self, drawing: etree._Element, line: Line) -> None:
        if any("Equation" in ole.get("ProgID", "") for ole in drawing.iter("{*}OLEObject")):
            self._write(_FORMULA, line)
        for element in _with_text(drawing):
            name = local_name(element)
            if name == "inline":
                line.images.add(len(line.words))
                line.words.append(image_mark(_description(element)))
            elif name == "txbxContent":
                line.below += self._read_blocks(element)
            elif name == "textpath":
                line.below.append(Paragraph(element.get("string", "")))
            elif name == "relIds":
                data = self._related(element, "dm")
                paragraphs = () if data is None else diagram_paragraphs(data)
                line.below += [Paragraph(words, listed=True) for words in paragraphs]
            elif name == "chart":
                chart = self._related(element, "id")
                line.below.append(Table(() if chart is None else tuple(chart_rows(chart))))
            else:
                line.below.append(Paragraph(all_words(element)))

    def _related(self, element: etree._Element, name: str) -> etree._Element | None:
        return self._package.xml(self._package.target(self.part, element.get(f"{R}{name}", "")))


def is_prompt(control: etree._Element) -> bool:
    """Say whether a content control still shows what to write into it."""
    return bool(is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")))


def _children(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if root is None else root.iterfind(f"{W}{name}")


def _with_text(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield what holds text in a drawing, and pictures that are set in a line of text.

    A box in a box is part of the outer one.
    """
    if local_name(drawing) == "AlternateContent":
        drawing = alternative(drawing)
    for element in drawing:
        name = local_name(element)
        if (
            name == "inline" and next(element.iter("{*}pic"), None) is not None
        ) or name in _IN_DRAWINGS:
            yield element
        else:
            yield from _with_text(element)


def _description(picture: etree._Element) -> str:
    about = picture.find("{*}docPr")
    return "" if about is None else about.get("descr", "")


def _form_value(mark: etree._Element) -> str:
    """Return what a check box or a list of choices shows in a form; it has no other text."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        checked = is_on(box.find(f"{W}checked"))
        return _BOXES[bool(is_on(box.find(f"{W}default")) if checked is None else checked)]
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = choices.findall(f"{W}listEntry")
    chosen = number_of(choices.find(f"{W}result"), number_of(choices.find(f"{W}default"), 0))
    return value_of(entries[chosen]) if chosen < len(entries) else ""


def _symbol(element: etree._Element) -> str:
    place = element.get(f"{W}char", "")
    return symbol_text(int(place, 16), element.get(f"{W}font", "")) if place else ""


def _font(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii", fonts.get(f"{W}hAnsi", ""))
