"""Write HTML elements as blocks: of web pages, e-books, and what Word documents are turned into.

Elements are walked over without recursion, so that no depth of nesting ends the walk. Every word
is written, as text or as left out.
"""

import codecs
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from sources import problems
from sources.draft import image_mark, mark

from .decoding import decode
from .errors import UnreadableFileError
from .formulas import formula_text
from .raised import raised_words
from .tables import Cell, spread_rows
from .writer import DraftWriter

HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""The level of each heading element."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre "
    "search section summary table tbody td tfoot th thead tr ul".split()
).union(HEADINGS)
"""Elements whose words are apart from the words around them."""

NOTE = "doc-footnote"
"""The role of an element that is a footnote."""

NOT_SHOWN = "a browser does not show it as text"
NOTE_MARK = "it is the mark of a note or a link"
PRINT_PAGE = "it is a page number of the printed edition"
OTHER_FORM = "it repeats a formula in another form"
BULLET = "it is the bullet of a list"

_PROGRAMS = frozenset("script style title annotation annotation-xml".split())
_SKIPPED = frozenset(
    "noscript template iframe object embed svg canvas audio video button input select textarea "
    "option datalist map area rp rt".split()
)
_IN_LAYOUT = ("table", "hr", "blockquote", "pre", *HEADINGS)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 400  # code points; anything longer is text that a table only sets beside something

_BELOW_TITLE = frozenset("author date institute subtitle".split())  # headings only by their size
_NOTES = frozenset(f"{NOTE} doc-endnote footnote endnote rearnote note".split())
_NOTE_CLASSES = frozenset("footnote endnote MsoFootnoteText MsoEndnoteText".split())
_REFERENCES = frozenset("noteref doc-noteref fnanchor footnote-ref footnote-reference".split())
_MARK = re.compile(r"[\[({]?(?:note\s*)?(?:\d{1,3}|[ivxl]{1,5}|[a-z]{1,2}|[*†‡§]{1,3})[\])}]?")
_PAGE_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})
_PAGE_CLASSES = frozenset("pagenum pageno pagenumber page-number pb".split())
_PAGE_LABEL = re.compile(
    r"[\[({]?\s*(?:pg\.?|p\.|page)?\s*(\d{1,4}|[ivxlc]{1,8})\s*[\])}]?", re.IGNORECASE
)
_FORMULAS = frozenset(
    "katex MathJax MathJax_Display MathJax_SVG MathJax_SVG_Display MathJax_CHTML "
    "mwe-math-element".split()
)
_PICTURED_FORMULA = re.compile(r"\b(?:tex|latex|math|equation|formula)\b|mwe-math", re.IGNORECASE)
_TEX_FRAME = re.compile(
    r"\A(?:\{\\(?:display|text)style\s*(.*)\}|\$+(.*?)\$+|\\[(\[](.*)\\[)\]])\Z", re.DOTALL
)
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_LETTER = re.compile(r"[^\W_]")
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_MARKS = frozenset({"a", "sup", "span"})
_FORMULA = mark("formula")
_BEFORE = 8  # pieces before a raised one, from which to tell what it is
_HEAD = 4096  # bytes in which a page declares its encoding
_ICON = 24  # pixels; a smaller picture is a sign, not a part of the sentence


@dataclass(slots=True)
class Selection:
    """What of a page is left out.

    Attributes:
        elements: Whole elements, each with the reason.
        around: Elements whose own words are left out, but not those of their children.
    """

    elements: dict[etree._Element, str] = field(default_factory=dict)
    around: dict[etree._Element, str] = field(default_factory=dict)


def parse_page(text: str) -> etree._Element | None:
    """Parse HTML or XHTML; None if there is nothing in it.

    Nothing is fetched, and no entity that the page defines is expanded.

    Raises:
        UnreadableFileError: If it is nested more deeply than any honest page, or one part is too
            long: the parser would drop the rest.
    """
    # The encoding is set, because what the page declares is no longer true. Huge trees are
    # allowed, because elements that are never closed nest hundreds deep; HTML has no entities
    # that could grow.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    if not text.strip():
        return None
    root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise UnreadableFileError(problems.OVERGROWN)
    return root


def decode_page(raw: bytes) -> str:
    """Decode a page by its byte order mark, or by what it declares, or else as any text.

    Raises:
        NotTextError: If the bytes are not text.
    """
    match = _CHARSET.search(raw[:_HEAD])
    name = match[1].decode("ascii", "replace") if match else ""
    # Browsers read these as the encoding that adds quotation marks to them.
    if name.casefold() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        name = "cp1252"
    if name and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            pass  # the declaration is wrong
    return decode(raw)


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
    walk.flush()


