"""Plain text -> draft."""

from dataclasses import replace

from ..blocks import Draft
from ..documents import LeftOut
from ..repeats import repeated, word_key
from .lines import Line, join_lines, split_lines, wrap_width
from .structure import Structure


def read_plain(text: str) -> Draft:
    """Find the blocks of a plain text by how its lines are set."""
    lines, left_out = _without_repeats(split_lines(text))
    joined = list(join_lines(text, lines, wrap_width(lines)))
    blocks = Structure(joined, text).blocks() if joined else []
    return Draft(text, tuple(blocks), left_out=tuple(left_out))


def _without_repeats(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
    # Before lines are joined: where a text begins anew, its first words may meet the end of a line.
    keys = [word_key(line.text) for line in lines]
    flags = repeated(keys, longest=10**9, total=40)
    kept: list[Line] = []
    left_out: list[LeftOut] = []
    for i, line in enumerate(lines):
        if flags[i] and i and flags[i - 1]:
            left_out[-1] = left_out[-1].model_copy(update={"end": line.end})
        elif flags[i]:
            left_out.append(LeftOut(start=line.start, end=line.end, reason="stands twice"))
        else:
            kept.append(replace(line, after_gap=line.after_gap or (i > 0 and flags[i - 1])))
    return kept, left_out
