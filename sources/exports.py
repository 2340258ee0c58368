"""A source for reference managers: as BibTeX and as CSL-JSON."""

import json
import re
import unicodedata
from collections.abc import Mapping

from .citations import place_of
from .documents import Citation
from .names import Name, read_day, read_names

_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_KEY_WORDS = 2
_SKIPPED = frozenset({"a", "an", "the", "on", "of", "in", "and", "to", "for"})


def bibtex(citation: Citation) -> str:
    """Return a source as an entry of BibTeX, with the place of the quotation as a note."""
    names = _names(citation)
    day = read_day(citation.published)
    numbers = day.numbers if day else []
    fields: dict[str, str] = {
        "author": " and ".join(
            _latex(name.inverted) if name.given else f"{{{_latex(name.family)}}}" for name in names
        ),
        # Braces keep the capitals of names, which styles would make small.
        "title": f"{{{_latex(citation.title)}}}",
        "publisher" if _is_book(citation) else "howpublished": _latex(citation.publisher or ""),
        "year": str(numbers[0]) if numbers else _latex(day.year if day else ""),
        "month": str(numbers[1]) if len(numbers) > 1 else "",
        "url": citation.url or "",
        "urldate": citation.accessed or "",
        "note": _latex(_quoted_from(citation)),
    }
    kind = "book" if _is_book(citation) else "misc"
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "\n".join((f"@{kind}{{{_key(citation, names, numbers)},", ",\n".join(lines), "}"))


def csl_json(citation: Citation) -> str:
    """Return a source as a list of one item of CSL-JSON, which Zotero and others import."""
    names = _names(citation)
    published, accessed = read_day(citation.published), read_day(citation.accessed)
    numbers = published.numbers if published else []
    item: dict[str, object] = {
        "id": _key(citation, names, numbers),
        "type": "webpage" if citation.url else "book" if citation.publisher else "document",
        "title": citation.title,
        "author": [_csl_name(name) for name in names],
        "container-title" if citation.url else "publisher": citation.publisher,
        "issued": {"date-parts": [numbers]} if numbers else _literal(citation.published),
        "accessed": {"date-parts": [accessed.numbers]} if accessed and accessed.numbers else None,
        "URL": citation.url,
        "note": _quoted_from(citation),
    }
    # One line a field, so that it fits on a phone.
    fields = (f"  {_json(name)}: {_json(value)}" for name, value in item.items() if value)
    return "[{\n" + ",\n".join(fields) + "\n}]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(citation: Citation) -> list[Name]:
    return read_names(citation.authors)


def _is_book(citation: Citation) -> bool:
    return bool(citation.publisher) and not citation.url


def _quoted_from(citation: Citation) -> str:
    place = place_of(citation)
    return f"Quoted from {place}" if place else ""


def _csl_name(name: Name) -> Mapping[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _literal(words: str | None) -> Mapping[str, str] | None:
    return {"literal": words} if words else None


def _key(citation: Citation, names: list[Name], numbers: list[int]) -> str:
    """Return a key such as "bell2019bees", of ASCII letters and digits alone."""
    words = [word for word in _plain(citation.title).split() if word not in _SKIPPED]
    first = "".join(_plain(names[0].family).split()) if names else ""
    year = str(numbers[0]) if numbers else ""
    return first + year + "".join(words[: 1 if first else _KEY_WORDS]) or "source"


def _plain(words: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", ascii_only.lower()).strip()


def _latex(words: str) -> str:
    line = " ".join(words.split())
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), line)
