"""Separate the text of a web page from the page around it.

Each element is judged by what it holds: running text, links, controls. Names of classes and ids
only confirm such a judgement, so that no section is lost for its name alone. Everything that is
left out is listed with its reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from string import digits

from lxml import etree

from sources.phrases import PAGE_AROUND

from .markup import BLOCKS, HEADINGS, Selection, is_note

LINKS = "it is a list of links to other pages"
HIDDEN = "the web page hides it"
CONTROL = "it is a button or a form of the web page"
COMMENT = "it is a comment below the article"

_PARTS = frozenset("article body center div form html main section td".split())
_CONTROLS = frozenset("button input select textarea".split())
_WITHOUT_TEXT = frozenset("script style noscript template head svg option".split())
_NEVER_FURNITURE = frozenset("article body head html main p".split())
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|pptx?|odt|odp|epub|txt)(?:[?#]|\Z)|\bdoi\.org/", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|\Z)|[。！？]")  # Chinese
_COUNTED = re.compile(r"\d|\bleave a\b", re.IGNORECASE)  # "Comments (3)", "Leave a reply"
_POINTER = re.compile(
    r"\W*(?:read|see|watch|more|also|related|don[’']t miss|mehr|lesen|siehe|lire|voir|leer)\b",
    re.IGNORECASE,
)
_MIN_PROSE = 40  # letters in a block of running text; captions, buttons and menus have fewer
_MIN_SENTENCE = 8  # letters of a block that ends like a sentence
_MIN_TITLE = 20  # letters of a link that is the title of another page, and not a name or a button
_LABEL = 60  # letters; the longest label, such as "Share this article"
_PANEL = 200  # letters of running text that are hidden only until someone opens them
_TEASER = 400  # letters under the title of another page; more is that page's text itself
_INVITATION = 2  # sentences of a form that is not a text: "Subscribe now. No spam."
_MIN_CARDS = 3
_MOST_CARDS = 0.8  # of a row of equal elements
_NEAR = 4  # elements within which a section has its heading
_MOST_LINKED = 0.9  # of the letters of a list that only leads to other pages
_JUNK = 0.3  # weight of letters that are not running text, when the main part is chosen

_WORD = re.compile(r"[a-z]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTER = re.compile(r"[\W_]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAVIGATION_TAGS = frozenset({"nav", "menu", "search"})
_NAVIGATION = frozenset("navigation banner search menu menubar toolbar contentinfo doc-toc".split())
_PANELS = frozenset(
    "accordion answer collapse collapsible expandable panel spoiler tab tabpanel toggle".split()
)
_NAMES = frozenset(
    "ad ads advert advertisement author-box backlink banner breadcrumb breadcrumbs btn button "
    "byline catlinks consent cookie cookies dateline dropdown editsection feedback follow footer "
    "gdpr hatnote hidden jump login magnify menu meta modal mostread nav navbar navbox navigation "
    "newsletter noprint outbrain overlay pager pagination paywall popular popup printfooter promo "
    "promotion rating recirc recommendations recommended related relatedposts share sharedaddy "
    "shares sharing sidebar signup skip social sponsored sr subscribe subscription taboola tag "
    "tags teaser teasers toc toolbar tooltip trending widget".split()
)
_LABEL_NAMES = frozenset(
    "ad ads advert advertisement breadcrumb breadcrumbs btn button byline cookie cookies dateline "
    "editsection follow login newsletter noprint pager pagination promo share sharing skip social "
    "sponsored subscribe tags trending".split()
)
_INLINE_NAMES = frozenset(
    "backlink editsection jump magnify noprint screenreader skip sronly visuallyhidden".split()
)
_COMMENT_NAMES = frozenset("comment commentlist comments disqus replies respond".split())
_THREADS = re.compile(r"schema\.org/(?:DiscussionForumPosting|QAPage|Question|Answer)\b")


@dataclass(slots=True, eq=False)
class _Node:
    """An element, with figures about it and everything in it; lengths are in letters.

    Attributes:
        index: Place in document order.
        end: Index in document order of the first element after it.
        own: Length of a block's words that are in no block inside it.
        prose: Length of its blocks of running text, links in them not counted.
        sentences: Blocks that end like a sentence.
        links: Blocks that are a link and little else.
        titles: Such blocks that are long enough to be the title of another page.
        is_main: Holds a heading of level 1, or is marked as the page's main text.
        is_beside: Is likely to be beside the main text, or in something that is.
    """

    element: etree._Element
    parent: "_Node | None"
    index: int
    end: int
    is_block: bool
    in_link: bool
    letters: int = 0
    linked: int = 0
    own: int = 0
    own_linked: int = 0
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
        return str(self.element.tag)


def select(root: etree._Element) -> Selection:
    """Decide what of a web page is left out."""
    nodes = _measure(root)
    page = _Page(nodes)
    selection = Selection()
    page.leave_out_furniture(selection)
    part = page.main_part()
    page.leave_out_orphans(part, selection)
    _leave_out_around(part, selection)
    return selection


def _measure(root: etree._Element) -> list[_Node]:
    """Return all elements in document order, with their figures."""
    nodes: list[_Node] = []
    place: dict[etree._Element, _Node] = {}
    for element in root.iter("*"):
        above = element.getparent()
        parent = place.get(above) if above is not None else None
        tag = element.tag
        in_link = parent is not None and parent.in_link
        in_link = in_link or (tag == "a" and _leads_elsewhere(element))
        is_block = tag in BLOCKS or parent is None
        node = _Node(element, parent, len(nodes), len(nodes) + 1, is_block, in_link)
        place[element] = node
        nodes.append(node)
        if tag not in _WITHOUT_TEXT:
            _count(node, element.text)
        if parent is not None and parent.element.tag not in _WITHOUT_TEXT:
            _count(parent, element.tail)
    _judge_blocks(nodes)
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


def _count(node: _Node, words: str | None) -> None:
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


def _judge_blocks(nodes: Iterable[_Node]) -> None:
    """Tell running text, links and controls from each other, block by block."""
    for node in nodes:
        free = node.own - node.own_linked
        if free >= node.own_linked:
            node.prose = free if free >= _MIN_PROSE else 0
            node.sentences = int(node.ends and free >= _MIN_SENTENCE)
        else:
            node.links = int(node.own >= len("More") and free <= node.own_linked / 4)
            node.titles = int(bool(node.links) and node.own >= _MIN_TITLE)
        element = node.element
        node.controls = int(element.tag in _CONTROLS)
        node.is_main = (
            element.tag in {"h1", "main"}
            or element.get("role") == "main"
            or element.get("itemprop") == "articleBody"
        )


def _add(node: _Node, parent: _Node) -> None:
    parent.end = max(parent.end, node.end)
    parent.letters += node.letters
    parent.linked += node.linked
    parent.prose += node.prose
    parent.sentences += node.sentences
    parent.links += node.links
    parent.titles += node.titles
    parent.controls += node.controls
    parent.is_main = parent.is_main or node.is_main


@dataclass(slots=True)
class _Page:
    """All elements of a page in document order, the whole page first."""

    nodes: Sequence[_Node]
    half: float = field(init=False)
    opened: frozenset[str] = field(init=False)
    is_thread: bool = field(init=False)

    def __post_init__(self) -> None:
        root = self.nodes[0]
        self.half = root.prose / 2
        self.opened = frozenset(_opened(node.element for node in self.nodes))
        names: dict[str, frozenset[str]] = {}
        for node in self.nodes:
            written = _written_names(node)
            if written not in names:
                names[written] = _split_names(written)
            node.names = names[written]
        self.is_thread = self._is_thread()

    def leave_out_furniture(self, selection: Selection) -> None:
        """Leave out navigation, controls, lists of links and the like, wherever they are."""
        cards = self._cards()
        i = 1
        while i < len(self.nodes):
            node = self.nodes[i]
            reason = None
            # Whatever holds most of the text is no furniture, whatever it looks like.
            if node.letters and node.prose <= self.half:
                reason = LINKS if node in cards else self._reason(node)
            if reason:
                selection.elements[node.element] = reason
                for inner in self.nodes[i : node.end]:
                    inner.left_out = True
            i = node.end if reason else i + 1

    def main_part(self) -> _Node:
        """Return the element with the most running text and the least of anything else."""
        gains = self._gains()
        best = self.nodes[0]
        for node in self.nodes:
            if gains[node.index] > gains[best.index] and node.tag in _PARTS and not node.is_beside:
                best = node
        # Title and first lines may be beside it; several articles in one part are a list of them.
        around = [best, *_ancestors(best)]
        for node in around:
            if (node.tag in {"article", "main"} or node.element.get("role") == "main") and (
                self._articles_in(node) <= 1
            ):
                return node
        return best

    def leave_out_orphans(self, part: _Node, selection: Selection) -> None:
        """Leave out headings under which nothing is left, such as "Read also"."""
        heading: _Node | None = None
        lost = False
        for node in (*self.nodes[part.index + 1 : part.end], None):
            if node is None or (node.tag in HEADINGS and not node.left_out):
                ends = node is None or heading is None or node.tag <= heading.tag
                if heading is not None and lost and ends and heading.tag != "h1":
                    selection.elements[heading.element] = PAGE_AROUND
                heading, lost = node, False
            elif node.left_out:
                lost = True
            elif heading is not None and node.index >= heading.end and _has_own_words(node):
                heading = None

    def _gains(self) -> list[float]:
        """Return for each element its running text less a share of everything else in it."""
        for node in self.nodes[1:]:
            above = node.parent is not None and node.parent.is_beside
            node.is_beside = above or node.left_out or self._is_beside(node)
        gains = [0.0] * len(self.nodes)
        for node in reversed(self.nodes):
            own = node.prose - _JUNK * (node.letters - node.prose)
            gains[node.index] += own
            if node.parent is not None:
                counted = 0.0 if node.is_beside else gains[node.index]
                gains[node.parent.index] += counted - own
        return gains

    def _is_beside(self, node: _Node) -> bool:
        if not node.prose or node.prose > self.half or node.is_main:
            return False
        if node.tag in _NEVER_FURNITURE:
            return False
        named = not node.names.isdisjoint(_NAMES | _COMMENT_NAMES)
        return named or node.tag in {"aside", "footer"}

    def _articles_in(self, part: _Node) -> int:
        inside = self.nodes[part.index + 1 : part.end]
        return sum(1 for node in inside if node.tag == "article" and not node.left_out)

    def _is_thread(self) -> bool:
        """Tell a discussion, in which the replies are text, from an article with comments."""
        types = (node.element.get("itemtype") or "" for node in self.nodes)
        if any(_THREADS.search(written) for written in types):
            return True
        comments = 0
        i = 0
        while i < len(self.nodes):
            node = self.nodes[i]
            found = not node.is_main and not node.names.isdisjoint(_COMMENT_NAMES)
            comments += node.prose if found else 0
            i = node.end if found else i + 1
        return self.nodes[0].prose - comments < comments / 4

    def _reason(self, node: _Node) -> str | None:
        """Return why an element is left out; None if it is text."""
        if not node.is_block:
            return self._reason_inline(node)
        if node.tag in _NEVER_FURNITURE and node.tag != "p":
            return None
        if self._is_hidden(node):
            return HIDDEN
        return _reason_by_tag(node) or self._reason_by_name(node) or _pointer(node)

    def _reason_inline(self, node: _Node) -> str | None:
        """Return why a few words of a line are left out; in a sentence that would be a hole."""
        if self._is_hidden(node):
            return HIDDEN
        if node.letters <= _LABEL and not node.names.isdisjoint(_INLINE_NAMES):
            return PAGE_AROUND
        return None

    def _reason_by_name(self, node: _Node) -> str | None:
        """Return why an element is left out whose name says so, and whose content confirms it."""
        if node.is_main or not node.names:
            return None
        many_links = node.links * 2 >= node.sentences and node.links > 0
        if not node.names.isdisjoint(_COMMENT_NAMES) and not self.is_thread:
            inner = self.nodes[node.index + 1 : node.end]
            named = any(
                not other.names.isdisjoint(_COMMENT_NAMES)
                or (other.tag in HEADINGS and _COUNTED.search("".join(other.element.itertext())))
                for other in inner
            )
            if named or node.links or node.controls:
                return COMMENT
        if node.names.isdisjoint(_NAMES):
            return None
        inner = self.nodes[node.index : node.end]
        has_heading = any(other.tag in HEADINGS for other in inner)
        is_short = not node.sentences and node.letters <= _LABEL and not has_heading
        is_label = is_short and (node.linked > 0 or not node.names.isdisjoint(_LABEL_NAMES))
        return PAGE_AROUND if many_links or node.controls or is_label else None

    def _is_hidden(self, node: _Node) -> bool:
        """Tell whether nobody ever sees an element; a closed panel can be opened."""
        element = node.element
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if not hidden and not _HIDDEN_STYLE.search(element.get("style", "")):
            return False
        if next(element.iter("math"), None) is not None:
            return False
        if node.prose >= _PANEL or element.get("id") in self.opened:
            return False
        words = {*node.names, element.get("role", ""), element.get("hidden", "")}
        is_panel = not words.isdisjoint(_PANELS) or "until-found" in words
        return not (is_panel or _follows_switch(element))

    def _cards(self) -> set[_Node]:
        """Return elements in rows of equal ones, each with another page's title and a teaser."""
        groups: dict[tuple[_Node | None, str, str], list[_Node]] = {}
        for node in self.nodes[1:]:
            if node.letters:
                key = (node.parent, node.tag, node.element.get("class", ""))
                groups.setdefault(key, []).append(node)
        cards: set[_Node] = set()
        for group in groups.values():
            like = sum(
                node.titles * 2 >= max(node.sentences, 1) and node.prose < _TEASER for node in group
            )
            if len(group) >= _MIN_CARDS and like >= _MOST_CARDS * len(group):
                cards.update(group)
        # Where the page consists of such cards, they are what it is about.
        prose = sum(node.prose for node in cards)
        rest = self.nodes[0].prose - prose
        return cards if rest >= max(prose, _MIN_PROSE) else set()


