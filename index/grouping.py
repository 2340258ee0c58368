"""Which questions ask the same thing."""

from collections.abc import Sequence

from .search import Searcher


def group_questions(questions: Sequence[str], searcher: Searcher) -> list[list[int]]:
    """Put questions that ask the same thing together.

    Args:
        questions: Any texts.
        searcher: Its library's words, names and synonyms count.

    Returns:
        Positions in `questions`, each once: groups in the order of their first question, each
        ascending.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(searcher.asked_words(question), []).append(place)
    return list(groups.values())
