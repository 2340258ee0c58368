"""A draft, written block by block: for formats whose text is not the file's own bytes."""

import re
from collections.abc import Iterable, Sequence

from sources.documents import PageBreak, PageKind
from sources.draft import Block, BlockKind, Draft
from sources.metadata import Metadata

_LEAD_IN = 240  # code points; what is longer makes sense without the next paragraph
_LAST_LEVEL = 6
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n\s*")
# What markup takes for white space; a space that does not break is a character of the text.
_SPACES = re.compile(r"[ \t\r\f\v\u2028\u2029\x85]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")


class DraftWriter:
    """Grows a text whose blocks stand apart: by a blank line, or by a line end in lists."""

    def __init__(self, *, titled: bool = True) -> None:
        """Begin a draft.

        Args:
            titled: A heading of level 1 at the very beginning is the title.
        """
        self._titled = titled
        self._text: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[PageBreak] = []

    def page(self, number: int, kind: PageKind, label: str = "") -> None:
        """Begin a page; its label is its number where nothing is printed on it."""
        start = self._length + (2 if self._blocks else 0)
        self._pages.append(
            PageBreak(start=start, label=label or str(number), number=number, kind=kind)
        )

    def heading(self, words: str, level: int) -> None:
        """Write a heading on one line, level 1 being the highest."""
        words = " ".join(words.split())
        is_title = self._titled and level == 1 and not self._blocks
        kind: BlockKind = "title" if is_title else "heading"
        self._write(words, kind=kind, level=0 if is_title else min(level, _LAST_LEVEL))

    def paragraph(self, words: str, *, glued: bool = False) -> None:
        """Write a paragraph, in which a line end is one, and blank lines part paragraphs."""
        for part in _BLANK_LINE.split(words):
            self._write(_tidied(part), glued=glued)

    def entry(self, words: str) -> None:
        """Write the entry of a list, without any mark."""
        self._write(_tidied(words), kind="entry")

    def note(self, words: str) -> None:
        """Write a footnote, under the paragraph that refers to it."""
        self._write(_tidied(words), kind="note")

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines that no sentence reaches across: of a stanza, a table or a program."""
        kept = [line.rstrip() for line in lines if line.strip()]
        if kept:
            kept[0] = kept[0].lstrip()
            self._write("\n".join(kept), lined=True)

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Write the rows of a table, a tab between cells; empty cells are passed over."""
        cells = ([" ".join(cell.split()) for cell in row] for row in rows)
        self.lines("\t".join(filter(None, row)) for row in cells)

    def draft(self, metadata: Metadata, problems: Sequence[str] = ()) -> Draft:
        """All that was written."""
        text = "".join(self._text)
        # A page without text at the end begins where the text ends.
        pages = (p.model_copy(update={"start": min(p.start, len(text))}) for p in self._pages)
        return Draft(
            text,
            tuple(self._blocks),
            pages=tuple(pages),
            metadata=metadata,
            problems=tuple(problems),
        )

    def _write(
        self,
        words: str,
        *,
        kind: BlockKind = "paragraph",
        level: int = 0,
        glued: bool = False,
        lined: bool = False,
    ) -> None:
        if not words.strip():
            return
        if self._blocks:
            listed = kind == "entry" and self._blocks[-1].kind == "entry"
            # A page begins after a blank line, where `page` said that it would.
            begins = bool(self._pages) and self._pages[-1].start > self._length
            self._add("\n" if listed and not begins else "\n\n")
        start = self._length
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

    def _add(self, words: str) -> None:
        self._text.append(words)
        self._length += len(words)


def _tidied(words: str) -> str:
    return _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", words)).strip()


def _trimmed(words: str, offset: int, start: int, end: int) -> tuple[int, int]:
    return start, start + len(words[start - offset : end - offset].rstrip())
