"""Front matter of a Markdown file: title, authors and the like, in YAML, TOML or Pandoc's lines."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml import BaseLoader, MarkedYAMLError, YAMLError, load  # type: ignore[import-untyped]  # ships no types

from sources.metadata import Metadata, meant_field, split_names

_LONGEST = 10_000  # code points; anything longer is text between two rules
_FENCE = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
# The title block of Pandoc: title, authors, date.
_PERCENT = re.compile(
    r"(?:%[ \t]*(?P<title>\S.*)\n)(?:%[ \t]*(?P<author>.*)\n)?(?:%[ \t]*(?P<date>.*)\n)?"
)
_PLAIN_FIELD = re.compile(
    r"^(?P<name>[^\W\d][\w -]{0,40}):[ \t]+(?P<value>[^\s\[{&*!|>@`].*)$", re.MULTILINE
)
_ANY_LINE = re.compile(r"(?:[\w\"' .-]{1,60}:(?:[ \t].*)?|[ \t]*#.*|[ \t]+.*|-[ \t].*|[\]}]?)")
_TYPE_TAG = re.compile(r"(?:^|[:\[{,\s-])!!\w", re.MULTILINE)
_NOT_CLOSED = (
    "Its front matter has no end, so its title and authors are unknown and its lines are read as "
    "text; put a line --- under it."
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter in `text[:end]`; `end` is 0 if there is none."""

    end: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    problems: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Read what is between the first line `---` or `+++` of a text and the second one."""
    beginning = text[:_LONGEST]
    fence = _FENCE.match(beginning)
    if fence is None:
        return _percent_lines(beginning)
    is_toml = fence["fence"] == "+++"
    close = (_TOML_END if is_toml else _YAML_END).search(beginning, fence.end())
    if close is None:
        return FrontMatter(problems=(_NOT_CLOSED,) if _is_begun(beginning) else ())
    written, end = beginning[fence.end() : close.start()], close.end()
    return _read_toml(written, end) if is_toml else _read_yaml(written, end)


def _percent_lines(text: str) -> FrontMatter:
    match = _PERCENT.match(text)
    if match is None:
        return FrontMatter()
    metadata = Metadata()
    for name, value in match.groupdict(default="").items():
        metadata = metadata.with_field(name, value)
    return FrontMatter(match.end(), metadata)


def _read_toml(written: str, end: int) -> FrontMatter:
    try:
        fields = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _read_lines(written.replace(" = ", ": "), end, "TOML", None)
    return FrontMatter(end, _metadata(fields), tuple(_misspelled(fields)))


def _read_yaml(written: str, end: int) -> FrontMatter:
    try:
        # As strings: a date that is none, or a tag for a number, is no reason to refuse the rest.
        fields = load(written, BaseLoader)  # noqa: S506  # makes strings, lists and mappings only
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return _read_lines(written, end, "YAML", line)
    except (YAMLError, RecursionError, ValueError):
        return _read_lines(written, end, "YAML", None)
    if not isinstance(fields, Mapping):
        return FrontMatter()
    # A type that a value may not have: a date or number is read as it is written.
    odd = (_not_valid("YAML", None),) if _TYPE_TAG.search(written) else ()
    return FrontMatter(end, _metadata(fields), (*odd, *_misspelled(fields)))


def _read_lines(written: str, end: int, language: str, line: int | None) -> FrontMatter:
    """Read fields on lines of their own, such as "title: Week 1: Soil", which is not valid YAML."""
    metadata = Metadata()
    for match in _PLAIN_FIELD.finditer(written):
        metadata = metadata.with_field(match["name"], match["value"])
    simple = all(_ANY_LINE.fullmatch(each) for each in written.splitlines())
    if simple and metadata.title:
        return FrontMatter(end, metadata)
    return FrontMatter(end, metadata, (_not_valid(language, line),))


def _is_begun(text: str) -> bool:
    """Tell whether a field follows the first line, which is then no rule above a text."""
    _, _, below = text.lstrip().partition("\n")
    name, _, value = below.partition("\n")[0].partition(":")
    return Metadata().with_field(name, value) != Metadata()


def _misspelled(fields: Mapping[Any, object]) -> Iterator[str]:
    for name in map(str, fields):
        if meant := meant_field(name):
            yield f'"{name}" in its front matter is not read; did you mean "{meant}"?'


def _not_valid(language: str, line: int | None) -> str:
    place = f" at line {line}" if line else ""
    return (
        f"Its front matter is not valid {language}{place}, so its title and authors may be "
        'unknown; fix it there (text with a colon needs quotation marks: title: "A: B").'
    )


def _metadata(fields: Mapping[Any, object]) -> Metadata:
    metadata = Metadata()
    # Hugo keeps the author among the parameters.
    params = fields.get("params")
    for name, value in [*fields.items(), *(params.items() if isinstance(params, Mapping) else ())]:
        words = list(_words(value))
        if str(name).casefold() in {"authors", "author"} and not isinstance(value, str):
            # Each entry is one person, so a comma belongs to the name: "Bell, Ann".
            names = tuple(name for word in words for name in _one_name(word))
            metadata = metadata.model_copy(update={"authors": metadata.authors or names})
        else:
            metadata = metadata.with_field(str(name), ", ".join(words))
    return metadata


def _one_name(words: str) -> tuple[str, ...]:
    return split_names(words) if words.count(",") == 1 else (words,)


def _words(value: object) -> Iterator[str]:
    """Yield the words of a value: of a text, of each entry of a list, of a person's name."""
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("literal") or value
        if isinstance(name, Mapping):
            name = name.get("literal") or " ".join(
                str(name[part]) for part in ("given", "family") if isinstance(name.get(part), str)
            )
        yield from _words(name) if isinstance(name, str) else ()
    elif isinstance(value, list):
        for entry in value:
            yield from _words(entry) if not isinstance(entry, list) else ()
    elif value is not None and (words := " ".join(str(value).split())):
        yield words
