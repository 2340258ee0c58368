"""Read a presentation slide by slide: title, boxes in reading order, tables, charts and notes."""

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress

import pptx
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.connector import Connector
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from sources import problems
from sources.draft import Draft
from sources.limits import Limits
from sources.readers.archives import open_archive
from sources.readers.drawings import chart_rows, diagram_paragraphs
from sources.readers.errors import UnreadableFileError
from sources.readers.markup import take_out
from sources.readers.tables import spread_rows
from sources.readers.writer import DraftWriter
from sources.readers.xml_parts import dublin_core, parse_xml, read_xml, with_title

from .order import Box, reading_order
from .text import A, read_lines, read_table, read_words

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE = "docProps/core.xml"
_COMMENTS = "ppt/comments/"
_NOTES = "Speaker notes"
_HIDDEN = "0"
_RUNNING = "it is a header or footer"
_AROUND = frozenset(
    {
        PP_PLACEHOLDER.DATE,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.HEADER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    }
)


def read_pptx(raw: bytes, limits: Limits) -> Draft:
    """Read the text of a presentation, slide by slide.

    Hidden slides and comments are reported as problems, and not stored.

    Raises:
        UnreadableFileError: If it is damaged or exceeds a limit.
    """
    archive = open_archive(raw, limits)
    slides = list(pptx.Presentation(io.BytesIO(raw)).slides)
    if len(slides) > limits.max_pages:
        raise UnreadableFileError(problems.too_many_pages(len(slides), limits.max_pages, "slides"))
    writer = DraftWriter(titled=bool(slides) and _has_title(slides[0]))
    hidden = [n for n, slide in enumerate(slides, 1) if slide.element.get("show") == _HIDDEN]
    for number, slide in enumerate(slides, 1):
        writer.page(number, "slide")
        if number in hidden:
            writer.withhold(_all_words(slide.element), problems.hidden_slides(hidden))
        else:
            _SlideReader(slide, writer).read()
    for name in archive.namelist():
        if name.startswith(_COMMENTS) and name.endswith(".xml"):
            writer.withhold(_all_words(read_xml(archive, name)), problems.COMMENTS)
    about = read_xml(archive, _CORE) if _CORE in archive.namelist() else None
    return with_title(writer.draft(dublin_core(about)))


class _SlideReader:
    def __init__(self, slide: Slide, writer: DraftWriter) -> None:
        self._slide = slide
        self._writer = writer
        _choose_alternatives(slide.element)

    def read(self) -> None:
        """Write the title, the boxes in reading order, and the notes."""
        title = self._slide.shapes.title
        if title is not None:
            self._writer.heading(read_words(title.text_frame._txBody), 1)  # noqa: SLF001  # lxml
        others = [s for s in self._slide.shapes if title is None or s.shape_id != title.shape_id]
        self._write_shapes(others)
        if self._slide.has_notes_slide:
            self._write_notes()

    def _write_shapes(self, shapes: Iterable[BaseShape]) -> None:
        boxes = [
            Box(s.left or 0, s.top or 0, s.width or 0, s.height or 0, s)
            for s in shapes
            if not isinstance(s, Connector)
        ]
        for shape in reading_order([box for box in boxes if _has_text(box.content)]):
            if isinstance(shape, GroupShape):
                self._write_shapes(shape.shapes)
            elif isinstance(shape, GraphicFrame):
                self._write_frame(shape)
            elif shape.has_text_frame and isinstance(shape, Shape):
                self._write_box(shape)

    def _write_box(self, shape: Shape) -> None:
        body = shape.text_frame._txBody  # noqa: SLF001  # python-pptx has no way to read equations
        if shape.is_placeholder and shape.placeholder_format.type in _AROUND:
            self._writer.leave_out(read_words(body), _RUNNING)
            return
        lines = read_lines(body, list(self._styles(shape)))
        for line in lines:
            words = f"{line.number}{line.words}"
            if line.number or (shape.is_placeholder and len(lines) > 1):
                self._writer.entry(words)
            else:
                self._writer.paragraph(words)

    def _styles(self, shape: Shape) -> Iterator[etree._Element]:
        """Yield the list styles of a placeholder: of its layout, and of all text on slides."""
        if not shape.is_placeholder:
            return
        index = str(shape.placeholder_format.idx)
        layout = self._slide.slide_layout
        for placeholder in layout.element.iter(f"{_P}ph"):
            if placeholder.get("idx", "0") == index:
                box = next(placeholder.iterancestors(f"{_P}sp"))
                yield from box.iter(f"{A}lstStyle")
        yield from layout.slide_master.element.iter(f"{_P}bodyStyle")

    def _write_frame(self, frame: GraphicFrame) -> None:
        """Write a table, a chart or a diagram ("SmartArt")."""
        for element in frame.element.iter(f"{A}tbl", "{*}chart", "{*}relIds"):
            if element.tag == f"{A}tbl":
                self._writer.rows(spread_rows(read_table(element)))
            elif _local_name(element) == "chart":
                for chart in self._related(element.get(f"{_R}id", "")):
                    self._writer.rows(chart_rows(chart))
            else:
                for data in self._related(element.get(f"{_R}dm", "")):
                    for words in diagram_paragraphs(data):
                        self._writer.entry(words)

    def _related(self, relation: str) -> Iterator[etree._Element]:
        with suppress(KeyError):
            yield parse_xml(self._slide.part.related_part(relation).blob)

    def _write_notes(self) -> None:
        notes = self._slide.notes_slide
        paragraphs: list[str] = []
        for shape in notes.shapes:
            if not isinstance(shape, Shape):
                continue
            body = shape.text_frame._txBody  # noqa: SLF001  # see above
            if shape.is_placeholder and shape.placeholder_format.type in _AROUND:
                self._writer.leave_out(read_words(body), _RUNNING)
            else:
                paragraphs += [f"{line.number}{line.words}" for line in read_lines(body)]
        if paragraphs:
            self._writer.heading(_NOTES, 2)
        for words in paragraphs:
            self._writer.paragraph(words)


def _has_title(slide: Slide) -> bool:
    """Say whether the title of the first slide is that of the presentation, and not a sentence."""
    title = slide.shapes.title
    if title is None or title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE:
        return True
    return any(_has_text(shape) for shape in slide.shapes if shape.shape_id != title.shape_id)


def _has_text(shape: BaseShape) -> bool:
    return isinstance(shape, (GroupShape, GraphicFrame)) or (
        shape.has_text_frame and any(text.text for text in shape.element.iter("{*}t"))
    )


def _choose_alternatives(slide: etree._Element) -> None:
    """Put the first version with content in the place of several; python-pptx sees none else.

    Handwriting (`contentPart`) has no text, and python-pptx no class for it.
    """
    for ink in list(slide.iter("{*}contentPart")):
        take_out(ink)
    for both in list(slide.iter(f"{_MC}AlternateContent")):
        above = both.getparent()
        versions = list(both)
        if above is not None and versions:
            chosen = next((v for v in versions if _has_content(v)), versions[0])
            for element in chosen:
                both.addprevious(element)
            above.remove(both)


def _has_content(version: etree._Element) -> bool:
    return any(True for _ in version.iter("{*}t", "{*}chart", "{*}relIds"))


def _all_words(element: etree._Element) -> str:
    return " ".join(text.text or "" for text in element.iter("{*}t", "{*}text"))


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
