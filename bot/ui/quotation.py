"""Text -> Discord's Markdown that shows exactly this text.

Discord shows a backslash and the punctuation mark behind it as that mark alone, everywhere but
in code and in links. So each mark that could begin a construct gets one, and nothing else does:
notifications and screen readers may show the backslashes.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, takewhile
from urllib.parse import quote as percent_encoded

from index import Hit, Quote
from sources import Citation, Passage, citation_line

from .screen import LINE, text_height

# Emphasis, code, strikethrough, spoilers, links, mentions, times and custom emoji; and the colon
# that makes https://... a link, or the one that begins :smile:.
_SPECIAL = re.compile(r"[\\*_~|`<\[\]@]|:(?=//|[\w+-]+:)")
# Headings, small print, quotations and lists, numbered ones too: Discord renumbers them.
_AT_LINE_START = re.compile(r"^(?:[0-9]+(?=[.)])|(?=[-#>+=]))", re.MULTILINE)
_JOINERS = "\u200c\u200d"  # they shape Persian and Indian words and emoji, and Discord keeps them
_GONE = "\N{REPLACEMENT CHARACTER}"


def escape(text: str) -> str:
    """Discord's Markdown for a text, shown as it stands, line by line."""
    return _AT_LINE_START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text))


def showable(text: str) -> str:
    """The text as Discord can show it; unequal to `text` if it cannot show all of it.

    Discord drops or cannot carry control characters, lone surrogates and characters without an
    agreed shape; they become the replacement character. Invisible ones are left out, for among
    them are those that turn the reading order of what follows.
    """
    if all(line.isprintable() for line in text.split("\n")):
        return text
    return "".join(map(_showable_character, text))


