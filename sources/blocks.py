"""The values between a reader and the passages: what a file holds, before it is cut."""

from dataclasses import dataclass, field
from typing import Literal

from .documents import LeftOut, PageBreak, PassageKind
from .metadata import Metadata

BlockKind = Literal["title", "heading", "paragraph", "entry", "note"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph, list entry or footnote; [start, end) in the draft's text.

    Attributes:
        units: Spans that no sentence reaches across, in order: the lines of a stanza or a table.
            Empty where the block is one unit.
        lines: Offsets where the block is shown on a new line although a sentence may go on.
        level: Of a heading, from 1; 0 elsewhere.
        glued: Makes little sense without the next block: a lead-in, a term, a quotation.
        role: What passages made from it are.
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
        """Names what follows, and is no passage itself."""
        return self.kind in {"title", "heading"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file: its whole text, and the blocks that stand in it.

    Attributes:
        text: As decoded, with a line feed at each line end; nothing is taken away.
        blocks: In order and disjoint.
        left_out: What the reader itself keeps out of the index. Every character that is not
            white space lies in a block or in one of these.
        problems: One sentence for each thing that was not understood; the file is served.
    """

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    problems: tuple[str, ...] = ()
