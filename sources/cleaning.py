"""What of a draft is indexed, and as what; everything else is left out, with its reason."""

import re
from dataclasses import dataclass, replace

from .blocks import Block, Draft, Metadata
from .citations import parse_field
from .documents import LeftOut
from .repeats import word_key
from .wording import ABOUT, FIELD, FURNITURE, REFERENCES

_MAX_LINE = 300  # code points; longer blocks are no furniture, heading or field


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that are kept, what was left out, and what the document says about itself."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    metadata: Metadata


def clean(draft: Draft) -> Cleaned:
    """Leave out web furniture, repeated captions and empty headings; find the special parts."""
    sweep = _Sweep(draft)
    for block in draft.blocks:
        sweep.add(block)
    return sweep.result()


class _Sweep:
    def __init__(self, draft: Draft) -> None:
        self._text = draft.text
        self._metadata = draft.metadata
        self._kept: list[Block] = []
        self._left_out = list(draft.left_out)
        self._part: str | None = None  # inside "about" or "reference", or in none
        self._cut = False
        self._key = ""

    def add(self, block: Block) -> None:
        text = self._text[block.start : block.end]
        short = text if len(text) <= _MAX_LINE else ""
        key = word_key(short)
        if not re.search(r"\w", text):
            self._leave_out(block, "no words in it")
        elif short and FURNITURE.fullmatch(short):
            self._leave_out(block, "belongs to the web page, not to the text")
        elif key and key == self._key and key.count(" ") > 1:
            self._leave_out(block, "stands twice")
        else:
            self._keep(block, short)
        self._key = key

    def _keep(self, block: Block, short: str) -> None:
        about, references = ABOUT.fullmatch(short), REFERENCES.fullmatch(short)
        if block.kind == "title":
            pass
        elif about or references:
            self._part = "about" if about else "reference"
            block = replace(block, kind="heading", level=block.level or 1, units=())
        elif block.kind == "heading":
            self._part = None
        elif self._part == "reference":
            block = replace(block, role="reference")
        elif self._part == "about" or FIELD.fullmatch(short):
            block = replace(block, role="about")
        self._kept.append(replace(block, cut=block.cut or self._cut))
        self._cut = False

    def _leave_out(self, block: Block, reason: str) -> None:
        self._left_out.append(LeftOut(start=block.start, end=block.end, reason=reason))
        self._cut = True

    def result(self) -> Cleaned:
        blocks = self._without_empty_headings()
        fields = [b for b in blocks if b.role == "about"]
        metadata = self._metadata
        for block in fields:
            if match := FIELD.fullmatch(self._text[block.start : block.end]):
                metadata = parse_field(metadata, match["name"], match["value"])
        return Cleaned(tuple(blocks), tuple(self._left_out), metadata)

    def _without_empty_headings(self) -> list[Block]:
        blocks: list[Block] = []
        for block, below in zip(self._kept, [*self._kept[1:], None], strict=True):
            words = self._text[block.start : block.end]
            if (
                block.kind == "heading"
                and REFERENCES.fullmatch(words)
                and (below is None or below.kind == "heading")
            ):
                self._leave_out(block, "a heading with nothing under it")
            else:
                blocks.append(block)
        return self._settle_fields(blocks)

    def _settle_fields(self, blocks: list[Block]) -> list[Block]:
        settled: list[Block] = []
        i = 0
        while i < len(blocks):
            size = 0
            while i + size < len(blocks) and blocks[i + size].role == "about":
                size += 1
            under = i > 0 and ABOUT.fullmatch(self._text[blocks[i - 1].start : blocks[i - 1].end])
            role = "about" if size > 2 or under else "text"
            settled += [
                replace(b, role=role) if b.role == "about" else b
                for b in blocks[i : i + max(size, 1)]
            ]
            i += max(size, 1)
        return settled
