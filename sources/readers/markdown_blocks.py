"""The blocks of a Markdown file, found by markdown-it, with the marks in their words."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, zip_longest
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from sources.documents import LeftOut
from sources.draft import Block, BlockKind, Draft, Span

from .edits import Edit
from .markdown_inline import LINK, MARK, PICTURE, InlineMarks, find_markup, keep_math

_CODE = {"fence", "code_block", "math_block"}
_LEAVES = _CODE | {"table_open", "html_block", "heading_open", "paragraph_open"}
_LAST_LEVEL = 6
_LONGEST_LINE = 200  # code points; nobody wraps at more
_WRAPPED = 60  # code points; lines of a quotation that are as long were wrapped
_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph
_LIST_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\Z")
_QUOTE_MARKS = re.compile(r"^[ \t]*(?P<marks>>(?:[ \t]*>)*[ \t]*)", re.MULTILINE)
_FULL_LINE = re.compile(r"\S(?:[^\n]*\S)?")
EMPHASIZED = re.compile(r"(\*\*|__)(?!\s)[^*_\n]{1,80}(?<![\s.,;!?])\1:?\Z")
_ATTRIBUTION = re.compile(r"[-–—―]{1,3} ?\w.{0,80}\Z")
_DEFINITION = re.compile(r"\n[ \t]*(:[ \t]+)")
_NOTE = re.compile(r"\\\[[^\]\s]+\][ \t]")
_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITERS = re.compile(r"[ \t|:-]+")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(?:(?!</?h[1-6]).)*</h\1>", re.DOTALL | re.IGNORECASE)
_MOST_LINES = 200  # of a formula
_RULE = re.compile(r"[-*_> \t\n]*[-*_][-*_> \t\n]*")
_LETTER = re.compile(r"[^\W_]")


def _math_block(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's interface
    """Find a formula between lines that begin and end with two dollar signs."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("$$", start) or state.is_code_block(line):
        return False
    end = line
    last = min(last, line + _MOST_LINES)
    while end < last and not (
        state.src[state.bMarks[end] : state.eMarks[end]].rstrip().endswith("$$")
        and state.eMarks[end] > start + 2
    ):
        end += 1
    if end == last:
        return False
    if not silent:
        state.push("math_block", "math", 0).map = [line, end + 1]
        state.line = end + 1
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.before("escape", "math", keep_math)
    parser.block.ruler.before("fence", "math_block", _math_block, {"alt": ["paragraph"]})
    # An address is looked up in the text, so it must stay as it is written there.
    parser.normalizeLink = parser.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    parser.validateLink = bool  # type: ignore[method-assign,assignment]
    return parser


_PARSER = _parser()


def parse(text: str) -> tuple[list[Token], InlineMarks, bool]:
    """Return a text's tokens, the finder of marks in its words, and whether it defines links."""
    links: dict[str, Any] = {}
    tokens = _PARSER.parse(text, links)
    return tokens, InlineMarks(_PARSER, links), bool(links)


def is_lined(words: str) -> bool:
    """Tell whether the lines of a paragraph are paragraphs themselves."""
    return any(len(line) > _LONGEST_LINE for line in words.split("\n")[:-1])


