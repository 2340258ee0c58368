"""The characters of a page -> segments: pieces of lines, with raised letters in plain text."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from statistics import median

import pypdfium2 as pdfium

from sources.readers.raised import raised_words

from .characters import NEGATION, NO_LETTER, SPACE, Box, Glyph, font_of, read_glyphs
from .fractions import Rule, with_fractions
from .text import is_known
from .values import Omission, Segment

ASLANT = "it is set across the text of its page"
OUTSIDE = "it lies outside its page"
TWICE = "it is printed twice in the same place"

# Distances in sizes of the type.
_BACK, _GAP, _SPACE, _TWICE = 0.6, 1.0, 0.3, 0.12
_OWN_SPACE = 0.15  # where PDFium looks for none
_TIGHT = 0.02  # less is no space, whatever PDFium takes it for
_RAISED, _SMALL, _TINY = 0.6, 0.85, 0.4
_SOFT_HYPHEN = "\u00ad"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FIRST_RIGHT_TO_LEFT = "\u0590"
_MIN_SPREAD = 5  # letters in a row, each with space around it
_ALL_SPACED = bytes([True] * (_MIN_SPREAD - 1))
_WORD_GAP = 1.6  # of the gaps between such letters
_SPREAD_GAP = 4.0  # of the gaps between such letters, between their words at most
# Accents that old fonts print on a letter.
_MARKS = {
    **dict(
        zip(
            "`\u00b4\u02c6\u02dc¯\u02d8\u02d9¨\u02c7\u02da\u02dd\u00b8",
            "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u030a\u030b\u0327",
            strict=True,
        )
    ),
    NEGATION: NEGATION,
}
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


def page_segments(
    text_page: pdfium.PdfTextPage, box: Box, rules: Sequence[Rule] = ()
) -> tuple[list[Segment], list[Omission]]:
    """Return the text that runs as most of a page's does, and what is omitted.

    On a page of text that runs to the left, such as Hebrew, x grows to the left.

    Args:
        text_page: PDFium's text layer of the page.
        box: Of the page.
        rules: Horizontal lines on the page.
    """
    glyphs = list(read_glyphs(text_page, box))
    counts = Counter(glyph.turns for glyph in glyphs if glyph.turns is not None)
    main = counts.most_common(1)[0][0] if counts else 0
    straight = [glyph for glyph in glyphs if glyph.turns == main]
    if not main and rules:
        straight = with_fractions(straight, rules, run_text)
    segments: list[Segment] = []
    omissions = [Omission(words, ASLANT) for words in _slanting(glyphs, main)]
    seen: dict[str, list[Segment]] = {}
    for run, again in _runs(straight):
        # PDFium orders the lines of turned text by their place.
        segment = _segment(text_page, run, None if main else len(segments))
        reason = TWICE if _is_repeated(segment, seen) else None
        if not _is_on(box, main, segment):
            reason = OUTSIDE
        if reason:
            omissions.append(Omission(segment.text, reason))
        else:
            segments.append(segment)
            seen.setdefault(segment.text, []).append(segment)
        if again:
            omissions.append(Omission(again, TWICE))
    letters = sum(len(segment.text) for segment in segments)
    if 2 * sum(len(s.text) for s in segments if _is_right_to_left(s.text)) > letters:
        width = box[2] - box[0] if main % 2 == 0 else box[3] - box[1]
        segments = [replace(s, x0=width - s.x1, x1=width - s.x0) for s in segments]
    return segments, omissions


def _is_repeated(segment: Segment, seen: dict[str, list[Segment]]) -> bool:
    """Whether the same words are printed over others, as makeshift bold type or a shadow is."""
    return len(segment.text) > 1 and any(
        max(abs(other.x0 - segment.x0), abs(other.y - segment.y)) < _TWICE * segment.size
        for other in seen.get(segment.text, ())
    )


def _is_on(box: Box, turns: int, segment: Segment) -> bool:
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if turns % 2:
        width, height = height, width
    return segment.x1 > 0 and segment.x0 < width and 0 < segment.y < height + segment.size


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], str]]:
    """Yield the characters of each segment, and those printed twice in it."""
    run: list[Glyph] = []
    again = ""
    main = None  # the largest of the run, so that a raised number changes nothing
    for glyph in glyphs:
        if main is None:
            run, main = [glyph], glyph
            continue
        last = run[-1]
        gap = glyph.x0 - last.x1
        if (
            glyph.y == main.y
            and glyph.size == main.size
            and 0 <= gap <= _SPACE
            and (glyph.unnamed == last.unnamed)
        ):
            run.append(glyph)  # as most are
        elif _continues(last, main, glyph) or _continues_spread(run, glyph):
            if _is_again(last, glyph):
                again += glyph.text
                continue
            run.append(glyph)
            main = max(main, glyph, key=lambda g: g.size)
        else:
            yield run, again
            run, main, again = [glyph], glyph, ""
    if run:
        yield run, again


def _is_again(last: Glyph, glyph: Glyph) -> bool:
    """Whether the same letter is printed over the last one, as makeshift bold type is.

    At the very same place it is the next letter of a ligature: PDFium itself drops letters that
    are printed twice there.
    """
    apart = max(abs(last.x0 - glyph.x0), abs(last.y - glyph.y))
    return last.text == glyph.text and 0 < apart < _TWICE * glyph.size


def _continues(last: Glyph, main: Glyph, glyph: Glyph) -> bool:
    small, size = sorted((main.size, glyph.size))
    if (
        abs(glyph.y - main.y) > _RAISED * size
        or small < _TINY * size
        or glyph.unnamed != last.unnamed
    ):
        return False
    if _is_right_to_left(last.text) or _is_right_to_left(glyph.text):
        if glyph.x0 == last.x0:  # the next letter of a ligature
            return True
        after = last.x0 - glyph.x1 if glyph.x0 < last.x0 else glyph.x0 - last.x1
        return -_BACK * size <= after <= _GAP * size
    # A letter of a ligature begins where the last one does.
    back = max(_BACK * size, last.x1 - last.x0)
    return -back - _TWICE * size < glyph.x0 - last.x1 <= _GAP * size


def _continues_spread(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character continues letters that are spaced out, so that gaps are wider, too."""
    spread = run[-_MIN_SPREAD:]
    if len(spread) < _MIN_SPREAD or glyph.y != run[-1].y or glyph.size != run[-1].size:
        return False
    gaps = [following.x0 - letter.x1 for letter, following in pairwise(spread)]
    wide = min(gaps) > _TWICE * glyph.size and all(letter.text.isalpha() for letter in spread)
    return wide and 0 < glyph.x0 - run[-1].x1 <= _SPREAD_GAP * min(gaps)


