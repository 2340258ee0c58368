"""What a page shows besides text: pictures, drawings, and the lines of fractions."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from .fractions import Rule

_MIN_PATHS = 20  # fewer are rules, frames and underlines
_DEEPEST = 3  # levels of forms in forms
_THICKEST = 2.0  # points, of a line
_SHORTEST = 2.0  # points, of a line
_DRAWN = frozenset({pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING})


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page shows besides text."""

    has_picture: bool
    is_wide: bool
    rules: tuple[Rule, ...]


def read_shapes(page: pdfium.PdfPage) -> Shapes:
    """Find pictures and rules on a page."""
    count = pdfium_c.FPDFPage_CountObjects(page)
    shapes = [pdfium_c.FPDFPage_GetObject(page, i) for i in range(count)]
    kinds = [pdfium_c.FPDFPageObj_GetType(shape) for shape in shapes]
    inner = [kind for shape in shapes for kind in _kinds_in(shape, 1)]
    drawn = sum(kind in _DRAWN for kind in (*kinds, *inner))
    has_image = pdfium_c.FPDF_PAGEOBJ_IMAGE in (*kinds, *inner)
    left, _, _, top = page.get_bbox()
    width, height = page.get_size()
    rules = (
        _rule(shape, left, top)
        for shape, kind in zip(shapes, kinds, strict=True)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH
    )
    return Shapes(
        has_picture=has_image or drawn >= _MIN_PATHS,
        is_wide=width > height,
        rules=tuple(filter(None, rules)),
    )


def _kinds_in(shape: Any, depth: int) -> Iterator[int]:  # noqa: ANN401  # PDFium's handle
    if depth > _DEEPEST or pdfium_c.FPDFPageObj_GetType(shape) != pdfium_c.FPDF_PAGEOBJ_FORM:
        return
    for i in range(pdfium_c.FPDFFormObj_CountObjects(shape)):
        inner = pdfium_c.FPDFFormObj_GetObject(shape, i)
        yield pdfium_c.FPDFPageObj_GetType(inner)
        yield from _kinds_in(inner, depth + 1)


def _rule(shape: Any, left: float, top: float) -> Rule | None:  # noqa: ANN401  # PDFium's handle
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(shape, x0, y0, x1, y1):
        return None
    if y1.value - y0.value > _THICKEST or x1.value - x0.value < _SHORTEST:
        return None
    return Rule(x0.value - left, x1.value - left, top - (y0.value + y1.value) / 2)