def clip(text: str, limit: int) -> str:
    """The text on one line, showable, and cut to `limit` characters with an ellipsis."""
    line = showable(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _showable_character(character: str) -> str:
    if character.isprintable() or character == "\n" or character in _JOINERS:
        return character
    return "" if unicodedata.category(character) == "Cf" else _GONE


LEAST_ROOM = 2400
"""What a passage needs at the least: its longest citations, and some of its words."""

_CITATION_CHARS = 300
_MOST_REPEATS = 1  # room for an answer is worth more than further places of the same
_NOT_EXACT = "-# Discord can't show some of its characters: the file below has all of them."
_PINNED = "-# Pinned by a moderator\n"
_OPENING, _CLOSING = '“"«„「', '”"»“」'
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_INK, _SPACE, _LINE_END = re.compile(r"\S"), re.compile(r"\s+"), re.compile(r"\n")
_LINKABLE_URL = re.compile(r"https?://.{1,500}")
_UNLINKABLE = re.compile(r"[\[\]]|://")  # Discord draws no link around these


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage as Discord shows it, or a part of it.

    Attributes:
        block: The part as a block quote, in Markdown.
        source: Its citation and, if there is a file, what for; in Markdown.
        exact: The passage's text as UTF-8 where Discord cannot show all of it, else None.
        part: From 1.
        parts: In how many parts the passage is shown.
        span: Where the sentences that `sentences` shows are in the passage's text, as [start, end).
    """

    block: str
    source: str
    exact: bytes | None = None
    part: int = 1
    parts: int = 1
    span: tuple[int, int] = (0, 0)

    def __len__(self) -> int:
        """Characters, as Discord counts them."""
        return len(self.block) + len(self.source)

    @property
    def place(self) -> str:
        """The words "part 2 of 3"; "" if the passage is shown whole."""
        return f"part {self.part} of {self.parts}" if self.parts > 1 else ""


def quotation(hit: Hit, quote: Quote, room: int, height: int, part: int | None = None) -> Quotation:
    """A passage and its citation, or as much of it as a phone shows at once.

    Args:
        hit: The passage.
        quote: The part of it that answers, which is shown in bold.
        room: In characters; `LEAST_ROOM` or more.
        height: In pixels; little of it still shows some lines.
        part: From 1; the nearest one if there is none of this number. None for the one in which
            the quote begins.
    """
    passage = hit.passage
    places = (quote.citation, *hit.repeats[:_MOST_REPEATS])
    pinned = _PINNED if hit.pinned else ""
    source = f"{pinned}-# " + "\n-# Also in ".join(map(cited, places))
    shown = passage.displayed()
    is_exact = showable(shown) == shown
    if not is_exact:
        source = f"{source}\n{_NOT_EXACT}"
    room, height = room - len(source), max(height - text_height(source), _LEAST_LINES * LINE)
    bold = _answering(passage, quote.start, quote.end)

    def block_of(first: int, last: int) -> str:
        return _block_quote(shown[first:last].rstrip(), bold[0] - first, bold[1] - first)

    def fits(first: int, last: int) -> bool:
        block = block_of(first, last)
        return len(block) <= room and text_height(block) <= height

    parts = list(_parts(passage, fits))
    home = next((n for n, (_, last) in enumerate(parts, start=1) if bold[0] < last), 1)
    part = home if part is None else min(max(part, 1), len(parts))
    exact = None if is_exact else passage.text.encode("utf-8", "surrogatepass")
    return Quotation(block_of(*parts[part - 1]), source, exact, part, len(parts))


def _parts(passage: Passage, fits: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Cut what is displayed of a passage where lines and sentences begin, else at words."""
    shown = passage.displayed()
    lines = (match.end() for match in _LINE_END.finditer(shown))
    kinds = (
        sorted({*lines, *_sentence_starts(passage, shown)}),
        [match.end() for match in _SPACE.finditer(shown)],
        range(1, len(shown)),
    )
    first = 0
    while first < len(shown) and not fits(first, len(shown)):
        last = first + 1
        for cuts in kinds:
            after = cuts[bisect_right(cuts, first) :]
            if fitting := [*takewhile(partial(fits, first), after)]:
                last = fitting[-1]
                break
        yield first, last
        first = last
    yield first, len(shown)


def _sentence_starts(passage: Passage, shown: str) -> Iterator[int]:
    """Yield where sentences begin in what is displayed of a passage."""
    if not passage.sentences:  # they are not stored with what was quoted
        yield from (match.end() for match in _SENTENCE_END.finditer(shown))
    ink = [match.start() for match in _INK.finditer(shown)]
    for start, _ in passage.sentences:
        number = len(_INK.findall(passage.displayed(0, start)))
        yield from ink[number : number + 1]


_MOST_SENTENCES = 2
_SHORTENED = "-# Shortened: *More* shows it whole."
_UNSHOWABLE = "-# Discord can't show some of its characters: *More* has all of them."
_BRIEF_CHARS = 50  # of a title or section
_BRIEFEST_CHARS = 30
_MANY = 3  # answers that share a screen
_LEAST_LINES, _LEAST_OF_MANY, _MOST_LINES = 3, 2, 11  # of a phone


def sentences(  # noqa: PLR0913  # what is quoted, and how
    passage: Passage,
    quote: Quote,
    height: int,
    *,
    closest: bool = False,
    pinned: bool = False,
    shared: int = 1,
) -> Quotation:
    """The sentence or two of a passage that answer, in quotation marks, with their citation.

    Args:
        passage: As it is shown.
        quote: The part of it that answers.
        height: In pixels of a phone's screen; little of it still shows the beginning.
        closest: Whether to show its closest sentence only.
        pinned: Whether a moderator chose the passage.
        shared: How many answers share the screen: of two, citations have title, section and place;
            of more, a short title and the place.
    """
    # What is introduced by a colon is worth more than its introduction.
    main = quote.closest if quote.closest and not quote.closest.text.endswith(":") else None
    if main and passage.kind == "text" and (closest or _is_wide(passage, quote)):
        quote = main

    def source(one: Quote) -> str:
        return f"{_PINNED if pinned else ''}-# {cited(_brief(one.citation, shared))}"

    least = _LEAST_LINES if shared < _MANY else _LEAST_OF_MANY
    for one in filter(None, (quote, quote.closest)):
        if fitting := _fitting(passage, one, height, source(one), least):
            return fitting
    shortened = source(quote) if shared > 1 else f"{source(quote)}\n{_SHORTENED}"
    shown = passage.displayed(quote.start, quote.end).strip()
    block = _first_lines(shown, _room(shortened, height, least))
    return Quotation(block, shortened, span=(quote.start, quote.end))


def _fitting(
    passage: Passage, quote: Quote, height: int, source: str, least: int
) -> Quotation | None:
    """Return all of a quote; None if it is too long, or ends inside a sentence."""
    shown = passage.displayed(quote.start, quote.end).strip()
    if showable(shown) != shown:
        source = f"{source}\n{_UNSHOWABLE}"
    block = _block_quote(marked(shown), 0, 0)
    is_long = text_height(block) > _room(source, height, least) or _is_cut(passage, quote)
    return None if is_long else Quotation(block, source, span=(quote.start, quote.end))


def _room(source: str, height: int, least: int) -> int:
    """Return the height that is left for a quote above its source."""
    lines = (height - text_height(source)) // LINE
    return min(max(lines, least), _MOST_LINES) * LINE


def _first_lines(shown: str, height: int) -> str:
    """Return the beginning of a text, in quotation marks, in a block quote of this height."""
    block = _block_quote(f"{marked(shown)} …", 0, 0)
    while text_height(block) > height and shown:
        shown = shown[: len(shown) * height // text_height(block) - 1].rpartition(" ")[0].rstrip()
        block = _block_quote(f"{marked(shown)} …", 0, 0)
    return block


def _brief(citation: Citation, shared: int) -> Citation:
    """Return a citation that is short on a phone; its place in the source stays whole.

    The words quoted are all that is shown, so the pages around them are not cited.
    """
    alone, section = shared == 1, citation.section if shared < _MANY else None
    return replace(
        citation,
        title=clip(citation.title, _BRIEF_CHARS if shared < _MANY else _BRIEFEST_CHARS),
        section=section and clip(section, _BRIEF_CHARS),
        authors=tuple(clip(name, _BRIEF_CHARS) for name in citation.authors) if alone else (),
        published=citation.published if alone else None,
        publisher=None,
        passage_pages=None,
    )


def _is_wide(passage: Passage, quote: Quote) -> bool:
    """Return whether a quote has many sentences, or a heading between them."""
    inside = [(a, b) for a, b in passage.sentences if quote.start <= a and b <= quote.end]
    gaps = (passage.text[a:b] for (_, a), (b, _) in pairwise(inside))
    return len(inside) > _MOST_SENTENCES or any(gap.strip() for gap in gaps)


def _is_cut(passage: Passage, quote: Quote) -> bool:
    """Return whether a quote ends inside a sentence."""
    return any(a < quote.end < b for a, b in passage.sentences)


def marked(shown: str) -> str:
    """Put a text in quotation marks, unless it has its own around it."""
    own = shown[:1] in _OPENING and shown[-1:] in _CLOSING
    return shown if own else f"“{shown}”"


def cited(citation: Citation) -> str:
    """A citation on one line of Markdown, its title a link where the document has an address."""
    line = clip(citation_line(citation), _CITATION_CHARS)
    title = clip(citation.title, _CITATION_CHARS)
    url = percent_encoded(citation.url or "", safe=":/?#@!$&+,;=%~", errors="replace")
    there = title and title in line  # a title may have nothing to show
    if not there or not _LINKABLE_URL.fullmatch(url) or _UNLINKABLE.search(title):
        return escape(line)
    before, _, after = line.partition(title)
    return f"{escape(before)}[{escape(title)}]({url}){escape(after)}"


def excerpt(passage: Passage, start: int, end: int, room: int) -> str:
    """A passage as a block quote with [start, end) of its text in bold, if there is room."""
    shown = passage.displayed()
    block = _block_quote(shown, *_answering(passage, start, end))
    return block if len(block) <= room else _beginning(shown, room)


def _beginning(text: str, room: int) -> str:
    """As much of a text as fits into a block quote of `room` characters."""
    while len(block := _block_quote(text, 0, 0)) > room:
        text = text[: len(text) * room // len(block)].rstrip()
    return block


def _answering(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The span [start, end) of a passage in what is displayed of it."""
    ink = [match.start() for match in _INK.finditer(passage.displayed())]
    before = len(_INK.findall(passage.displayed(0, start)))
    inside = len(_INK.findall(passage.displayed(start, end)))
    return (ink[before], ink[before + inside - 1] + 1) if inside else (0, 0)


def _block_quote(shown: str, start: int, end: int) -> str:
    """A block quote of the lines of `shown`, with [start, end) in bold."""
    lines = []
    for line in shown.split("\n"):
        first, last = max(start, 0), max(end, 0)
        parts = line[:first], line[first:last], line[last:]
        before, bold, after = (escape(showable(part)) for part in parts)
        stars = "**" if bold.strip() else ""
        lines.append(f"> {before}{stars}{bold}{stars}{after}")
        start, end = start - len(line) - 1, end - len(line) - 1
    return "\n".join(lines)
