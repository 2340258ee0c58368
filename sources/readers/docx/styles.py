"""The styles of a Word document: which paragraphs are headings, lists or hidden, and their look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from sources.readers.flow import Look, is_term_style

from .markup import W, is_on, value_of

_BODY_LEVEL = 9  # of an outline: none
_DEFAULT_SIZE = "20"  # half points, if the document says nothing
# Word keeps the English names of its own styles in every language; other programs do not.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis"
    r"|заголовок|标题|標題|見出し|제목)\s*(?P<level>[1-9])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:title|titel|titre|título|titolo|tytuł|название|标题|標題|表題|제목)", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:toc|contents|verzeichnis|tm)\s*\d|(?:toc|contents) heading", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    paragraph: etree._Element | None
    run: etree._Element | None


class Styles:
    """The styles by their ids, each with those that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take `word/styles.xml`, if the document has it."""
        self._root = root if root is not None else etree.Element("styles")
        self._looks: dict[str, tuple[bool, bool, float]] = {}
        self._styles: dict[str, _Style] = {}
        self._default = ""
        for style in self._root.iterfind(f"{W}style"):
            named = style.get(f"{W}styleId", "")
            self._styles[named] = _Style(
                value_of(style.find(f"{W}name"), named),
                value_of(style.find(f"{W}basedOn")),
                style.find(f"{W}pPr"),
                style.find(f"{W}rPr"),
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self._default = named

    def style_of(self, paragraph: etree._Element | None) -> str:
        """The id of a paragraph's style, from its properties."""
        named = None if paragraph is None else paragraph.find(f"{W}pStyle")
        return value_of(named, self._default)

    def level(self, paragraph: etree._Element | None) -> int | None:
        """The level of a heading, 0 for a title; None for any other paragraph."""
        own = None if paragraph is None else paragraph.find(f"{W}outlineLvl")
        if own is not None:
            return _level(own)
        for style in self._chain(self.style_of(paragraph)):
            if heading := _HEADING.fullmatch(style.name.strip()):
                return int(heading["level"])
            if _TITLE.fullmatch(style.name.strip()):
                return 0
            outline = None if style.paragraph is None else style.paragraph.find(f"{W}outlineLvl")
            if outline is not None:
                return _level(outline)
        return None

    def is_contents(self, paragraph: etree._Element | None) -> bool:
        """Whether a paragraph is an entry of a table of contents."""
        style = self._styles.get(self.style_of(paragraph))
        return style is not None and _CONTENTS.fullmatch(style.name.strip()) is not None

    def is_term(self, paragraph: etree._Element | None) -> bool:
        """Say whether a paragraph names what the next one defines."""
        style = self._styles.get(self.style_of(paragraph))
        return style is not None and is_term_style(style.name)

    def list_settings(
        self, paragraph: etree._Element | None
    ) -> Iterator[tuple[str, etree._Element]]:
        """The settings `w:numPr` of a paragraph, its own first.

        Yields:
            The id of the style that has them, "" for the paragraph itself, and the element.
        """
        own = None if paragraph is None else paragraph.find(f"{W}numPr")
        if own is not None:
            yield "", own
        for named, style in self._named_chain(self.style_of(paragraph)):
            found = None if style.paragraph is None else style.paragraph.find(f"{W}numPr")
            if found is not None:
                yield named, found

    def numbering_of(self, style: str) -> str:
        """The id of the list that a style of lists stands for; "" if there is none."""
        found = self._styles.get(style)
        if found is None or found.paragraph is None:
            return ""
        return value_of(found.paragraph.find(f"{W}numPr/{W}numId"))

    def is_hidden(self, paragraph: str, run: etree._Element | None) -> bool:
        """Whether a run is hidden, by its properties and the style of its paragraph."""
        if not self._any_hidden:
            own = None if run is None else is_on(run.find(f"{W}vanish"))
            return bool(own)
        return bool(self._switch(paragraph, run, "vanish"))

    def look(
        self, paragraph: etree._Element | None, runs: list[tuple[int, etree._Element | None]]
    ) -> Look:
        """How a paragraph looks.

        Args:
            paragraph: Its properties.
            runs: Of each run with words, how many characters it has, and its properties.
        """
        style = self.style_of(paragraph)
        sizes: dict[float, int] = {}
        strong = bool(runs)
        for length, run in runs:
            is_strong, size = self._run_look(style, run)
            strong = strong and is_strong
            sizes[size] = sizes.get(size, 0) + length
        size = max(sizes, key=lambda size: sizes[size]) if sizes else 0
        own = None if paragraph is None else paragraph.find(f"{W}jc")
        aligned = value_of(own) if own is not None else self._paragraph_value(style, "jc")
        return Look(size, strong=strong, centred=aligned == "center")

    def _run_look(self, style: str, run: etree._Element | None) -> tuple[bool, float]:
        if run is None or not len(run):
            if style not in self._looks:
                self._looks[style] = self._look_of(style, None)
            bold, underlined, size = self._looks[style]
        else:
            bold, underlined, size = self._look_of(style, run)
        return bold or underlined, size

    def _look_of(self, style: str, run: etree._Element | None) -> tuple[bool, bool, float]:
        size = self._run_value(style, run, "sz") or _DEFAULT_SIZE
        points = int(size) / 2 if size.isdecimal() else 0
        bold = bool(self._switch(style, run, "b"))
        return bold, bool(self._switch(style, run, "u")), points

    def _switch(self, style: str, run: etree._Element | None, name: str) -> bool | None:
        return is_on(self._run_setting(style, run, name))

    def _run_value(self, style: str, run: etree._Element | None, name: str) -> str:
        return value_of(self._run_setting(style, run, name))

    def _run_setting(
        self, style: str, run: etree._Element | None, name: str
    ) -> etree._Element | None:
        """A property of a run: its own, its style's, its paragraph's style's, or the document's."""
        tag = f"{W}{name}"
        if run is not None:
            own = run.find(tag)
            if own is not None:
                return own
            named = value_of(run.find(f"{W}rStyle"))
            for of_run in self._chain(named) if named else ():
                found = None if of_run.run is None else of_run.run.find(tag)
                if found is not None:
                    return found
        for of_paragraph in self._chain(style):
            found = None if of_paragraph.run is None else of_paragraph.run.find(tag)
            if found is not None:
                return found
        return self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{tag}")

    def _paragraph_value(self, style: str, name: str) -> str:
        for found in self._chain(style):
            setting = None if found.paragraph is None else found.paragraph.find(f"{W}{name}")
            if setting is not None:
                return value_of(setting)
        return ""

    def _chain(self, named: str) -> Iterator[_Style]:
        return (style for _, style in self._named_chain(named))

    def _named_chain(self, named: str) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        while named in self._styles and named not in seen:
            seen.add(named)
            yield named, self._styles[named]
            named = self._styles[named].based_on

    @cached_property
    def _any_hidden(self) -> bool:
        return any(
            style.run is not None and style.run.find(f"{W}vanish") is not None
            for style in self._styles.values()
        )


def _level(outline: etree._Element) -> int | None:
    level = value_of(outline)
    return int(level) + 1 if level.isdecimal() and int(level) < _BODY_LEVEL else None
