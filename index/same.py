"""Whether two questions ask the same: one notion of it, for pins and for grouping.

They do if each has nearly all of what the other asks for, weighed as in a search; if they want
the same kind of answer; and if no word turns one into another question: "not", "before".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

ALIKE = 0.75  # part of each question's weight; benchmarks/same_questions.py shows what it does


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a question asks for.

    Attributes:
        key: What it is compared by.
        names: All whole names of it, the key among them.
        weight: Above 0.
        telling: Whether it makes another question where it is exchanged.
        word: As it is written, in lower case; empty if it is more than one word.
        unknown: Whether no passage has it.
        odd: Whether it is no English, and unknown as it is written.
        aside: Whether it only stands around the question.
    """

    key: str
    names: frozenset[str]
    weight: float
    telling: bool
    word: str = ""
    unknown: bool = False
    odd: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared with others.

    Attributes:
        mentions: By their keys; never empty.
        names: All names of all of them.
        turns: The kinds of answer it wants, and the words that turn it into another question.
        weight: Of all mentions together.
    """

    mentions: Mapping[str, Mention]
    names: frozenset[str]
    turns: frozenset[str]
    weight: float

    @classmethod
    def of(cls, mentions: Iterable[Mention], turns: frozenset[str]) -> "Asked":
        """A question that mentions some things; what it says twice counts once."""
        by_key = {mention.key: mention for mention in mentions}
        names = frozenset(chain.from_iterable(mention.names for mention in by_key.values()))
        return cls(by_key, names, turns, sum(mention.weight for mention in by_key.values()))

    def lacked_by(self, other: "Asked") -> list[Mention]:
        """What it asks for and another question does not."""
        return [
            mention
            for key, mention in self.mentions.items()
            if key not in other.names and other.mentions.keys().isdisjoint(mention.names)
        ]


def likeness(one: Asked, other: Asked) -> float:
    """The part of its weight that each has of the other, the smaller of both.

    It is 0 for questions that ask different things, however much they have in common.
    """
    if one.turns != other.turns:
        return 0.0
    left, right = one.lacked_by(other), other.lacked_by(one)
    numbers = any(mention.key.isdigit() for mention in (*left, *right))
    exchanged = any(m.telling for m in left) and any(m.telling for m in right)
    if numbers or exchanged:
        return 0.0
    lacking = ((left, one), (right, other))
    return 1 - max(sum(m.weight for m in lacked) / asked.weight for lacked, asked in lacking)


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
