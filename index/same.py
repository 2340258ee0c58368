"""Which of the questions that are known a question asks again."""

from collections.abc import Sequence

from .asking import ALIKE, Asked, likeness


class KnownQuestions:
    """Questions in the order they are added; finds those that ask the same as another one."""

    def __init__(self) -> None:
        self._asked: list[Sequence[Asked]] = []
        self._having: dict[str, list[int]] = {}

    def add(self, ways: Sequence[Asked]) -> None:
        """Know one more question, given in all the ways it may be compared."""
        for name in frozenset().union(*(asked.names for asked in ways)):
            self._having.setdefault(name, []).append(len(self._asked))
        self._asked.append(ways)

    def find(self, ways: Sequence[Asked]) -> list[int]:
        """The numbers of those that ask the same, from 0, the most alike first."""
        best: dict[int, float] = {}
        for asked in ways:
            for number in self._candidates(asked):
                like = max(likeness(asked, other) for other in self._asked[number])
                best[number] = max(like, best.get(number, 0.0))
        return sorted((n for n, like in best.items() if like >= ALIKE), key=lambda n: (-best[n], n))

    def _candidates(self, asked: Asked) -> set[int]:
        """Those that have a part of a question without which they cannot ask the same.

        Any part will do that has more of the weight than may be lacking: the rarest names are
        looked up.
        """
        lists = [
            ([self._having.get(name, ()) for name in mention.names], mention.weight)
            for mention in asked.mentions.values()
        ]
        lists.sort(key=lambda entry: sum(map(len, entry[0])))
        candidates: set[int] = set()
        left = asked.weight
        for having, weight in lists:
            if left < ALIKE * asked.weight:
                break
            candidates.update(*having)
            left -= weight
        return candidates
