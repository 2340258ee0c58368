"""Reading questions as they are compared with others: what they mention, in which spelling."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from .analysis import terms, tokens
from .answer_types import wanted
from .english import is_english
from .misspellings import Misspellings
from .query import ASIDE, Query
from .ranking import Ranker
from .same import Asked, Mention
from .weights import PART_OF_NAME
from .words import CLASS_WORDS

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
            words = tokens(concept.written) if not blend.names else ()
            word = words[0].word if len(words) == 1 else _single(concept.written)
            strange = not blend.names or concept.written in corrected
            mention = Mention(
                key=concept.names[0][0],
                names=frozenset(name for name, part in concept.names if part > PART_OF_NAME),
                weight=concept.weight * (blend.idf or 1.0),
                telling=concept.weight >= _TELLING,
                word=word,
                unknown=not blend.names and len(words) == 1,
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
        # What only stands around a question counts where it says nothing else, and courtesies
        # where it is not about the class either: "hi, when is the exam please".
        telling = [mention for mention in spelled if not mention.aside]
        about_class = [mention for mention in spelled if mention.word in CLASS_WORDS]
        return Asked.of(telling or about_class or spelled, turns)

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
    kinds = frozenset(wanted(query.asked)) or asked & {"how"}
    negated = {"not"} if asked & _NEGATIONS else set()
    return kinds | negated | (asked & _TURNING)
