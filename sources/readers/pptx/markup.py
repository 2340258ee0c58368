"""PowerPoint's XML: shapes, placeholders, and what these take from the layout of a slide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from lxml import etree

from sources.readers.xml_parts import Package

from .text import A

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
"""The namespace of slides, as lxml writes it."""

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""The namespace of ids that name other parts."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHAPES = frozenset(f"{P}{name}" for name in ("sp", "grpSp", "graphicFrame"))
_CONTENT = ("{*}t", "{*}chart", "{*}relIds")
_HIDDEN = frozenset({"0", "false"})
_BODY = frozenset({"obj", "subTitle", "tbl", "chart", "dgm", "media", "clipArt", "pic"})


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A box that takes what it does not say itself from the layout.

    Attributes:
        kind: Such as "title", "body" or "ftr".
        index: By which slide and layout know each other's boxes.
    """

    kind: str
    index: str

    @classmethod
    def of(cls, shape: etree._Element) -> Self | None:
        """Return the placeholder that a shape is; None if it is a box of its own."""
        found = shape.find(f"*/{P}nvPr/{P}ph")
        if found is None:
            return None
        return cls(found.get("type", "obj"), found.get("idx", "0"))

    @property
    def general_kind(self) -> str:
        """Its kind on the slide master, which has fewer."""
        if self.kind == "ctrTitle":
            return "title"
        return "body" if self.kind in _BODY else self.kind


class Slide:
    """A slide with its layout and master."""

    def __init__(self, part: str, root: etree._Element, package: Package) -> None:
        """Take the name of its part, and the part."""
        self.part = part
        self.root = root
        self._package = package
        self._above: list[etree._Element] | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether a presentation skips it."""
        return self.root.get("show") in _HIDDEN

    def place(self, shape: etree._Element) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a shape, in English Metric Units."""
        for found in (shape, *self._same(shape)):
            frame = next(found.iterfind(f"*/{A}xfrm"), found.find(f"{P}xfrm"))
            offset = None if frame is None else frame.find(f"{A}off")
            extent = None if frame is None else frame.find(f"{A}ext")
            if offset is not None and extent is not None:
                sides = (*map(offset.get, "xy"), *map(extent.get, ("cx", "cy")))
                left, top, width, height = (int(side or 0) for side in sides)
                return left, top, width, height
        return 0, 0, 0, 0

    def list_styles(self, shape: etree._Element) -> Iterator[etree._Element]:
        """Yield the list styles that a placeholder takes from above, the closest first."""
        for found in self._same(shape):
            yield from found.iter(f"{A}lstStyle")
        if Placeholder.of(shape) is not None:
            for above in self._layouts():
                yield from above.iter(f"{P}bodyStyle")

    def _same(self, shape: etree._Element) -> Iterator[etree._Element]:
        """Yield the same placeholder on the layout and on the master."""
        own = Placeholder.of(shape)
        if own is None:
            return
        for depth, above in enumerate(self._layouts()):
            for other in shapes_in(above):
                found = Placeholder.of(other)
                if found is None:
                    continue
                by_index = not depth and found.index == own.index
                if by_index or (depth and found.general_kind == own.general_kind):
                    yield other

    def _layouts(self) -> list[etree._Element]:
        if self._above is None:
            parts = self._package.targets(self.part, "slideLayout")[:1]
            parts += [t for part in parts for t in self._package.targets(part, "slideMaster")][:1]
            roots = map(self._package.xml, parts)
            self._above = [root for root in roots if root is not None]
        return self._above


def shapes_in(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the shapes of a slide or a group that may have text, in the order of the file.

    Of shapes that are there in several versions, it is the first with content.
    """
    tree = container if container.tag == f"{P}grpSp" else container.find(f"{P}cSld/{P}spTree")
    for element in () if tree is None else tree:
        if element.tag == f"{_MC}AlternateContent":
            versions = list(element)
            chosen = next((v for v in versions if next(v.iter(*_CONTENT), None) is not None), None)
            yield from (s for s in (() if chosen is None else chosen) if s.tag in _SHAPES)
        elif element.tag in _SHAPES:
            yield element
