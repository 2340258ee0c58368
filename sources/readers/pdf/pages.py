"""Bytes -> the pages of a PDF, by pypdfium2 (PDFium, the PDF reader of Chrome).

Letters without a meaning, repeated steps of slides and numbers of lines are taken out.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sources.characters import why_illegible
from sources.limits import Limits
from sources.problems import DAMAGED, LOCKED, too_many_pages
from sources.readers.errors import UnreadableFileError

from .characters import NO_LETTER
from .ligatures import find_ligatures, mended
from .segments import OUTSIDE, page_segments
from .shapes import picture_marks, read_fields, read_shapes
from .text import is_named
from .values import Omission, Page, Segment, find_rows

UNREADABLE = "its letters cannot be read"

# It warns of forms whose fields are read all the same.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)
AGAIN = "a later step of the same slide repeats it"

_SHARED = 0.85  # of a page's letters that are on the next one, too
_MIN_PAGES = 4  # fewer do not show what is on every page
_DIGITS = re.compile(r"\d+")
NUMBERS = "it numbers the lines"

_NUMBER = re.compile(r"\d{1,3}")
_STOP = re.compile(r"[.)]\s+(?=\S)")
_ALIGNED = 3.0  # points
_FEWEST = {1: 8, 5: 3, 10: 3}  # numbers in a margin, by the step from one to the next
_MOST = 0.9  # of what has to be so
_RUNNING = 0.25  # of the lines begin in the middle of a sentence


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
        raise UnreadableFileError(LOCKED if locked else DAMAGED) from error
    try:
        count = len(pdf)
        if count > limits.max_pages:
            raise UnreadableFileError(too_many_pages(count, limits.max_pages, "pages"))
        if pdf.get_formtype() != pdfium_c.FORMTYPE_NONE:
            pdf.init_forms()
        pages = [*_legible_pages([_page(pdf, i) for i in range(count)])]
        return PdfFile(tuple(_with_ligatures(pages)), pdf.get_metadata_dict())
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


def _with_ligatures(pages: Sequence[Page]) -> Sequence[Page]:
    """Write out ligatures that a font gives as another sign."""
    found = find_ligatures(segment.text for page in pages for segment in page.segments)
    return [_written_out(page, found) for page in pages] if found else pages


def _written_out(page: Page, ligatures: Mapping[str, str]) -> Page:
    segments = (replace(one, text=mended(one.text, ligatures)) for one in page.segments)
    omissions = (Omission(mended(words, ligatures), why) for words, why in page.omissions)
    return replace(page, segments=tuple(segments), omissions=tuple(omissions))


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
    whole = [s for s in page.segments if s.unnamed not in illegible]
    kept, stops = _without_stops(whole, lost_words)
    holes = (replace(s, text=NO_LETTER) for s in lost_words if _is_in_line(s, page.segments))
    return replace(
        page,
        segments=tuple(sorted((*kept, *holes), key=lambda s: (s.number is None, s.number or 0))),
        omissions=(
            *page.omissions,
            *(Omission(words, UNREADABLE) for words in (*(s.text for s in lost_words), *stops)),
        ),
    )


def _without_stops(
    segments: Sequence[Segment], lost: Sequence[Segment]
) -> tuple[list[Segment], list[str]]:
    """Part the full stop after the number of an entry from it, if the number is lost."""
    kept: list[Segment] = []
    stops: list[str] = []
    for segment in segments:
        stop = _STOP.match(segment.text)
        before = [number for number in lost if _is_before(number, segment)] if stop else []
        if stop and before and not _is_in_line(before[0], segments):
            stops.append(stop[0].strip())
            kept.append(replace(segment, text=segment.text[stop.end() :]))
        else:
            kept.append(segment)
    return kept, stops


def _is_before(number: Segment, segment: Segment) -> bool:
    near = 0 <= segment.x0 - number.x1 + segment.size < 2 * segment.size
    return near and abs(number.y - segment.y) < segment.size / 2


def _is_in_line(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether words precede a segment, so that it is no bullet."""
    return any(other is not segment and _is_before(other, segment) for other in segments)


def merge_builds(pages: Sequence[Page]) -> list[Page]:
    """Remove from each page what the next pages of the same slide repeat.

    Args:
        pages: Of the file.

    Returns:
        As many pages. `first` and `place` of each tell which pages show the same slide, and its
        number among the slides.
    """
    counts = Counter(key for page in pages for key in {_key(s) for s in page.segments})
    common = {key for key, count in counts.items() if 2 * count > len(pages) >= _MIN_PAGES}
    merged: list[Page] = []
    for place, slide in enumerate(_slides(pages, common), 1):
        later: Counter[str] = Counter()
        steps: list[Page] = []
        for page in reversed(slide):
            earlier = page is not slide[-1]
            step = _without(page, later, common) if earlier else _completed(page, slide[0])
            steps.append(replace(step, place=place))
            later |= Counter(segment.text for segment in page.segments)
        merged += reversed(steps)
    return merged


