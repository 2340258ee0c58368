"""The parts of a document that are not its running text: works cited, and its own citation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from .blocks import Block
from .dates import is_date
from .documents import PassageKind
from .metadata import Metadata
from .wording import (
    find_byline,
    find_field,
    is_about_heading,
    is_copyright,
    is_references_heading,
)

_MIN_FIELDS = 3  # lines "Name: value" that make a citation block without a heading
_LONGEST_WORK = 500  # code points; what is longer is a paragraph, not one work's citation
_WORK = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:https?:|www\.|doi\b|ibid\b|n\. ?d\.|pp?\. ?\d)", re.IGNORECASE
)


def name_parts(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Give each block its role: running text, a work cited, or about the document itself."""
    parts: list[Block] = []
    under: PassageKind = "text"
    for block, below in zip_longest(blocks, blocks[1:]):
        named = _part_under(text, block, below)
        if named:
            under = named
            parts.append(replace(block, kind="heading", level=max(block.level, 1), units=()))
        elif _is_head_matter(text, block, parts) or is_copyright(_words(text, block)):
            parts.append(replace(block, kind="paragraph", level=0, role="about"))
        elif block.is_heading:
            under = "text"
            parts.append(block)
        elif under == "reference":
            parts += _works(block)
        else:
            if block.end - block.start > _LONGEST_WORK:
                under = "text"
            parts.append(replace(block, role=under))
    return list(_with_fields(text, parts))


def read_about(text: str, blocks: Sequence[Block], metadata: Metadata) -> Metadata:
    """What the document says about itself, where the metadata has nothing yet."""
    for block in blocks:
        words = _words(text, block)
        if block.role != "about":
            continue
        if field := find_field(words):
            metadata = metadata.with_field(*field)
        elif names := find_byline(words):
            metadata = metadata.with_field("by", names)
        elif is_copyright(words):
            metadata = metadata.with_field("copyright", words)
        elif is_date(words):
            metadata = metadata.with_field("published", words)
    return metadata


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end].strip("*_")


def _part_under(text: str, block: Block, below: Block | None) -> PassageKind | None:
    """What stands below the block, if the block is a heading that says so."""
    words = text[block.start : block.end]
    if block.kind == "title":
        return None
    if is_about_heading(words):
        return "about"
    if not is_references_heading(words):
        return None
    if below is None or below.is_heading or below.kind == "entry":
        return "reference"
    # "Sources" may as well be about springs, and "Literature" about novels.
    entry = text[below.start : below.end]
    return "reference" if len(entry) <= _LONGEST_WORK and _WORK.search(entry) else "text"


def _is_head_matter(text: str, block: Block, above: Sequence[Block]) -> bool:
    """Whether a line under the title says by whom and when."""
    if not above or not (above[-1].kind == "title" or above[-1].role == "about"):
        return False
    words = _words(text, block)
    return bool(find_byline(words) or find_field(words) or is_date(words))


def _works(block: Block) -> Iterator[Block]:
    for start, end in block.units or ((block.start, block.end),):
        yield replace(block, start=start, end=end, units=(), role="reference")


def _with_fields(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """A citation block is seen by its lines too, where it has no heading."""

    def is_field(block: Block) -> bool:
        return block.role == "text" and find_field(text[block.start : block.end]) is not None

    for found, group in groupby(blocks, is_field):
        run = list(group)
        about = found and len(run) >= _MIN_FIELDS
        yield from (replace(block, role="about") for block in run) if about else run
