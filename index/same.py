"""Which of the questions that are known a question asks again."""

from collections.abc import Iterable

from .asking import ALIKE, Asked, likeness


class KnownQuestions:
    """Questions in the order they are added; finds those that ask the same as another one."""

    def __init__(self, known: Iterable[Asked] = ()) -> None:
        self._asked: list[Asked] = []
        self._having: dict[str, list[int]] = {}
        for asked in known:
            self.add(asked)

    def add(self, asked: Asked) -> None:
        """Know one more question."""
        for name in asked.names:
            self._having.setdefault(name, []).append(len(self._asked))
        self._asked.append(asked)

    def find(self, asked: Asked) -> list[int]:
        """The numbers of those that ask the same, from 0, the most alike first."""
        found = [(likeness(asked, self._asked[n]), n) for n in self._candidates(asked)]
        alike = ((-like, number) for like, number in found if like >= ALIKE)
        return [number for _, number in sorted(alike)]

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
