"""Plain text -> draft, by how its lines are set."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sources.boilerplate import REPEATED, repeated, word_key
from sources.documents import LeftOut
from sources.draft import Block, Draft
from sources.limits import Limits
from sources.phrases import PAGE_AROUND, is_furniture

from .decoding import decode_within
from .lines import LONG, Line, split_lines
from .outline import Outline
from .wrapping import join_lines

_LEAD_IN = 240  # code points; what is longer makes sense without the next paragraph


def read_plain(raw: bytes, limits: Limits) -> Draft:
    """Find the blocks of a plain text.

    Raises:
        UnreadableFileError: If the bytes are no text, or too many.
    """
    return plain_draft(decode_within(raw, limits))


def plain_draft(text: str) -> Draft:
    """Find the blocks of a text that has no marks but its line ends and blank lines."""
    lines, repeats = _without_repeats(split_lines(text))
    lines, furniture = _without_furniture(join_lines(text, lines))
    return Draft(text, tuple(_blocks(lines, Outline(text, lines))), (*repeats, *furniture))


def _without_repeats(lines: Sequence[Line]) -> tuple[list[Line], list[LeftOut]]:
    # Before lines are joined: where a text begins anew, its first words meet the end of a line.
    flags = repeated([word_key(line.text) for line in lines])
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
    # Before titles and headings are looked for: those are seen by what stands around them.
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
            kind = outline.kinds[i]
            glued = _is_glued(lines, outline, i)
            yield Block(start, end, kind, level=int(kind == "heading"), glued=glued)
        i += size


def _stanza(lines: Sequence[Line], outline: Outline, first: int) -> int:
    """How many short lines from the first one on stand together, without a blank line."""
    last = first
    while last < len(lines) and (last == first or not lines[last].gap):
        line = lines[last]
        marked = line.is_entry or line.is_term or line.is_set_phrase or line.is_rule
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
