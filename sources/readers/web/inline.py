"""Read what is inside lines of HTML: formulas, pictures, marks of notes, printed page numbers."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from sources.draft import image_mark, mark
from sources.readers.formulas import formula_text
from sources.readers.markup import words_of

NOTE_MARK = "it is the mark of a note or a link"
BULLET = "it is the bullet of a list"
MARKS = frozenset({"a", "sup", "span"})
"""Elements that may be a mark."""

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
_LETTER = re.compile(r"[^\W_]")
_FORMULA = mark("formula")
_ICON = 24  # pixels; a smaller picture is a sign, not a part of the sentence


def print_pages(root: etree._Element, page_labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the label of each printed page that starts in an element."""
    for element in root.iter("*"):
        if label := page_labels.get(element.get("id", "")) or printed_page(element):
            yield label


def read_formula(element: etree._Element, name: str) -> str | None:
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


def unset_formula(script: etree._Element) -> str:
    """Return the source of a formula that was never typeset; "" if the script is not one."""
    if not script.get("type", "").startswith("math/tex"):
        return ""
    before = script.getprevious()
    names = before.get("class", "").split() if before is not None else []
    return _tex(script.text or "") if _FORMULAS.isdisjoint(names) else ""


def picture_words(picture: etree._Element) -> tuple[str, bool]:
    """Return what a picture says in words, and whether that is an editorial mark.

    A formula or a smiley is text, wherever it is. Any other picture only leaves a mark, and only
    in the middle of a line.
    """
    words = " ".join(picture.get("alt", "").split())
    if _PICTURED_FORMULA.search(picture.get("class", "")):
        return _tex(words) or _FORMULA, False
    if not _LETTER.search(words):
        return words, False
    return (image_mark(words), True) if not _is_icon(picture) else ("", False)


def _is_icon(picture: etree._Element) -> bool:
    sizes = (picture.get("width", ""), picture.get("height", ""))
    return any(size.isdigit() and int(size) <= _ICON for size in sizes)


def printed_page(element: etree._Element) -> str:
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


def reason_for_mark(element: etree._Element, name: str) -> str | None:
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
