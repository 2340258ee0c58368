"""What a server sees: the operator's documents, its own, and what its moderators taught."""

from bot.guidance import Guidance, searched_guidance
from index import Searcher, SynonymTable, View

from .editions import Edition


def make_searcher(common: Edition, own: Edition | None, guidance: Guidance) -> Searcher:
    """Put together what a server is answered from.

    Args:
        common: Of the operator's folder.
        own: Of the server's own documents; None without any.
        guidance: What its moderators taught.
    """
    view = View([common.index] if own is None else [common.index, own.index])
    taught = [list(one.words) for one in guidance.synonyms]
    beside = common.synonyms or SynonymTable()
    synonyms = SynonymTable(groups=[*beside.groups, *taught], rules=beside.rules)
    return Searcher(view, synonyms, searched_guidance(guidance))
