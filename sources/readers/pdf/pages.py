"""Bytes -> the pages of a PDF, by pypdfium2 (PDFium, the PDF reader of Chrome)."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources import problems
from sources.characters import why_illegible
from sources.limits import Limits
from sources.readers.errors import UnreadableFileError

from .encodings import NO_LETTER
from .fields import read_fields
from .segments import page_segments
from .shapes import picture_marks, read_shapes
from .values import Omission, Page, Segment
from .words import is_named

UNREADABLE = "its letters cannot be read"

# It warns of forms whose fields are read all the same.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class PdfFile:
    """The used parts of a PDF; `about` is its document properties ("Title", "Author", ...)."""

    pages: tuple[Page, ...]
    about: Mapping[str, str]


def read_pages(raw: bytes, limits: Limits) -> PdfFile:
    """Read the pages of a PDF.

    Raises:
        UnreadableFileError: If it is damaged, locked or too long.
    """
    try:
        pdf = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        locked = error.err_code == pdfium_c.FPDF_ERR_PASSWORD
        raise UnreadableFileError(problems.LOCKED if locked else problems.DAMAGED) from error
    try:
        count = len(pdf)
        if count > limits.max_pages:
            raise UnreadableFileError(problems.too_many_pages(count, limits.max_pages, "pages"))
        if pdf.get_formtype() != pdfium_c.FORMTYPE_NONE:
            pdf.init_forms()
        pages = [_page(pdf, i) for i in range(count)]
        return PdfFile(tuple(_legible_pages(pages)), pdf.get_metadata_dict())
    finally:
        pdf.close()


def _page(pdf: pdfium.PdfDocument, position: int) -> Page:
    label = " ".join(pdf.get_page_label(position).split())
    try:
        page = pdf[position]
        shapes = read_shapes(page)
        text_page = page.get_textpage()
    except pdfium.PdfiumError:  # one broken page must not cost the others
        return Page(position + 1, label, (), has_picture=True)
    try:
        segments, omissions = page_segments(text_page, page.get_bbox(), shapes.rules)
        segments += picture_marks(page, shapes.pictures, segments)
        segments += read_fields(page, pdf.formenv)
    finally:
        text_page.close()
        page.close()
    return Page(
        position + 1,
        label,
        tuple(segments),
        tuple(omissions),
        shapes.has_picture,
        is_wide=shapes.is_wide,
    )


def _legible_pages(pages: Sequence[Page]) -> Iterator[Page]:
    """Leave out what is made of random signs: a page, or the words in one font."""
    fonts: defaultdict[str, list[str]] = defaultdict(list)
    for page in pages:
        for segment in page.segments:
            if segment.unnamed:
                fonts[segment.unnamed].append(segment.text)
    illegible = {font for font, words in fonts.items() if not is_named(" ".join(words))}
    for page in pages:
        yield _legible_page(page, illegible)


def _legible_page(page: Page, illegible: set[str]) -> Page:
    text = " ".join(segment.text for segment in page.segments)
    lost = sum(
        len(s.text) if s.unnamed in illegible else s.text.count(NO_LETTER) for s in page.segments
    )
    if 2 * lost > len(text) or why_illegible(text):
        return replace(
            page,
            segments=(),
            omissions=(*page.omissions, Omission(text, UNREADABLE)),
            has_picture=True,
        )
    lost_words = [s for s in page.segments if s.unnamed in illegible]
    kept = (s for s in page.segments if s.unnamed not in illegible)
    holes = (replace(s, text=NO_LETTER) for s in lost_words if _is_in_line(s, page.segments))
    return replace(
        page,
        segments=tuple(sorted((*kept, *holes), key=lambda s: (s.number is None, s.number or 0))),
        omissions=(*page.omissions, *(Omission(s.text, UNREADABLE) for s in lost_words)),
    )


def _is_in_line(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether words precede a segment, so that it is no bullet."""
    return any(
        0 <= segment.x0 - other.x1 + segment.size < 2 * segment.size
        and abs(other.y - segment.y) < segment.size / 2
        for other in segments
        if other is not segment
    )
