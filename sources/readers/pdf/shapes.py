"""What a page has besides its text layer: pictures, rules, form fields and text boxes."""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources.draft import image_mark

from .fractions import Rule
from .style import is_ended
from .values import Segment

_MIN_PATHS = 20  # fewer are rules, frames and underlines
_DEEPEST = 3  # levels of forms in forms
_THICKEST = 2.0  # points, of a line
_SHORTEST = 2.0  # points, of a line
_DRAWN = frozenset({pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING})
_HIGHEST = 3.0  # sizes of the type, of a picture in a sentence
_LOWEST = 0.5
_NEAR = 1.5  # sizes of the type between such a picture and the words beside it
_SENTENCE = re.compile(r"[a-zà-ÿ]{2,}\W+(?:[a-zà-ÿ]+\W*)\Z|[=,(]\Z")
_MOST_BYTES = 4000
_MOST_ELEMENTS = 5000  # of a page's structure
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
_LONGEST_VALUE = 1 << 20

_Get = Callable[[Any, int], int]


class Picture(NamedTuple):
    """A picture's edges, and its number among the page's marked content, -1 if it has none."""

    x0: float
    x1: float
    top: float
    foot: float
    content: int


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page shows besides text."""

    has_picture: bool
    is_wide: bool
    rules: tuple[Rule, ...]
    pictures: tuple[Picture, ...]


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
    rules, pictures = [], []
    for shape, kind in zip(shapes, kinds, strict=True):
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH and (box := _box(shape, left, top)):
            if box[3] - box[2] <= _THICKEST and box[1] - box[0] >= _SHORTEST:
                rules.append(Rule(box[0], box[1], (box[2] + box[3]) / 2))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and (box := _box(shape, left, top)):
            pictures.append(Picture(*box, pdfium_c.FPDFPageObj_GetMarkedContentID(shape)))
    return Shapes(
        has_picture=has_image or drawn >= _MIN_PATHS,
        is_wide=width > height,
        rules=tuple(rules),
        pictures=tuple(pictures),
    )


def _kinds_in(shape: Any, depth: int) -> Iterator[int]:  # noqa: ANN401  # PDFium's handle
    if depth > _DEEPEST or pdfium_c.FPDFPageObj_GetType(shape) != pdfium_c.FPDF_PAGEOBJ_FORM:
        return
    for i in range(pdfium_c.FPDFFormObj_CountObjects(shape)):
        inner = pdfium_c.FPDFFormObj_GetObject(shape, i)
        yield pdfium_c.FPDFPageObj_GetType(inner)
        yield from _kinds_in(inner, depth + 1)


def _box(
    shape: Any,  # noqa: ANN401  # PDFium's handle
    left: float,
    top: float,
) -> tuple[float, float, float, float] | None:
    """Return left, right, top and foot of a shape, in the frame of the page's segments."""
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(shape, x0, y0, x1, y1):
        return None
    return x0.value - left, x1.value - left, top - y1.value, top - y0.value


def picture_marks(
    page: pdfium.PdfPage, pictures: Sequence[Picture], segments: Sequence[Segment]
) -> list[Segment]:
    """Return a mark in the place of each picture in a sentence, such as an equation."""
    found = [
        (picture, before)
        for picture in pictures
        if (before := _words_before(picture, segments)) is not None
    ]
    texts = _alternatives(page) if found else {}
    return [
        Segment(image_mark(texts.get(p.content, "")), p.x0, p.x1, before.y, before.size)
        for p, before in found
    ]


def _words_before(picture: Picture, segments: Sequence[Segment]) -> Segment | None:
    """Return the words that a picture follows, if their sentence goes on behind it."""
    for before in segments:
        size = before.size
        fits = _LOWEST * size <= picture.foot - picture.top <= _HIGHEST * size
        near = _is_near(picture.x0 - before.x1, size) and _SENTENCE.search(before.text)
        if fits and near and picture.top < before.y < picture.foot + size:
            after = [
                other.text
                for other in segments
                if _is_near(other.x0 - picture.x1, size) and abs(other.y - before.y) < size / 4
            ]
            goes_on = after[0][0].islower() or after[0][0] in ",.;:)=" if after else True
            return before if goes_on and not is_ended(before.text) else None
    return None


def _is_near(gap: float, size: float) -> bool:
    return -_NEAR * size / 2 <= gap <= _NEAR * size


def _alternatives(page: pdfium.PdfPage) -> dict[int, str]:
    """Return the texts that describe marked contents of a page, if its structure has some."""
    tree = pdfium_c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        count = pdfium_c.FPDF_StructTree_CountChildren(tree)
        waiting = [pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(count)]
        texts: dict[int, str] = {}
        for _ in range(_MOST_ELEMENTS):
            if not waiting:
                break
            if element := waiting.pop():
                count = max(pdfium_c.FPDF_StructElement_CountChildren(element), 0)
                waiting += [
                    pdfium_c.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(count)
                ]
                if words := _alternative(element):
                    contents = max(pdfium_c.FPDF_StructElement_GetMarkedContentIdCount(element), 0)
                    for i in range(contents):
                        content = pdfium_c.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i)
                        texts[content] = words
        return texts
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)


def _alternative(element: Any) -> str:  # noqa: ANN401  # PDFium's handle
    size = pdfium_c.FPDF_StructElement_GetAltText(element, None, 0)
    if not 0 < size <= _MOST_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDF_StructElement_GetAltText(element, buffer, size)
    return " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").split())


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
    if not 0 < size < _LONGEST_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
