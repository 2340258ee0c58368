"""Paragraphs of a PDF -> one text: broken words mended, blocks and page breaks noted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from spellchecker import SpellChecker

from sources.characters import share_of_common_pairs, why_illegible
from sources.documents import LeftOut, PageBreak
from sources.draft import Block, BlockKind, Draft, Span
from sources.metadata import Metadata

from .paragraphs import Paragraph, ParagraphKind
from .values import Line

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

_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")  # whose dictionaries come along
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
_SAMPLE = 4000  # characters that show what text is made of
_KNOWN = 0.15  # of long words; few other languages share less with one of these
_COMMON = 0.5  # of pairs of letters; real text has more, random letters a quarter
_FEW = 8  # letters, of which pairs say nothing
_KANA = 0.2  # of Japanese letters, at least
_HIRAGANA = range(0x3041, 0x3097)
_LAST_LATIN = "\u024f"
_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph
_BLANK_LINE = "\n\n"
_BLOCK_KINDS: Mapping[ParagraphKind, BlockKind] = {
    "heading": "heading",
    "entry": "entry",
    "note": "note",
}


def is_named(text: str) -> bool:
    """Whether the codes of a font that names no letters are those of its letters nevertheless."""
    text = text[:_SAMPLE]
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return any(map(str.isdigit, text)) and all(c in ".,:% " or c.isdigit() for c in text)
    if sum(map(_HIRAGANA.__contains__, map(ord, letters))) >= _KANA * len(letters):
        return True
    if max(letters) > _LAST_LATIN or why_illegible(text):
        return False
    common = share_of_common_pairs(text) if len(letters) >= _FEW else None
    return (common is not None and common >= _COMMON) or _has_known_words(text)


def _has_known_words(text: str) -> bool:
    words = {word.casefold() for word in _LONG_WORD.findall(text)}
    return any(
        len(_dictionary(language).known(words)) >= _KNOWN * len(words)
        for language in (_LANGUAGES if words else ())
    )


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
            is_known(f"{first}{second}".casefold())
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
            return is_known(whole)
        return is_known(whole) or not (self._is_word(first) and self._is_word(second))

    def _is_word(self, part: str) -> bool:
        return bool(self._words[part.casefold()]) or is_known(part.casefold())


def is_known(word: str) -> bool:
    """Whether a word, in lower case, is in the English dictionary."""
    return bool(_dictionary("en").known([word]))


@cache
def _dictionary(language: str) -> SpellChecker:
    return SpellChecker(language=language)


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
