"""PDF -> draft: pages taken apart by PDFium, and put together again as one text.

Running heads, footers and page numbers are left out; columns are read one after the other; lines,
columns and pages are joined to paragraphs, and words that were broken at a line's end are mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sources.draft import Draft
from sources.limits import Limits
from sources.problems import only_pictures, pages_without_text
from sources.readers.errors import UnreadableFileError

from .columns import ColumnReader
from .furniture import clean_pages
from .order import lines_in_file_order, pages_out_of_order
from .outline import find_contents, heading_levels, mark_slide_titles, read_metadata
from .pages import UNREADABLE, merge_builds, read_pages, without_line_numbers
from .paragraphs import Paragraph, find_paragraphs
from .style import Style, body_size
from .text import LineJoiner, PdfText
from .values import Line, Page

_AROUND = "it surrounds the text of the pages"
_CONTENTS = "it is a list of contents"
_FIRST_LINES = 60  # which may have a title and a year


def read_pdf(raw: bytes, limits: Limits) -> Draft:
    """Find the text of a PDF, page by page.

    Raises:
        UnreadableFileError: If it is damaged, locked or too long, or only pictures are in it.
    """
    file = read_pages(raw, limits)
    merged = [without_line_numbers(page) for page in merge_builds(file.pages)]
    size = body_size([segment for page in merged for segment in page.segments])
    pages = clean_pages(merged, size)
    pictures = [p.page.number for p in pages if p.page.has_picture and not p.page.segments]
    if pictures and not any(p.page.segments for p in pages):
        raise UnreadableFileError(only_pictures(len(pages)))
    lines, paragraphs = _in_reading_order([p.page for p in pages], size)
    text = PdfText([page.label for page in pages], LineJoiner(line.text for line in lines))
    contents = find_contents(paragraphs)
    for paragraph, level in zip(paragraphs, heading_levels(paragraphs, size), strict=True):
        if paragraph in contents:
            words = [line.text for line in paragraph.lines]
            text.leave_out(words, _CONTENTS, paragraph.lines[0].page)
        else:
            text.paragraph(paragraph, level)
    for page in pages:
        text.leave_out(page.furniture, _AROUND, page.page.number)
        for reason, omissions in groupby(page.page.omissions, lambda omission: omission.reason):
            if reason != UNREADABLE:
                text.leave_out([words for words, _ in omissions], reason, page.page.number)
    withheld = (words for p in pages for words, why in p.page.omissions if why == UNREADABLE)
    beginning = "\n".join(line.text for line in lines[:_FIRST_LINES])
    found = (pages_without_text(pictures),) if pictures else ()
    draft = text.draft(read_metadata(file.about, beginning), found, withheld)
    return replace(draft, is_deck=any(p.lines[0].heading for p in paragraphs))


def _in_reading_order(pages: Sequence[Page], size: float) -> tuple[list[Line], list[Paragraph]]:
    """Return the lines and paragraphs of a document, read by columns or else in file order."""
    reader = ColumnReader()
    segments = {page.number: page.segments for page in pages}
    lines = {page: reader.lines(found, page) for page, found in segments.items()}
    are_slides = 2 * sum(page.is_wide for page in pages) > len(pages)
    paragraphs = _paragraphs(lines, size, are_slides=are_slides)
    if wrong := pages_out_of_order(paragraphs, segments):
        lines |= {page: lines_in_file_order(segments[page], page) for page in wrong}
        paragraphs = _paragraphs(lines, size, are_slides=are_slides)
    return [line for page in lines.values() for line in page], paragraphs


def _paragraphs(
    pages: Mapping[int, Sequence[Line]], size: float, *, are_slides: bool
) -> list[Paragraph]:
    marked = mark_slide_titles(pages, size) if are_slides else pages
    lines = [line for page in marked.values() for line in page]
    style = Style.of(lines, size)
    if not any(line.heading for line in lines):
        return find_paragraphs(lines, style)
    return [found for slide in marked.values() for found in find_paragraphs(slide, style)]
