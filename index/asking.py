"""Whether two questions ask the same: one notion of it, for pins and for grouping.

They do if each has nearly all of what the other asks for, weighed as in a search; if they want
the same kind of answer; and if no word turns one into another question: "not", "before".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from .analysis import terms, tokens
from .answer_types import wanted
from .misspellings import Misspellings
from .query import ASIDE, Query
from .ranking import Ranker
from .weights import PART_OF_NAME

ALIKE = 0.75  # part of each question's weight; benchmarks/same_questions.py shows what it does
_TELLING = 0.8  # specificity of a word that makes another question where it is exchanged
_TURNING = frozenset(
    "before after until without except against first last more most less least".split()
)
_NEGATIONS = frozenset(
    """not no nor never isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt
    shouldnt cant cannot couldnt mustnt""".split()
)


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
        odd: Whether it is unknown, or known only as something else than it is written.
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


class AskedReader:
    """Reads questions as they are compared with those given: with their spelling of names.

    Attributes:
        known: Those given, each in all the ways that it may be compared.
    """

    def __init__(self, ranker: Ranker, queries: Iterable[Query]) -> None:
        """Get to know the words of questions that no passage has.

        Args:
            ranker: Knows the words of the passages, other names and what they are worth.
            queries: Those that others are to be compared with.
        """
        self._ranker = ranker
        read = [(query, self._mentions(query)) for query in queries]
        self._misspellings = Misspellings(
            (m.word for _, mentions in read for m in mentions if m.word),
            (m.word for _, mentions in read for m in _joined(mentions) if m.unknown),
        )
        self.known = [self._ways(query, mentions) for query, mentions in read]

    def read(self, query: Query) -> list[Asked]:
        """A question as it is compared: once or, if it may have names written apart, twice."""
        return self._ways(query, self._mentions(query))

    def _ways(self, query: Query, plain: list[Mention]) -> list[Asked]:
        turns = _turns(query)
        ways = [plain] if (together := _joined(plain)) == plain else [plain, together]
        settled = ([self._settled(mention) for mention in way] for way in ways)
        # What only stands around a question counts where it says nothing else.
        return [Asked.of([m for m in way if not m.aside] or way, turns) for way in settled]

    def _mentions(self, query: Query) -> list[Mention]:
        """What a question mentions, in order."""
        corrected = {correction.original for correction in query.corrections}
        mentions = []
        for concept in query.concepts:
            blend = self._ranker.matcher.blend(concept)
            odd = not blend.names or concept.written in corrected
            words = tokens(concept.written) if odd else ()
            mention = Mention(
                key=concept.names[0][0],
                names=frozenset(name for name, part in concept.names if part > PART_OF_NAME),
                weight=concept.weight * (blend.idf or 1.0),
                telling=concept.weight >= _TELLING,
                word=words[0].word if len(words) == 1 else _single(concept.written),
                unknown=not blend.names and len(words) == 1,
                odd=odd and len(words) == 1,
                aside=concept.aside,
            )
            mentions.append(mention)
        return mentions or [_whole(query)]

    def _settled(self, mention: Mention) -> Mention:
        """The same by the spelling that most of the questions have."""
        meant = self._misspellings.settled(mention.word) if mention.unknown else mention.word
        return mention if meant == mention.word else _renamed(mention, meant)


def _joined(mentions: Sequence[Mention]) -> list[Mention]:
    """The same with odd words taken together with those beside them: "stallin grad"."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else mention
        if joined and before.word and mention.word and (before.odd or mention.odd):
            weight = max(before.weight, mention.weight)
            together = replace(before, weight=weight, telling=True, unknown=True, odd=False)
            joined[-1] = _renamed(together, before.word + mention.word)
        else:
            joined.append(mention)
    return joined


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
    kinds = frozenset(wanted(query.asked)) or asked & {"how"}
    negated = {"not"} if asked & _NEGATIONS else set()
    return kinds | negated | (asked & _TURNING)
