"""Read Markdown: its blocks by markdown-it, its front matter, and its words without marks.

First the marks of dialects are taken out, which leaves CommonMark; then its blocks are found, and
last the marks in their words. All other text stays where it is in the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token

from sources.documents import LeftOut
from sources.draft import Block, Draft
from sources.limits import Limits
from sources.problems import PRIVATE_REMARKS
from sources.sentences import heading_text

from .decoding import read_text
from .edits import Edit, apply_edits
from .front_matter import FrontMatter, split_front_matter
from .markdown_blocks import EMPHASIZED, Leaves, is_lined, parse, shifted
from .markdown_dialects import find_dialect_marks
from .markdown_inline import InlineMarks
from .plain import plain_draft

_FRONT_MATTER = "it is front matter, read as title, authors and so on"
_TELLING = {"heading_open", "blockquote_open", "table_open", "fence", "html_block", "math_block"}
_ABOVE_TITLE = 3  # blocks, such as a picture or a line of badges
_NOT_LINE_END = re.compile(r"[^\n]")


def read_markdown(raw: bytes, limits: Limits) -> Draft:
    """Find the blocks of a Markdown file, and its front matter.

    Raises:
        UnreadableFileError: If the bytes are not text, or there are too many.
    """
    decoded = read_text(raw, limits)
    text = decoded.text
    front = split_front_matter(text)
    marks = find_dialect_marks(text, front.end)
    is_private = any(text[mark.start : mark.end].lstrip().startswith("%%") for mark in marks)
    private = (PRIVATE_REMARKS,) if is_private else ()
    whole = apply_edits(Draft(text, ()), marks)
    end = whole.left_out[0].start if whole.left_out else len(whole.text)
    # Blanks in place of the front matter, so that offsets and line numbers hold.
    body = _NOT_LINE_END.sub(" ", whole.text[: front.end]) + whole.text[front.end : end]
    tokens, inline, has_links = parse(body)
    if _is_plain(tokens) and not has_links:
        draft = plain_draft(body)
        edits = list(_marks_of_plain(draft, inline))
        most_above = 0
    else:
        draft, edits = Leaves(body, inline).read(tokens)
        most_above = _ABOVE_TITLE
    shift = len(draft.text) - end
    asides = [
        LeftOut(start=span.start + shift, end=span.end + shift, reason=span.reason)
        for span in whole.left_out
    ]
    matter = len(text[: front.end].rstrip())
    above = [LeftOut(start=0, end=matter, reason=_FRONT_MATTER)] if matter else []
    known = {name: value for name, value in front.metadata.model_dump().items() if value}
    draft = replace(
        draft,
        text=whole.text[: front.end] + draft.text[front.end :] + whole.text[end:],
        blocks=tuple(_titled(draft, front, most_above)),
        left_out=(*above, *draft.left_out, *asides),
        metadata=draft.metadata.model_copy(update=known),
        problems=(*decoded.doubts, *front.problems, *private),
        withheld=(*whole.withheld, *draft.withheld),
    )
    return apply_edits(draft, edits)


def _is_plain(tokens: Sequence[Token]) -> bool:
    """Tell whether a file is plain text under another name.

    It is if it has no mark of Markdown except lists and emphasis, or no heading below the title
    and lines that follow each other, but are too long to have been wrapped.
    """
    if not any(token.type in _TELLING for token in tokens):
        return not any(EMPHASIZED.match(token.content) for token in tokens)
    if sum(token.type == "heading_open" for token in tokens) > 1:
        return False
    return any(
        is_lined(token.content)
        for before, token in pairwise(tokens)
        if before.type == "paragraph_open"
    )


def _marks_of_plain(draft: Draft, inline: InlineMarks) -> Iterator[Edit]:
    for block in draft.blocks:
        for start, end in block.units or ((block.start, block.end),):
            yield from shifted(inline.find(draft.text[start:end]), start)


def _titled(draft: Draft, front: FrontMatter, most_above: int) -> Iterator[Block]:
    """Make a heading of level 1 the title, if it is the first block, or the only one near the top.

    If the front matter names another title, it is the heading of a section.
    """
    first = [i for i, block in enumerate(draft.blocks) if block.level == 1]
    is_title = first[:1] == [0] or (len(first) == 1 and first[0] <= most_above)
    for i, block in enumerate(draft.blocks):
        named = front.metadata.title
        if is_title and i == first[0] and named in {None, heading_text(draft.text, block)}:
            yield replace(block, kind="title", level=0)
        else:
            yield block
