"""What a reader makes of a file before it is split: its whole text and its blocks."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .documents import LeftOut, PageBreak, PassageKind
from .metadata import Metadata

# Noncharacters, which no text contains; they only surround marks until the draft is complete.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}(\\[[^{_OPEN}{_CLOSE}]*\\]){_CLOSE}")
# Descriptions that a program wrote, and names of files.
_NO_DESCRIPTION = re.compile(
    r"automatically generated|\A(?:image|picture|grafik|bild|img)[ _-]?\d*\Z|\.\w{3,4}\Z",
    re.IGNORECASE,
)

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
        number: Length of the number that a program sets before the words, such as "2.1. ".
        quotable: It is a heading that also is text: a sentence, or all that its section says.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    units: tuple[Span, ...] = ()
    lines: tuple[int, ...] = ()
    level: int = 0
    glued: bool = False
    role: PassageKind = "text"
    number: int = 0
    quotable: bool = False

    @property
    def is_heading(self) -> bool:
        """Names the blocks below it; it becomes no passage itself unless it is quotable."""
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
        marks: Spans that are not in the file: what an editor writes where something cannot be
            shown, such as "[formula]". `settle_marks` finds them.
        withheld: Text that one of the problems reports and that must not be stored: hidden words,
            comments, deleted text; and markup. It is only compared with the file's own text.
        is_deck: Each page is a slide, whatever it is cited as.
    """

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    problems: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    marks: tuple[Span, ...] = ()
    is_deck: bool = False

    @property
    def slides(self) -> tuple[int, ...]:
        """Where each slide begins, in order."""
        return tuple(p.start for p in self.pages if self.is_deck or p.kind == "slide")


def mark(words: str) -> str:
    """Return an editorial mark to insert into a reader's text, such as "[formula]".

    It may pass through any number of functions that treat it as ordinary characters.
    """
    words = re.sub(f"[{_OPEN}{_CLOSE}]", "", words)
    return f"{_OPEN}[{words}]{_CLOSE}"


def image_mark(alternative: str) -> str:
    """Return the mark for a picture in a sentence, with the text that describes it, if any."""
    words = " ".join(alternative.split())
    return mark(f"image: {words}" if words and not _NO_DESCRIPTION.search(words) else "image")


def settle_marks(draft: Draft) -> Draft:
    """Turn what `mark` returned into plain text, and note its spans in `Draft.marks`."""
    found = list(_MARK.finditer(draft.text))
    if not found:
        return draft
    removed = [at for match in found for at in (match.start(), match.end() - 1)]

    def moved(offset: int) -> int:
        return offset - bisect_left(removed, offset)

    def span(start_end: Span) -> Span:
        return moved(start_end[0]), moved(start_end[1])

    def block(old: Block) -> Block:
        start, end = span((old.start, old.end))
        units, lines = tuple(map(span, old.units)), tuple(map(moved, old.lines))
        return replace(old, start=start, end=end, units=units, lines=lines)

    return replace(
        draft,
        text=_MARK.sub(r"\1", draft.text),
        blocks=tuple(map(block, draft.blocks)),
        left_out=tuple(
            left.model_copy(update={"start": moved(left.start), "end": moved(left.end)})
            for left in draft.left_out
        ),
        pages=tuple(page.model_copy(update={"start": moved(page.start)}) for page in draft.pages),
        marks=tuple(span((match.start(), match.end())) for match in found),
    )


def without_marks(text: str, marks: Sequence[Span]) -> str:
    """Return a text without the spans of its editorial marks."""
    ends = [0, *(end for _, end in marks)]
    starts = [*(start for start, _ in marks), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
