"""Find the quotations of an essay, and where the essay says that each is from.

Understood are quotation marks and, as block quotations, long paragraphs without any that end with
a page in parentheses. Pages are read from MLA "(Bell 12)", APA "(Bell, 2019, p. 12)" and Chicago
"(Bell 2019, 12)", and from notes that end with a page. The notes of a Word file come without
numbers, each as a paragraph behind the one that it belongs to.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_QUOTED = re.compile(
    r"""“(?P<curly>[^“”]+)”
      | «(?P<angular>[^«»]+)»
      | (?<!\w)"(?P<straight>\S[^"]*)"(?!\w)
      | (?<!\w)‘(?P<single>[^‘’]+(?:’\w[^‘’]*)*)’(?!\w)""",
    re.VERBOSE,
)
_CITED = re.compile(r"[\s.,;:!?’'”\"]{0,3}\((?P<inside>[^()]{1,120})\)")
_NOTE = re.compile(r"[.,;:!?’'”\"]{0,2}(?:\[\^?(?P<number>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3}))")
_PAGES = r"(?:\d{1,5}|[ivxlc]{1,7})(?:\s*[-\u2013\u2014]\s*(?:\d{1,5}|[ivxlc]{1,7}))?"
_NAMED_PAGE = re.compile(rf"\b(?:pp?\.|pages?)\s*(?P<page>{_PAGES})\b", re.IGNORECASE)
_LAST_NUMBER = re.compile(rf"(?:^|[\s,:])(?P<page>{_PAGES})\s*$")
_END_OF_NOTE = re.compile(rf"[,:]\s*(?:pp?\.\s*)?(?P<page>{_PAGES})\s*\.?\s*$", re.MULTILINE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NAME = re.compile(
    r"(?:(?:see|qtd\. in|quoted in)\s+)?(?P<name>[^\W\d_][^\d,;:()]*)", re.IGNORECASE
)
_NO_NAMES = frozenset({"p", "pp", "page", "pages", "ibid", "par", "para", "paras", "ch", "n.d"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONGEST_NOTE = 300  # characters; a longer one is likely a paragraph of the essay
_BLOCK_WORDS = 25  # a shorter paragraph without quotation marks is the writer's own
_SHORTEST = 3  # words in single quotation marks, which also set off single words


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in an essay.

    Attributes:
        text: Without the marks around it.
        start: Where it begins in the essay.
        name: The author or title that is given for it.
        page: The page or pages that are given for it.
    """

    text: str
    start: int
    name: str | None = None
    page: str | None = None


def find_quotations(essay: str) -> list[Quoted]:
    """Return the quotations of an essay in order."""
    found: list[Quoted] = []
    paragraphs = list(_PARAGRAPH.finditer(essay))
    for number, paragraph in enumerate(paragraphs, start=1):
        inside = list(_in_marks(paragraph[0], paragraph.start(), essay))
        following = (one[0] for one in paragraphs[number : number + len(inside) + 1])
        found += _noted(inside, following) or _block(paragraph[0], paragraph.start())
    return found


def _noted(quoted: list[Quoted], following: Iterable[str]) -> list[Quoted]:
    """Add the pages of the notes behind a paragraph, if each of its quotations has one."""
    pages = [*takewhile(bool, map(_page_behind, following))]
    is_open = not any(one.name or one.page for one in quoted)
    if not is_open or len(pages) != len(quoted):
        return quoted
    return [replace(one, page=page) for one, page in zip(quoted, pages, strict=True)]


def _page_behind(paragraph: str) -> str | None:
    """Return the page at the end of a paragraph that may be a note; None without one."""
    if len(paragraph) > _LONGEST_NOTE or _QUOTED.search(paragraph) or "\n" in paragraph.strip():
        return None
    page = _END_OF_NOTE.search(paragraph)
    return page["page"] if page and not _YEAR.fullmatch(page["page"]) else None


def _in_marks(paragraph: str, start: int, essay: str) -> Iterator[Quoted]:
    for quoted in _QUOTED.finditer(paragraph):
        kind = quoted.lastgroup or "curly"
        if kind == "single" and len(quoted[kind].split()) < _SHORTEST:
            continue
        cited = _CITED.match(paragraph, quoted.end())
        note = _NOTE.match(paragraph, quoted.end())
        name, page = _said(cited["inside"]) if cited else (None, None)
        if note and not cited:
            name, page = None, _page_of_note(note, essay)
        yield Quoted(quoted[kind], start + quoted.start(kind), name, page)


def _block(paragraph: str, start: int) -> list[Quoted]:
    text = paragraph.strip()
    last = re.search(r"[.!?]\s*\((?P<inside>[^()]{1,120})\)\s*\Z", text)
    if last is None or len(text.split()) < _BLOCK_WORDS:
        return []
    name, page = _said(last["inside"])
    return [Quoted(text[: last.start() + 1], start, name, page)] if page else []


def _said(inside: str) -> tuple[str | None, str | None]:
    """Return the name and the page that a citation in parentheses gives."""
    inside = " ".join(inside.split())
    named = _NAMED_PAGE.search(inside)
    last = _LAST_NUMBER.search(inside)
    page = None
    if named:
        page = named["page"]
    elif last and not _YEAR.fullmatch(last["page"]):
        page = last["page"]
    name = _NAME.match(inside)
    written = name["name"].strip(" .“”\"'’") if name else ""
    if page and written.casefold().endswith(f" {page.casefold()}"):
        written = written[: -len(page)].strip()
    is_name = written and written.casefold() not in {*_NO_NAMES, (page or "").casefold()}
    return (written if is_name else None), page


def _page_of_note(note: re.Match[str], essay: str) -> str | None:
    """Return the page at the end of a note; None if there is no such note, or it has no page."""
    number = note["number"] or note["raised"].translate(_RAISED)
    line = re.search(
        rf"^\s*(?:\[\^?{number}\]:?|{number}[.)]?)\s+(?P<text>\S.*)$", essay, re.MULTILINE
    )
    page = _END_OF_NOTE.search(line["text"]) if line else None
    return page["page"] if page and not _YEAR.fullmatch(page["page"]) else None
