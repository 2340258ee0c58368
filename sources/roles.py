"""Decide what each block of a draft is: text, a work cited, about the document, or left out."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from .boilerplate import REPEATED, word_key
from .documents import LeftOut, PassageKind
from .draft import Block, Draft
from .metadata import Metadata, are_plausible_names, is_date, split_names
from .phrases import (
    PAGE_AROUND,
    SPEAKER_NOTES,
    find_byline,
    find_field,
    is_about_heading,
    is_copyright,
    is_furniture,
    is_numbered_part,
    is_references_heading,
)
from .sentences import heading_text

_NOTHING_UNDER = "it is a heading with nothing under it"
_NO_WORDS = "there are no words in it"
_MIN_CAPTION_WORDS = 3
_MIN_FIELDS = 3  # lines "Name: value" that make a citation block without a heading
_LONGEST_WORK = 500  # code points; anything longer is a paragraph, not the citation of one work
_MIN_SENTENCE = 5  # words of a heading that is a sentence: "Late work loses 10 % a day."
_MIN_LINE = 4  # words of a heading with nothing under it that still says something
_SENTENCE_END = re.compile(r"[\w%)][.!…][\"'”’»)\]]*\Z")
_HEADING_BEGINS = re.compile(r"#{1,6}\s+")
_HEADING_ENDS = re.compile(r"\s*\n[ \t]*(?:=+|-+)\Z|\s+#+\Z")
_COPYRIGHT_YEAR = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)(?:\s+\w+){0,4}?\s*((?:1[5-9]|20)\d\d)\b", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W_]")
_WORK = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:https?:|www\.|doi\b|ibid\b|n\. ?d\.|pp?\. ?\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Blocks with their roles, the text left out, and what the document says about itself.

    Blocks and spans are in order and disjoint.
    """

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    metadata: Metadata


def clean(draft: Draft) -> Cleaned:
    """Leave out web furniture, repeated captions and empty lists; give each block its role."""
    kept, furniture = _without_furniture(draft.text, draft.blocks)
    blocks, empty = _without_empty_headings(draft.text, assign_roles(draft.text, kept))
    blocks = list(_with_quotable(draft, blocks))
    blocks, marks = _without_heading_marks(draft.text, blocks)
    metadata = _read_about(draft.text, blocks, draft.metadata)
    left_out = sorted((*draft.left_out, *furniture, *empty, *marks), key=lambda span: span.start)
    return Cleaned(tuple(blocks), tuple(left_out), metadata)


