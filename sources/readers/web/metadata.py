"""Collect what a web page says about itself: JSON-LD, meta tags, microdata and by-lines.

Candidates are tried from the most to the least reliable, and the first plausible one is taken.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from sources.gutenberg import WRAPPER, read_header
from sources.metadata import (
    Metadata,
    are_plausible_names,
    is_date,
    is_plausible_title,
    iso_date,
    split_names,
)
from sources.phrases import find_byline
from sources.readers.markup import shown_words, words_of

_MOST_SCRIPTS, _MOST_MARKED = 20, 3  # marked as authors; further ones are those of comments
_LONGEST_NAME = 60  # code points of a person's or an organisation's name
_HEAD = 8192  # code points in which programs note where and when they saved a page
_DATE = re.compile(r"\b(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?=\D|\Z)")
_HOST = re.compile(r"https?://(?:www\.)?([^/.]+)")
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_PUBLISHED = re.compile(r"publish|entry-date|posted", re.IGNORECASE)
_WORK = re.compile(
    r"(?:\w*Article|BlogPosting|Report|Thesis|Book|Chapter|Course|LearningResource|CreativeWork"
    r"|PresentationDigitalDocument|Recipe|Review|QAPage|DiscussionForumPosting)"
)
_SEPARATORS = re.compile(r"\s+[|–—·•»«:]{1,2}\s+|\s+-\s+")  # dashes of titles
_TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
_AUTHORS = (
    "citation_author author dc.creator dcterms.creator article:author parsely-author "
    "sailthru.author authors byl"
).split()
_DATES = (
    "citation_publication_date article:published_time og:article:published_time "
    "dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created citation_date "
    "parsely-pub-date sailthru.date datepublished pubdate publishdate date"
).split()
_PUBLISHERS = ("citation_journal_title", "og:site_name", "dc.publisher", "application-name")
_BY = re.compile(
    r"""\A\W*(?:
        (?:(?:posted|written|published|words|story|text|article|view\ all\ posts|(?:all\ )?posts
          |veröffentlicht|verfasst|geschrieben|zeige\ alle\ beiträge|publié|écrit)\s+)?
        (?:by|von|par|por)\b\s*:?\s*
      | (?:authors?|autor(?:in|en)?|auteurs?)\s*:\s*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_NAME = re.compile(r"\s*(?:[|•·–—(<\[]|\s-\s|\b(?:at|for|in)\s).*\Z", re.DOTALL)
_NOBODY = re.compile(
    r"\b(?:agencies|copyright|editorial|gmbh|newsroom|no author|redaktion|staff|super user|team)\b"
    r"|\bcontributors to\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r",?\s*\(?(?:b\.|d\.|ca?\.)?\s*\d{3,4}\??\s*(?:[-–]\s*(?:\d{3,4})?\??)?\)?\Z")
_SAVED: Final = (
    # Chrome, Firefox and Internet Explorer; SingleFile; wget and HTTrack.
    re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->"),
    re.compile(r"Page saved with SingleFile\s+url:\s*(https?://\S+)"),
    re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack"),
)
_SAVED_ON = re.compile(
    r"SingleFile\s.{0,400}?saved date:\s*\w{3} (\w{3}) (\d{1,2}) (\d{4})", re.DOTALL
)
_WORD_PROPERTY = re.compile(r"<o:(Title|Author)>([^<]{1,300})</o:", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/([a-z+-]+)/(\d\.\d)"
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself.

    Attributes:
        metadata: Whatever is plausible; the title is the best one outside the text.
        titles: Everything that the page is called outside its text, with or without its site.
    """

    metadata: Metadata
    titles: tuple[str, ...]


def read_metadata(root: etree._Element, text: str, saved_from: str = "") -> PageMetadata:
    """Collect what a page says about itself; `saved_from` is its address if known otherwise."""
    page = _About(root, text)
    publisher = page.publisher()
    titles = tuple(dict.fromkeys(page.titles()))
    title = next(filter(_is_title, titles), None)
    metadata = Metadata(
        title=title and _without_site(title, publisher),
        authors=page.authors(publisher),
        publisher=publisher,
        published=page.published(),
        accessed=_saved_on(text),
        licence=page.licence(),
    )
    return PageMetadata(
        metadata.with_field("url", page.url() or saved_from or _saved_from(text)), titles
    )


def leave_out_gutenberg(root: etree._Element, left_out: dict[etree._Element, str]) -> Metadata:
    """Leave out Project Gutenberg's header and licence where they are elements of their own.

    Returns:
        Title and authors from the header; nothing if there is none.
    """
    about = Metadata()
    for element in root.iter("*"):
        is_wrapper = "pg-boilerplate" in element.get("class", "").split()
        if is_wrapper or element.get("id") in {"pg-header", "pg-footer"}:
            left_out[element] = WRAPPER
            lines = "\n".join(shown_words(child) for child in element.iter("p", "div", "li", "h2"))
            about = about if about.title else read_header(lines)
    return about


@dataclass(slots=True)
class _About:
    root: etree._Element
    text: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    works: list[Mapping[str, object]] = field(default_factory=list)
    word: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for meta in self.root.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            if content := " ".join(meta.get("content", "").split()):
                self.metas.setdefault(name.casefold(), []).append(content)
        self.works = list(_works(self.root))
        found = _WORD_PROPERTY.findall(self.text[:_HEAD])
        self.word = {name.casefold(): " ".join(words.split()) for name, words in found}

    def titles(self) -> Iterator[str]:
        yield from self._metas(_TITLES)
        for work in self.works:
            yield from _texts(work.get("headline"))
            yield from _texts(work.get("name"))
        if "title" in self.word:
            yield self.word["title"]
        for title in self.root.iter("title"):
            if words := words_of(title):
                yield words

    def publisher(self) -> str | None:
        named = (name for work in self.works for name in _names_in(work.get("publisher")))
        found = (name for name in (*self._metas(_PUBLISHERS), *named) if "://" not in name)
        return next((name for name in found if len(name) <= _LONGEST_NAME), None)

    def authors(self, publisher: str | None) -> tuple[str, ...]:
        """Return the names of the first source that has plausible ones."""
        host = _HOST.match(self.url())
        sites = {_plain(publisher or ""), _plain(host[1]) if host else ""}
        for candidates in self._author_candidates():
            names = [name for words in candidates for name in clean_names(words)]
            names = [name for name in names if _plain(name) not in sites]
            if names:
                return tuple(dict.fromkeys(names))
        return ()

    def published(self) -> str | None:
        if self._is_wiki():
            return None  # the day on which somebody started the page says nothing about its text
        given = (day for work in self.works for day in _texts(work.get("datePublished")))
        dates = (*given, *self._metas(_DATES), *self._microdata("datePublished"), *self._times())
        return next(filter(None, map(_day, dates)), None)

    def url(self) -> str:
        links = (link for link in self.root.iter("link") if link.get("rel") == "canonical")
        found = (*(link.get("href", "") for link in links), *self._metas(("og:url",)))
        return next((address for address in found if address.startswith("http")), "")

    def licence(self) -> str | None:
        for link in self.root.iter("a", "link"):
            target = link.get("href", "")
            if "license" in link.get("rel", "").split() and (
                match := _CREATIVE_COMMONS.search(target)
            ):
                kind, version = match[1], match[2]
                return f"CC0 {version}" if kind == "zero" else f"CC {kind.upper()} {version}"
        return None

    def _is_wiki(self) -> bool:
        names = (name for work in self.works for name in _names_in(work.get("publisher")))
        return any("wiki" in n.casefold() for n in (*names, *self.metas.get("generator", [])))

    def _metas(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from self.metas.get(name, [])

    def _microdata(self, name: str) -> Iterator[str]:
        for element in self.root.iter("*"):
            if name in {element.get("itemprop"), element.get("property", "").partition(":")[2]}:
                given = [element.get(key, "") for key in ("content", "datetime", "title")]
                yield next(filter(None, (*given, words_of(element))), "")

    def _times(self) -> Iterator[str]:
        """Yield the dates of elements that say when the page was published."""
        days: list[str] = []
        for time in self.root.iter("time", "abbr"):
            written = time.get("datetime", "") or time.get("title", "")
            if time.get("pubdate") is not None or _PUBLISHED.search(time.get("class", "")):
                yield written
            days.append(written[:10])
        if len(set(days)) == 1:
            yield days[0]

    def _author_candidates(self) -> Iterator[Sequence[str]]:
        yield self.metas.get("citation_author", [])
        for work in self.works:
            yield list(_names_in(work.get("author")))
        for name in _AUTHORS:
            yield self.metas.get(name, [])
        if "author" in self.word:
            yield [self.word["author"]]
        for name in ("rel", "itemprop"):
            marked = (e for e in self.root.iter("*") if e.get(name) == "author")
            yield [words_of(element) for element in islice(marked, _MOST_MARKED)]
        yield self._bylines()

    def _bylines(self) -> list[str]:
        for element in self.root.iter("p", "div", "span", "h4", "h3", "address", "li", "a"):
            names = element.get("class", "").casefold()
            if "author" in names or "byline" in names:
                words = words_of(element)
                if 0 < len(words) <= 2 * _LONGEST_NAME:
                    found = find_byline(words)
                    if found or names in {"author", "byline", "author-name"}:
                        return [found or words]
        return []


def clean_names(words: str) -> tuple[str, ...]:
    """Return the names in a by-line; none if any of them is not plausible."""
    words = _YEARS.sub("", _BY.sub("", " ".join(words.split())))
    words = _AFTER_NAME.sub("", words).strip(" ,")
    if _NOBODY.search(words):
        return ()
    names = split_names(words)
    # One word alone is the name of an account, unless it is written like a name.
    is_account = len(names) == 1 and not (names[0].istitle() or " " in names[0])
    return names if not is_account and are_plausible_names(names) else ()


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name.casefold()).removesuffix("inc")


def _works(root: etree._Element) -> Iterator[Mapping[str, object]]:
    """Yield what JSON-LD says about the page, articles first; references are resolved."""
    nodes = [node for each in _scripts(root) for node in _flat(each)]
    known = {str(node.get("@id")): node for node in nodes if "name" in node}
    works = [node for node in nodes if any(map(_WORK.fullmatch, _texts(node.get("@type"))))]
    pages = [node for node in nodes if "WebPage" in _texts(node.get("@type"))]
    for work in (*works, *pages):
        yield {key: _resolved(value, known) for key, value in work.items()}


def _scripts(root: etree._Element) -> Iterator[object]:
    scripts = (s for s in root.iter("script") if "ld+json" in s.get("type", ""))
    for script in islice(scripts, _MOST_SCRIPTS):
        try:
            yield json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue


def _flat(value: object) -> Iterator[Mapping[str, object]]:
    values = value if isinstance(value, list) else [value]
    for each in values:
        if isinstance(each, dict):
            yield each
            yield from _flat(each.get("@graph", []))
            yield from _flat(each.get("mainEntity", []))


def _resolved(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    if isinstance(value, list):
        return [_resolved(each, known) for each in value]
    if isinstance(value, dict) and "name" not in value:
        return known.get(str(value.get("@id")), value)
    return value


def _texts(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.strip():
            yield " ".join(each.split())


def _names_in(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield from _texts(each.get("name"))
        else:
            yield from _texts(each)


def _is_title(words: str) -> bool:
    return len(words) > 1 and is_plausible_title(words)


def _without_site(title: str, publisher: str | None) -> str:
    """Drop the name of the site before or after a title."""
    parts = _SEPARATORS.split(title)
    if publisher and len(parts) > 1:
        for end in (-1, 0):
            if parts[end].casefold() == publisher.casefold():
                rest = title.replace(parts[end], "", 1) if end == 0 else title[: -len(parts[end])]
                return rest.strip(" |–—·•»«:-")
    return title


def _day(words: str) -> str | None:
    """Return a date as 2019-10-01, 2019-10 or 2019; None if it is not one."""
    words = words.strip()
    if match := _DATE.match(words):
        year, month, day = match[1], int(match[2]), int(match[3] or 1)
        if 1 <= month <= 12 and 1 <= day <= 31 and _YEAR.fullmatch(year):  # noqa: PLR2004
            return f"{year}-{month:02}" + (f"-{day:02}" if match[3] else "")
        return None
    if _YEAR.fullmatch(words):
        return words
    return iso_date(words) if is_date(words) else None


def _saved_from(text: str) -> str:
    matches = (pattern.search(text[:_HEAD]) for pattern in _SAVED)
    return next((match[1] for match in matches if match), "")


def _saved_on(text: str) -> str | None:
    match = _SAVED_ON.search(text[:_HEAD])
    return iso_date(f"{match[1]} {match[2]} {match[3]}") if match else None
