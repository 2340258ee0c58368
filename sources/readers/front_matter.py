"""The front matter of a Markdown file: title, authors and the like, as YAML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frontmatter.default_handlers import YAMLHandler
from yaml import MarkedYAMLError, YAMLError  # type: ignore[import-untyped]  # ships no types

from sources.blocks import Metadata
from sources.citations import iso_date, split_names

_LONGEST = 10_000  # code points; what is longer is text between two rules
_ADDRESS = re.compile(r"https?://\S+")
_HANDLER = YAMLHandler()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands in `text[:end]`; `end` is 0 if there is none."""

    end: int = 0
    metadata: Metadata = Metadata()
    problems: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Read what stands between the first line `---` of a text and the second."""
    beginning = text[:_LONGEST]
    if not _HANDLER.detect(beginning):
        return FrontMatter()
    try:
        written, rest = _HANDLER.split(beginning)
    except ValueError:  # no second line `---`
        return FrontMatter()
    end = len(beginning) - len(rest)
    try:
        fields = _HANDLER.load(written)
    # Deep nesting and impossible dates are no YAML errors.
    except (YAMLError, RecursionError, ValueError) as error:
        return FrontMatter(end, problems=(_not_yaml(error),))
    return FrontMatter(end, _metadata(fields)) if isinstance(fields, Mapping) else FrontMatter()


def _not_yaml(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    place = f" at line {mark.line + 1}" if mark else ""
    return (
        f"Its front matter is not valid YAML{place}, so its title and authors are unknown; "
        'mend it there (text with a colon needs quotation marks: title: "A: B").'
    )


def _metadata(fields: Mapping[object, object]) -> Metadata:
    known = {str(name).casefold(): value for name, value in fields.items()}
    url = _words(known.get("url"))
    authors = known.get("authors") or known.get("author")
    if isinstance(authors, list):
        names = tuple(filter(None, map(_words, authors)))
    else:
        names = split_names(_words(authors) or "")
    return Metadata(
        title=_words(known.get("title")),
        authors=names,
        publisher=_words(known.get("publisher")),
        published=_day(known.get("published") or known.get("date")),
        accessed=_day(known.get("accessed")),
        url=url if url and _ADDRESS.fullmatch(url) else None,
        licence=_words(known.get("licence") or known.get("license")),
    )


def _words(value: object) -> str | None:
    words = " ".join(str(value).split()) if isinstance(value, str | int | float | date) else ""
    return words or None


def _day(value: object) -> str | None:
    words = _words(value)
    return iso_date(words) if words else None
