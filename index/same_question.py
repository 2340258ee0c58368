"""Whether two questions ask the same: one notion of it, for pins and for grouping.

They do if each has nearly all of what the other asks for, weighed as in a search; if they want
the same kind of answer; and if no word turns one into another question: "not", "before".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from .analysis import terms, tokens
from .answer_types import wanted
from .english import ASIDE, is_english
from .query import Query
from .ranking import Ranker
from .spelling import Misspellings
from .weights import PART_OF_NAME

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


_TELLING = 0.8  # specificity of a word that makes another question where it is exchanged
_PART = 3  # letters of a word that may be a part of another one
_TURNING = frozenset(
    "before after until without except against first last more most less least".split()
)
_NEGATIONS = frozenset(
    """not no nor never isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt
    shouldnt cant cannot couldnt mustnt""".split()
)


class AskedReader:
    """Reads questions as they are compared with those given: with their spelling of names.

    Attributes:
        known: Those given.
    """

    def __init__(self, ranker: Ranker, queries: Iterable[Query]) -> None:
        """Get to know the words of questions that no passage has.

        Args:
            ranker: Knows the words of the passages, other names and what they are worth.
            queries: Those that others are to be compared with.
        """
        self._ranker = ranker
        read = [(self._mentions(query), _turns(query)) for query in queries]
        every = [mention for mentions, _ in read for mention in mentions]
        beside = (pair for mentions, _ in read for pair in pairwise(mentions))
        self._unknown = {mention.word for mention in every if mention.unknown}
        self._apart = {a.word + b.word: (a, b) for a, b in beside if _may_be_one(a, b)}
        words = (mention.word for mention in every if mention.word)
        self._misspellings = Misspellings(words, self._apart)
        self.known = [self._asked(mentions, turns) for mentions, turns in read]

    def read(self, query: Query) -> Asked:
        """A question as it is compared with those given."""
        return self._asked(self._mentions(query), _turns(query))

    def _mentions(self, query: Query) -> list[Mention]:
        """What a question mentions, in order."""
        corrected = {correction.original for correction in query.corrections}
        mentions = []
        for concept in query.concepts:
            blend = self._ranker.matcher.blend(concept)
            words = tokens(concept.written) if not blend.is_known else ()
            word = words[0].word if len(words) == 1 else _single(concept.written)
            strange = not blend.is_known or concept.written in corrected
            mention = Mention(
                key=concept.names[0][0],
                names=frozenset(name for name, part in concept.names if part > PART_OF_NAME),
                weight=concept.weight * (blend.idf or 1.0),
                telling=concept.weight >= _TELLING,
                word=word,
                unknown=not blend.is_known and len(words) == 1,
                odd=strange and not is_english(word),
                aside=concept.aside,
            )
            mentions.append(mention)
        return mentions or [_whole(query)]

    def _asked(self, mentions: Sequence[Mention], turns: frozenset[str]) -> Asked:
        spelled: list[Mention] = []
        left = list(reversed(mentions))
        while left:
            mention = left.pop()
            if left and (meant := self._as_one(mention, left[-1])):
                weight = max(mention.weight, left.pop().weight)
                spelled.append(_renamed(replace(mention, weight=weight, telling=True), meant))
            else:
                spelled += self._settled(mention)
        # What only stands around a question counts where it says nothing else.
        telling = [mention for mention in spelled if not mention.aside]
        return Asked.of(telling or spelled, turns)

    def _as_one(self, left: Mention, right: Mention) -> str | None:
        """The word of a question that two are together, if there is one: "quil feather"."""
        together = left.word + right.word
        listed = left.word and right.word and together in self._unknown
        if not (listed or _may_be_one(left, right)):
            return None
        meant = self._misspellings.settled(together)
        return meant if meant in self._unknown and _as_long(meant, together) else None

    def _settled(self, mention: Mention) -> Sequence[Mention]:
        """The same by the spelling that most of the questions have, which may be two words."""
        if not mention.unknown:
            return [mention]
        meant = self._misspellings.settled(mention.word)
        if meant in self._apart and meant not in self._unknown and _as_long(meant, mention.word):
            return self._apart[meant]
        return [mention if meant == mention.word else _renamed(mention, meant)]


def _may_be_one(left: Mention, right: Mention) -> bool:
    long = all(len(mention.word) >= _PART and not mention.aside for mention in (left, right))
    return long and (left.odd or right.odd)


def _as_long(one: str, other: str) -> bool:
    """Whether no short word was taken for a slip: "marrack due" is not "marrack"."""
    return abs(len(one) - len(other)) <= 1


def _renamed(mention: Mention, word: str) -> Mention:
    key = " ".join(terms(word)) or word
    return replace(mention, key=key, names=frozenset({key}), word=word, aside=word in ASIDE)


def _single(written: str) -> str:
    return written.casefold() if written.isalpha() else ""


def _whole(query: Query) -> Mention:
    """A question without a subject is as good as its words."""
    asked = " ".join(query.asked)
    return Mention(asked, frozenset({asked}), weight=1.0, telling=True)


def _turns(query: Query) -> frozenset[str]:
    asked = frozenset(query.asked)
    # What something is asks no more than its bare name.
    kinds = frozenset(wanted(query.asked)) - {"definition"} or asked & {"how"}
    negated = {"not"} if asked & _NEGATIONS else set()
    return kinds | negated | (asked & _TURNING)
