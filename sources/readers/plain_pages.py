"""The pages of a plain text: form feeds end them, and their running heads number them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sources.documents import PageBreak

from .edits import Edit
from .plain_lines import LONG, Line

_RUNNING_HEAD = "it is a running head or a page number"
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_NEAR = 2  # pages; heads of left and right pages alternate
_MIN_BROKEN = 30  # columns; a shorter line without a full stop may be a heading
_NUMBER = re.compile(r"(?<![\w.:])(?:\d{1,4}|[ivxlc]{1,7})(?![\w.:])")
_BARE = re.compile(r"\W*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s+of\s+\d{1,4})?\W*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a text, and its lines without running heads.

    Attributes:
        lines: All other lines, in order.
        breaks: Empty if the text has no form feeds.
        head: The words of the running head that most pages share.
        edits: Take out the running heads, so that text continues on the next page.
    """

    lines: Sequence[Line]
    breaks: tuple[PageBreak, ...] = ()
    head: str | None = None
    edits: tuple[Edit, ...] = ()


def find_pages(text: str, lines: Sequence[Line]) -> Pages:
    """Split the lines of a text at its form feeds, and separate the running heads."""
    ends = [match.start() for match in re.finditer("\f", text)]
    pages = list(_split(lines, ends))
    if sum(map(bool, pages)) <= 1:
        return Pages(lines)
    heads = [_heads(pages, at) for at in range(len(pages))]
    bodies = [
        [line for line in page if line not in head] for page, head in zip(pages, heads, strict=True)
    ]
    starts = [0, *(end + 1 for end in ends)][: len(pages)]
    labels = _labels(heads)
    return Pages(
        list(_joined(bodies)),
        tuple(
            PageBreak(start=start, label=label, number=number)
            for number, (start, label) in enumerate(zip(starts, labels, strict=True), 1)
        ),
        _shared_head(heads),
        tuple(Edit(x.start, x.end, reason=_RUNNING_HEAD) for head in heads for x in head),
    )


def _split(lines: Sequence[Line], ends: Sequence[int]) -> Iterator[list[Line]]:
    """Yield the lines of each page; a form feed after the last line begins no page."""
    at = 0
    for end in ends:
        first = at
        while at < len(lines) and lines[at].start < end:
            at += 1
        yield list(lines[first:at])
    if at < len(lines):
        yield list(lines[at:])


def _heads(pages: Sequence[Sequence[Line]], at: int) -> list[Line]:
    """Return the lines at the edges of a page that recur on pages near by, but for numbers."""
    near = _near(at, len(pages))
    found: list[Line] = []
    for edge in (_top, _bottom):
        around = {_key(line.text) for n in near for line in edge(pages[n])}
        for line in edge(pages[at]):
            # Without a number, the first line of the first page is the title.
            is_title = at == 0 and line is pages[0][0] and not _NUMBER.search(line.text)
            key = _key(line.text)
            is_prose = len(line.text) >= 2 * LONG or (line.is_ended and key != "#")
            if is_title or is_prose or key not in around:
                break
            if line not in found:
                found.append(line)
    return found


def _near(at: int, count: int) -> list[int]:
    return [n for n in range(at - _NEAR, at + _NEAR + 1) if n != at and 0 <= n < count]


def _top(page: Sequence[Line]) -> Sequence[Line]:
    return page[:_EDGE]


def _bottom(page: Sequence[Line]) -> Sequence[Line]:
    return page[: -_EDGE - 1 : -1]


def _key(words: str) -> str:
    if _BARE.fullmatch(words):
        return "#"
    return _SPACES.sub(" ", _NUMBER.sub("#", words)).strip().casefold()


def _labels(heads: Sequence[Sequence[Line]]) -> list[str]:
    """Return the number printed on each page, or else its position.

    A number is a page's if those of pages near by count on from it, unlike a year.
    """
    printed = [
        {_value(word) - at: word for line in head for word in _NUMBER.findall(line.text)}
        for at, head in enumerate(heads)
    ]
    labels: list[str] = []
    for at, numbers in enumerate(printed):
        near = [n for n in range(at - _NEAR, at + _NEAR + 1) if n != at and 0 <= n < len(printed)]
        counted = [
            word for shift, word in numbers.items() if any(shift in printed[n] for n in near)
        ]
        labels.append(counted[0] if counted else str(at + 1))
    return labels


def _value(word: str) -> int:
    if word.isdigit():
        return int(word)
    signs = [_ROMAN[sign] for sign in word]
    return sum(
        -one if one < following else one
        for one, following in zip(signs, [*signs[1:], 0], strict=True)
    )


def _shared_head(heads: Sequence[Sequence[Line]]) -> str | None:
    """Return the words of the running head of most pages, without its number."""
    keys = Counter(key for head in heads for key in {_key(line.text) for line in head} - {"#"})
    if not keys or 2 * keys.most_common(1)[0][1] <= len(heads):
        return None
    key = keys.most_common(1)[0][0]
    line = next(line for head in heads for line in head if _key(line.text) == key)
    return _SPACES.sub(" ", _NUMBER.sub(" ", line.text)).strip(" -–—|·.") or None


def _joined(pages: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """Yield the lines of all pages; a sentence may continue on the next page."""
    before: Line | None = None
    for page in pages:
        for at, line in enumerate(page):
            if at == 0 and before:
                broken = not before.is_ended and len(before.text) >= _MIN_BROKEN
                turned = line.is_lower and not before.is_ended
                gap = not turned and (not broken or line.text.isupper())
                yield replace(line, gap=gap, turned=turned)
            else:
                yield line
            before = line
