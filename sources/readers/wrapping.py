"""Which lines of a plain text are one paragraph that was wrapped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles

from .lines import Line

_MIN_WIDTH, _MAX_WIDTH = 40, 160  # columns; below is verse, above are whole paragraphs
_FULL = 0.85  # of the width: lines set in a proportional font are not equally long
_FULL_SENTENCE = 0.93  # a line that ends a sentence may end its paragraph as well
_MIN_LINES = 3
_LONGEST_WORD = 15


def join_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join the lines that one paragraph, list entry or title was wrapped into."""
    labels = Counter(line.label for line in lines if line.label)
    width = _wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        new = line.gap or _stands_alone(line) or (line.label and labels[line.label] > 1)
        if groups and not new and _goes_on(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    if _is_title_of_two(groups):
        groups[:2] = [groups[0] + groups[1]]
    return [_joined(text, group) for group in groups]


def _joined(text: str, group: Sequence[Line]) -> Line:
    start, end = group[0].start, group[-1].end
    return replace(group[0], end=end, text=text[start:end], joined=len(group))


def _stands_alone(line: Line) -> bool:
    marked = line.is_entry or line.is_term or line.is_row
    return marked or line.is_rule or line.is_set_phrase


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped, in columns; None if it was not.

    Wrapped prose fills its lines whatever the sentence: most lines are so long that the next
    word had no room, most of them end in the middle of a sentence, and the next ones go on with
    a small letter. Lines of verse begin with capitals, rows of a table are not full.
    """
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not (following.gap or _stands_alone(following) or _stands_alone(line))
    ]
    if len(pairs) < _MIN_LINES:
        return None
    width = round(quantiles([len(line.text) for line, _ in pairs], n=10)[-1])
    full = [pair for pair in pairs if _is_full(*pair, _FULL * width)]
    broken = [following for line, following in full if not line.is_ended]
    small = sum(following.is_lower for following in broken)
    fits = _MIN_WIDTH <= width <= _MAX_WIDTH
    # By length: a few short lines among them are headings, greetings or a table.
    mostly = 2 * sum(len(a.text) for a, _ in full) >= sum(len(a.text) for a, _ in pairs)
    most = mostly and 2 * len(broken) >= len(full) > 0
    # Nouns and names have capitals too, in German many of them.
    return width if fits and most and 5 * small >= 2 * len(broken) else None


def _is_full(line: Line, following: Line, columns: float) -> bool:
    word = following.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + min(len(word), _LONGEST_WORD) > columns


def _goes_on(group: Sequence[Line], following: Line, width: int | None) -> bool:
    opening, line = group[0], group[-1]
    if _stands_alone(line) and not line.is_entry:
        return False
    if opening.is_entry and following.indent > opening.indent:
        return True
    if width is None or (following.indent > line.indent + 1 and not opening.is_entry):
        return False
    if following.is_lower and not line.is_ended:
        return True
    return _is_full(line, following, width * (_FULL_SENTENCE if line.is_ended else _FULL))


def _is_title_of_two(groups: Sequence[Sequence[Line]]) -> bool:
    """Whether the second line, by its small letter, goes on with a title in the first."""
    if len(groups) < _MIN_LINES or any(len(group) > 1 for group in groups[:2]):
        return False
    (line,), (following,), (below, *more) = groups[:3]
    halves = not (line.is_lower or line.is_ended or line.is_prose or following.is_prose)
    apart = below.gap or below.is_prose or bool(more)
    return halves and following.is_lower and not following.gap and apart