def _segment(text_page: pdfium.PdfTextPage, run: Sequence[Glyph], number: int | None) -> Segment:
    size, y = _main(run)
    samples = {run[0].number, run[len(run) // 2].number, run[-1].number}
    return Segment(
        text=run_text(run),
        x0=min(glyph.x0 for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        y=y,
        size=size,
        bold=all(font_of(text_page, index)[1] for index in samples),
        number=number,
        unnamed=run[0].unnamed,
    )


def _main(run: Sequence[Glyph]) -> tuple[float, float]:
    """Return size and baseline of most characters."""
    heights = Counter((glyph.size, glyph.y) for glyph in run)
    return max(heights, key=lambda height: (heights[height], height))


def run_text(run: Sequence[Glyph]) -> str:
    """Return the characters of a segment as plain text."""
    size, y = _main(run)
    if _is_right_to_left("".join(glyph.text for glyph in run)):
        return _finished(_from_the_right(run))
    text, end = "", run[0].x0
    groups = [list(group) for _, group in groupby(run, lambda g: _height(g, size, y))]
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        height = _height(group[0], size, y)
        # PDFium sees a new line after a raised letter, and not the space.
        least = _TIGHT if group[0].spaced else _TWICE
        space = " " if group[0].x0 - end > least * size and group[0].spaced < SPACE else ""
        words = _joined(group)
        if height < 0 and following and _is_over(group, following, end):
            words = f"{words}/"
        elif height < 0:
            words = raised_words(text, words)
        text += space + words
        end = max(glyph.x1 for glyph in group)
    return _finished(text)


def _height(glyph: Glyph, size: float, y: float) -> int:
    """Return -1 for a raised letter, 1 for a lowered one, 0 for all others."""
    if glyph.size >= _SMALL * size:
        return 0
    return -1 if glyph.y < y - _TWICE * size else int(glyph.y > y + _TWICE * size)


def _finished(text: str) -> str:
    """Remove soft hyphens, which show only at a line's end, and compose accents."""
    text = text.strip()
    end = "-" if text.endswith(_SOFT_HYPHEN) else ""
    return unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, "") + end)


def _joined(run: Sequence[Glyph]) -> str:
    """Return characters side by side as text."""
    spaces = _spaces(run)
    pieces = [
        f" {glyph.text}" if spaced else glyph.text
        for glyph, spaced in zip(run, spaces, strict=True)
    ]
    text = "".join(pieces)
    if _MARKS.keys().isdisjoint(text):
        return text
    text = ""
    held = ""  # marks that follow in the text the letter which they precede in the file
    for i, (glyph, spaced) in enumerate(zip(run, spaces, strict=True)):
        text += " " * spaced
        mark = _MARKS.get(glyph.text, "")
        if mark and i + 1 < len(run) and _is_on_letter(glyph, run[i + 1]):
            held += mark
        elif mark and i and _is_on_letter(glyph, run[i - 1]):
            text = text.rstrip() + mark
        else:
            text += _DOTLESS.get(glyph.text, glyph.text) + held if held else glyph.text
            held = ""
    return text + held


def _is_on_letter(mark: Glyph, letter: Glyph) -> bool:
    """Whether an accent, or the stroke of a negated sign, is set on a letter."""
    if mark.text == NEGATION:
        return letter.x0 - _TWICE * letter.size < mark.x0 < letter.x1
    middle = (mark.x0 + mark.x1) / 2
    return letter.text.isalpha() and letter.x0 <= middle <= letter.x1


def _spaces(run: Sequence[Glyph]) -> list[bool]:
    """Return for each character whether a space precedes it."""
    ends = accumulate((glyph.x1 for glyph in run), max)
    gaps = [0.0, *(glyph.x0 - end for end, glyph in zip(ends, run[1:], strict=False))]
    spaces = [
        glyph.spaced == SPACE or gap > _least_space(glyph) * glyph.size
        for glyph, gap in zip(run, gaps, strict=True)
    ]
    if _ALL_SPACED not in bytes(spaces):
        return spaces
    start = 0
    for end in range(1, len(run) + 1):
        if end < len(run) and spaces[end] and run[end].text.isalpha():
            continue
        if end - start >= _MIN_SPREAD:
            spaces[start + 1 : end] = _spaces_in_spread(run[start:end], gaps[start + 1 : end])
        start = end
    return spaces


def _least_space(glyph: Glyph) -> float:
    if glyph.spaced:
        return _TIGHT
    return _OWN_SPACE if glyph.is_apart else _SPACE


def _spaces_in_spread(run: Sequence[Glyph], gaps: Sequence[float]) -> list[bool]:
    """Return for each letter but the first whether a space precedes it, if all are spaced out."""
    wide = _WORD_GAP * median(gaps)
    spaces = [gap > wide for gap in gaps]
    text = run[0].text + "".join(
        f" {glyph.text}" if space else glyph.text
        for glyph, space in zip(run[1:], spaces, strict=True)
    )
    words = [word for word in text.split() if len(word) > 1]
    # Letters may be the options of a list, or variables: only words are put together.
    return spaces if words and all(map(is_known, words)) else [True] * len(gaps)


def _is_over(above: Sequence[Glyph], below: Sequence[Glyph], end: float) -> bool:
    """Whether raised and lowered letters are a fraction, not both at one base.

    Args:
        above: The raised letters.
        below: What follows them.
        end: Where the letter before them ends.
    """
    overlapping = below[0].x0 < above[-1].x1 - _TWICE * below[0].size
    return overlapping and above[0].x0 - end > _TWICE * above[0].size and below[0].y > above[0].y


def _from_the_right(run: Sequence[Glyph]) -> str:
    """Return characters of a script that runs to the left, however the file orders them."""
    text, end = "", run[0].x1
    for glyph in sorted(run, key=lambda g: -g.x0):
        text += " " if end - glyph.x1 > _OWN_SPACE * glyph.size else ""
        text += glyph.text
        end = glyph.x0
    return text


def _is_right_to_left(text: str) -> bool:
    return any(
        character >= _FIRST_RIGHT_TO_LEFT and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        for character in text
    )


def _slanting(glyphs: Iterable[Glyph], main: int) -> Iterator[str]:
    for turns, group in groupby(glyphs, lambda glyph: glyph.turns):
        if turns != main:
            words = "".join(f" {g.text}" if g.spaced else g.text for g in group).strip()
            if words.strip(f"{NO_LETTER} "):
                yield words
