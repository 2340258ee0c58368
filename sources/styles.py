"""Cite a source in MLA 9, APA 7 and Chicago 17 (notes and bibliography), as plain text.

Works with an address are cited as pages of a website, others like books. Plain text has no italics:
`italic_title` tells what to set so. Written after the rules that the style guides publish.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from .documents import Citation
from .names import Day, Name, read_day, read_names

Style = Literal["mla", "apa", "chicago"]
STYLES: dict[Style, str] = {"mla": "MLA 9", "apa": "APA 7", "chicago": "Chicago 17"}
"""Each style with its name."""

ENTRY_TITLES: dict[Style, str] = {
    "mla": "Works cited",
    "apa": "References",
    "chicago": "Bibliography",
}
"""What each style calls its list of works."""

Missing = Literal["author", "date", "publisher", "page"]

_BLOCK: dict[Style, tuple[int, int]] = {"mla": (0, 360), "apa": (40, 0), "chicago": (100, 0)}
"""From how many words, or characters (four lines of a page), a quotation is set as a block."""

_SMALL = frozenset(
    """a an and as at but by for from in into nor of off on onto or over per so than the to up via
    vs with yet about above across after against along among around before behind below beneath
    beside between beyond during except inside like near outside past since through toward towards
    under until upon within without""".split()
)
_FOREIGN = frozenset(
    """das de del der des die du e een eine el en et het i il la las le les los o os und une van von
    y""".split()
)
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})
_MOST_IN_NOTE, _MOST_IN_APA, _MOST_IN_BIBLIOGRAPHY = 3, 20, 10
_SHORT_TITLE = 4  # words


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation with its references, as plain text to copy.

    Attributes:
        quotation: The quotation with its reference in the text.
        is_block: Whether the style sets it as a block, indented and without quotation marks.
        note: The footnote; "" in styles without notes.
        entry: The entry of the list of works.
    """

    quotation: str
    is_block: bool
    note: str
    entry: str


def cite(words: str, citation: Citation, style: Style) -> Cited:
    """Cite a quotation in a style.

    Args:
        words: The quotation, word for word; white space is folded.
        citation: Where it is.
        style: One of `STYLES`.
    """
    folded = " ".join(words.split())
    most_words, most_chars = _BLOCK[style]
    count = len(folded.split())
    is_block = count >= most_words if most_words else len(folded) > most_chars
    after = in_text(citation, style)
    entry = _ENTRIES[style](_Work.of(citation))
    if style == "chicago":
        quotation = folded if is_block else f"“{_inner(folded)}”"
        return Cited(f"{quotation}{after}", is_block, note(citation), entry)
    if is_block:
        return Cited(f"{folded} {after}", is_block, "", entry)
    # The sentence's period comes behind the parenthesis; ? and ! are the quotation's own.
    return Cited(f"“{_inner(folded.rstrip('.,;:'))}” {after}.", is_block, "", entry)


def in_text(citation: Citation, style: Style) -> str:
    """Return the reference in the text: in parentheses, or the number of a note."""
    work = _Work.of(citation)
    if style == "chicago":
        return "¹"
    if style == "mla":
        named, page = _short_names(work, " and "), _mla_place(citation)
        is_alone = citation.page_kind not in {"slide", "chapter"}
        parts = (" " if is_alone else ", ").join(filter(None, (named, page)))
        return f"({parts})"
    year = work.date.year if work.date else "n.d."
    return f"({_joined((_short_names(work, ' & '), year, _apa_place(citation)))})"


def note(citation: Citation) -> str:
    """Return Chicago's footnote with its page, without a number."""
    work = _Work.of(citation)
    names = [name.direct for name in work.authors]
    if len(names) > _MOST_IN_NOTE:
        names = [f"{names[0]} et al."]
    place = _chicago_place(citation)
    if work.url:
        parts = [
            *_listed(names, "and"),
            f"“{_headline(work.title)}”",
            work.publisher,
            work.date.american if work.date else _accessed(work),
            place,
            work.url,
        ]
        return _joined(parts) + "."
    published = ", ".join(filter(None, (work.publisher, work.date.american if work.date else "")))
    start = ", ".join(filter(None, (*_listed(names, "and"), _headline(work.title))))
    in_brackets = f" ({published})" if published else ""
    return _period(f"{start}{in_brackets}{f', {place}' if place else ''}").replace("”.", ".”")