def assign_roles(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Give each block its role: running text, a work cited, or about the document itself."""
    assigned: list[Block] = []
    section: PassageKind = "text"
    for block, below in zip_longest(blocks, blocks[1:]):
        opened = _section_opened(text, block, below)
        if opened:
            section = opened
            assigned.append(replace(block, kind="heading", level=max(block.level, 1), units=()))
        elif _is_head_matter(text, block, assigned) or is_copyright(_words(text, block)):
            assigned.append(replace(block, kind="paragraph", level=0, role="about"))
        elif block.role == "about":
            assigned.append(block)
        elif block.is_heading:
            section = "text"
            assigned.append(block)
        elif section == "reference":
            assigned += _works(block)
        else:
            if block.end - block.start > _LONGEST_WORK:
                section = "text"
            assigned.append(replace(block, role=section))
    return list(_with_fields(text, assigned))


def _without_furniture(text: str, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    previous_key = ""
    for block in blocks:
        words = text[block.start : block.end]
        key = word_key(words)
        repeats = key == previous_key and len(key.split()) >= _MIN_CAPTION_WORDS
        if reason := _why_left_out(words, repeats=repeats):
            left_out.append(LeftOut(start=block.start, end=block.end, reason=reason))
        else:
            kept.append(block)
        previous_key = key
    return kept, left_out


def _why_left_out(words: str, *, repeats: bool) -> str | None:
    if not _LETTER.search(words):
        return _NO_WORDS
    if is_furniture(words):
        return PAGE_AROUND
    return REPEATED if repeats else None


def _without_empty_headings(
    text: str, blocks: Sequence[Block]
) -> tuple[list[Block], list[LeftOut]]:
    """Leave out headings of empty lists only: any other may be all that a section says."""
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        empty = block.kind == "heading" and (below is None or below.is_heading)
        if empty and is_references_heading(text[block.start : block.end]):
            left_out.append(LeftOut(start=block.start, end=block.end, reason=_NOTHING_UNDER))
        else:
            kept.append(block)
    return kept, left_out


def _with_quotable(draft: Draft, blocks: Sequence[Block]) -> Iterator[Block]:
    """Mark headings that are text as well: sentences, and those with nothing under them."""
    slides = draft.slides
    for block, below in zip_longest(blocks, blocks[1:]):
        words = heading_text(draft.text, block) if block.is_heading else ""
        count = 0 if words.isupper() and is_numbered_part(words) else len(words.split())
        is_sentence = count >= _MIN_SENTENCE and _SENTENCE_END.search(words) is not None
        if is_sentence or (count >= _MIN_LINE and _is_empty(draft.text, block, below, slides)):
            yield replace(block, quotable=True)
        else:
            yield block


def _without_heading_marks(text: str, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    """Leave out the marks of Markdown around headings that are quoted."""
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    for block in blocks:
        start, end = block.start, block.end
        if block.quotable:
            words = text[start:end]
            begins, ends = _HEADING_BEGINS.match(words), _HEADING_ENDS.search(words)
            start += begins.end() if begins else 0
            end -= len(words) - ends.start() if ends else 0
            for first, last in ((block.start, start), (end, block.end)):
                if mark := text[first:last].strip():
                    at = text.index(mark, first)
                    left_out.append(LeftOut(start=at, end=at + len(mark), reason=_NO_WORDS))
        kept.append(
            block
            if (start, end) == (block.start, block.end)
            else replace(block, start=start, end=end)
        )
    return kept, left_out


def _is_empty(text: str, heading: Block, below: Block | None, slides: Sequence[int]) -> bool:
    """Say whether nothing is under a heading, neither text nor headings of a deeper level."""
    if below is None or not below.is_heading or below.level <= heading.level:
        return below is None or below.is_heading
    alone = bisect(slides, heading.start) != bisect(slides, below.start)
    return alone or text[below.start : below.end] == SPEAKER_NOTES


def _read_about(text: str, blocks: Sequence[Block], metadata: Metadata) -> Metadata:
    """Fill gaps in the metadata from what the document says about itself."""
    about = [_words(text, block) for block in blocks if block.role == "about"]
    for words in about:
        if field := find_field(words):
            metadata = _with_field(metadata, *field)
        elif names := find_byline(words):
            metadata = metadata.filled_from(Metadata(authors=split_names(names)))
        elif is_copyright(words):
            metadata = metadata.with_field("copyright", words)
        elif is_date(words):
            metadata = metadata.with_field("published", words)
    years = (match[1] for match in map(_COPYRIGHT_YEAR.search, about) if match)
    return metadata.with_field("published", next(years, ""))


def _with_field(metadata: Metadata, name: str, value: str) -> Metadata:
    changed = metadata.with_field(name, value)
    return changed if are_plausible_names(changed.authors) else metadata


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end].strip("*_")


def _section_opened(text: str, block: Block, below: Block | None) -> PassageKind | None:
    """Return the role of the section that a block opens, if it is the heading of such a one."""
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
    """Tell whether a line under the title names the author or the date."""
    if not above or not (above[-1].kind == "title" or above[-1].role == "about"):
        return False
    words = _words(text, block)
    return bool(find_byline(words) or find_field(words) or is_date(words))


def _works(block: Block) -> Iterator[Block]:
    for start, end in block.units or ((block.start, block.end),):
        yield replace(block, start=start, end=end, units=(), role="reference")


def _with_fields(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Recognise a citation block without a heading by its lines "Name: value"."""

    def is_field(block: Block) -> bool:
        return block.role == "text" and find_field(text[block.start : block.end]) is not None

    for found, group in groupby(blocks, is_field):
        run = list(group)
        about = found and len(run) >= _MIN_FIELDS
        yield from (replace(block, role="about") for block in run) if about else run
