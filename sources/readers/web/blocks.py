"""Write HTML elements as blocks of a draft.

Elements are walked over without recursion, so that no depth of nesting ends the walk. Every word
is written, as text or as left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from sources.readers.markup import (
    BLOCKS,
    HEADINGS,
    PROGRAMS,
    Selection,
    is_block,
    is_note,
    name_of,
    shown_words,
    words_of,
)
from sources.readers.plain_lines import unwrapped
from sources.readers.raised import raised_words
from sources.readers.tables import Cell, spread_rows
from sources.readers.writer import DraftWriter

from .inline import MARKS, picture_words, printed_page, read_formula, reason_for_mark, unset_formula

NOT_SHOWN = "a browser does not show it as text"
PRINT_PAGE = "it is a page number of the printed edition"
OTHER_FORM = "it repeats a formula in another form"

_SKIPPED = frozenset(
    "noscript template iframe object embed svg canvas audio video button input select textarea "
    "option datalist map area rp rt".split()
)
_IN_LAYOUT = ("table", "hr", "blockquote", "pre", *HEADINGS)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 400  # code points; anything longer is text that a table only sets beside something

_BELOW_TITLE = frozenset("author date institute subtitle".split())  # headings only by their size
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_LETTER = re.compile(r"[^\W_]")
_BEFORE = 8  # pieces before a raised one, from which to tell what it is


def write_markup(
    root: etree._Element,
    writer: DraftWriter,
    selection: Selection | None = None,
    page_labels: Mapping[str, str] | None = MappingProxyType({}),  # never changes
) -> None:
    """Write everything in an element, in order.

    Args:
        root: The element.
        writer: Writes the draft.
        selection: What is left out; nothing by default.
        page_labels: The printed page that starts at the element with each id, in addition to
            pages that are marked; None if printed pages are not cited.
    """
    walk = _Walk(writer, selection or Selection(), page_labels)
    steps = etree.iterwalk(root, events=("start", "end"))
    done: etree._Element | None = None
    for event, element in steps:
        if event == "start":
            if walk.take_whole(element):
                steps.skip_subtree()
                done = element
            else:
                walk.begin(element)
                walk.inline(element.text, element)
            continue
        if element is not done:
            walk.end(element)
        if element is not root and element.tail:
            walk.inline(element.tail, element.getparent())
    walk.finish()


@dataclass(slots=True)
class _Walk:
    """The state between two elements: the words so far and the elements that are open."""

    writer: DraftWriter
    selection: Selection
    page_labels: Mapping[str, str] | None
    words: list[str] = field(default_factory=list)
    level: int = 0  # of the heading that is open
    new_entry: bool = False  # nothing of the open list entry was written yet
    glued: bool = False  # the open block makes little sense without the next
    is_term: bool = False  # the open list entry is a term, and the next one says what it means
    term: str = ""  # that waits for what it means
    raised: int = 0  # index in the words of those of the last raised element
    notes: int = 0  # open elements that are notes
    preformatted: int = 0  # open elements of preformatted text
    pictures: list[tuple[int, str]] = field(default_factory=list)  # index in the words, and text
    table: "_Table | None" = None

    def inline(self, words: str | None, element: etree._Element | None) -> None:
        """Add words that are in the element itself."""
        if not words:
            return
        if element in self.selection.around:
            self.writer.leave_out(words, self.selection.around[element])
        else:
            self.words.append(words if self.preformatted else _HTML_SPACE.sub(" ", words))

    def take_whole(self, element: etree._Element) -> bool:
        """Handle an element that is written, or left out, without a look at its children."""
        name = name_of(element)
        reason = self.selection.elements.get(element)
        if reason is None and self._take_inline(element, name):
            return True
        if reason is None:
            reason = self._reason(element, name)
        if reason is None:
            return False
        if name in BLOCKS and name not in _CELLS:
            self.flush()
        self.writer.leave_out(shown_words(element), reason)
        return True

    def _take_inline(self, element: etree._Element, name: str) -> bool:
        """Write a formula or a picture as words."""
        if name in PROGRAMS:
            self.words.append(unset_formula(element))
        elif (formula := read_formula(element, name)) is not None:
            self._write_formula(element, formula)
        elif name == "img":
            self._write_picture(element)
        else:
            return False
        return True

    def _reason(self, element: etree._Element, name: str) -> str | None:
        """Return why an element is left out, if it is; note the printed page that starts there."""
        if name in _SKIPPED and not (name == "button" and self._opens(element)):
            return NOT_SHOWN
        label = printed_page(element)
        if self.page_labels is not None:
            listed = self.page_labels.get(element.get("id", ""))
            if listed or label:
                self.words.append(self.writer.print_page(listed or label))
        if label:
            return PRINT_PAGE
        return reason_for_mark(element, name) if name in MARKS else None

    def begin(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "br":
            self.words.append("\n")
        elif name == "sup":
            self.raised = len(self.words)
        elif is_block(element):
            self.flush()
            self._begin_block(element, name)

    def _begin_block(self, element: etree._Element, name: str) -> None:
        self.notes += is_note(element)
        if level := _heading_level(element, name):
            self.level = level
        elif _is_entry(element, name):
            self.new_entry, self.is_term = True, name == "dt"
        elif name in {"summary", "button"} or _is_label(element, name):
            self.glued = True
        elif name == "pre":
            self.preformatted += 1
        elif self.table is None:
            if name == "table" and not _is_layout(element):
                self.table = _Table(element)
        elif name == "tr":
            self.table.rows.append([])
        elif name in _CELLS and self.table.rows:
            cell = Cell("", _span(element, "colspan"), _span(element, "rowspan"))
            self.table.rows[-1].append(cell)

    def end(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "sup":
            before = "".join(self.words[max(0, self.raised - _BEFORE) : self.raised])
            words = "".join(self.words[self.raised :])
            self.words[self.raised :] = [raised_words(before, words)]
        if not is_block(element):
            return
        self.flush()
        self.notes -= is_note(element)
        if _heading_level(element, name):
            self.level = 0
        elif _is_entry(element, name) or name in {"summary", "button"} or _is_label(element, name):
            self.new_entry = self.glued = self.is_term = False
        elif name == "pre":
            self.preformatted -= 1
        elif self.table is not None and element is self.table.element:
            self.writer.rows(spread_rows(self.table.rows))
            self.table = None

    def flush(self) -> None:
        """Write the words so far as a block."""
        self._set_pictures()
        words = "".join(self.words)
        self.words.clear()
        if not words.strip():
            return
        if self.is_term and not self.level:
            self.term = f"{self.term}\n{words}".strip()
            return
        if self.new_entry and self.term:
            words, self.term = f"{self.term}\n{words}", ""
        self._write_term()
        if self.table is not None and self.table.rows and self.table.rows[-1]:
            self.table.add(words)
        elif self.notes:
            self.writer.note(words)
        elif self.level:
            self.writer.heading(words, self.level)
        elif self.preformatted:
            self._write_preformatted(words)
        elif self.new_entry and not self.glued:
            self.writer.entry(words)
        else:
            self.writer.paragraph(words, glued=self.glued)
        self.new_entry = False

    def _write_term(self) -> None:
        """Write a term that nothing says the meaning of."""
        if self.term:
            self.writer.paragraph(self.term, glued=True)
            self.term = ""

    def _write_preformatted(self, words: str) -> None:
        """Write lines as they are, unless they are prose that somebody wrapped."""
        paragraphs = unwrapped(words)
        if not paragraphs:
            self.writer.lines(words.split("\n"))
        for paragraph in paragraphs:
            self.writer.paragraph(paragraph)

    def finish(self) -> None:
        """Write what is left."""
        self.flush()
        self._write_term()

    def _opens(self, button: etree._Element) -> bool:
        """Tell whether a button is the heading of a panel that it opens."""
        names = ("aria-expanded", "aria-controls", "data-target", "data-bs-target")
        return self.level > 0 or any(button.get(name) is not None for name in names)

    def _write_formula(self, element: etree._Element, formula: str) -> None:
        self.words.append(formula)
        shown = "".join(formula.split())
        if (words := words_of(element)) and "".join(words.split()) != shown:
            self.writer.leave_out(words, OTHER_FORM)

    def _write_picture(self, picture: etree._Element) -> None:
        words, is_mark = picture_words(picture)
        if is_mark:
            self.pictures.append((len(self.words), words))
        self.words.append("" if is_mark else words)

    def _set_pictures(self) -> None:
        """Mark pictures in the middle of a line; others take nothing out of a sentence."""
        for place, words in self.pictures:
            before = "".join(self.words[:place]).rpartition("\n")[2]
            after = "".join(self.words[place:]).partition("\n")[0]
            if _LETTER.search(before) and _LETTER.search(after):
                self.words[place] = words
        self.pictures.clear()


@dataclass(slots=True)
class _Table:
    element: etree._Element
    rows: list[list[Cell]] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Add words to the open cell."""
        cell = self.rows[-1][-1]
        self.rows[-1][-1] = replace(cell, words=f"{cell.words} {words}")


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1")
    return max(1, int(written)) if written.isascii() and written.isdigit() else 1


def _heading_level(element: etree._Element, name: str) -> int:
    if name in HEADINGS:
        above = element.getparent()
        classes = {*element.get("class", "").split()}
        if above is not None:
            classes.update(above.get("class", "").split())
        return HEADINGS[name] if classes.isdisjoint(_BELOW_TITLE) else 0
    if element.get("role") == "heading":
        level = element.get("aria-level", "2")
        return int(level) if level in "123456" else 2
    return int(name == "p" and element.get("class") == "MsoTitle")


def _is_entry(element: etree._Element, name: str) -> bool:
    from_word = name == "p" and element.get("class", "").startswith("MsoListParagraph")
    return name in {"li", "dd", "dt"} or from_word


def _is_label(element: etree._Element, name: str) -> bool:
    """Tell whether a paragraph names the box that it is in, such as "Warning"."""
    return name == "p" and element.get("class", "").endswith("title")


def _is_layout(table: etree._Element) -> bool:
    """Tell whether a table only sets blocks beside each other, as in old pages."""
    if next(table.iterdescendants(*_IN_LAYOUT), None) is not None:
        return True
    cells = list(table.iterdescendants(*_CELLS))
    return len(cells) <= 1 or any(len(words_of(cell)) > _LONGEST_CELL for cell in cells)
