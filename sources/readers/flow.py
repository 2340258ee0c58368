"""The paragraphs and tables of a text document, before they are written as a draft.

What Word and OpenDocument have in common: headings that only look like headings are found here.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from .tables import Cell, spread_rows
from .web.blocks import write_markup
from .writer import DraftWriter

_MOST_WORDS = 14  # of a heading that only looks like one
_MOST_CHARS = 100
_MOST_STACKED = 3  # such headings in a row; more are a list
_LARGER = 1.1  # times the size of the text
_MOST_ALIKE = 2  # of one wording; more are speakers or a refrain
_ENDED = re.compile(r"[.,;!…][\"'”’»)\]]*\Z")
_NAME = re.compile(
    r"(?:[A-Z]\.\s?|[^\W\d_a-z][\w'’-]+\s+){1,3}(?:(?:van|von|de|di|da|del|der|la|bin)\s+){0,2}[^\W\d_a-z][\w'’-]+"
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;&\n]|\band\b)\s*")
_WORDS = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_LAST_LEVEL = 6
_LONGEST_CELL = 400  # code points; a table with longer cells only places text on the page
_TERM = re.compile(r"definition\s*term|list\s*heading", re.IGNORECASE)
_HEAD = 8  # paragraphs in which the title stands


@dataclass(frozen=True, slots=True)
class Look:
    """How most of a paragraph looks.

    Attributes:
        size: Of the letters, in points; 0 if unknown.
        strong: All of it is bold or underlined.
        centred: It is set in the middle of the line.
    """

    size: float = 0
    strong: bool = False
    centred: bool = False


def is_term_style(name: str) -> bool:
    """Tell whether a style, by its name, is that of terms whose definitions follow them."""
    return _TERM.fullmatch(name.replace("_20_", " ").strip()) is not None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        words: Its text; a line feed is a line end on the page.
        number: What the program sets before the words, with the space after it.
        level: Of a heading, 0 for a title; None for anything else.
        listed: It is an entry of a list.
        note: It belongs to a footnote or an endnote.
        term: It names what the next paragraph defines.
    """

    words: str
    number: str = ""
    level: int | None = None
    listed: bool = False
    note: bool = False
    term: bool = False
    look: Look = field(default_factory=Look)

    @property
    def text(self) -> str:
        """Number and words."""
        return f"{self.number}{self.words}"


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, row by row."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that is a part of the document."""

    root: etree._Element


Item = Paragraph | Table | Markup


def table_items(rows: Sequence[Sequence[tuple[Cell, Sequence[Item]]]]) -> Iterator[Item]:
    """Yield a table, or the content of its cells if it only places them on the page.

    Args:
        rows: The cells of each row, which need no words, and what is in them.
    """
    contents = [items for row in rows for _, items in row if items]
    if len(contents) <= 1 or any(map(_is_layout, contents)):
        for items in contents:
            yield from items
        return
    spread = ([replace(cell, words=_cell_words(items)) for cell, items in row] for row in rows)
    yield Table(tuple(spread_rows(spread)))
    for items in contents:
        yield from filter(_is_note, items)


def _is_layout(items: Sequence[Item]) -> bool:
    """Say whether a cell holds more than a few words, so that the table only places it."""
    length = 0
    for item in items:
        if not isinstance(item, Paragraph) or item.level is not None:
            return True
        length += 0 if item.note else len(item.words)
    return length > _LONGEST_CELL


def _cell_words(items: Sequence[Item]) -> str:
    return " ".join(i.text for i in items if isinstance(i, Paragraph) and not i.note)


def _is_note(item: Item) -> bool:
    return isinstance(item, Paragraph) and item.note


def with_images(words: Sequence[str], images: Collection[int]) -> str:
    """Join pieces of a paragraph; of its pictures, only those in a sentence leave their marks.

    Args:
        words: Pieces of text.
        images: The places of marks for pictures among them.
    """
    kept = list(words)
    for place in sorted(images):
        before = "".join(kept[:place]).strip()
        after = any(
            p.strip() for i, p in enumerate(kept[place + 1 :], place + 1) if i not in images
        )
        if not before or (_SENTENCE_END.search(before) and not after):
            kept[place] = ""
    return "".join(kept).strip()


def write_flow(items: Sequence[Item], writer: DraftWriter) -> tuple[str, ...]:
    """Write all items; paragraphs that look like headings become headings.

    Returns:
        The names that are set under the title like the title; empty if there are none.
    """
    flow = list(_with_one_title(_with_headings(items)))
    place, names = _find_names(flow)
    for i, item in enumerate(flow):
        if isinstance(item, Table):
            writer.rows(item.rows)
        elif isinstance(item, Markup):
            write_markup(item.root, writer)
        elif i == place:
            writer.about(item.text)
        else:
            _write_paragraph(item, writer)
    return names


def _write_paragraph(paragraph: Paragraph, writer: DraftWriter) -> None:
    if paragraph.note:
        writer.note(paragraph.words, number=paragraph.number)
    elif paragraph.level == 0:
        writer.title(paragraph.text)
    elif paragraph.level:
        writer.heading(paragraph.words, paragraph.level, number=paragraph.number)
    elif paragraph.listed:
        writer.entry(paragraph.words, number=paragraph.number)
    else:
        writer.paragraph(paragraph.text, glued=paragraph.term)


