"""The values between a reader and the passages: what a file holds, before it is cut."""

from dataclasses import dataclass, field
from typing import Literal

from .documents import LeftOut, PageBreak, PassageKind

BlockKind = Literal["title", "heading", "paragraph", "entry"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list entry, a heading or the title; [start, end) in the draft's text.

    Attributes:
        units: Spans no sentence reaches across, in order: the lines of a stanza or a table, the
            paragraph itself elsewhere. Empty means the whole block.
        level: Of a heading, from 1; 0 elsewhere.
        follows: Belongs to the paragraph before it, and is not counted as one of its own.
        glued: Makes little sense without the next block: a lead-in, a term, a quotation.
        cut: Nothing before it may stand in one passage with it, for text in between is left out.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    units: tuple[Span, ...] = ()
    level: int = 0
    follows: bool = False
    glued: bool = False
    cut: bool = False
    role: PassageKind = "text"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself; None and () where it is silent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file: its whole text, and the blocks that stand in it.

    Attributes:
        text: As decoded, with line ends as `\\n`; nothing is taken away.
        blocks: In order and disjoint.
        marks: Spans of markup in `text`, in order and disjoint: no words.
        left_out: What the reader itself keeps out of the index.
    """

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Span, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
