"""What a file says about itself: in front matter, or in a citation block of its text."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from .dates import iso_date

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


class Metadata(BaseModel):
    """Each field as `Document` has it; None and () where the file is silent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    licence: str | None = None

    def with_field(self, name: str, value: str) -> "Metadata":
        """Take in a line "name: value" of the file; what is known already stays."""
        name = " ".join(name.casefold().split())
        field = next((field for field, names in _FIELDS.items() if name in names), None)
        words = _QUOTED.sub(r"\1", " ".join(value.split()))
        if field is None or not words or getattr(self, field):
            return self
        return self.model_copy(update={field: _PARSERS.get(field, str)(words)})


def meant_field(name: str) -> str | None:
    """The name of a field that another name looks like; None if it is one, or is like none."""
    name = " ".join(name.casefold().split())
    near = get_close_matches(name, _NAMES, n=1, cutoff=_ALIKE)
    return None if name in _NAMES or not near else near[0]


def split_names(words: str) -> tuple[str, ...]:
    """The persons of a line such as "Ann Bell, Carl Dow and Eve Fox"."""
    names = re.split(r"\s*(?:[,;&]|\band\b)\s*", words)
    return tuple(name for name in names if name and not _POSITION.search(name))


def _address(words: str) -> str | None:
    # Anything else would become a link that does not lead to a web page.
    return words if _ADDRESS.fullmatch(words) else None


_PARSERS: Mapping[str, _Parser] = {
    "authors": split_names,
    "published": iso_date,
    "accessed": iso_date,
    "url": _address,
}
