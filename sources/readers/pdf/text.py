"""Paragraphs of a PDF -> one text with its blocks and page breaks."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from sources.documents import LeftOut, PageBreak
from sources.draft import Block, BlockKind, Draft, Span
from sources.metadata import Metadata

from .paragraphs import Paragraph, ParagraphKind
from .values import Line
from .words import LineJoiner

_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph
_BLANK_LINE = "\n\n"
_BLOCK_KINDS: Mapping[ParagraphKind, BlockKind] = {
    "heading": "heading",
    "entry": "entry",
    "note": "note",
}


class PdfText:
    """Builds a draft paragraph by paragraph."""

    def __init__(self, labels: Sequence[str], joiner: LineJoiner) -> None:
        """Start an empty text.

        Args:
            labels: Of all pages of the file.
            joiner: Joins the lines of a paragraph.
        """
        self._labels = labels
        self._joiner = joiner
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[PageBreak] = []
        self._left_out: list[LeftOut] = []
        self._seen = 0  # the last page begun

    def paragraph(self, paragraph: Paragraph, level: int = 0) -> None:
        """Append a paragraph; `level` is a heading's level, 0 for the title."""
        self._part()
        start = self._length
        if paragraph.kind == "rows":
            units = self._rows(paragraph.lines)
        else:
            units = ()
            self._running(paragraph.lines)
        kind = _BLOCK_KINDS.get(paragraph.kind, "paragraph")
        if kind == "heading" and not level:
            kind = "title"
        last = paragraph.lines[-1].text
        lead_in = self._length - start <= _LEAD_IN and last.endswith((":", "?"))
        glued = lead_in and kind in {"paragraph", "entry"}
        self._blocks.append(Block(start, self._length, kind, units, level=level, glued=glued))

    def leave_out(self, words: Iterable[str], reason: str, page: int) -> None:
        """Append lines of a page that are excluded from the index."""
        lines = "\n".join(words)
        if lines.strip():
            self._part()
            start, end = self._length, self._length + len(lines)
            place = f"page {page}"
            self._left_out.append(LeftOut(start=start, end=end, reason=reason, place=place))
            self._add(lines)

    def draft(
        self, metadata: Metadata, problems: Iterable[str], withheld: Iterable[str] = ()
    ) -> Draft:
        """Return the draft; pages without text begin where the text ends.

        Args:
            metadata: Of the document.
            problems: A sentence for each.
            withheld: Text that the problems report.
        """
        self._begin_page(len(self._labels))
        return Draft(
            "".join(self._parts),
            tuple(self._blocks),
            tuple(self._left_out),
            tuple(self._pages),
            metadata,
            tuple(problems),
            tuple(withheld),
        )

    def _rows(self, lines: Sequence[Line]) -> tuple[Span, ...]:
        units: list[Span] = []
        for line in lines:
            if units:
                self._add("\n")
            self._begin_page(line.page)
            units.append((self._length, self._length + len(line.text)))
            self._add(line.text)
        return tuple(units)

    def _running(self, lines: Sequence[Line]) -> None:
        texts = [" ".join(line.text.split()) for line in lines]
        for line, text, following in zip_longest(lines, texts, texts[1:]):
            self._begin_page(line.page)
            self._add(text if following is None else self._joiner.before(text, following))

    def _begin_page(self, number: int) -> None:
        """Record where a page begins or, after a note of an earlier page, continues."""
        if self._pages and self._pages[-1].number == number:
            return
        for begun in range(self._seen + 1, number + 1) if number > self._seen else (number,):
            label = self._labels[begun - 1]
            self._pages.append(PageBreak(start=self._length, label=label, number=begun))
        self._seen = max(self._seen, number)

    def _part(self) -> None:
        if self._length:
            self._add(_BLANK_LINE)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
