"""PDF -> draft: pages taken apart by PDFium, and put together again as one text.

Running heads, footers and page numbers are left out; columns are read one after the other; lines,
columns and pages are joined to paragraphs, and words that were broken at a line's end are mended.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sources import problems
from sources.draft import Draft
from sources.limits import Limits
from sources.readers.errors import UnreadableFileError

from .columns import ColumnReader
from .furniture import clean_pages
from .metadata import read_metadata
from .order import lines_in_file_order, pages_out_of_order
from .pages import read_pages
from .paragraphs import Paragraph, find_paragraphs
from .style import Style, body_size
from .text import PdfText
from .values import Line, Segment
from .words import LineJoiner

_AROUND = "it stands around the text of the pages"
_CONTENTS = "it is a list of contents"
_PAGE = re.compile(r"[ \t](?:\d{1,4}|[ivxlc]{1,8})\Z")
_LED = re.compile(r"(?:\.[ \t]?){4,}[ \t]*(?:\d{1,4}|[ivxlc]{1,8})\Z")
_TITLE = 1.2  # of the size of most of the text, at least
_ALIKE = 0.5  # points between sizes that are meant to be one
_LAST_LEVEL = 6
_FIRST_LINES = 60  # in which a title and a year would stand


def read_pdf(raw: bytes, limits: Limits) -> Draft:
    """Find the text of a PDF, page by page.

    Raises:
        UnreadableFileError: If it is damaged, locked or too long, or only pictures are in it.
    """
    file = read_pages(raw, limits)
    size = body_size([segment for page in file.pages for segment in page.segments])
    pages = clean_pages(file.pages, size)
    pictures = [p.page.number for p in pages if p.page.has_picture and not p.page.segments]
    if pictures and not any(p.page.segments for p in pages):
        raise UnreadableFileError(problems.only_pictures(len(pages)))
    lines, paragraphs = _in_reading_order({p.page.number: p.page.segments for p in pages}, size)
    text = PdfText([page.label for page in pages], LineJoiner(line.text for line in lines))
    contents = _contents(paragraphs)
    for paragraph, level in zip(paragraphs, _levels(paragraphs, size), strict=True):
        if paragraph in contents:
            text.leave_out((line.text for line in paragraph.lines), _CONTENTS)
        else:
            text.paragraph(paragraph, level)
    text.leave_out((words for page in pages for words in page.furniture), _AROUND)
    for page in pages:
        for reason, omissions in groupby(page.page.omissions, lambda omission: omission.reason):
            text.leave_out((words for words, _ in omissions), reason)
    beginning = "\n".join(line.text for line in lines[:_FIRST_LINES])
    found = (problems.pages_without_text(pictures),) if pictures else ()
    return text.draft(read_metadata(file.about, beginning), found)


def _in_reading_order(
    pages: Mapping[int, Sequence[Segment]], size: float
) -> tuple[list[Line], list[Paragraph]]:
    """Return the lines and paragraphs of a document, read by columns or else in file order."""
    reader = ColumnReader()
    lines = {page: reader.lines(segments, page) for page, segments in pages.items()}
    paragraphs = _paragraphs(lines, size)
    if wrong := pages_out_of_order(paragraphs, pages):
        lines |= {page: lines_in_file_order(pages[page], page) for page in wrong}
        paragraphs = _paragraphs(lines, size)
    return [line for page in lines.values() for line in page], paragraphs


def _paragraphs(pages: Mapping[int, Sequence[Line]], size: float) -> list[Paragraph]:
    lines = [line for page in pages.values() for line in page]
    return find_paragraphs(lines, Style.of(lines, size))


def _contents(paragraphs: Sequence[Paragraph]) -> frozenset[Paragraph]:
    """The list of contents, in which dots lead to page numbers, though not in each of its lines."""
    found: list[Paragraph] = []
    for is_heading, group in groupby(paragraphs, lambda p: p.kind == "heading"):
        run = [] if is_heading else list(group)
        led = [p for p in run if 3 * sum(map(_is_led, p.lines)) >= len(p.lines)]
        found += [p for p in run if led and (p in led or _PAGE.search(p.lines[-1].text))]
    return frozenset(found)


def _is_led(line: Line) -> bool:
    return _LED.search(line.text) is not None


def _levels(paragraphs: Sequence[Paragraph], size: float) -> Iterator[int]:
    """The level of each heading, by its size; 0 for the title, and for what is no heading.

    The title is the largest line of the document, or of its first page, and the only one of its
    size: headings of chapters are often larger than what stands on a title page.
    """
    headings = [p for p in paragraphs if p.kind == "heading"]
    title = _title(headings, size)
    sizes = sorted({round(p.size / _ALIKE) for p in headings if p is not title}, reverse=True)
    for paragraph in paragraphs:
        if paragraph.kind != "heading" or paragraph is title:
            yield 0
        else:
            yield min(sizes.index(round(paragraph.size / _ALIKE)) + 1, _LAST_LEVEL)


def _title(headings: Sequence[Paragraph], size: float) -> Paragraph | None:
    first = [p for p in headings if p.lines[0].page == headings[0].lines[0].page]
    sizes = Counter(round(p.size / _ALIKE) for p in headings)
    for likely in (headings, first):
        largest = max(likely, key=lambda p: p.size, default=None)
        if largest and sizes[round(largest.size / _ALIKE)] == 1 and largest.size >= _TITLE * size:
            return largest
    return None
