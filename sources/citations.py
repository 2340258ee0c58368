"""What a document says about itself -> citations -> text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from .blocks import Metadata
from .documents import Citation

_FIELDS = {
    "title": ("title", "headline"),
    "authors": ("author", "authors", "by", "written by"),
    "publisher": ("publisher", "publishers", "published by", "website", "site"),
    "published": ("date published", "published", "published on", "publication date", "date"),
    "accessed": ("date accessed", "accessed", "date retrieved", "retrieved", "access date"),
    "url": ("url", "link", "web address"),
    "licence": ("licence", "license", "copyright", "rights"),
}
_DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y")
_MONTH_FORMS = ("%Y-%m", "%B %Y", "%b %Y")
_MOST_NAMES = 3


def take_field(metadata: Metadata, name: str, value: str) -> Metadata:
    """Take a line "name: value" of a citation block into the metadata; what is known stays."""
    name = " ".join(name.casefold().split())
    words = " ".join(value.split()).strip("\"'“”‘’„«» ")
    match next((field for field, names in _FIELDS.items() if name in names), None):
        case "authors":
            return replace(metadata, authors=metadata.authors or split_names(words))
        case "published":
            return replace(metadata, published=metadata.published or iso_date(words))
        case "accessed":
            return replace(metadata, accessed=metadata.accessed or iso_date(words))
        case "title":
            return replace(metadata, title=metadata.title or words)
        case "publisher":
            return replace(metadata, publisher=metadata.publisher or words)
        case "url":
            return replace(metadata, url=metadata.url or words)
        case "licence":
            return replace(metadata, licence=metadata.licence or words)
    return metadata


def iso_date(words: str) -> str:
    """A date as 2019-10-01 or 2019-10, as precise as it was written; other words as they are."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.]", "", words).strip()
    for forms, length in ((_DAY_FORMS, 10), (_MONTH_FORMS, 7)):
        for form in forms:
            if date := _parsed(plain, form):
                return date.date().isoformat()[:length]
    return words


def split_names(words: str) -> tuple[str, ...]:
    """The persons of a line such as "Ann Bell, Carl Dow and Eve Fox"."""
    names = re.split(r"\s*(?:[,;&]|\band\b)\s*", words)
    return tuple(name.strip() for name in names if name.strip())


def citation_line(citation: Citation) -> str:
    """One line that names the source and the place in it, as shown under a quotation.

    The order is title, authors, publisher, date, section, then page or paragraph; what is not
    known is passed over. The address is no part of it: whoever shows the line links it.
    """
    parts = (
        citation.title,
        _listed(citation.authors),
        citation.publisher,
        _readable_date(citation.published),
        citation.section and f"section “{citation.section}”",
        _place(citation),
    )
    return ", ".join(filter(None, parts))


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = (names[0], "others")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _place(citation: Citation) -> str | None:
    if citation.page:
        return f"p. {citation.page}"
    return f"par. {citation.paragraph}" if citation.paragraph else None


def _readable_date(published: str | None) -> str | None:
    if published and (date := _parsed(published, "%Y-%m-%d")):
        return f"{date.day} {date:%B %Y}"
    if published and (date := _parsed(published, "%Y-%m")):
        return f"{date:%B %Y}"
    return published


def _parsed(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words, form)  # noqa: DTZ007  # a day in print has no time zone
    except ValueError:
        return None
