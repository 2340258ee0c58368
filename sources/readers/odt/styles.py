"""The styles of an OpenDocument text: which paragraphs are headings or hidden, and their look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from sources.readers.flow import Look, is_term_style

from .markup import attribute, attributes, local_name

_DEFAULT_SIZE = 12.0  # points
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_FAMILIES = frozenset({"paragraph", "text"})
_TITLE = "Title"
_HEADING = "Heading_20_"  # and the level: the names of styles as OpenDocument writes them


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    level: str  # of a heading
    list_style: str | None  # "" where a heading is taken out of the numbering of all headings
    aligned: str
    size: str
    weight: str
    underline: str
    display: str
    font: str


class Styles:
    """The styles of paragraphs and of runs of text, by their names."""

    def __init__(self, *roots: etree._Element) -> None:
        """Take `content.xml` and `styles.xml`."""
        self._styles: dict[str, _Style] = {}
        self._default = _DEFAULT_SIZE
        for root in roots:
            for style in root.iter("{*}style", "{*}default-style"):
                if attribute(style, "family") not in _FAMILIES:
                    continue
                read = _read_style(style)
                if local_name(style) == "style":
                    self._styles[read.name] = read
                elif attribute(style, "family") == "paragraph":
                    self._default = _points(read.size, _DEFAULT_SIZE)

    def level(self, paragraph: etree._Element) -> int | None:
        """Return the level of a heading by its style, 0 for a title; None for other paragraphs."""
        named = attribute(paragraph, "style-name")
        levels = ((style.parent, style.level) for style in self._chain(named))
        for name, level in ((named, ""), *levels):
            # An own level counts for more than the parent's name.
            number = level or name.removeprefix(_HEADING)
            if name == _TITLE and not level:
                return 0
            if number.isdecimal() and int(number):
                return int(number)
        return None

    def is_term(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph names what the next one defines."""
        named = attribute(paragraph, "style-name")
        return any(map(is_term_style, (named, *(style.parent for style in self._chain(named)))))

    def is_numbered_heading(self, heading: etree._Element) -> bool:
        """Say whether a heading takes part in the numbering of all headings."""
        chain = self._chain(attribute(heading, "style-name"))
        return next((s.list_style for s in chain if s.list_style is not None), None) != ""

    def is_hidden(self, names: Sequence[str]) -> bool:
        """Say whether text in these styles, the innermost first, is hidden."""
        return self._value(names, "display") == "none"

    def font(self, names: Sequence[str]) -> str:
        """Return the font of text in these styles, the innermost first."""
        return self._value(names, "font")

    def look(self, paragraph: etree._Element, runs: Sequence[tuple[int, Sequence[str]]]) -> Look:
        """Return how a paragraph looks.

        Args:
            paragraph: The element.
            runs: Of each piece of text, its length and its styles, the innermost first.
        """
        sizes: dict[float, int] = {}
        strong = bool(runs)
        for length, names in runs:
            underline = self._value(names, "underline") or "none"
            is_bold = self._value(names, "weight") in _BOLD
            strong = strong and (is_bold or underline != "none")
            size = self._size(names)
            sizes[size] = sizes.get(size, 0) + length
        aligned = self._value([attribute(paragraph, "style-name")], "aligned")
        size = max(sizes, key=lambda size: sizes[size]) if sizes else 0
        return Look(size, strong=strong, centred=aligned == "center")

    def _size(self, names: Sequence[str]) -> float:
        """Return the size of letters: a percentage is one of the size around it."""
        factor = 1.0
        for written in self._values(names, "size"):
            if written.endswith("%"):
                factor *= float(written[:-1]) / 100
            else:
                return round(_points(written, self._default) * factor, 1)
        return round(self._default * factor, 1)

    def _value(self, names: Sequence[str], field: str) -> str:
        return next(self._values(names, field), "")

    def _values(self, names: Sequence[str], field: str) -> Iterator[str]:
        for name in names:
            for style in self._chain(name):
                if value := getattr(style, field):
                    yield value

    def _chain(self, name: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].parent


def _read_style(style: etree._Element) -> _Style:
    given = attributes(style)
    of_paragraph = style.find("{*}paragraph-properties")
    of_text = style.find("{*}text-properties")
    text = {} if of_text is None else attributes(of_text)
    return _Style(
        name=given.get("name", ""),
        parent=given.get("parent-style-name", ""),
        level=given.get("default-outline-level", ""),
        list_style=given.get("list-style-name"),
        aligned="" if of_paragraph is None else attribute(of_paragraph, "text-align"),
        size=text.get("font-size", ""),
        weight=text.get("font-weight", ""),
        underline=text.get("text-underline-style", ""),
        display=text.get("display", ""),
        font=text.get("font-name", ""),
    )


def _points(written: str, default: float) -> float:
    try:
        return float(written.removesuffix("pt"))
    except ValueError:
        return default
