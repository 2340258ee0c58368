"""Write a draft block by block: for formats whose text is not the file's own bytes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sources.documents import LeftOut, PageBreak, PageKind
from sources.draft import Block, BlockKind, Draft
from sources.metadata import Metadata

_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph
_LAST_LEVEL = 6
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n\s*")
# White space of markup; a no-break space is a character of the text.
_SPACES = re.compile(r"[ \t\r\f\v\u2028\u2029\x85]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_PAGE_MARK = "\x00"  # no XML and no HTML has this character


class DraftWriter:
    """Builds a text of blocks, separated by a blank line, or by a line end in lists.

    What is left out of the index follows the text of its slide, chapter or document, so that it
    interrupts no passage.
    """

    def __init__(self, *, titled: bool = True) -> None:
        """Start a draft.

        Args:
            titled: A heading of level 1 before any other block is the title.
        """
        self._titled = titled
        self._text: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[PageBreak] = []
        self._labels: list[str] = []  # of printed pages whose mark was not written yet
        self._waiting: list[tuple[str, str]] = []
        self._left_out: list[LeftOut] = []
        self._withheld: list[tuple[str, str]] = []

    def page(self, number: int, kind: PageKind, label: str = "") -> None:
        """Start a page; `label` is what is printed on it, if that is not its number."""
        if kind in {"slide", "chapter"}:
            self._write_left_out()
        start = self._length + (2 if self._text else 0)
        self._pages.append(
            PageBreak(start=start, label=label or str(number), number=number, kind=kind)
        )

    def print_page(self, label: str) -> str:
        """Return a mark to put into the next words, where a page of the printed edition starts."""
        self._labels.append(label)
        return _PAGE_MARK

    def leave_out(self, words: str, reason: str) -> None:
        """Write words that are kept out of the index, and why."""
        if words := _tidied(words):
            self._waiting.append((words, reason))

    def title(self, words: str) -> None:
        """Write the title of the document; a later one becomes a heading."""
        if any(block.kind == "title" for block in self._blocks):
            self.heading(words, 1)
        else:
            self._write(" ".join(words.split()), kind="title")

    def about(self, words: str) -> None:
        """Write a line that says who wrote the document, or when."""
        written = len(self._blocks)
        self._write(_tidied(words))
        self._change(written, role="about")

    def withhold(self, words: str, problem: str = "") -> None:
        """Note words that must not be stored, and the problem that reports them.

        Markup that a format writes between the words needs no problem.
        """
        if words.strip():
            self._withheld.append((words, problem))

    def heading(self, words: str, level: int, *, number: str = "") -> None:
        """Write a heading on one line, level 1 being the highest; a numbered one is no title."""
        is_title = self._titled and level == 1 and not self._blocks and not number
        kind: BlockKind = "title" if is_title else "heading"
        self._numbered(number, " ".join(words.split()), kind, level=min(level, _LAST_LEVEL))

    def paragraph(self, words: str, *, glued: bool = False) -> None:
        """Write a paragraph; line ends in it are kept, and blank lines separate paragraphs."""
        for part in _BLANK_LINE.split(words):
            self._write(_tidied(part), glued=glued)

    def entry(self, words: str, *, number: str = "") -> None:
        """Write a list entry, without its bullet but with its number, if it has one."""
        self._numbered(number, words, "entry")

    def note(self, words: str, *, number: str = "") -> None:
        """Write a footnote, under the paragraph that refers to it."""
        self._numbered(number, words, "note")

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines that no sentence crosses: of a stanza, a table or a program."""
        kept = [line.rstrip() for line in lines if line.strip()]
        if kept:
            kept[0] = kept[0].lstrip()
            self._write("\n".join(kept), lined=True)

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Write the rows of a table, with a tab between cells; empty cells are skipped."""
        cells = ([" ".join(cell.split()) for cell in row] for row in rows)
        self.lines("\t".join(filter(None, row)) for row in cells)

    def draft(self, metadata: Metadata, problems: Sequence[str] = ()) -> Draft:
        """Return everything written so far as a draft."""
        self._write_left_out()
        text = "".join(self._text)
        # A page without text at the end starts where the text ends.
        pages = (p.model_copy(update={"start": min(p.start, len(text))}) for p in self._pages)
        return Draft(
            text,
            tuple(self._blocks),
            left_out=tuple(self._left_out),
            pages=tuple(pages),
            metadata=metadata,
            problems=tuple(dict.fromkeys((*problems, *(why for _, why in self._withheld if why)))),
            withheld=tuple(words for words, _ in self._withheld),
        )

    def _write_left_out(self) -> None:
        """Write what was left out since the last time; one span for each reason in a row."""
        for reason, group in groupby(self._waiting, itemgetter(1)):
            if self._text:
                self._add("\n\n")
            start = self._length
            self._add("\n".join(words for words, _ in group))
            self._left_out.append(LeftOut(start=start, end=self._length, reason=reason))
        self._waiting.clear()

    def _numbered(self, number: str, words: str, kind: BlockKind, *, level: int = 0) -> None:
        """Write a block with the number that a program sets before its words."""
        written = len(self._blocks)
        words = _tidied(words)
        whole = _tidied(f"{number}{words}") if words else ""
        self._write(whole, kind=kind, level=0 if kind == "title" else level)
        self._change(written, number=len(whole) - len(words))

    def _change(self, written: int, **changes: Any) -> None:  # noqa: ANN401  # of any field
        """Change what was written after so many blocks."""
        self._blocks[written:] = [replace(block, **changes) for block in self._blocks[written:]]

    def _write(
        self,
        words: str,
        *,
        kind: BlockKind = "paragraph",
        level: int = 0,
        glued: bool = False,
        lined: bool = False,
    ) -> None:
        words, marks = _without_marks(words)
        if not words:
            self._start_print_pages([0] * len(marks), self._length + (2 if self._text else 0))
            return
        if self._text:
            listed = kind == "entry" and bool(self._blocks) and self._blocks[-1].kind == "entry"
            # A page starts after a blank line, at the offset that `page` computed.
            begins = bool(self._pages) and self._pages[-1].start > self._length
            self._add("\n" if listed and not begins else "\n\n")
        start = self._length
        self._start_print_pages(marks, start)
        self._add(words)
        ends = [start + match.end() for match in _LINE.finditer(words)]
        starts = [start, *ends]
        units = tuple(
            _trimmed(words, start, a, b) for a, b in zip(starts, [*ends, self._length], strict=True)
        )
        lead_in = len(words) <= _LEAD_IN and words.endswith((":", "?")) and not level
        self._blocks.append(
            Block(
                start,
                self._length,
                kind,
                units=units if lined else (),
                lines=() if lined else tuple(ends),
                level=level,
                glued=(glued or lead_in) and kind not in {"title", "heading"},
            )
        )

    def _start_print_pages(self, offsets: Iterable[int], base: int) -> None:
        for offset in offsets:
            label = self._labels.pop(0)
            number = len(self._pages) + 1
            self._pages.append(
                PageBreak(start=base + offset, label=label, number=number, kind="print")
            )

    def _add(self, words: str) -> None:
        self._text.append(words)
        self._length += len(words)


def _tidied(words: str) -> str:
    return _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", words)).strip()


def _without_marks(words: str) -> tuple[str, list[int]]:
    """Take the marks of printed pages out of words; return the offsets where they were."""
    text, *parts = words.split(_PAGE_MARK)
    offsets: list[int] = []
    for part in parts:
        offsets.append(len(text))
        text += part.lstrip() if not text or text[-1].isspace() else part
    text = text.strip() if parts or not text.strip() else text
    return text, [min(offset, len(text)) for offset in offsets]


def _trimmed(words: str, offset: int, start: int, end: int) -> tuple[int, int]:
    return start, start + len(words[start - offset : end - offset].rstrip())
