"""Measure the elements of a web page: how much running text, links and controls each one holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from string import digits

from lxml import etree

from sources.readers.markup import BLOCKS, HEADINGS

MIN_PROSE = 40
"""Letters in a block of running text; captions, buttons and menus have fewer."""

MIN_TITLE = 20
"""Letters of a link that is the title of another page, and not a name or a button."""

_CONTROLS = frozenset("button input select textarea".split())
_WITHOUT_TEXT = frozenset("script style noscript template head svg option".split())
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|pptx?|odt|odp|epub|txt)(?:[?#]|\Z)|\bdoi\.org/", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|\Z)|[。！？]")  # Chinese
_MIN_SENTENCE = 8  # letters of a block that ends like a sentence
_MIN_LINK = 4  # letters of a block that is a link: "More"
_NEAR = 4  # elements within which a section has its heading
_WORD = re.compile(r"[a-z]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTER = re.compile(r"[\W_]+")


@dataclass(slots=True, eq=False)
class Node:
    """An element, with figures about it and everything in it; lengths are in letters.

    Attributes:
        index: Place in document order.
        end: Index of the first element after it.
        own: Length of a block's words that are in no block inside it.
        own_prose: The same if it is running text, links not counted; else 0.
        prose: Length of all running text.
        sentences: Number of blocks that end like a sentence.
        links: Number of blocks that are a link and little else.
        titles: Number of such blocks that are long enough to be the title of another page.
        is_main: Holds a heading of level 1, or is marked as the page's main text.
        names: The words in its classes and its id.
    """

    element: etree._Element
    parent: "Node | None"
    index: int
    end: int
    is_block: bool
    in_link: bool
    letters: int = 0
    linked: int = 0
    own: int = 0
    own_linked: int = 0
    own_prose: int = 0
    prose: int = 0
    sentences: int = 0
    links: int = 0
    titles: int = 0
    controls: int = 0
    is_main: bool = False
    ends: bool = False
    is_beside: bool = False
    left_out: bool = False
    names: frozenset[str] = frozenset()

    @property
    def tag(self) -> str:
        """The element's name."""
        return str(self.element.tag)

    def ancestors(self) -> Iterator["Node"]:
        """Yield the elements around it, from the inside."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def measure(root: etree._Element) -> list[Node]:
    """Return all elements in document order, with their figures."""
    nodes: list[Node] = []
    place: dict[etree._Element, Node] = {}
    names: dict[str, frozenset[str]] = {}
    for element in root.iter("*"):
        above = element.getparent()
        parent = place.get(above) if above is not None else None
        tag = element.tag
        in_link = parent is not None and parent.in_link
        in_link = in_link or (tag == "a" and _leads_elsewhere(element))
        is_block = tag in BLOCKS or parent is None
        node = Node(element, parent, len(nodes), len(nodes) + 1, is_block, in_link)
        place[element] = node
        nodes.append(node)
        if tag not in _WITHOUT_TEXT:
            _count(node, element.text)
        if parent is not None and parent.element.tag not in _WITHOUT_TEXT:
            _count(parent, element.tail)
        if written := _written_names(element):
            if written not in names:
                names[written] = _split_names(written)
            node.names = names[written]
    for node in nodes:
        _judge(node)
    for node in reversed(nodes):
        if node.parent is not None:
            _add(node, node.parent)
    return nodes


def _leads_elsewhere(link: etree._Element) -> bool:
    """Tell links to other pages from links to documents, which a course page lists as content."""
    target = link.get("href")
    if target is None:  # an anchor, or a link that a program follows
        return link.get("name") is None and link.get("id") is None
    return not _DOCUMENT.search(target)


def _count(node: Node, words: str | None) -> None:
    """Add the words of an element to it, and to the block that they are in."""
    size = len("".join(words.split())) if words else 0
    if not size or words is None:
        return
    block = node
    while not block.is_block and block.parent is not None:
        block = block.parent
    node.letters += size
    block.own += size
    if node.in_link:
        node.linked += size
        block.own_linked += size
    elif not block.ends and _SENTENCE_END.search(words):
        block.ends = True


def _judge(node: Node) -> None:
    """Tell running text, links and controls from each other in a block's own words."""
    free = node.own - node.own_linked
    if free >= node.own_linked:
        node.own_prose = node.prose = free if free >= MIN_PROSE else 0
        node.sentences = int(node.ends and free >= _MIN_SENTENCE)
    else:
        node.links = int(node.own >= _MIN_LINK and free <= node.own_linked / 4)
        node.titles = int(bool(node.links) and node.own >= MIN_TITLE)
    element = node.element
    node.controls = int(element.tag in _CONTROLS)
    node.is_main = (
        element.tag in {"h1", "main"}
        or element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
    )


def _add(node: Node, parent: Node) -> None:
    parent.end = max(parent.end, node.end)
    parent.letters += node.letters
    parent.linked += node.linked
    parent.prose += node.prose
    parent.sentences += node.sentences
    parent.links += node.links
    parent.titles += node.titles
    parent.controls += node.controls
    parent.is_main = parent.is_main or node.is_main


def _written_names(element: etree._Element) -> str:
    """Return the classes and the id of an element; an id made of its heading says nothing."""
    names, identity = element.get("class", ""), element.get("id", "")
    if not identity or element.tag in HEADINGS:
        return names
    first = islice(element.iterdescendants("*"), _NEAR)
    heading = next((child for child in first if child.tag in HEADINGS), None)
    if heading is not None:
        made_of = _slug("".join(heading.itertext()))
        slug = _slug(identity)
        if made_of in {slug, slug.rstrip(digits)} or (len(slug) >= MIN_TITLE and made_of in slug):
            return names
    return f"{names} {identity}"


def _split_names(written: str) -> frozenset[str]:
    """Split "most-read postShareBar" into words, and join each two neighbours ("mostread")."""
    words: list[str] = []
    for name in _INNER_CAPITAL.sub("-", written).lower().split():
        parts = _WORD.findall(name)
        words += parts
        words += map("".join, pairwise(parts))
    return frozenset(words)


def _slug(words: str) -> str:
    return _NOT_LETTER.sub("", words).casefold()


def has_own_words(node: Node) -> bool:
    """Tell whether an element has words outside of its children."""
    words = (node.element.text, *(child.tail for child in node.element))
    return any(part and not part.isspace() for part in words)
