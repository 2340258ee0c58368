"""What was filled in on a page: form fields, and text typed over the page."""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from .values import Segment

_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # a flag of text fields
_CHECKED, _UNCHECKED = "☒", "☐"
_BOXES = frozenset({pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON})
_WITH_VALUE = frozenset(
    {
        pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
        pdfium_c.FPDF_FORMFIELD_COMBOBOX,
        pdfium_c.FPDF_FORMFIELD_LISTBOX,
    }
)
_LARGEST = 11.0  # points, of type whose size the field leaves open
_FILLED = 0.75  # of the height of a field
_LEADING = 1.2
_DESCENT = 0.22  # of the size, below the baseline
_MOST_BYTES = 1 << 20

_Get = Callable[[Any, int], int]


def read_fields(page: pdfium.PdfPage, forms: pdfium.PdfFormEnv | None) -> list[Segment]:
    """Return the words in a page's form fields and text boxes, at their places.

    Args:
        page: The page.
        forms: Of the document, if it has form fields.
    """
    found: list[Segment] = []
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, i)
        if annotation:
            try:
                found += _segments(page, forms, annotation)
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def _segments(
    page: pdfium.PdfPage,
    forms: pdfium.PdfFormEnv | None,
    annotation: Any,  # noqa: ANN401  # PDFium's handle
) -> Iterator[Segment]:
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    if pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return
    words, size = "", 0.0
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        words = _string(
            lambda b, n: pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", b, n)
        )
    elif kind == pdfium_c.FPDF_ANNOT_WIDGET and forms:
        words, size = _filled_in(forms, annotation)
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    box = pdfium_c.FS_RECTF()
    if not lines or not pdfium_c.FPDFAnnot_GetRect(annotation, box):
        return
    left, _, _, top = page.get_bbox()
    height = abs(box.top - box.bottom)
    size = size or min(
        _LARGEST, _FILLED * height / (_LEADING * len(lines) if len(lines) > 1 else 1)
    )
    free = max(height - _LEADING * size * len(lines), 0.0) / 2 if len(lines) == 1 else 0.0
    first = top - max(box.top, box.bottom) + free + (1 - _DESCENT) * size
    for i, line in enumerate(lines):
        y = first + i * _LEADING * size
        yield Segment(line, box.left - left, box.right - left, y, size, is_field=True)


def _filled_in(forms: pdfium.PdfFormEnv, annotation: Any) -> tuple[str, float]:  # noqa: ANN401  # PDFium's handle
    """Return the words in a form field, and their size in points, 0 if it is left open."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in _BOXES:
        return _CHECKED if pdfium_c.FPDFAnnot_IsChecked(forms, annotation) else _UNCHECKED, 0.0
    if kind not in _WITH_VALUE:
        return "", 0.0
    if pdfium_c.FPDFAnnot_GetFormFieldFlags(forms, annotation) & _PASSWORD:
        return "", 0.0
    size = ctypes.c_float()
    pdfium_c.FPDFAnnot_GetFontSize(forms, annotation, size)
    words = _string(partial(pdfium_c.FPDFAnnot_GetFormFieldValue, forms, annotation))
    return words, size.value


def _string(get: _Get) -> str:
    """Return a string of PDFium, which says how many bytes it needs."""
    size = get(None, 0)
    if not 0 < size < _MOST_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
