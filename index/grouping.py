"""Which questions ask the same thing."""

from collections.abc import Sequence

from .asking import AskedReader
from .same import KnownQuestions
from .search import Searcher


def group_questions(questions: Sequence[str], searcher: Searcher) -> list[list[int]]:
    """Put questions that ask the same thing together.

    A question joins the group whose first question it is most like.

    Args:
        questions: Any texts.
        searcher: Its library's words, names and synonyms count.

    Returns:
        Positions in `questions`, each once: groups in the order of their first question, each
        ascending.
    """
    places: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        places.setdefault(question, []).append(place)
    ranker = searcher.ranker
    reader = AskedReader(ranker, [ranker.reader.read(question) for question in places])
    first = KnownQuestions()
    groups: list[list[int]] = []
    for same_words, asked in zip(places.values(), reader.known, strict=True):
        found = first.find(asked)
        if found:
            groups[found[0]] += same_words
        else:
            first.add(asked)
            groups.append(same_words)
    return [sorted(group) for group in groups]