def _reason_by_tag(node: _Node) -> str | None:
    """Return why an element is left out whose tag or role says what it is."""
    tag, role = node.tag, node.element.get("role", "")
    if tag in _NAVIGATION_TAGS or role in _NAVIGATION:
        return PAGE_AROUND
    if tag == "dialog" or role in {"dialog", "alertdialog"}:
        return CONTROL
    if tag == "form" and node.sentences <= _INVITATION:
        return CONTROL
    if tag in {"ul", "ol", "dl"} and node.linked >= _MOST_LINKED * node.letters:
        return LINKS
    if tag in {"aside", "footer", "header"} and _is_around(node):
        return PAGE_AROUND
    return None


def _opened(elements: Iterable[etree._Element]) -> Iterator[str]:
    """Yield the ids of elements that a button or link of the page opens."""
    for element in elements:
        if element.tag in {"a", "button", "summary", "label"}:
            for name in ("aria-controls", "data-target", "data-bs-target", "href", "for"):
                target = element.get(name, "")
                if name in {"aria-controls", "for"} or target.startswith("#"):
                    yield target.lstrip("#")


def _written_names(node: _Node) -> str:
    """Return the classes and the id of an element; an id made of its heading says nothing."""
    element = node.element
    names, identity = element.get("class", ""), element.get("id", "")
    if not identity or node.tag in HEADINGS:
        return names
    first = islice(element.iterdescendants("*"), _NEAR)
    heading = next((child for child in first if child.tag in HEADINGS), None)
    if heading is not None:
        made_of = _slug("".join(heading.itertext()))
        slug = _slug(identity)
        if made_of in {slug, slug.rstrip(digits)} or (len(slug) >= _MIN_TITLE and made_of in slug):
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


