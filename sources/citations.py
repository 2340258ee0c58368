"""What a document says about itself -> citations -> text."""

import re
from dataclasses import replace
from datetime import datetime

from .blocks import Metadata
from .documents import Citation

_FORMS = (
    "%Y-%m-%d",
    "%B %d %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%d %b %Y",
    "%Y/%m/%d",
    "%Y-%m",
    "%B %Y",
    "%b %Y",
    "%Y",
)
_FIELDS = {
    "title": "title", "headline": "title", "author": "authors", "authors": "authors", "by": "authors",
    "written by": "authors", "publisher": "publisher", "published by": "publisher",
    "website": "publisher", "site": "publisher", "url": "url", "link": "url", "web address": "url",
    "published": "published", "date published": "published", "published on": "published",
    "publication date": "published", "date": "published", "accessed": "accessed",
    "date accessed": "accessed", "retrieved": "accessed", "date retrieved": "accessed",
    "access date": "accessed", "copyright": "licence", "licence": "licence", "license": "licence",
}  # fmt: skip
_PRECISION = {"%Y": 4, "%Y-%m": 7, "%B %Y": 7, "%b %Y": 7}


def iso_date(words: str) -> str | None:
    """A date as 2019-10-01, 2019-10 or 2019, as precise as it was written; None if unreadable."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.]", "", words).strip()
    for form in _FORMS:
        try:
            day = datetime.strptime(plain, form)  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
        return day.date().isoformat()[: _PRECISION.get(form, 10)]
    return None


def split_names(words: str) -> tuple[str, ...]:
    """The persons of a line such as "Ann Bell, Carl Dow and Eve Fox"."""
    names = re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*", words)
    return tuple(name.strip() for name in names if name.strip())


def parse_field(metadata: Metadata, name: str, value: str) -> Metadata:
    """Take one line of a citation block into the metadata; what is known already stays."""
    field = _FIELDS.get(re.sub(r"\s+", " ", name.casefold()))
    words = re.sub(r"\s+", " ", value).strip(" \"'“”‘’„«»")
    if field is None or not words or getattr(metadata, field):
        return metadata
    if field == "authors":
        return replace(metadata, authors=split_names(words))
    if field in {"published", "accessed"}:
        return replace(metadata, **{field: iso_date(words) or words})
    return replace(metadata, **{field: words})


def citation_line(citation: Citation) -> str:
    """One line that names the source and the place in it, as shown under a quotation.

    The order is title, authors, publisher, date, section, then page or paragraph; what is not
    known is passed over. The address is no part of it: whoever shows the line links it.
    """
    names = citation.authors if len(citation.authors) <= 3 else (citation.authors[0], "others")
    place = f"p. {citation.page}" if citation.page else ""
    if not place and citation.paragraph:
        place = f"par. {citation.paragraph}"
    parts = (
        citation.title,
        ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + "".join(names[-1:]),
        citation.publisher,
        readable_date(citation.published),
        f"section “{citation.section}”" if citation.section else "",
        place,
    )
    return ", ".join(filter(None, parts))


def readable_date(published: str | None) -> str:
    """2019-10-01 as "1 October 2019", 2019-10 as "October 2019"; anything else as it is."""
    if not published:
        return ""
    for form, shown in (("%Y-%m-%d", "%-d %B %Y"), ("%Y-%m", "%B %Y")):
        try:
            return datetime.strptime(published, form).strftime(shown)  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return published
