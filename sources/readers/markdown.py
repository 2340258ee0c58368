"""Markdown -> draft: its blocks by markdown-it, its front matter by python-frontmatter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.blocks import Block, Draft, Span
from sources.documents import LeftOut

from .decoding import decode
from .front_matter import split_front_matter

_MARKS = "it is a mark of Markdown, not text"
_FRONT_MATTER = "it is front matter, read as title, authors and so on"
_LEAF_BLOCKS = {"heading_open", "paragraph_open", "table_open", "fence", "code_block", "html_block"}
_BY_LINE = {"table_open", "fence", "code_block", "html_block"}
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n\s*")
_QUOTE_LINE = re.compile(r"\n\s*(?=>)")
_EMPHASIZED = re.compile(r"(\*\*|__)(?!\s)[^*_\n]{1,80}(?<![\s.,;!?])\1:?\Z")
_ATTRIBUTION = re.compile(r"[-–—―]{1,3} ?\w.{0,80}\Z")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_LETTER = re.compile(r"[^\W_]")
_LEAD_IN = 240  # code points; what is longer makes sense without the next paragraph

# Only the blocks have places in the file; what is inside them is quoted as it was written.
_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.enableOnly(["normalize", "block"])


def read_markdown(raw: bytes) -> Draft:
    """Find the blocks of a Markdown file, and its front matter.

    Raises:
        NotTextError: If the bytes are no text.
    """
    return markdown_draft(decode(raw))


def markdown_draft(text: str) -> Draft:
    """Find the blocks of a Markdown text; list marks and `>` belong to their blocks."""
    front = split_front_matter(text)
    # Blank lines in the place of the front matter, so that the parser's line numbers hold.
    body = "\n" * text.count("\n", 0, front.end) + text[front.end :]
    blocks = _with_quote_marks(text, list(_blocks(text, _PARSER.parse(body))))
    blocks = list(_glued(text, blocks))
    if blocks and blocks[0].level == 1:
        blocks[0] = replace(blocks[0], kind="title", level=0)
    left_out = []
    if front.end:
        end = len(text[: front.end].rstrip())
        left_out = [LeftOut(start=0, end=end, reason=_FRONT_MATTER)]
    left_out += _uncovered(text, front.end, blocks)
    return Draft(
        text, tuple(blocks), tuple(left_out), metadata=front.metadata, problems=front.problems
    )


def _blocks(text: str, tokens: Sequence[Token]) -> Iterator[Block]:
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    items: set[int] = set()
    quotes = 0
    for token in tokens:
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        if token.map is None:
            continue
        if token.type == "list_item_open":
            items.add(token.map[0])
        if token.type not in _LEAF_BLOCKS:
            continue
        first, last = token.map
        if token.type == "fence":
            first, last = (
                first + 1,
                last - text[starts[first] : starts[last]].rstrip().endswith(token.markup),
            )
        start, end = _strip(
            text, starts[min(first, len(starts) - 1)], starts[min(last, len(starts) - 1)]
        )
        if start < end and (
            block := _block(text, token, (start, end), quotes, token.map[0] in items)
        ):
            yield block


def _block(text: str, token: Token, span: Span, quotes: int, in_item: bool) -> Block | None:
    start, end = span
    words = text[start:end]
    if token.type == "html_block" and not _LETTER.search(_TAG.sub("", words)):
        return None
    if token.type in _BY_LINE:
        lines = re.finditer(r"[^\n]*\S[^\n]*", words)
        units = tuple(_strip(text, start + m.start(), start + m.end()) for m in lines)
        return Block(start, end, units=units)
    if token.type == "heading_open" and not quotes:
        return Block(start, end, "heading", level=int(token.tag[1:]))
    if _EMPHASIZED.match(words) and not in_item and not quotes:
        return Block(start, end, "heading", level=6)
    breaks = _QUOTE_LINE if quotes else _HARD_BREAK
    shown = tuple(start + match.end() for match in breaks.finditer(words))
    return Block(start, end, "entry" if in_item else "paragraph", lines=shown)


def _with_quote_marks(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Lines with nothing but `>` between two paragraphs of a quotation belong to the second."""
    parts: list[Block] = []
    for block in blocks:
        first, last = _strip(text, parts[-1].end if parts else 0, block.start)
        if (
            text.startswith(">", block.start)
            and first < last
            and not text[first:last].strip("> \n")
        ):
            marks = [first + match.end() for match in _QUOTE_LINE.finditer(text[first : block.end])]
            block = replace(block, start=first, lines=tuple(marks))
        parts.append(block)
    return parts


def _glued(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    for block, below in zip_longest(blocks, blocks[1:]):
        words = text[block.start : block.end]
        quoted = (
            words.startswith(">")
            and below is not None
            and (
                text.startswith(">", below.start)
                or _ATTRIBUTION.match(text[below.start : below.end]) is not None
            )
        )
        lead_in = len(words) <= _LEAD_IN and words.endswith((":", "?", ":**", ":*"))
        yield replace(block, glued=not block.is_heading and (quoted or lead_in))


def _uncovered(text: str, start: int, blocks: Sequence[Block]) -> Iterator[LeftOut]:
    for block_start, block_end in [*((b.start, b.end) for b in blocks), (len(text), len(text))]:
        first, last = _strip(text, start, block_start)
        if first < last:
            yield LeftOut(start=first, end=last, reason=_MARKS)
        start = block_end


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
