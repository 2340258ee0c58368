"""Paragraphs of a PDF -> one text with its blocks, broken words mended, and page breaks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from spellchecker import SpellChecker

from sources.documents import LeftOut, PageBreak
from sources.draft import Block, BlockKind, Draft, Span
from sources.metadata import Metadata

from .paragraphs import Paragraph, ParagraphKind
from .values import Line

_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph
_BLANK_LINE = "\n\n"
_BLOCK_KINDS: Mapping[ParagraphKind, BlockKind] = {
    "heading": "heading",
    "entry": "entry",
    "note": "note",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)-\Z")
# Anchored at a word's start: an endless word is not tried from each of its letters.
_BROKEN_WORD = re.compile(r"(?<![\w'’-])([^\W\d_]+(?:['’-][^\W\d_]+)*)-\n([^\W\d_]+)")
_GOES_ON = re.compile(r"[^\W\d_]+")
_NO_SPACE = re.compile(r"(?<=\S)[-–—/]\Z")
_MANY_LINES = 40
_LONGEST = 80  # characters of a word
_AND = frozenset("and or to und oder bis et ou y o e".split())
_ALWAYS = frozenset("self non ex half quasi anti pro".split())  # often followed by a hyphen
_PREFIXES = _ALWAYS.union("co de neo post pre re semi sub".split())


class LineJoiner:
    """Joins the lines of one document; its other words decide which hyphens to drop."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Learn the document's words.

        Args:
            lines: Of the document, in order.
        """
        text = "\n".join(lines)
        words = _WORD.findall(_BROKEN_WORD.sub(" ", text))
        self._words = Counter(word.casefold() for word in words)
        # Of many line ends none splits a word: hyphens are the author's own.
        self._breaks_words = text.count("\n") < _MANY_LINES or any(
            _is_known(f"{first}{second}".casefold())
            and not (self._is_word(first) and self._is_word(second))
            for first, second in _BROKEN_WORD.findall(text)
        )

    def before(self, line: str, following: str) -> str:
        """Return a line ready to be followed by the next one of its paragraph.

        It loses the hyphen of a broken word, or gains a space at its end.
        """
        broken, rest = _BROKEN.search(line[-_LONGEST:]), _GOES_ON.match(following)
        if broken and rest:
            if rest[0].casefold() in _AND:
                return f"{line} "  # "pre- and post-war"
            if self._was_broken(broken[1], rest[0]):
                return line[:-1]
        return line if _NO_SPACE.search(line) else f"{line} "

    def _was_broken(self, first: str, second: str) -> bool:
        """Whether only the line's end put the hyphen there."""
        if not second[0].islower():
            return first.isupper() and second.isupper()
        whole, compound = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
        if self._words[whole] or self._words[compound]:
            return self._words[whole] >= self._words[compound]
        if not self._breaks_words and first.casefold() in _PREFIXES:
            return False
        if first.casefold() in _ALWAYS or "-" in first:
            return _is_known(whole)
        return _is_known(whole) or not (self._is_word(first) and self._is_word(second))

    def _is_word(self, part: str) -> bool:
        return bool(self._words[part.casefold()]) or _is_known(part.casefold())


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

    def leave_out(self, words: Iterable[str], reason: str) -> None:
        """Append lines that are excluded from the index."""
        lines = "\n".join(words)
        if lines:
            self._part()
            self._left_out.append(
                LeftOut(start=self._length, end=self._length + len(lines), reason=reason)
            )
            self._add(lines)

    def draft(self, metadata: Metadata, problems: Iterable[str]) -> Draft:
        """Return the draft; pages without text begin where the text ends."""
        self._begin_page(len(self._labels))
        return Draft(
            "".join(self._parts),
            tuple(self._blocks),
            tuple(self._left_out),
            tuple(self._pages),
            metadata,
            tuple(problems),
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


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def _is_known(word: str) -> bool:
    return bool(_dictionary().known([word]))
