"""Markdown -> draft: its blocks by markdown-it, its front matter by python-frontmatter.

Only blocks are looked for. What is inside them, emphasis and links included, is quoted as it was
written, for a quotation is a slice of the file; list marks and `>` belong to their blocks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.documents import LeftOut
from sources.draft import Block, Draft, Span
from sources.limits import Limits

from .decoding import decode_within
from .front_matter import split_front_matter
from .plain import plain_draft

_MARKS = "it is a mark of Markdown, not text"
_FRONT_MATTER = "it is front matter, read as title, authors and so on"
_LINED = {"table_open", "fence", "code_block", "html_block"}  # read line by line
_LEAVES = _LINED | {"heading_open", "paragraph_open"}
_TELLING = {"heading_open", "blockquote_open", "table_open", "fence", "html_block"}
_LAST_LEVEL = 6
_LONGEST_LINE = 200  # code points; nobody wraps at more
_LEAD_IN = 240  # code points; what is longer makes sense without the next paragraph
_NOT_LINE_END = re.compile(r"[^\n]")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n\s*")
_QUOTE_LINE = re.compile(r"\n\s*(?=>)")
_FULL_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_EMPHASIZED = re.compile(r"(\*\*|__)(?!\s)[^*_\n]{1,80}(?<![\s.,;!?])\1:?\Z")
_ATTRIBUTION = re.compile(r"[-–—―]{1,3} ?\w.{0,80}\Z")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_LETTER = re.compile(r"[^\W_]")

_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.enableOnly(["normalize", "block"])


def read_markdown(raw: bytes, limits: Limits) -> Draft:
    """Find the blocks of a Markdown file, and its front matter.

    Raises:
        UnreadableFileError: If the bytes are no text, or too many.
    """
    text = decode_within(raw, limits)
    front = split_front_matter(text)
    # Blanks in the place of the front matter, so that offsets and line numbers hold.
    body = _NOT_LINE_END.sub(" ", text[: front.end]) + text[front.end :]
    tokens = _PARSER.parse(body)
    draft = None
    if _is_plain(body, tokens):
        draft = plain_draft(body)
        blocks, left_out = list(draft.blocks), list(draft.left_out)
        text = text[: front.end] + draft.text[front.end :]
    else:
        blocks = list(_glued(body, _with_quote_marks(body, list(_leaves(body, tokens)))))
        left_out = list(_uncovered(body, blocks))
    if blocks and blocks[0].level == 1:
        blocks[0] = replace(blocks[0], kind="title", level=0)
    if front.end:
        end = len(text[: front.end].rstrip())
        left_out.insert(0, LeftOut(start=0, end=end, reason=_FRONT_MATTER))
    return Draft(
        text,
        tuple(blocks),
        tuple(left_out),
        draft.pages if draft else (),
        front.metadata,
        front.problems,
    )


def _is_plain(body: str, tokens: Sequence[Token]) -> bool:
    """Whether it is plain text under another name.

    It is if no mark of Markdown stands in it, lists and emphasis apart, or if lines follow each
    other that are too long for wrapped ones.
    """
    if not any(token.type in _TELLING for token in tokens):
        return not any(_EMPHASIZED.match(token.content) for token in tokens)
    lines = body.split("\n")
    return any(
        len(line) > _LONGEST_LINE
        for token in tokens
        if token.type == "paragraph_open" and token.map
        for line in lines[token.map[0] : token.map[1] - 1]
    )


def _leaves(text: str, tokens: Sequence[Token]) -> Iterator[Block]:
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    entries: set[int] = set()
    quotes = 0
    for token in tokens:
        if token.type.startswith("blockquote"):
            quotes += token.nesting
        elif token.type == "list_item_open" and token.map:
            entries.add(token.map[0])
        elif token.type in _LEAVES and token.map:
            first, last = token.map
            is_fence = token.type == "fence"
            start, end = _strip(text, starts[first + is_fence], starts[last])
            if is_fence and text[start:end].endswith(token.markup):
                start, end = _strip(text, start, end - len(token.markup))
            if start < end:
                yield from _leaf(
                    text, (start, end), token, in_quote=quotes > 0, is_entry=first in entries
                )


def _leaf(
    text: str, span: Span, token: Token, *, in_quote: bool, is_entry: bool
) -> Iterator[Block]:
    start, end = span
    words = text[start:end]
    if token.type == "html_block" and not _LETTER.search(_TAG.sub("", words)):
        return
    if token.type in _LINED:
        lines = _FULL_LINE.finditer(words)
        units = tuple((start + line.start(), start + line.end()) for line in lines)
        yield Block(start, end, units=units)
    elif token.type == "heading_open" and not in_quote:
        yield Block(start, end, "heading", level=int(token.tag[1:]))
    elif _EMPHASIZED.match(words) and not (is_entry or in_quote):
        yield Block(start, end, "heading", level=_LAST_LEVEL)
    else:
        breaks = (_QUOTE_LINE if in_quote else _HARD_BREAK).finditer(words)
        shown = tuple(start + match.end() for match in breaks)
        yield Block(start, end, "entry" if is_entry else "paragraph", lines=shown)


def _with_quote_marks(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Lines with nothing but `>` between two paragraphs of a quotation belong to the second."""
    whole: list[Block] = []
    for block in blocks:
        first, last = _strip(text, whole[-1].end if whole else 0, block.start)
        bare = first < last and not text[first:last].strip("> \n")
        if bare and text.startswith(">", block.start):
            lines = _QUOTE_LINE.finditer(text[first : block.end])
            starts = tuple(first + line.end() for line in lines)
            whole.append(replace(block, start=first, lines=starts))
        else:
            whole.append(block)
    return whole


def _glued(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    for block, below in zip_longest(blocks, blocks[1:]):
        words = text[block.start : block.end]
        glued = len(words) <= _LEAD_IN and words.rstrip("*_").endswith((":", "?"))
        if words.startswith(">") and below:
            attributed = _ATTRIBUTION.match(text[below.start : below.end]) is not None
            glued = glued or attributed or text.startswith(">", below.start)
        yield replace(block, glued=glued and not block.is_heading)


def _uncovered(text: str, blocks: Sequence[Block]) -> Iterator[LeftOut]:
    start = 0
    for block_start, block_end in [*((b.start, b.end) for b in blocks), (len(text), len(text))]:
        first, last = _strip(text, start, block_start)
        if first < last:
            yield LeftOut(start=first, end=last, reason=_MARKS)
        start = block_end


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
