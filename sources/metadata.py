"""What a file says about itself: title, authors, dates and the like, parsed from its words."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

_FIELDS = {
    "title": ("title", "headline"),
    "authors": ("author", "authors", "by", "written by"),
    "publisher": ("publisher", "publishers", "published by", "website", "site"),
    "published": ("published", "date published", "published on", "publication date", "date"),
    "accessed": ("accessed", "date accessed", "retrieved", "date retrieved", "access date"),
    "url": ("url", "link", "web address"),
    "licence": ("licence", "license", "copyright", "rights"),
}
_NAMES = [name for names in _FIELDS.values() for name in names]
_ALIKE = 0.8  # of difflib's ratio: "titel" and "title" are, "subtitle" and "title" are not
_Parser = Callable[[str], str | tuple[str, ...] | None]
_QUOTED = re.compile(r"\A[\"“„«'‘]([^\"“”„«»]+)[\"”“»'’]\Z")
_POSITION = re.compile(
    r"\b(?:writer|editor|reporter|correspondent|journalist|professor|teacher|historian|ph\.?d)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y")
_MONTH_FORMS = ("%Y-%m", "%B %Y", "%b %Y")
_YEAR = re.compile(r"\b\d{4}\b")
_LONGEST_DATE = 30  # code points
_DAY, _MONTH = len("2019-10-01"), len("2019-10")


class Metadata(BaseModel):
    """The fields of `Document`; None or () where the file doesn't say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    licence: str | None = None

    def with_field(self, name: str, value: str) -> "Metadata":
        """Add a line "name: value" of the file, unless the field is set already."""
        name = " ".join(name.casefold().split())
        field = next((field for field, names in _FIELDS.items() if name in names), None)
        words = _QUOTED.sub(r"\1", " ".join(value.split()))
        if field is None or not words or getattr(self, field):
            return self
        return self.model_copy(update={field: _PARSERS.get(field, str)(words)})


def meant_field(name: str) -> str | None:
    """Suggest the field that a misspelled name stands for, if there is one."""
    name = " ".join(name.casefold().split())
    near = get_close_matches(name, _NAMES, n=1, cutoff=_ALIKE)
    return None if name in _NAMES or not near else near[0]


def split_names(words: str) -> tuple[str, ...]:
    """Split a line such as "Ann Bell, Carl Dow and Eve Fox" into names."""
    names = re.split(r"\s*(?:[,;&]|\band\b)\s*", words)
    return tuple(name for name in names if name and not _POSITION.search(name))


def iso_date(words: str) -> str:
    """Normalise an English date to 2019-10-01, 2019-10 or 2019; return other words unchanged."""
    return _iso(words) or words


def is_date(words: str) -> bool:
    """Tell whether the words are a date with at least month and year, and nothing else."""
    is_short = len(words) <= _LONGEST_DATE
    return is_short and _YEAR.search(words) is not None and _iso(words) is not None


def readable_date(kept: str) -> str:
    """Write a normalised date as 1 October 2019 or October 2019; return other words unchanged."""
    if date := _parsed(kept, "%Y-%m-%d"):
        return f"{date.day} {date:%B %Y}"
    if date := _parsed(kept, "%Y-%m"):
        return f"{date:%B %Y}"
    return kept


def _iso(words: str) -> str | None:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.]", "", words).strip()
    for forms, length in ((_DAY_FORMS, _DAY), (_MONTH_FORMS, _MONTH)):
        for form in forms:
            if date := _parsed(plain, form):
                return date.date().isoformat()[:length]
    return None


def _parsed(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words, form)  # noqa: DTZ007  # a day in print has no time zone
    except ValueError:
        return None


def _address(words: str) -> str | None:
    # Anything else would become a link that does not lead to a web page.
    return words if _ADDRESS.fullmatch(words) else None


_PARSERS: Mapping[str, _Parser] = {
    "authors": split_names,
    "published": iso_date,
    "accessed": iso_date,
    "url": _address,
}