def _key(segment: Segment) -> tuple[str, int]:
    """Return what is the same on all pages of a running head or foot."""
    return _DIGITS.sub("#", segment.text), round(segment.y)


def _slides(pages: Sequence[Page], common: set[tuple[str, int]]) -> Iterator[list[Page]]:
    slide = list(pages[:1])
    for page, following in pairwise(pages):
        if _is_step(page, following, common):
            slide.append(following)
        else:
            yield slide
            slide = [following]
    if slide:
        yield slide


def _is_step(page: Page, following: Page, common: set[tuple[str, int]]) -> bool:
    """Whether the next page shows all that this one does."""
    own = [s for s in page.segments if _key(s) not in common] or page.segments
    letters = sum(len(segment.text) for segment in own)
    there = Counter(_place(segment, page) for segment in following.segments)
    kept = Counter(_place(segment, page) for segment in own) & there
    return sum(len(text) * count for (text, *_), count in kept.items()) >= _SHARED * letters > 0


def _place(segment: Segment, page: Page) -> tuple[str, int, int]:
    """Return what is the same on the steps of a slide; on a page of a text, the place as well."""
    place = (0, 0) if page.is_wide else (round(segment.x0), round(segment.y))
    return segment.text, *place


def _without(page: Page, later: Counter[str], common: set[tuple[str, int]]) -> Page:
    """Return an early step of a slide with only what no later step has."""
    left = Counter(later)
    kept: list[Segment] = []
    repeated: list[Omission] = []
    for segment in page.segments:
        if left[segment.text] or _key(segment) in common:
            left[segment.text] -= 1
            repeated.append(Omission(segment.text, AGAIN))
        else:
            kept.append(segment)
    hidden = (
        Omission(words, AGAIN if reason == OUTSIDE and later[words] else reason)
        for words, reason in page.omissions
    )
    return replace(
        page,
        segments=tuple(kept),
        omissions=(*repeated, *hidden),
        has_picture=page.has_picture and not page.segments,
    )


def _completed(page: Page, first: Page) -> Page:
    return replace(page, first=first.number)


def without_line_numbers(page: Page) -> Page:
    """Remove the numbers that count the lines of a page."""
    numbers = [s for s in page.segments if _NUMBER.fullmatch(s.text)]
    for edge in ("x0", "x1"):
        for column in _aligned(numbers, edge):
            others = [s for s in page.segments if s not in column]
            if _counts_lines(column, others):
                found = tuple(Omission(s.text, NUMBERS) for s in column)
                return replace(page, segments=tuple(others), omissions=(*page.omissions, *found))
    return page


def _aligned(numbers: Sequence[Segment], edge: str) -> list[list[Segment]]:
    """Group numbers that begin, or end, at the same x; each from top to bottom."""
    groups: list[list[Segment]] = []
    for segment in sorted(numbers, key=lambda s: getattr(s, edge)):
        x = getattr(segment, edge)
        if groups and x - getattr(groups[-1][-1], edge) < _ALIGNED:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [sorted(group, key=lambda s: s.y) for group in groups]


def _counts_lines(numbers: Sequence[Segment], others: Sequence[Segment]) -> bool:
    steps = [int(b.text) - int(a.text) for a, b in pairwise(numbers)]
    if not steps or not others:
        return False
    step = max(set(steps), key=steps.count)
    if len(numbers) < _FEWEST.get(step, len(numbers) + 1) or any(s <= 0 for s in steps):
        return False
    beyond = [s.x0 >= max(n.x1 for n in numbers) for s in others]
    before = [s.x1 <= min(n.x0 for n in numbers) for s in others]
    in_margin = max(sum(beyond), sum(before)) >= _MOST * len(others)
    return steps.count(step) >= _MOST * len(steps) and in_margin and _is_running(numbers, others)


def _is_running(numbers: Sequence[Segment], others: Sequence[Segment]) -> bool:
    """Whether text runs on from line to line, or lines without text are counted, too."""
    rows = list(find_rows(others))
    running = sum(row[0].text[0].islower() for row in rows)
    empty = sum(
        all(abs(row[0].y - number.y) > number.size / 2 for row in rows) for number in numbers
    )
    return running >= _RUNNING * len(rows) or empty > 1