def _is_around(node: _Node) -> bool:
    """Tell whether an aside, header or footer is furniture."""
    above = node.parent.tag if node.parent else ""
    if above == "blockquote" or "note" in f"{node.element.get('role', '')} {' '.join(node.names)}":
        return False
    if node.tag == "footer" and node.prose < _PANEL:
        return True
    return not node.is_main and (node.links > node.sentences or node.controls > 0)


def _pointer(node: _Node) -> str | None:
    """Leave out a line that only points to another page: "Read more: ..."."""
    if node.letters > _PANEL or node.own_linked < max(_MIN_TITLE, node.own / 2):
        return None
    return LINKS if _POINTER.match("".join(node.element.itertext())) else None


def _follows_switch(element: etree._Element) -> bool:
    """Tell whether a button that opens an element is right before it."""
    before = element.getprevious()
    if before is None:
        return False
    return any(other.get("aria-expanded") is not None for other in before.iter("*"))


def _has_own_words(node: _Node) -> bool:
    words = (node.element.text, *(child.tail for child in node.element))
    return any(part and not part.isspace() for part in words)


def _ancestors(node: _Node) -> Iterator[_Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _leave_out_around(part: _Node, selection: Selection) -> None:
    """Leave out everything outside the main part of the page."""
    inside = part.element
    for above in inside.iterancestors():
        selection.around[above] = PAGE_AROUND
        for child in above:
            if child is not inside and not any(map(is_note, child.iter("*"))):
                selection.elements.setdefault(child, PAGE_AROUND)
        inside = above
