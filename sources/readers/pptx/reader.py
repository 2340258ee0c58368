"""Read a presentation slide by slide: title, boxes in reading order, tables, charts and notes."""

from collections.abc import Iterable, Iterator

from lxml import etree

from sources.draft import Draft
from sources.limits import Limits
from sources.phrases import SPEAKER_NOTES
from sources.problems import COMMENTS, DAMAGED, hidden_slides, too_many_pages
from sources.readers.archives import open_archive
from sources.readers.drawings import chart_rows, diagram_paragraphs
from sources.readers.errors import UnreadableFileError
from sources.readers.tables import spread_rows
from sources.readers.writer import DraftWriter
from sources.readers.xml_parts import Package, dublin_core, with_title

from .markup import P, Placeholder, R, Slide, shapes_in
from .order import Box, reading_order
from .text import A, read_lines, read_table, read_words

_MAIN = "ppt/presentation.xml"  # if the package does not say which part it is
_CORE = "docProps/core.xml"  # likewise
_RUNNING = "it is a header or footer"
_AROUND = frozenset({"dt", "ftr", "hdr", "sldNum"})  # placeholders around the text of a slide
_TITLES = frozenset({"title", "ctrTitle"})


def read_pptx(raw: bytes, limits: Limits) -> Draft:
    """Read the text of a presentation, slide by slide.

    Hidden slides and comments are reported as problems, and not stored.

    Raises:
        UnreadableFileError: If it is damaged or exceeds a limit.
    """
    package = Package(open_archive(raw, limits))
    slides = list(_slides(package))
    if len(slides) > limits.max_pages:
        raise UnreadableFileError(too_many_pages(len(slides), limits.max_pages, "slides"))
    writer = DraftWriter(titled=bool(slides) and _has_title(slides[0]))
    hidden = [number for number, slide in enumerate(slides, 1) if slide.is_hidden]
    for number, slide in enumerate(slides, 1):
        writer.page(number, "slide")
        if slide.is_hidden:
            writer.withhold(_all_words(slide.root), hidden_slides(hidden))
        else:
            _SlideReader(slide, package, writer).read()
        for part in package.targets(slide.part, "comments"):
            writer.withhold(_all_words(package.xml(part)), COMMENTS)
    about = package.xml(next(iter(package.targets("", "core-properties")), _CORE))
    return with_title(writer.draft(dublin_core(about)))


def _slides(package: Package) -> Iterator[Slide]:
    """Yield the slides in order."""
    main = next(iter(package.targets("", "officeDocument")), _MAIN)
    root = package.xml(main)
    if root is None:
        raise UnreadableFileError(DAMAGED)
    for listed in root.iterfind(f"{P}sldIdLst/{P}sldId"):
        part = package.target(main, listed.get(f"{R}id", ""))
        slide = package.xml(part)
        if part and slide is not None:
            yield Slide(part, slide, package)


class _SlideReader:
    def __init__(self, slide: Slide, package: Package, writer: DraftWriter) -> None:
        self._slide = slide
        self._package = package
        self._writer = writer

    def read(self) -> None:
        """Write the title, the boxes in reading order, and the notes."""
        shapes = list(shapes_in(self._slide.root))
        title = _title(shapes)
        if title is not None:
            self._writer.heading(read_words(title.find(f"{P}txBody")), 1)
        self._write_shapes([shape for shape in shapes if shape is not title])
        for part in self._package.targets(self._slide.part, "notesSlide"):
            notes = self._package.xml(part)
            if notes is not None:
                self._write_notes(notes)

    def _write_shapes(self, shapes: Iterable[etree._Element]) -> None:
        boxes = [
            Box(*self._slide.place(shape), shape, len(_all_words(shape)))
            for shape in shapes
            if _has_text(shape)
        ]
        for shape in reading_order(boxes):
            if shape.tag == f"{P}grpSp":
                self._write_shapes(list(shapes_in(shape)))
            elif shape.tag == f"{P}graphicFrame":
                self._write_frame(shape)
            else:
                self._write_box(shape)

    def _write_box(self, shape: etree._Element) -> None:
        body = shape.find(f"{P}txBody")
        if body is None:
            return
        placeholder = Placeholder.of(shape)
        if placeholder is not None and placeholder.kind in _AROUND:
            self._writer.leave_out(read_words(body), _RUNNING)
            return
        lines = read_lines(body, list(self._slide.list_styles(shape)))
        for line in lines:
            if line.number or (placeholder is not None and len(lines) > 1):
                self._writer.entry(line.words, number=line.number)
            else:
                self._writer.paragraph(line.words)

    def _write_frame(self, frame: etree._Element) -> None:
        """Write a table, a chart or a diagram ("SmartArt")."""
        for element in frame.iter(f"{A}tbl", "{*}chart", "{*}relIds"):
            if element.tag == f"{A}tbl":
                self._writer.rows(spread_rows(read_table(element)))
            elif (chart := self._related(element, "id")) is not None:
                self._writer.rows(chart_rows(chart))
            elif (data := self._related(element, "dm")) is not None:
                for words in diagram_paragraphs(data):
                    self._writer.entry(words)

    def _related(self, element: etree._Element, name: str) -> etree._Element | None:
        relation = element.get(f"{R}{name}", "")
        return self._package.xml(self._package.target(self._slide.part, relation))

    def _write_notes(self, notes: etree._Element) -> None:
        shown: list[etree._Element] = []
        for shape in filter(_has_text, shapes_in(notes)):
            placeholder = Placeholder.of(shape)
            if placeholder is not None and placeholder.kind in _AROUND:
                self._writer.leave_out(read_words(shape.find(f"{P}txBody")), _RUNNING)
            else:
                shown.append(shape)
        if shown:
            self._writer.heading(SPEAKER_NOTES, 2)
        for shape in shown:
            body = shape.find(f"{P}txBody")
            for line in [] if body is None else read_lines(body):
                self._writer.paragraph(f"{line.number}{line.words}")
            self._write_frame(shape)


def _title(shapes: Iterable[etree._Element]) -> etree._Element | None:
    for shape in shapes:
        placeholder = Placeholder.of(shape)
        if placeholder is not None and placeholder.kind in _TITLES and _has_text(shape):
            return shape
    return None


def _has_title(slide: Slide) -> bool:
    """Say whether the title of the first slide is that of the presentation, and not a sentence."""
    shapes = list(shapes_in(slide.root))
    title = _title(shapes)
    placeholder = None if title is None else Placeholder.of(title)
    if placeholder is None or placeholder.kind == "ctrTitle":
        return True
    return any(_has_text(shape) for shape in shapes if shape is not title)


def _has_text(shape: etree._Element) -> bool:
    return shape.tag == f"{P}graphicFrame" or any(text.text for text in shape.iter("{*}t"))


def _all_words(element: etree._Element | None) -> str:
    parts = () if element is None else element.iter("{*}t", "{*}text")
    return " ".join(part.text or "" for part in parts)