def shifted(marks: Sequence[Edit], by: int) -> Iterator[Edit]:
    """Move marks by a number of code points."""
    for mark in marks:
        yield Edit(mark.start + by, mark.end + by, mark.words, mark.reason)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A block, the marks in it, and whether it is quoted."""

    block: Block
    edits: tuple[Edit, ...] = ()
    in_quote: bool = False


class Leaves:
    """Finds the blocks that hold words, with their places in the text."""

    def __init__(self, text: str, inline: InlineMarks) -> None:
        self._text = text
        self._inline = inline
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def read(self, tokens: Sequence[Token]) -> tuple[Draft, list[Edit]]:
        """Return the blocks of a text, and the marks to take out of them."""
        leaves = list(self._find(tokens))
        blocks = tuple(_glued(self._text, leaves))
        edits = [edit for leaf in leaves for edit in leaf.edits]
        left_out: list[LeftOut] = []
        for start, end in _uncovered(self._text, blocks):
            words = self._text[start:end]
            if _RULE.fullmatch(words):  # parts what is above and below it
                left_out.append(LeftOut(start=start, end=end, reason=MARK))
            else:
                is_link = words.startswith("[")
                edits.append(Edit(start, end, reason=LINK if is_link else MARK))
        return Draft(self._text, blocks, tuple(left_out)), edits

    def _find(self, tokens: Sequence[Token]) -> Iterator[_Leaf]:
        entries: set[int] = set()
        quotes = 0
        for token, following in zip_longest(tokens, tokens[1:]):
            if token.type.startswith("blockquote"):
                quotes += token.nesting
            elif token.type == "list_item_open" and token.map:
                entries.add(token.map[0])
            elif token.type in _LEAVES and token.map:
                first, last = token.map
                lines = _strip(self._text, self._starts[first], self._starts[last])
                if token.type in {"heading_open", "paragraph_open"}:
                    words = following.content if following else ""
                    leaf = self._words(token, words, in_quote=quotes > 0, entry=first in entries)
                elif token.type == "html_block":
                    leaf = self._html(*lines)
                else:
                    leaf = self._lined(token, *lines)
                if leaf and leaf.block.start < leaf.block.end:
                    yield replace(leaf, in_quote=True) if quotes else leaf

    def _words(self, token: Token, words: str, *, in_quote: bool, entry: bool) -> _Leaf | None:
        """Return a heading or paragraph; `words` are its lines without what comes before them."""
        first, last = token.map or [0, 0]
        places = self._places(first, words)
        marks = self._inline.find(words)
        if not words.strip() or _is_bare_picture(words, marks):
            return None
        start, end = places[0][1], places[-1][1] + len(words) - places[-1][0]
        start, end = _strip(self._text, start, end)
        lines: list[int] = []
        edits = [_placed(mark, places) for mark in marks]
        signs: list[Edit] = []
        for (was, place_was), (now, place) in pairwise(places):
            gap = place_was + now - 1 - was, place
            signs += _quote_marks(self._text, *gap)
            lines += [place] if in_quote else []
        edits += _apart(signs, edits)
        for definition in _DEFINITION.finditer(f"\n{words}"):
            at = _place(definition.start(1) - 1, places)
            edits.append(Edit(at, at + len(definition[1])))
            lines.append(at)
        is_long = any(len(line) >= _WRAPPED for line in words.split("\n"))
        lines = [line for line in lines if line > start] if not (in_quote and is_long) else []
        kind, level = self._kind(token, words, in_quote=in_quote, entry=entry)
        if kind == "heading" and token.type == "heading_open":
            start, end = _strip(self._text, self._starts[first], self._starts[last])
        elif kind == "entry":
            above = self._text[self._starts[first] : start]
            mark = _LIST_MARK.search(above)
            start -= len(above) - mark.start() if mark else 0
        edits.sort(key=lambda edit: edit.start)
        units: list[Span] = []
        if is_lined(words):
            ends = [*(place - 1 for _, place in places[1:]), end]
            units = [
                _strip(self._text, max(first, start), last)
                for (_, first), last in zip(places, ends, strict=True)
            ]
        block = Block(start, end, kind, tuple(units), tuple(lines), level)
        return _Leaf(block, tuple(edits))

    def _kind(
        self, token: Token, words: str, *, in_quote: bool, entry: bool
    ) -> tuple[BlockKind, int]:
        if token.type == "heading_open" and not in_quote:
            return "heading", int(token.tag[1:])
        if EMPHASIZED.match(words) and not (entry or in_quote):
            return "heading", _LAST_LEVEL
        if _NOTE.match(words):
            return "note", 0
        return ("entry" if entry else "paragraph"), 0

    def _places(self, first: int, words: str) -> list[Span]:
        """Return where each line of a paragraph begins: in its words, and in the text."""
        places: list[Span] = []
        at = 0
        for number, line in enumerate(words.split("\n"), first):
            start, end = self._starts[number], self._starts[number + 1] - 1
            shown = line.strip()
            place = self._text.rfind(shown, start, end) - (len(line) - len(line.lstrip()))
            places.append((at, max(place, start)))
            at += len(line) + 1
        return places

    def _lined(self, token: Token, start: int, end: int) -> _Leaf | None:
        """Return code, a formula or a table; no sentence crosses its lines."""
        if token.type == "math_block":
            return _Leaf(Block(start, end), tuple(_quote_marks(self._text, start, end)))
        if token.type == "fence":
            start = _strip(self._text, min(self._text.find("\n", start) % (end + 1), end), end)[0]
            if self._text[start:end].endswith(token.markup):
                start, end = _strip(self._text, start, end - len(token.markup))
        units: list[Span] = []
        edits: list[Edit] = []
        for line in _FULL_LINE.finditer(self._text, start, end):
            quote = list(_quote_marks(self._text, self._line_start(line.start()), line.end()))
            quote = quote if token.level else []
            unit = _strip(self._text, max([line.start(), *(q.end for q in quote)]), line.end())
            edits += quote
            if token.type == "table_open" and _DELIMITERS.fullmatch(self._text, *unit):
                edits.append(Edit(*unit))
            elif unit[0] < unit[1]:
                units.append(unit)
                edits += self._cells(*unit) if token.type == "table_open" else ()
        return _Leaf(Block(start, end, units=tuple(units)), tuple(edits)) if units else None

    def _line_start(self, at: int) -> int:
        return self._starts[bisect(self._starts, at) - 1]

    def _cells(self, start: int, end: int) -> Iterator[Edit]:
        """Replace the bars between the cells of a row by tabs, and take the marks out of cells."""
        bars = [match.start() for match in _PIPE.finditer(self._text, start, end)]
        edges = [start - 1, *bars, end]
        for bar, following in pairwise(edges):
            if bar >= start:
                outer = bar == start or bar == end - 1
                yield Edit(bar, bar + 1, "" if outer else "\t")
            cell = _strip(self._text, bar + 1, following)
            yield from shifted(self._inline.find(self._text[slice(*cell)]), cell[0])

    def _html(self, start: int, end: int) -> _Leaf | None:
        """Return HTML that has words between its tags."""
        words = self._text[start:end]
        marks = find_markup(words)
        shown = _applied(words, marks)
        if not _LETTER.search(shown):
            return None
        edits = tuple(shifted(marks, start))
        if heading := _HTML_HEADING.fullmatch(words):
            return _Leaf(Block(start, end, "heading", level=int(heading[1])), edits)
        # The cells of a row may be on lines of their own.
        joints = [e.start for e in edits if e.words == "\t" and "\n" in self._text[e.start : e.end]]
        lines = [line.span() for line in _FULL_LINE.finditer(self._text, start, end)]
        return _Leaf(Block(start, end, units=tuple(_joined(lines, joints))), edits)


def _joined(lines: Sequence[Span], joints: Sequence[int]) -> Iterator[Span]:
    """Join lines in which a joint is with the ones below them."""
    held: Span | None = None
    for start, end in lines:
        first = held[0] if held else start
        held = (first, end)
        if bisect(joints, end) == bisect(joints, start - 1):
            yield held
            held = None
    if held:
        yield held


def _glued(text: str, leaves: Sequence[_Leaf]) -> Iterator[Block]:
    for leaf, below in zip_longest(leaves, leaves[1:]):
        block = leaf.block
        words = text[block.start : block.end]
        glued = len(words) <= _LEAD_IN and words.rstrip("*_").endswith((":", "?"))
        if leaf.in_quote and below:
            attributed = _ATTRIBUTION.match(text[below.block.start : below.block.end]) is not None
            glued = glued or attributed or below.in_quote
        is_glued = glued and not block.is_heading
        yield replace(block, glued=True) if is_glued else block


def _is_bare_picture(words: str, marks: Sequence[Edit]) -> bool:
    """Tell whether a paragraph is a picture without a description."""
    return bool(marks) and not _applied(words, marks).replace(PICTURE, "").strip()


def _applied(words: str, marks: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for mark in marks:
        pieces += [words[at : mark.start], mark.words]
        at = mark.end
    return "".join([*pieces, words[at:]])


def _place(at: int, places: Sequence[Span]) -> int:
    was, place = places[bisect(places, at, key=lambda pair: pair[0]) - 1]
    return place + at - was


def _placed(mark: Edit, places: Sequence[Span]) -> Edit:
    start, end = _place(mark.start, places), _place(mark.end - 1, places) + 1
    return Edit(start, end, mark.words, mark.reason)


def _apart(signs: Sequence[Edit], edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the signs that are in none of the edits, which are in order."""
    for sign in signs:
        following = bisect(edits, sign.start, key=lambda edit: edit.start)
        inside = following > 0 and edits[following - 1].end > sign.start
        if not inside and not (following < len(edits) and edits[following].start < sign.end):
            yield sign


def _quote_marks(text: str, start: int, end: int) -> Iterator[Edit]:
    """Take out the signs of a quotation at the beginning of lines."""
    for match in _QUOTE_MARKS.finditer(text, start, end):
        yield Edit(*match.span("marks"))


def _uncovered(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    start = 0
    for block_start, block_end in [*((b.start, b.end) for b in blocks), (len(text), len(text))]:
        first, last = _strip(text, start, block_start)
        if first < last:
            yield first, last
        start = block_end


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