def missing(citation: Citation) -> list[Missing]:
    """Return which facts a reference should have and the source doesn't give."""
    facts: list[tuple[Missing, object]] = [
        ("author", citation.authors),
        ("date", citation.published),
        ("publisher", citation.publisher),
        ("page", citation.page or citation.url),
    ]
    return [name for name, known in facts if not known]


def italic_title(citation: Citation, style: Style) -> str:
    """Return what of an entry is in italics, and not so in plain text."""
    work = _Work.of(citation)
    if work.url and style != "apa":
        return work.publisher if style == "mla" else ""
    return work.title if style == "apa" else _headline(work.title)


@dataclass(frozen=True, slots=True)
class _Work:
    title: str
    authors: tuple[Name, ...]
    publisher: str
    date: Day | None
    accessed: Day | None
    url: str

    @classmethod
    def of(cls, citation: Citation) -> "_Work":
        return cls(
            " ".join(citation.title.split()),
            tuple(read_names(citation.authors)),
            citation.publisher or "",
            read_day(citation.published),
            read_day(citation.accessed),
            citation.url or "",
        )


def _mla(work: _Work) -> str:
    names = [name.inverted for name in work.authors[:1]]
    names += [name.direct for name in work.authors[1:]]
    if len(names) > 2:  # noqa: PLR2004  # MLA names two
        names = [f"{names[0]}, et al"]
    if [work.publisher] == [name.direct for name in work.authors]:
        names = []  # a group that publishes its own work is named as the publisher
    title = _headline(work.title)
    address = re.sub(r"^https?://", "", work.url)
    rest = ", ".join(
        filter(None, (work.publisher, work.date.british if work.date else "", address))
    )
    accessed = f"Accessed {work.accessed.british}" if work.url and work.accessed else ""
    shown = f"“{_period(title)}”" if work.url else _period(title)
    return " ".join(
        (
            *map(_period, _listed(names, ", and")),
            shown,
            *map(_period, filter(None, (rest, accessed))),
        )
    )


def _apa(work: _Work) -> str:
    names = [name.with_initials for name in work.authors]
    if len(names) > _MOST_IN_APA:
        names = [*names[: _MOST_IN_APA - 1], f"... {names[-1]}"]
        named = ", ".join(names)
    else:
        named = "".join(_listed(names, ", &"))
    date = f"({work.date.year_first if work.date else 'n.d.'})."
    is_own = [work.publisher] == [name.direct for name in work.authors]
    publisher = "" if is_own else work.publisher
    first = (_period(named), date, _period(work.title))
    if not named:
        first = (_period(work.title), date, "")
    return " ".join(filter(None, (*first, publisher and _period(publisher), work.url)))


def _chicago(work: _Work) -> str:
    names = [name.inverted for name in work.authors[:1]]
    names += [name.direct for name in work.authors[1:]]
    if len(names) > _MOST_IN_BIBLIOGRAPHY:
        names = [*names[:7], "et al"]
        named = [", ".join(names)]
    else:
        named = _listed(names, ", and")
    title = _headline(work.title)
    shown = f"“{_period(title)}”" if work.url else _period(title)
    date = work.date.american if work.date else ""
    accessed = "" if date else _accessed(work).replace("a", "A", 1)
    last = (", ".join(filter(None, (work.publisher, date))), accessed, work.url)
    return " ".join((*map(_period, named), shown, *map(_period, filter(None, last))))


_ENTRIES: dict[Style, Callable[[_Work], str]] = {"mla": _mla, "apa": _apa, "chicago": _chicago}


def _accessed(work: _Work) -> str:
    return f"accessed {work.accessed.american}" if work.url and work.accessed else ""