def _with_one_title(items: Sequence[Item]) -> Iterator[Item]:
    """Join the paragraphs of a title that is set in several."""
    lines: list[Paragraph] = []
    for i, item in enumerate(items):
        if isinstance(item, Paragraph) and item.level == 0:
            lines.append(item)
            following = items[i + 1] if i + 1 < len(items) else None
            if not (isinstance(following, Paragraph) and following.level == 0):
                yield replace(lines[0], words=" ".join(line.text for line in lines), number="")
                lines.clear()
        else:
            yield item


def _find_names(items: Sequence[Item]) -> tuple[int, tuple[str, ...]]:
    """Return the place of the line under the title that has nothing but names, and the names.

    The line is centred as the title is. Without one, the place is -1.
    """
    for i, (title, line) in enumerate(pairwise(items)):
        if not (isinstance(title, Paragraph) and title.level == 0):
            continue
        if isinstance(line, Paragraph) and line.level is None and line.look.centred:
            names = tuple(filter(None, _BETWEEN_NAMES.split(line.words.strip())))
            if title.look.centred and names and all(map(_NAME.fullmatch, names)):
                return i + 1, names
        break
    return -1, ()


def _with_headings(items: Sequence[Item]) -> list[Item]:
    """Give a level to each paragraph that is a title or a heading by its look alone."""
    body = _body_look(items)
    found = _find_headings(items, body)
    title = _find_title(items, body)
    ranks = _ranks(item.look for i, item in found.items() if i != title)
    kept: list[Item] = []
    above = 0  # the level of the last heading that is set as one
    for i, item in enumerate(items):
        if isinstance(item, Paragraph) and item.level:
            above = item.level
        if isinstance(item, Paragraph) and i == title:
            kept.append(replace(item, level=0))
        elif i in found:
            level = above + 1 if above else ranks[found[i].look]
            kept.append(replace(found[i], level=min(level, _LAST_LEVEL)))
        else:
            kept.append(item)
    return kept


def _body_look(items: Sequence[Item]) -> Look:
    """How most of the text looks."""
    looks: Counter[Look] = Counter()
    for item in items:
        if isinstance(item, Paragraph) and item.level is None:
            looks[item.look] += len(item.words)
    return looks.most_common(1)[0][0] if looks else Look()


def _find_headings(items: Sequence[Item], body: Look) -> dict[int, Paragraph]:
    """The paragraphs that look like headings and have something under them, by their place."""
    wordings = Counter(_wording(item) for item in items if isinstance(item, Paragraph))
    found: dict[int, Paragraph] = {}
    stacked = _MOST_STACKED  # headings up to the text below; as many as that if there is none
    for i in reversed(range(len(items))):
        item = items[i]
        if not isinstance(item, Paragraph):
            stacked = 0
        elif item.level is not None:
            stacked = _MOST_STACKED
        elif _stands_out(item, body) and wordings[_wording(item)] <= _MOST_ALIKE:
            if stacked < _MOST_STACKED:
                found[i] = item
            stacked += 1
        elif not item.note:
            stacked = 0
    return found


def _stands_out(paragraph: Paragraph, body: Look) -> bool:
    """Whether a paragraph could be a heading: short, and larger or bolder than the text."""
    look = paragraph.look
    if paragraph.term:
        return False
    larger = look.size > body.size * _LARGER
    bolder = look.strong and not body.strong and look.size >= body.size
    return (larger or bolder) and _is_short(paragraph)


def _is_short(paragraph: Paragraph) -> bool:
    words = paragraph.words.strip()
    listed = paragraph.listed and not paragraph.number
    short = len(words) <= _MOST_CHARS and len(words.split()) <= _MOST_WORDS
    return (
        short
        and not (listed or paragraph.note or _ENDED.search(words))
        and bool(_WORDS.search(words))
    )


def _find_title(items: Sequence[Item], body: Look) -> int | None:
    """The place of the title where none is set as one: the line above the text that stands out."""
    if any(isinstance(item, Paragraph) and item.level == 0 for item in items):
        return None
    lines: dict[int, Look] = {}
    for i, item in enumerate(items[:_HEAD]):
        if not isinstance(item, Paragraph) or item.level is not None or not _is_short(item):
            break
        if _stands_out(item, body) or (item.look.centred and not body.centred):
            lines[i] = item.look
    later = {
        item.look
        for i, item in enumerate(items)
        if i not in lines and isinstance(item, Paragraph) and _stands_out(item, body)
    }
    alone = {i: look for i, look in lines.items() if look not in later}
    return min(alone, key=lambda i: (-alone[i].size, not alone[i].strong, i), default=None)


def _ranks(looks: Iterable[Look]) -> dict[Look, int]:
    """The level of a heading by its look: larger, then bolder, then centred ones are higher."""
    ordered = sorted({*looks}, key=lambda look: (-look.size, not look.strong, not look.centred))
    return {look: level for level, look in enumerate(ordered, 1)}


def _wording(paragraph: Paragraph) -> str:
    return paragraph.words.strip().casefold()
