"""What of a draft is indexed, and as what; everything else is left out, with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .blocks import Block, Draft
from .documents import LeftOut
from .metadata import Metadata
from .parts import name_parts, read_about
from .repeats import STANDS_TWICE, word_key
from .wording import PAGE_AROUND, is_furniture, is_references_heading

_NOTHING_UNDER = "it is a heading with nothing under it"
_NO_WORDS = "there are no words in it"
_MIN_CAPTION_WORDS = 3
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that are kept, what is left out, and what the document says about itself.

    Blocks and spans are in order and disjoint.
    """

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    metadata: Metadata


def clean(draft: Draft) -> Cleaned:
    """Leave out web furniture, captions that stand twice and empty headings; name the parts."""
    kept, furniture = _without_furniture(draft.text, draft.blocks)
    blocks, empty = _without_empty_headings(draft.text, name_parts(draft.text, kept))
    metadata = read_about(draft.text, blocks, draft.metadata)
    left_out = sorted((*draft.left_out, *furniture, *empty), key=lambda span: span.start)
    return Cleaned(tuple(blocks), tuple(left_out), metadata)


def _without_furniture(text: str, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    key_before = ""
    for block in blocks:
        words = text[block.start : block.end]
        key = word_key(words)
        reason = _why_not(words, twice=key == key_before and len(key.split()) >= _MIN_CAPTION_WORDS)
        if reason:
            left_out.append(LeftOut(start=block.start, end=block.end, reason=reason))
        else:
            kept.append(block)
        key_before = key
    return kept, left_out


def _why_not(words: str, *, twice: bool) -> str | None:
    if not _WORD.search(words):
        return _NO_WORDS
    if is_furniture(words):
        return PAGE_AROUND
    return STANDS_TWICE if twice else None


def _without_empty_headings(
    text: str, blocks: Sequence[Block]
) -> tuple[list[Block], list[LeftOut]]:
    """Only headings of lists are left out: the others may be all that a part says."""
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        empty = block.kind == "heading" and (below is None or below.is_heading)
        if empty and is_references_heading(text[block.start : block.end]):
            left_out.append(LeftOut(start=block.start, end=block.end, reason=_NOTHING_UNDER))
        else:
            kept.append(block)
    return kept, left_out