def _short_names(work: _Work, joint: str) -> str:
    """Return the names of a reference in the text: the families of one or two, else the first."""
    families = [name.family for name in work.authors]
    if not families:
        title = _short_title(work.title)
        return f"“{title}”" if work.url else title
    return joint.join(families) if len(families) <= 2 else f"{families[0]} et al."  # noqa: PLR2004


def _short_title(title: str) -> str:
    words = re.split(r"[:.?!]\s", title)[0].split()
    while len(words) > 1 and words[0].lower() in {"a", "an", "the"}:
        words = words[1:]
    return _headline(" ".join(words[:_SHORT_TITLE]))


def _mla_place(citation: Citation) -> str:
    match citation.page_kind:
        case _ if citation.page is None:
            return ""
        case "page" | "print" | "time":
            return _pages(citation, is_short=True)
        case "slide":
            return f"slide {_pages(citation, is_short=True)}"
        case "chapter":
            return f"ch. {_pages(citation, is_short=True)}"


def _apa_place(citation: Citation) -> str:
    if citation.page is None:
        return f"para. {citation.paragraph}" if citation.paragraph else ""
    pages = _pages(citation, is_short=False)
    match citation.page_kind:
        case "page" | "print":
            return f"{'pp.' if '–' in pages else 'p.'} {pages}"
        case "slide":
            return f"{'Slides' if '–' in pages else 'Slide'} {pages}"
        case "chapter":
            return f"Chapter{'s' if '–' in pages else ''} {pages}"
        case "time":
            return pages


def _chicago_place(citation: Citation) -> str:
    if citation.page is None:
        return f"under “{citation.section}”" if citation.section else ""
    pages = _pages(citation, is_short=True)
    match citation.page_kind:
        case "page" | "print" | "time":
            return pages
        case "slide":
            return f"slide {pages}"
        case "chapter":
            return f"chap. {pages}"


def _pages(citation: Citation, *, is_short: bool) -> str:
    """Return the pages of a quotation; a range in short form leaves out the hundreds."""
    first, last = citation.page or "", citation.last_page or citation.page or ""
    if first == last:
        return first
    hundred = 100
    if is_short and first.isdecimal() and last.isdecimal() and int(first) > hundred:
        same_hundred = int(first) // hundred == int(last) // hundred
        if same_hundred and int(first) % hundred:
            last = str(int(last) % hundred).zfill(2 if int(first) % hundred > 9 else 1)  # noqa: PLR2004
    return f"{first}–{last}"


def _listed(names: Sequence[str], joint: str) -> list[str]:
    """Join names: "A", "A and B", "A, B, and C"; an empty list without any."""
    if not names:
        return []
    if len(names) == 1:
        return [names[0]]
    comma = "," if len(names) > 2 and not joint.startswith(",") else ""  # noqa: PLR2004
    return [
        f"{', '.join(names[:-1])}{comma}{joint if joint[0] == ',' else f' {joint}'} {names[-1]}"
    ]


def _joined(parts: Sequence[str | None]) -> str:
    """Join parts with commas; American ones stand inside quotation marks."""
    return ", ".join(filter(None, parts)).replace("”,", ",”")


def _period(text: str) -> str:
    return text if text.endswith((".", "?", "!", ".”", "?”", "!”")) else f"{text}."


def _inner(text: str) -> str:
    """Return a quotation's words with its own quotation marks as single ones."""
    return text.translate(_INNER)


def _headline(title: str) -> str:
    """Return an English title with capitals as MLA and Chicago want them; others as they are."""
    words = title.split(" ")
    if not title.isascii() or not _FOREIGN.isdisjoint(word.lower() for word in words):
        return title
    shown, is_first = [], True
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        plain = word.strip("“”\"'‘’(),.:;?!")
        small = plain in _SMALL and not is_first and not is_last
        shown.append(word if small or not plain.islower() else _capital(word))
        is_first = word.endswith((":", "?", "!", "—", "."))
    return " ".join(shown)


def _capital(word: str) -> str:
    return re.sub(r"[a-z]", lambda letter: letter[0].upper(), word, count=1)
