"""Separate the text of a web page from the page around it.

Each element is judged by what it holds: running text, links, controls. Names of classes and ids
only confirm such a judgement, so that no section is lost for its name alone. Everything that is
left out is listed with its reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from sources.phrases import PAGE_AROUND
from sources.readers.markup import HEADINGS, Selection, is_note

from .elements import MIN_PROSE, MIN_TITLE, Node, has_own_words, measure
from .main_part import COMMENT_NAMES, NAMES, NEVER_FURNITURE, find_main_part

LINKS = "it is a list of links to other pages"
HIDDEN = "the web page hides it"
CONTROL = "it is a button or a form of the web page"
COMMENT = "it is a comment below the article"

_POINTER = re.compile(
    r"\W*(?:read|see|watch|more|also|related|don[’']t miss|mehr|lesen|siehe|lire|voir|leer)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d|\bleave a\b", re.IGNORECASE)  # "Comments (3)", "Leave a reply"
_LABEL = 60  # letters; the longest label, such as "Share this article"
_PANEL = 200  # letters of running text that are hidden only until someone opens them
_TEASER = 400  # letters under the title of another page; more is that page's text itself
_BLURB = 200  # letters a link, where a name says that it is furniture
_ARTICLE = 1_500  # letters of an article; with fewer, replies to it are a discussion
_NOTICE = 400  # the same on a page that says that it is an article, with many replies
_INVITATION = 2  # sentences of a form that is not a text: "Subscribe now. No spam."
_MIN_CARDS = 3
_MOST_CARDS = 0.8  # of a row of equal elements
_MOST_LINKED = 0.9  # of the letters of a list that only leads to other pages
_CORE = 0.8  # of the running text of the main part

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAVIGATION_TAGS = frozenset({"nav", "menu", "search"})
_NAVIGATION = frozenset("navigation banner search menu menubar toolbar contentinfo doc-toc".split())
_PANELS = frozenset(
    "accordion answer collapse collapsible expandable panel spoiler tab tabpanel toggle".split()
)
_OVERLAYS = frozenset("cmp consent cookie cookies dsgvo gdpr modal overlay popup".split())
_BESIDE_NAMES = frozenset(
    "ad ads advert advertisement banner breadcrumb breadcrumbs catlinks consent cookie cookies "
    "footer gdpr modal mostread nav navbar navbox navigation newsletter outbrain overlay paywall "
    "popup printfooter promo promotion recirc recirculation sidebar sponsored subscribe "
    "subscription taboola toolbar trending widget".split()
)
_LABEL_NAMES = frozenset(
    "ad ads advert advertisement breadcrumb breadcrumbs btn byline cookie cookies dateline "
    "editsection follow login newsletter noprint pager pagination promo share sharing skip social "
    "sponsored subscribe tags trending".split()
)
_INLINE_NAMES = frozenset(
    "backlink editsection jump magnify noprint screenreader skip sronly visuallyhidden".split()
)
_ARTICLES = re.compile(r'"(?:\w*Article|BlogPosting)"')
_THREADS = re.compile(r"schema\.org/(?:DiscussionForumPosting|QAPage|Question|Answer)\b")


def select(root: etree._Element) -> Selection:
    """Decide what of a web page is left out."""
    page = _Page(measure(root))
    page.leave_out_furniture()
    part = find_main_part(page.nodes)
    comments = list(page.comments())
    if comments and not page.is_thread(part, comments):
        for node in comments:
            page.leave_out(node, COMMENT)
        part = find_main_part(page.nodes)
    page.leave_out_beside(part)
    page.leave_out_orphans(part)
    page.leave_out_around(part)
    return page.selection


@dataclass(slots=True)
class _Page:
    """All elements of a page in document order, the whole page first."""

    nodes: Sequence[Node]
    selection: Selection = field(default_factory=Selection)
    half: float = field(init=False)
    opened: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.half = self.nodes[0].prose / 2
        self.opened = frozenset(_opened(node.element for node in self.nodes))

    def inside(self, node: Node) -> Sequence[Node]:
        """Return the elements inside an element."""
        return self.nodes[node.index + 1 : node.end]

    def leave_out(self, node: Node, reason: str) -> None:
        self.selection.elements[node.element] = reason
        for inner in self.nodes[node.index : node.end]:
            inner.left_out = True

    def leave_out_furniture(self) -> None:
        """Leave out navigation, controls, lists of links and the like, wherever they are."""
        cards = self._cards()
        for node in self._outermost():
            # Whatever holds most of the text is no furniture, whatever it looks like.
            if node.letters and (node.prose <= self.half or self._is_overlay(node)):
                reason = LINKS if node in cards else self._reason(node)
                if reason:
                    self.leave_out(node, reason)

    def comments(self) -> Iterator[Node]:
        """Yield the elements with comments of readers, or with the replies of a thread."""
        for node in self._outermost():
            if node.names.isdisjoint(COMMENT_NAMES) or node.is_main:
                continue
            inner = self.inside(node)
            named = any(
                not other.names.isdisjoint(COMMENT_NAMES)
                or (other.tag in HEADINGS and _COUNTED.search("".join(other.element.itertext())))
                for other in inner
            )
            if named or node.links or node.controls:
                yield node

    def is_thread(self, part: Node, comments: Sequence[Node]) -> bool:
        """Tell a discussion, in which replies are text, from an article with comments.

        Args:
            part: The main part of the page, comments included.
            comments: What may be comments.
        """
        types = [node.element.get("itemtype") or "" for node in self.nodes]
        if any(_THREADS.search(written) for written in types):
            return True
        within = {inner for node in comments for inner in self.nodes[node.index : node.end]}
        kept = (n for n in self.nodes[part.index : part.end] if not n.left_out and n not in within)
        article = sum(node.own_prose for node in kept)
        if not any(map(_says_article, self.nodes)):
            return article < _ARTICLE
        return article < _NOTICE and article * 4 < sum(node.prose for node in comments)

    def leave_out_beside(self, part: Node) -> None:
        """Leave out sidebars, footers and the like that are beside most of the text, not in it."""
        core = part
        while inner := [n for n in self.inside(core) if n.parent is core and _is_most(n, part)]:
            core = inner[0]
        for node in self.inside(part):
            is_outside = node.end <= core.index or node.index >= core.end
            named = node.tag in {"aside", "footer"} or not node.names.isdisjoint(_BESIDE_NAMES)
            if (
                is_outside
                and named
                and not (node.left_out or node.is_main or _has_note(node.element))
            ):
                self.leave_out(node, PAGE_AROUND)

    def leave_out_orphans(self, part: Node) -> None:
        """Leave out headings under which nothing is left, such as "Read also"."""
        heading: Node | None = None
        lost = False
        for node in (*self.inside(part), None):
            if node is None or (node.tag in HEADINGS and not node.left_out):
                ends = node is None or heading is None or node.tag <= heading.tag
                if heading is not None and lost and ends and heading.tag != "h1":
                    self.selection.elements[heading.element] = PAGE_AROUND
                heading, lost = node, False
            elif node.left_out:
                lost = True
            elif heading is not None and node.index >= heading.end and has_own_words(node):
                heading = None

    def leave_out_around(self, part: Node) -> None:
        """Leave out everything outside the main part, except for notes."""
        inside = part.element
        for above in inside.iterancestors():
            self.selection.around[above] = PAGE_AROUND
            for child in above:
                if child is not inside and not _has_note(child):
                    self.selection.elements.setdefault(child, PAGE_AROUND)
            inside = above

    def _outermost(self) -> Iterator[Node]:
        """Yield all elements but the page itself and those in one that is left out by then."""
        i = 1
        while i < len(self.nodes):
            node = self.nodes[i]
            if not node.left_out:
                yield node
            i = node.end if node.left_out else i + 1

    def _is_overlay(self, node: Node) -> bool:
        """Tell whether an element asks for consent, which may take more words than the page."""
        rest = self.nodes[0].prose - node.prose
        named = not node.names.isdisjoint(_OVERLAYS)
        return named and node.controls > 0 and not node.is_main and rest >= _PANEL

    def _reason(self, node: Node) -> str | None:
        """Return why an element is left out; None if it is text."""
        if not node.is_block:
            return self._reason_inline(node)
        if node.tag in NEVER_FURNITURE and node.tag != "p":
            return None
        if self._is_hidden(node):
            return HIDDEN
        return _reason_by_tag(node) or self._reason_by_name(node) or _pointer(node)

    def _reason_inline(self, node: Node) -> str | None:
        """Return why a few words of a line are left out; in a sentence that would be a hole."""
        if self._is_hidden(node):
            return HIDDEN
        if node.letters <= _LABEL and not node.names.isdisjoint(_INLINE_NAMES):
            return PAGE_AROUND
        return None

    def _reason_by_name(self, node: Node) -> str | None:
        """Return why an element is left out whose name says so, and whose content confirms it."""
        if node.is_main or node.names.isdisjoint(NAMES):
            return None
        many_links = node.links * 2 >= node.sentences and node.prose < _BLURB * node.links
        has_heading = node.tag in HEADINGS or any(n.tag in HEADINGS for n in self.inside(node))
        is_short = not node.sentences and node.letters <= _LABEL and not has_heading
        is_label = is_short and (node.linked > 0 or not node.names.isdisjoint(_LABEL_NAMES))
        is_pointer = "hatnote" in node.names and node.linked > 0
        confirmed = many_links or node.controls or is_label or is_pointer
        return PAGE_AROUND if confirmed else None

    def _is_hidden(self, node: Node) -> bool:
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

    def _cards(self) -> set[Node]:
        """Return elements in rows of equal ones, each with another page's title and a teaser."""
        groups: dict[tuple[Node | None, str, str], list[Node]] = {}
        for node in self.nodes[1:]:
            if node.letters:
                key = (node.parent, node.tag, node.element.get("class", ""))
                groups.setdefault(key, []).append(node)
        cards: set[Node] = set()
        for group in groups.values():
            like = sum(
                node.titles * 2 >= max(node.sentences, 1) and node.prose < _TEASER for node in group
            )
            if len(group) >= _MIN_CARDS and like >= _MOST_CARDS * len(group):
                cards.update(group)
        # Where the page consists of such cards, they are what it is about.
        prose = sum(node.prose for node in cards)
        rest = self.nodes[0].prose - prose
        return cards if rest >= max(prose, MIN_PROSE) else set()


