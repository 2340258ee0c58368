"""Find the main part of a web page: most of its running text, and little else."""

from collections.abc import Sequence

from .elements import Node

NEVER_FURNITURE = frozenset("article body head html main p".split())
"""Elements that are not judged by their names."""

NAMES = frozenset(
    "ad ads advert advertisement authorbox backlink banner breadcrumb breadcrumbs btn button "
    "byline catlinks consent cookie cookies dateline dropdown editsection feedback follow footer "
    "gdpr hatnote hidden jump login magnify menu meta modal mostread nav navbar navbox navigation "
    "newsletter noprint outbrain overlay pager pagination paywall popular popup printfooter promo "
    "promotion rating recirc recirculation recommendations recommended related relatedposts share "
    "sharedaddy shares sharing sidebar signup skip social sponsored subscribe subscription taboola "
    "tag tags teaser teasers toc toolbar tooltip trending widget".split()
)
"""Words in names of classes and ids that furniture often has, and text sometimes."""

COMMENT_NAMES = frozenset("comment commentlist comments disqus replies respond".split())
"""The same for comments of readers."""

_PARTS = frozenset("article body center div form html main section td".split())
_ENTRIES = frozenset("dd dt figcaption h1 h2 h3 h4 li p pre td th".split())
_LINK_COST, _LABEL_COST, _ENTRY_VALUE = 0.5, 0.05, 0.3  # of a letter; one of running text counts 1
_ALMOST = 0.97  # of the gain of the best part
_MARKED = 0.5  # the same for a part that is marked as the main one


def find_main_part(nodes: Sequence[Node]) -> Node:
    """Return the main part of a page.

    Args:
        nodes: All elements in document order, the whole page first. What is left out already does
            not count; whatever is likely to be beside the main part is marked as such.
    """
    _mark_beside(nodes)
    gains = _gains(nodes)
    parts = [node for node in nodes if node.tag in _PARTS and not node.is_beside]
    best = max(parts, key=lambda node: gains[node.index], default=nodes[0])
    if gains[best.index] <= 0:
        return nodes[0]
    for node in nodes[best.index + 1 : best.end]:
        # What an inner part lacks is a few words around the text.
        may_be = not node.is_beside and node.names.isdisjoint(COMMENT_NAMES)
        if node.parent is best and node.tag in _PARTS and may_be:
            best = node if gains[node.index] > _ALMOST * gains[best.index] else best
    # A page that marks its main text may have a lot of text around it.
    marked = [node for node in nodes[best.index + 1 : best.end] if _is_marked(node)]
    if len(marked) == 1 and gains[marked[0].index] > _MARKED * gains[best.index]:
        best = marked[0]
    # Title and first lines may be beside it; several articles in one part are a list of them.
    for node in (best, *best.ancestors()):
        if (node.tag == "article" or _is_marked(node)) and _articles_in(node, nodes) <= 1:
            return node
    return best


def _mark_beside(nodes: Sequence[Node]) -> None:
    """Mark elements that are likely to be beside the main text, and those in them."""
    there = sum(node.own_prose for node in nodes if not node.left_out)
    for names in (NAMES, frozenset[str]()):
        for node in nodes[1:]:
            above = node.parent is not None and node.parent.is_beside
            node.is_beside = above or node.left_out or _is_beside(node, names, there / 2)
        kept = sum(node.own_prose for node in nodes if not node.is_beside)
        # Where most of the text has such names, they mean something else.
        if kept >= there / 2:
            return


def _is_beside(node: Node, names: frozenset[str], half: float) -> bool:
    if not node.prose or node.prose > half or node.is_main or node.tag in NEVER_FURNITURE:
        return False
    return node.tag in {"aside", "footer"} or not node.names.isdisjoint(names)


def _gains(nodes: Sequence[Node]) -> list[float]:
    """Return for each element its running text, and a share of its entries, less its links."""
    gains = [0.0] * len(nodes)
    for node in reversed(nodes):
        gains[node.index] += node.own_prose
        if not node.own_prose:
            free = node.own - node.own_linked
            value = _ENTRY_VALUE if node.tag in _ENTRIES else -_LABEL_COST
            gains[node.index] += value * free - _LINK_COST * node.own_linked
        if node.parent is not None and not node.is_beside:
            gains[node.parent.index] += gains[node.index]
    return gains


def _articles_in(part: Node, nodes: Sequence[Node]) -> int:
    inside = nodes[part.index + 1 : part.end]
    return sum(1 for node in inside if node.tag == "article" and not node.left_out)


def _is_marked(node: Node) -> bool:
    return node.tag == "main" or node.element.get("role") == "main"
