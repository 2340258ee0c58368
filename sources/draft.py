"""What a reader makes of a file before it is split: its whole text and its blocks."""

from dataclasses import dataclass, field
from typing import Literal

from .documents import LeftOut, PageBreak, PassageKind
from .metadata import Metadata

BlockKind = Literal["title", "heading", "paragraph", "entry", "note"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph, list entry or footnote: [start, end) in the draft's text.

    Attributes:
        units: Spans that no sentence crosses, in order: the lines of a stanza or the rows of a
            table. Empty if the whole block is one unit.
        lines: Offsets at which to start a new line on display, even in mid-sentence.
        level: Level of a heading, from 1; 0 for anything else.
        glued: Makes little sense without the next block: a lead-in, a term, a quotation.
        role: Kind of the passages made from this block.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    units: tuple[Span, ...] = ()
    lines: tuple[int, ...] = ()
    level: int = 0
    glued: bool = False
    role: PassageKind = "text"

    @property
    def is_heading(self) -> bool:
        """Names the blocks below it, and becomes no passage itself."""
        return self.kind in {"title", "heading"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's whole text, and the blocks in it.

    Attributes:
        text: As decoded, with a line feed at each line end; nothing is dropped.
        blocks: In order and disjoint.
        left_out: Text that the reader itself excludes from the index. Every character that is
            not white space is in a block or in one of these.
        problems: One sentence for each part that could not be read; the rest is served.
    """

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    problems: tuple[str, ...] = ()
