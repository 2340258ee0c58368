"""What of a draft is indexed, and as what; everything else is left out, with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .blocks import Block, Draft, Metadata
from .citations import take_field
from .documents import LeftOut, PassageKind
from .repeats import STANDS_TWICE, word_key
from .wording import find_field, is_about_heading, is_furniture, is_references_heading

_WEB_PAGE = "it belongs to the web page around the text"
_NOTHING_UNDER = "it is a heading with nothing under it"
_NO_WORDS = "there are no words in it"

_MIN_FIELDS = 3  # lines "Name: value" that make a citation block without a heading
_MIN_CAPTION_WORDS = 3
_LONGEST_WORK = 500  # code points
_WORK = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:https?:|www\.|doi\b|ibid\b|n\. ?d\.|pp?\. ?\d)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that are kept, what was left out, and what the document says about itself."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    metadata: Metadata


def clean(draft: Draft) -> Cleaned:
    """Leave out web furniture, captions that stand twice and empty headings; name the parts."""
    kept, furniture = _without_furniture(draft.text, draft.blocks)
    blocks, empty = _without_empty_headings(draft.text, _with_roles(draft.text, kept))
    metadata = draft.metadata
    for block in blocks:
        field = find_field(draft.text[block.start : block.end])
        if block.role == "about" and field:
            metadata = take_field(metadata, *field)
    return Cleaned(tuple(blocks), (*draft.left_out, *furniture, *empty), metadata)


def _without_furniture(text: str, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    before = ""
    for block in blocks:
        words = text[block.start : block.end]
        key = word_key(words)
        reason = None
        if not _WORD.search(words):
            reason = _NO_WORDS
        elif is_furniture(words):
            reason = _WEB_PAGE
        elif key == before and len(key.split()) >= _MIN_CAPTION_WORDS:
            reason = STANDS_TWICE
        if reason:
            left_out.append(LeftOut(start=block.start, end=block.end, reason=reason))
        else:
            kept.append(block)
        before = key
    return kept, left_out


def _with_roles(text: str, blocks: Sequence[Block]) -> list[Block]:
    parts: list[Block] = []
    under: PassageKind = "text"
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        named = _names_part(text, block, below)
        if named:
            under = named
            parts.append(replace(block, kind="heading", level=max(block.level, 1), units=()))
        elif block.is_heading:
            under = "text"
            parts.append(block)
        else:
            parts.append(replace(block, role=under))
    return _with_fields(text, parts)


def _names_part(text: str, block: Block, below: Block | None) -> PassageKind | None:
    words = text[block.start : block.end]
    if is_about_heading(words):
        return "about"
    if not is_references_heading(words):
        return None
    if below is None or below.is_heading or below.kind == "entry":
        return "reference"
    # "Sources" may as well be about springs, and "Literature" about novels.
    entry = text[below.start : below.end]
    return "reference" if len(entry) <= _LONGEST_WORK and _WORK.search(entry) else None


def _with_fields(text: str, blocks: Sequence[Block]) -> list[Block]:
    """A citation block is seen by its lines too, where it has no heading."""
    parts: list[Block] = []
    for is_field, group in groupby(
        blocks, lambda b: b.role == "text" and find_field(text[b.start : b.end]) is not None
    ):
        run = list(group)
        if is_field and len(run) >= _MIN_FIELDS:
            run = [replace(block, role="about") for block in run]
        parts += run
    return parts


def _without_empty_headings(
    text: str, blocks: Sequence[Block]
) -> tuple[list[Block], list[LeftOut]]:
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        empty = below is None or below.is_heading
        if (
            empty
            and block.kind == "heading"
            and is_references_heading(text[block.start : block.end])
        ):
            left_out.append(LeftOut(start=block.start, end=block.end, reason=_NOTHING_UNDER))
        else:
            kept.append(block)
    return kept, left_out
