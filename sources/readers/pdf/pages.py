"""Bytes -> the pages of a PDF, by pypdfium2 (PDFium, the reader of PDF in Chrome)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources import problems
from sources.limits import Limits
from sources.readers.errors import UnreadableFileError

from .segments import page_segments
from .values import Page

_NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff]")
_MIN_PATHS = 20  # fewer are rules, frames and underlines


@dataclass(frozen=True, slots=True)
class PdfFile:
    """What is used of a PDF; `about` is what it says of itself ("Title", "Author", ...)."""

    pages: tuple[Page, ...]
    about: Mapping[str, str]


def read_pages(raw: bytes, limits: Limits) -> PdfFile:
    """Take a PDF apart.

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
        return PdfFile(tuple(_page(pdf, i) for i in range(count)), pdf.get_metadata_dict())
    finally:
        pdf.close()


def _page(pdf: pdfium.PdfDocument, position: int) -> Page:
    label = " ".join(pdf.get_page_label(position).split())
    try:
        page = pdf[position]
        segments, aslant = page_segments(page)
        shows = _shows_picture(page)
    except pdfium.PdfiumError:  # one broken page must not cost the others
        return Page(position + 1, label, (), has_picture=True)
    page.close()
    words = "".join(segment.text for segment in segments)
    if 2 * len(_NO_LETTER.findall(words)) > len(words):  # a font that does not name its letters
        return Page(position + 1, label, (), has_picture=True)
    return Page(position + 1, label, tuple(segments), tuple(aslant), shows)


def _shows_picture(page: pdfium.PdfPage) -> bool:
    kinds = [pdfium_c.FPDFPageObj_GetType(shape.raw) for shape in page.get_objects(max_depth=3)]
    drawn = kinds.count(pdfium_c.FPDF_PAGEOBJ_PATH) + kinds.count(pdfium_c.FPDF_PAGEOBJ_SHADING)
    return pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds or drawn >= _MIN_PATHS
