"""Read plain text: its structure is in the layout of its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sources.boilerplate import REPEATED, repeated, word_key
from sources.documents import LeftOut
from sources.draft import Block, BlockKind, Draft
from sources.gutenberg import WRAPPER, find_book
from sources.limits import Limits
from sources.metadata import Metadata
from sources.phrases import PAGE_AROUND, is_furniture

from .captions import captions_draft, find_cues, find_stamps
from .decoding import read_text
from .edits import apply_edits
from .plain_lines import LONG, Line, join_lines, split_lines
from .plain_outline import Outline
from .plain_pages import Pages, find_pages

_LEAD_IN = 240  # code points; anything longer makes sense without the next paragraph


def read_plain(raw: bytes, limits: Limits) -> Draft:
    """Find the blocks of a plain text.

    Raises:
        UnreadableFileError: If the bytes are not text, or there are too many.
    """
    decoded = read_text(raw, limits)
    return replace(_read(decoded.text), problems=decoded.doubts)


def _read(text: str) -> Draft:
    if cues := find_cues(text):
        return captions_draft(Draft(text, ()), cues)
    if turns := find_stamps(text):
        above = _with_title(plain_draft(text[: turns[0].stamp]))
        return captions_draft(replace(above, text=text), turns)
    return plain_draft(text)


def _with_title(above: Draft) -> Draft:
    """Make a short line the title, if it is all there is above the first turn."""
    if len(above.blocks) != 1 or above.blocks[0].units:
        return above
    (line,) = above.blocks
    short = line.end - line.start <= LONG and not above.text.endswith((".", ","))
    return replace(above, blocks=(replace(line, kind="title", level=0),)) if short else above


def plain_draft(text: str) -> Draft:
    """Find the blocks of a text whose only structure is line ends, blank lines and page ends."""
    lines, wrapper, metadata = _without_wrapper(text, split_lines(text))
    pages = find_pages(text, lines)
    lines, repeats = _without_repeats(pages.lines)
    lines, furniture = _without_furniture(join_lines(text, lines))
    blocks = tuple(_blocks(lines, Outline(text, lines)))
    left_out = [*wrapper, *repeats, *furniture]
    draft = Draft(
        text,
        blocks,
        tuple(sorted(left_out, key=lambda span: span.start)),
        pages.breaks,
        _titled(metadata, pages, blocks),
    )
    return apply_edits(draft, pages.edits)


def _without_wrapper(
    text: str, lines: Sequence[Line]
) -> tuple[list[Line], list[LeftOut], Metadata]:
    book = find_book(text)
    if book is None:
        return list(lines), [], Metadata()
    inside = [line for line in lines if book.start <= line.start < book.end]
    above = [line for line in lines if line.start < book.start]
    below = [line for line in lines if line.start >= book.end]
    spans = [LeftOut(start=x[0].start, end=x[-1].end, reason=WRAPPER) for x in (above, below) if x]
    inside[:1] = [replace(line, gap=True) for line in inside[:1]]
    return inside, spans, book.metadata


def _titled(metadata: Metadata, pages: Pages, blocks: Sequence[Block]) -> Metadata:
    """Take the running head as the title where no line is one."""
    if metadata.title or any(block.kind == "title" for block in blocks):
        return metadata
    return metadata.model_copy(update={"title": pages.head})


def _without_repeats(lines: Sequence[Line]) -> tuple[list[Line], list[LeftOut]]:
    # Before lines are joined: where a text begins again, its first words are at the end of a line.
    # Equal rows may belong to different tables.
    flags = repeated(["" if line.is_row else word_key(line.text) for line in lines])
    kept: list[Line] = []
    left_out: list[LeftOut] = []
    for i, line in enumerate(lines):
        after = i > 0 and flags[i - 1]
        if not flags[i]:
            kept.append(replace(line, gap=line.gap or after))
        elif after:
            left_out[-1] = left_out[-1].model_copy(update={"end": line.end})
        else:
            left_out.append(LeftOut(start=line.start, end=line.end, reason=REPEATED))
    return kept, left_out


def _without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[LeftOut]]:
    # Before titles and headings are looked for: their neighbors identify them.
    kept: list[Line] = []
    left_out: list[LeftOut] = []
    after = False
    for line in lines:
        if is_furniture(line.text, after_furniture=after):
            left_out.append(LeftOut(start=line.start, end=line.end, reason=PAGE_AROUND))
            after = True
        else:
            kept.append(replace(line, gap=line.gap or after))
            after = False
    return kept, left_out


def _blocks(lines: Sequence[Line], outline: Outline) -> Iterator[Block]:
    i = 0
    while i < len(lines):
        size = _stanza(lines, outline, i)
        start, end = lines[i].start, lines[i + size - 1].end
        if size > 1:
            yield Block(start, end, units=tuple((x.start, x.end) for x in lines[i : i + size]))
        else:
            kind: BlockKind = "note" if lines[i].is_note else outline.kinds[i]
            glued = _is_glued(lines, outline, i)
            yield Block(start, end, kind, level=int(kind == "heading"), glued=glued)
        i += size


def _stanza(lines: Sequence[Line], outline: Outline, first: int) -> int:
    """Count the short lines from the first one on that no blank line parts."""
    last = first
    while last < len(lines) and (last == first or not lines[last].gap):
        line = lines[last]
        marked = line.is_entry or line.is_term or line.is_set_phrase or line.is_rule or line.is_note
        long = len(line.text) >= LONG or line.joined > 1
        named = outline.kinds[last] != "paragraph" or outline.is_attribution(last)
        if marked or long or named:
            break
        last += 1
    return max(last - first, 1)


def _is_glued(lines: Sequence[Line], outline: Outline, i: int) -> bool:
    line = lines[i]
    if outline.is_attribution(i + 1):
        return True
    if line.is_term and i + 1 < len(lines) and lines[i + 1].is_term:
        return True
    return line.text.endswith((":", "?")) and len(line.text) <= _LEAD_IN
