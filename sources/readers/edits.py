"""Take marks out of the blocks of a draft, so that sentences read without them.

A time stamp, a running head or the address of a link in the middle of a sentence is no part of
it. The letters of such a mark are not lost: they follow their block as text that is left out.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from sources.documents import LeftOut
from sources.draft import Block, Draft, Span

_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a mark at [start, end) of a draft's text.

    Attributes:
        words: Shown in its place; a line feed starts a new line on display.
        reason: Why its letters are left out; "" if `words` has the same.
    """

    start: int
    end: int
    words: str = ""
    reason: str = ""


def apply_edits(draft: Draft, edits: Iterable[Edit]) -> Draft:
    """Return the draft with its marks replaced and every offset moved along.

    The letters of the marks follow at the end of their section, since a passage is a slice of the
    text and so ends at text that is left out. Signs alone are withheld.

    Args:
        draft: Its blocks are in order.
        edits: Disjoint; none crosses the border of a block.
    """
    pending = sorted(edits, key=lambda edit: (edit.start, edit.end))
    if not pending:
        return draft
    editor = _Editor(draft)
    sections = [block.start for block in draft.blocks if block.is_heading]
    for edit in pending:
        while sections and sections[0] <= edit.start:
            editor.end_section(sections.pop(0))
        editor.add(edit)
    editor.end_section(sections[0] if sections else len(draft.text))
    return editor.draft()


def _reason(lost: tuple[str, str]) -> str:
    return lost[0]


class _Editor:
    """Copies a text piece by piece and remembers where each piece went."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._written: list[str] = []
        self._length = 0
        self._copied = 0  # offset in the old text
        # Of each piece: where it was, where it is, and its length there.
        self._pieces: list[tuple[int, int, int]] = []
        self._lines: list[int] = []
        self._lost: list[tuple[str, str]] = []  # reason and words
        self._signs: list[str] = []
        self._asides: list[LeftOut] = []

    def add(self, edit: Edit) -> None:
        """Write the text up to a mark, and what replaces the mark."""
        self._copy(edit.start)
        self._write(edit.start, edit.words)
        self._copied = edit.end
        if edit.words == "\n":
            self._lines.append(self._length)
        words = " ".join(self._draft.text[edit.start : edit.end].split())
        if edit.reason and _LETTER.search(words):
            self._lost.append((edit.reason, words))
        else:
            self._signs.append(words)

    def end_section(self, end: int) -> None:
        """Write the text up to the end of a section, and then the letters of its marks."""
        self._copy(len(self._draft.text[:end].rstrip()))
        for reason, group in groupby(sorted(self._lost, key=_reason), _reason):
            start = self._length + 1
            self._write(None, " " + " ".join(words for _, words in group))
            self._asides.append(LeftOut(start=start, end=self._length, reason=reason))
        self._lost = []

    def draft(self) -> Draft:
        """Return the new draft; a block of which nothing is left is dropped."""
        self._copy(len(self._draft.text))
        text = "".join(self._written)
        left_out = [
            span.model_copy(update={"start": self._begin(span.start), "end": self._end(span.end)})
            for span in self._draft.left_out
        ]
        pages = [
            page.model_copy(update={"start": self._begin(page.start)}) for page in self._draft.pages
        ]
        return replace(
            self._draft,
            text=text,
            blocks=tuple(b for b in map(self._moved(text), self._draft.blocks) if b.start < b.end),
            left_out=tuple(sorted((*left_out, *self._asides), key=lambda span: span.start)),
            pages=tuple(pages),
            withheld=(*self._draft.withheld, *filter(None, self._signs)),
        )

    def _copy(self, end: int) -> None:
        if self._copied < end:
            self._write(self._copied, self._draft.text[self._copied : end])
            self._copied = end

    def _write(self, old: int | None, words: str) -> None:
        if old is not None:
            self._pieces.append((old, self._length, len(words)))
        self._written.append(words)
        self._length += len(words)

    def _letters_of(self, edit: Edit) -> str:
        words = self._draft.text[edit.start : edit.end]
        return " ".join(words.split()) if _LETTER.search(words) else ""

    def _begin(self, old: int) -> int:
        """Return where the character at an old offset is, or what replaced it ends."""
        at = bisect(self._pieces, old, key=lambda piece: piece[0]) - 1
        was, now, length = self._pieces[at]
        return now + min(old - was, length)

    def _end(self, old: int) -> int:
        """Return the offset after the character before an old offset."""
        at = bisect(self._pieces, old - 1, key=lambda piece: piece[0]) - 1
        was, now, length = self._pieces[at]
        return now + min(old - was, length)

    def _moved(self, text: str) -> Callable[[Block], Block]:
        def span(old: Span) -> Span:
            start, end = self._begin(old[0]), self._end(old[1])
            words = text[start:end]
            return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

        def moved(block: Block) -> Block:
            start, end = span((block.start, block.end))
            added = self._lines[bisect(self._lines, start) : bisect(self._lines, end - 1)]
            lines = sorted({*map(self._begin, block.lines), *added})
            units = tuple(unit for unit in map(span, block.units) if unit[0] < unit[1])
            return replace(
                block,
                start=start,
                end=end,
                units=units,
                lines=tuple(line for line in lines if start < line < end),
            )

        return moved