def print_pages(root: etree._Element, page_labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the label of each printed page that starts in an element."""
    for element in root.iter("*"):
        if label := page_labels.get(element.get("id", "")) or _print_page(element):
            yield label


def words_of(element: etree._Element) -> str:
    """Return all words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def shown_words(element: etree._Element, left_out: Collection[etree._Element] = frozenset()) -> str:
    """Return the words of an element on one line, without those of programs in it.

    Args:
        element: The element.
        left_out: Elements in it whose words are skipped as well.
    """
    steps = etree.iterwalk(element, events=("start", "end"))
    words: list[str] = []
    for event, inner in steps:
        name = _name(inner)
        gap = " " if name in BLOCKS or name == "br" else ""
        if event == "start":
            if name in _PROGRAMS or inner in left_out:
                steps.skip_subtree()
            else:
                words.append(f"{gap}{inner.text or ''}")
        elif inner is not element:
            words.append(f"{gap}{inner.tail or ''}")
    return " ".join("".join(words).split())


def take_out(element: etree._Element) -> None:
    """Remove an element, but not the words after it."""
    above = element.getparent()
    if above is None:
        return  # it was in something that was removed
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    element.tail = None
    above.remove(element)


def put_below(
    place: etree._Element,
    elements: Sequence[etree._Element],
    last: dict[etree._Element, etree._Element],
) -> None:
    """Move elements after another one, and after those that were moved there before.

    Args:
        place: The element to move them to.
        elements: In order; the words after each stay where they are.
        last: The last element moved to each place; updated.
    """
    for element in elements:
        take_out(element)
        element.tail = None
        above = last.get(place, place)
        above.addnext(element)
        last[place] = element


def _name(element: etree._Element) -> str:
    # A page may contain invalid names, such as "http:", which etree.QName refuses.
    return str(element.tag).rpartition("}")[2].lower()


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
        name = _name(element)
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
        if name in _PROGRAMS:
            self._write_script(element)
        elif (formula := _formula(element, name)) is not None:
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
        label = _print_page(element)
        if self.page_labels is not None:
            listed = self.page_labels.get(element.get("id", ""))
            if listed or label:
                self.words.append(self.writer.print_page(listed or label))
        if label:
            return PRINT_PAGE
        return _reason_for_mark(element, name) if name in _MARKS else None

    def begin(self, element: etree._Element) -> None:
        name = _name(element)
        if name == "br":
            self.words.append("\n")
        elif name == "sup":
            self.raised = len(self.words)
        elif _is_block(element, name):
            self.flush()
            self._begin_block(element, name)

    def _begin_block(self, element: etree._Element, name: str) -> None:
        self.notes += is_note(element)
        if level := _heading_level(element, name):
            self.level = level
        elif _is_entry(element, name):
            self.new_entry, self.glued = True, name == "dt"
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
        name = _name(element)
        if name == "sup":
            before = "".join(self.words[max(0, self.raised - _BEFORE) : self.raised])
            words = "".join(self.words[self.raised :])
            self.words[self.raised :] = [raised_words(before, words)]
        if not _is_block(element, name):
            return
        self.flush()
        self.notes -= is_note(element)
        if _heading_level(element, name):
            self.level = 0
        elif _is_entry(element, name) or name in {"summary", "button"} or _is_label(element, name):
            self.new_entry = self.glued = False
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
        if self.table is not None and self.table.rows and self.table.rows[-1]:
            self.table.add(words)
        elif self.notes:
            self.writer.note(words)
        elif self.level:
            self.writer.heading(words, self.level)
        elif self.preformatted:
            self.writer.lines(words.split("\n"))
        elif self.new_entry and not self.glued:
            self.writer.entry(words)
        else:
            self.writer.paragraph(words, glued=self.glued)
        self.new_entry = False

    def _opens(self, button: etree._Element) -> bool:
        """Tell whether a button is the heading of a panel that it opens."""
        names = ("aria-expanded", "aria-controls", "data-target", "data-bs-target")
        return self.level > 0 or any(button.get(name) is not None for name in names)

    def _write_formula(self, element: etree._Element, formula: str) -> None:
        self.words.append(formula)
        shown = "".join(formula.split())
        if (words := words_of(element)) and "".join(words.split()) != shown:
            self.writer.leave_out(words, OTHER_FORM)

    def _write_script(self, script: etree._Element) -> None:
        """Write the source of a formula that was never typeset."""
        if script.get("type", "").startswith("math/tex"):
            before = script.getprevious()
            set_already = before is not None and not _FORMULAS.isdisjoint(
                before.get("class", "").split()
            )
            if not set_already:
                self.words.append(_tex(script.text or ""))

    def _write_picture(self, picture: etree._Element) -> None:
        words = " ".join(picture.get("alt", "").split())
        if _PICTURED_FORMULA.search(picture.get("class", "")):
            self.words.append(_tex(words) or _FORMULA)
        elif words and not _LETTER.search(words):
            self.words.append(words)  # a smiley
        elif words and not _is_icon(picture):
            self.pictures.append((len(self.words), image_mark(words)))
            self.words.append("")

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


def is_block(element: etree._Element) -> bool:
    """Tell whether the words of an element are apart from the words around it."""
    return _is_block(element, _name(element))


def _is_block(element: etree._Element, name: str) -> bool:
    above = element.getparent()
    is_button = name == "button" and above is not None and above.tag not in HEADINGS
    return name in BLOCKS or is_button


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


def is_note(element: etree._Element) -> bool:
    """Tell whether an element is a footnote or an endnote."""
    types = (element.get("role", ""), *element.get("epub:type", "").split())
    classes = element.get("class", "").split()
    word = "mso-element:footnote" in element.get("style", "")
    in_list = "footnote-list" in element.get("style", "")
    if not _NOTES.isdisjoint(types) or not _NOTE_CLASSES.isdisjoint(classes):
        return True
    return word and not in_list


def _formula(element: etree._Element, name: str) -> str | None:
    """Return the text of a formula; None if the element is not one."""
    if name == "math":
        return formula_text(element) or _tex(element.get("alttext", "")) or _FORMULA
    classes = element.get("class")
    is_formula = name == "mjx-container" or (
        classes is not None and not _FORMULAS.isdisjoint(classes.split())
    )
    if not is_formula:
        return None
    math = next(element.iter("math"), None)
    if math is not None and (words := formula_text(math)):
        return words
    after = element.getnext()
    if after is not None and after.get("type", "").startswith("math/tex"):
        return _tex(after.text or "")
    sources = [
        *(each.text or "" for each in element.iter("annotation")),
        *(each.get("alttext", "") for each in element.iter("math")),
        *(each.get("alt", "") for each in element.iter("img")),
    ]
    if "MathJax_Preview" in (classes or ""):
        return ""
    return next(filter(None, map(_tex, sources)), _FORMULA)


def _tex(source: str) -> str:
    """Return the source of a formula without the signs around it."""
    words = " ".join(source.split())
    match = _TEX_FRAME.match(words)
    inner = next((part for part in match.groups() if part is not None), "") if match else words
    return inner.removeprefix("\\displaystyle").strip()


def _is_icon(picture: etree._Element) -> bool:
    sizes = (picture.get("width", ""), picture.get("height", ""))
    return any(size.isdigit() and int(size) <= _ICON for size in sizes)


def _print_page(element: etree._Element) -> str:
    """Return the label of the printed page that starts at an element; "" if none does."""
    kinds = {*element.get("epub:type", "").split(), element.get("role", "")}
    classes = element.get("class", "").split()
    is_break = not _PAGE_BREAKS.isdisjoint(kinds)
    if not is_break and _PAGE_CLASSES.isdisjoint(classes):
        return ""
    written = (words_of(element), element.get("title", ""), element.get("aria-label", ""))
    for words in written:
        if match := _PAGE_LABEL.fullmatch(words.strip().rstrip(".")):
            return match[1]
    if not is_break:
        return ""
    number = re.search(r"(\d+|[ivxlc]+)\W*\Z", element.get("id", ""), re.IGNORECASE)
    return next(filter(None, (words.strip() for words in written)), number[1] if number else "")


def _reason_for_mark(element: etree._Element, name: str) -> str | None:
    """Return why a mark is left out: of a note, of a link to a heading, or of a list entry."""
    style = element.get("style", "")
    if "mso-list" in style and "ignore" in style.casefold():
        is_number = re.search(r"\d|\b[a-z]{1,4}[.)]", words_of(element), re.IGNORECASE)
        return None if is_number else BULLET
    links = [element] if name == "a" else list(element.iter("a"))
    if not links or not all("#" in link.get("href", "") for link in links):
        return None
    words = words_of(element)
    if words != " ".join(words_of(link) for link in links) and name != "sup":
        return None
    if not _LETTER.search(words):
        return NOTE_MARK if words else None  # "¶" after a heading, "↩" after a note
    kinds = (*element.get("epub:type", "").split(), element.get("role", ""))
    classes = element.get("class", "").split()
    named = not _REFERENCES.isdisjoint((*kinds, *classes)) or "mso-footnote-id" in style
    is_mark = named or name == "sup" or words.startswith(("[", "("))
    return NOTE_MARK if is_mark and _MARK.fullmatch(words.casefold()) else None


def _is_layout(table: etree._Element) -> bool:
    """Tell whether a table only sets blocks beside each other, as in old pages."""
    if next(table.iterdescendants(*_IN_LAYOUT), None) is not None:
        return True
    cells = list(table.iterdescendants(*_CELLS))
    return len(cells) <= 1 or any(len(words_of(cell)) > _LONGEST_CELL for cell in cells)
