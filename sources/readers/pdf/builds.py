"""Slides that build up page by page -> each slide once, in its last state."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .segments import OUTSIDE
from .values import Omission, Page, Segment

AGAIN = "a later step of the same slide repeats it"

_SHARED = 0.85  # of a page's letters that are on the next one, too
_MIN_PAGES = 4  # fewer do not show what is on every page
_DIGITS = re.compile(r"\d+")


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
    own = [s.text for s in page.segments if _key(s) not in common]
    own = own or [s.text for s in page.segments]
    letters = sum(map(len, own))
    kept = Counter(own) & Counter(segment.text for segment in following.segments)
    return sum(len(text) * count for text, count in kept.items()) >= _SHARED * letters > 0


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
