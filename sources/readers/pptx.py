"""Presentations: each slide's title, its text in reading order, its tables and its notes."""

import io
from collections.abc import Iterable, Iterator

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.text.text import TextFrame

from sources import problems
from sources.draft import Draft
from sources.limits import Limits

from .archives import open_archive
from .errors import UnreadableFileError
from .writer import DraftWriter
from .xml_parts import dublin_core, parse_xml, read_xml, with_title

_CORE = "docProps/core.xml"
_NOTES = "Speaker notes"
_HIDDEN = "0"
_LINE = 300_000  # English Metric Units, a third of an inch; what is as high stands side by side


def read_pptx(raw: bytes, limits: Limits) -> Draft:
    """Find the text of a presentation, slide by slide.

    Hidden slides are not read, for they are not shown either; they are told as a problem.

    Raises:
        UnreadableFileError: If it is damaged or beyond a limit.
    """
    archive = open_archive(raw, limits)
    slides = list(pptx.Presentation(io.BytesIO(raw)).slides)
    if len(slides) > limits.max_pages:
        raise UnreadableFileError(problems.too_many_pages(len(slides), limits.max_pages, "slides"))
    writer = DraftWriter()
    hidden: list[int] = []
    for number, slide in enumerate(slides, 1):
        writer.page(number, "slide")
        if slide.element.get("show") == _HIDDEN:
            hidden.append(number)
        else:
            _write_slide(slide, writer)
    about = read_xml(archive, _CORE) if _CORE in archive.namelist() else None
    told = (problems.hidden_slides(hidden),) if hidden else ()
    return with_title(writer.draft(dublin_core(about), told))


def _write_slide(slide: Slide, writer: DraftWriter) -> None:
    title = slide.shapes.title
    if title is not None:
        writer.heading(title.text_frame.text, 1)
    for shape in _in_reading_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            _write_shape(shape, writer)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame):
        if frame.text.strip():
            writer.heading(_NOTES, 2)
        _write_paragraphs(frame, writer, listed=False)


def _in_reading_order(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """From top to bottom, and from left to right what stands side by side; groups as one."""
    placed = sorted(shapes, key=lambda shape: ((shape.top or 0) // _LINE, shape.left or 0))
    for shape in placed:
        if isinstance(shape, GroupShape):
            yield from _in_reading_order(shape.shapes)
        elif not _is_furniture(shape):
            yield shape


def _is_furniture(shape: BaseShape) -> bool:
    around = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    return shape.is_placeholder and shape.placeholder_format.type in around


def _write_shape(shape: BaseShape, writer: DraftWriter) -> None:
    if isinstance(shape, GraphicFrame) and shape.has_table:
        writer.rows([cell.text for cell in row.cells] for row in shape.table.rows)
    elif isinstance(shape, GraphicFrame):
        for words in _diagram_words(shape):
            writer.entry(words)
    elif isinstance(shape, Shape):
        _write_paragraphs(shape.text_frame, writer, listed=shape.is_placeholder)


def _diagram_words(frame: GraphicFrame) -> Iterator[str]:
    """The paragraphs of a diagram ("SmartArt"), which python-pptx does not read."""
    for diagram in frame.element.iter("{*}relIds"):
        part = frame.part.related_part(diagram.get(qn("r:dm"), ""))
        for paragraph in parse_xml(part.blob).iter(qn("a:p")):
            yield "".join(words.text or "" for words in paragraph.iter(qn("a:t")))


def _write_paragraphs(frame: TextFrame, writer: DraftWriter, *, listed: bool) -> None:
    paragraphs = [paragraph.text.replace("\v", "\n") for paragraph in frame.paragraphs]
    several = sum(bool(words.strip()) for words in paragraphs) > 1
    for words in paragraphs:
        if listed and several:
            writer.entry(words)
        else:
            writer.paragraph(words)