def _says_article(node: Node) -> bool:
    """Tell whether an element says that the page is an article, as those of news and blogs do."""
    element = node.element
    if node.tag == "meta":
        named = element.get("property", "").startswith("article:")
        return named or element.get("content") == "article"
    is_data = node.tag == "script" and "ld+json" in element.get("type", "")
    return is_data and _ARTICLES.search(element.text or "") is not None


def _is_most(node: Node, part: Node) -> bool:
    return node.prose >= _CORE * part.prose > 0


def _has_note(element: etree._Element) -> bool:
    return any(map(is_note, element.iter("*")))


def _reason_by_tag(node: Node) -> str | None:
    """Return why an element is left out whose tag or role says what it is."""
    tag, role = node.tag, node.element.get("role", "")
    if tag in _NAVIGATION_TAGS or role in _NAVIGATION:
        return PAGE_AROUND
    if tag == "dialog" or role in {"dialog", "alertdialog"}:
        return CONTROL
    if tag == "form" and node.sentences <= _INVITATION:
        return CONTROL
    is_list = tag in {"ul", "ol", "dl"} or node.links >= _MIN_CARDS
    if is_list and node.linked >= _MOST_LINKED * node.letters:
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


def _is_around(node: Node) -> bool:
    """Tell whether an aside, header or footer is furniture."""
    above = node.parent.tag if node.parent else ""
    if above == "blockquote" or is_note(node.element):
        return False
    if node.tag == "footer" and node.prose < _PANEL:
        return True
    if node.is_main or (node.tag == "header" and node.prose >= _PANEL):
        return False
    return node.links > node.sentences or node.controls > 0


def _pointer(node: Node) -> str | None:
    """Leave out a line that only points to another page: "Read more: ..."."""
    if node.letters > _PANEL or node.own_linked < max(MIN_TITLE, node.own / 2):
        return None
    return LINKS if _POINTER.match("".join(node.element.itertext())) else None


def _follows_switch(element: etree._Element) -> bool:
    """Tell whether a button that opens an element is right before it."""
    before = element.getprevious()
    if before is None:
        return False
    return any(other.get("aria-expanded") is not None for other in before.iter("*"))
