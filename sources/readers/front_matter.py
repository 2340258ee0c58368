"""The front matter of a Markdown file: title, authors and the like, as YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from frontmatter.default_handlers import YAMLHandler
from yaml import MarkedYAMLError, YAMLError  # type: ignore[import-untyped]  # ships no types

from sources.metadata import Metadata, meant_field

_LONGEST = 10_000  # code points; what is longer is text between two rules
_HANDLER = YAMLHandler()
# Impossible dates, deep nesting, and tags such as "!!int ''" raise these.
_NOT_YAML = (YAMLError, RecursionError, ValueError, LookupError, AttributeError, TypeError)
_NOT_CLOSED = (
    "Its front matter has no end, so its title and authors are unknown and its lines are read as "
    "text; put a line --- under it."
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands in `text[:end]`; `end` is 0 if there is none."""

    end: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    problems: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Read what stands between the first line `---` of a text and the second."""
    beginning = text[:_LONGEST]
    if not _HANDLER.detect(beginning):
        return FrontMatter()
    try:
        written, rest = _HANDLER.split(beginning)
    except ValueError:  # no second line `---`
        return FrontMatter(problems=(_NOT_CLOSED,) if _is_begun(beginning) else ())
    end = len(beginning) - len(rest)
    try:
        fields = _HANDLER.load(written)
    except _NOT_YAML as error:
        return FrontMatter(end, problems=(_not_yaml(error),))
    if not isinstance(fields, Mapping):
        return FrontMatter()
    return FrontMatter(end, _metadata(fields), tuple(_misspelled(fields)))


def _is_begun(text: str) -> bool:
    """Whether a field stands under the first line, which is then no rule above a text."""
    _, _, below = text.lstrip().partition("\n")
    name, _, value = below.partition("\n")[0].partition(":")
    return Metadata().with_field(name, value) != Metadata()


def _misspelled(fields: Mapping[object, object]) -> Iterator[str]:
    for name in map(str, fields):
        if meant := meant_field(name):
            yield f'"{name}" in its front matter is not read; did you mean "{meant}"?'


def _not_yaml(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    place = f" at line {mark.line + 1}" if mark else ""
    return (
        f"Its front matter is not valid YAML{place}, so its title and authors are unknown; "
        'mend it there (text with a colon needs quotation marks: title: "A: B").'
    )


def _metadata(fields: Mapping[object, object]) -> Metadata:
    metadata = Metadata()
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        words = [
            " ".join(str(v).split()) for v in values if isinstance(v, str | int | float | date)
        ]
        if str(name).casefold() in {"authors", "author"} and isinstance(value, list):
            # In a list, a comma belongs to the name: "Bell, Ann".
            metadata = metadata.model_copy(update={"authors": tuple(filter(None, words))})
        else:
            metadata = metadata.with_field(str(name), ", ".join(words))
    return metadata
