"""What of a web page is its text, and what belongs to the page around it.

The library trafilatura finds the text; it tells neither where each word stood nor what it passed
over. So its words are looked up in the page: they mark the elements that are text, and these the
smallest part of the page that has them. Of this part everything is kept, in its order and with its
structure, but what is marked as furniture and holds none of the words found.
"""

import re
from collections.abc import Iterator

from lxml import etree

from .markup import take_out

_TELLING = 20  # letters; shorter pieces of text stand on a page in several places
_MOST = 0.97  # of the letters found; the rest may be words that stand twice, as in a teaser
_PROGRAMS = ("script", "style", "noscript", "template")
_WHOLE = frozenset({"article", "main"})
_PARTS = frozenset({"body", "div", "section", "td", "center", "font", "form", "html"}) | _WHOLE
_CONTAINERS = frozenset({"div", "section", "header", "ul", "ol", "table", "td"})
_FURNITURE_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "menu", "search"})
_FURNITURE_ROLES = frozenset(
    "navigation banner complementary contentinfo search dialog alertdialog menu menubar toolbar "
    "doc-toc doc-backlink".split()
)
_FURNITURE_NAMES = frozenset(
    "share sharing shares sharedaddy social related relatedposts recommended recommendations "
    "newsletter signup subscribe comments comment respond replies cookie cookies consent gdpr "
    "ad ads advert advertisement sponsored promo breadcrumb breadcrumbs pagination pager toc "
    "navbox nav navigation menu navbar editsection noprint hatnote backlink magnify sidebar widget "
    "popup modal skip screen-reader-text sr-only visually-hidden printfooter catlinks jump meta "
    "taglinks tags popular mostread trending outbrain taboola disqus footer toolbar login paywall "
    "tooltip byline dateline btn button dropdown".split()
)
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_IN_LINKS = 0.9  # of the letters of a list that only leads elsewhere
_NOT_LETTER = re.compile(r"[\W_]+")


def main_part(root: etree._Element, found: str) -> etree._Element:
    """The part of a page that has its text, without the furniture in it.

    Args:
        root: Of the page; what is furniture in the part is taken out of it.
        found: The text that was found in the page; "" if none was.
    """
    etree.strip_elements(root, *_PROGRAMS, with_tail=False)
    votes = _votes(root, _letters(found))
    part = _smallest_part(root, votes)
    most = len(_letters("".join(part.itertext()))) / 2
    for element in list(part.iterdescendants()):
        if element in votes or not _is_furniture(element):
            continue
        # Where nothing was found, a name such as "has-sidebar" must not hide the whole page.
        if len(_letters("".join(element.itertext()))) <= most:
            take_out(element)
    return part


def _votes(root: etree._Element, found: str) -> dict[etree._Element, int]:
    """How many letters of the text found stand in each element, the elements in it included."""
    votes: dict[etree._Element, int] = {}
    last = 0
    for parent, words in _texts(root):
        letters = _letters(words)
        if len(letters) < _TELLING:
            continue
        place = found.find(letters, last)
        place = found.find(letters, 0, last) if place < 0 else place
        if place < 0:
            continue
        last = place
        for element in (parent, *parent.iterancestors()):
            votes[element] = votes.get(element, 0) + len(letters)
    return votes


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter():
        if element.text:
            yield element, element.text
        above = element.getparent()
        if element.tail and above is not None:
            yield above, element.tail


def _smallest_part(root: etree._Element, votes: dict[etree._Element, int]) -> etree._Element:
    part = root
    if root in votes:
        while inner := [child for child in part if votes.get(child, 0) >= _MOST * votes[root]]:
            part = inner[0]
    around = [part, *part.iterancestors()]
    # Its title and first lines may stand beside it; two articles in one part are a list of them.
    for element in around:
        if (_name(element) in _WHOLE or element.get("role") == "main") and _is_one(element):
            return element
    return next((element for element in around if _name(element) in _PARTS), root)


def _is_one(part: etree._Element) -> bool:
    return sum(1 for _ in part.iterdescendants("article")) <= 1


def _is_furniture(element: etree._Element) -> bool:
    name = _name(element)
    above = element.getparent()
    if name in _FURNITURE_TAGS:
        in_quotation = name == "footer" and above is not None and _name(above) == "blockquote"
        return not (in_quotation or _is_note(element))
    if element.get("role", "") in _FURNITURE_ROLES or _is_hidden(element):
        return True
    if name in {"ul", "ol"}:
        return _is_named(element) or _leads_elsewhere(element)
    return _is_named(element) or (name == "sup" and _is_reference(element))


def _is_named(element: etree._Element) -> bool:
    written = element.get("class", "")
    if _name(element) in _CONTAINERS:  # the id of a heading is made of its words
        written = f"{written} {element.get('id', '')}"
    # "postShareBar" and "post__share" are both the words post, share and so on.
    names = _NAME.findall(_INNER_CAPITAL.sub("-", written).lower())
    return any(not _FURNITURE_NAMES.isdisjoint({name, *name.split("-")}) for name in names)


def _is_hidden(element: etree._Element) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or _HIDDEN.search(element.get("style", "")) is not None


def _is_note(element: etree._Element) -> bool:
    return "note" in f"{element.get('role', '')} {element.get('class', '')}"


def _is_reference(element: etree._Element) -> bool:
    """Whether it is nothing but the mark of a note, which leads to another place of the page."""
    links = [a for a in element.iter("a") if a.get("href", "").startswith("#")]
    words = len(_letters("".join(element.itertext())))
    return bool(links) and words == sum(len(_letters("".join(a.itertext()))) for a in links)


def _leads_elsewhere(element: etree._Element) -> bool:
    links = sum(len(_letters("".join(a.itertext()))) for a in element.iter("a") if a.get("href"))
    return 0 < links >= _IN_LINKS * len(_letters("".join(element.itertext())))


def _name(element: etree._Element) -> str:
    return str(element.tag)


def _letters(words: str) -> str:
    return _NOT_LETTER.sub("", words)
