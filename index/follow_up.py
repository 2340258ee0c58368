"""A message after an answer: a question of its own, or one that leans on the question before.

"and in 1960?", "why?" and "who was he?" say too little to search for. Such a message takes the
words that it lacks from the question before. It is recognized by general English alone, never by
what a document says, and a question that can stand alone stays as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .analysis import Token, tokens
from .english import ASIDE, CLASS_WORDS, CUE_WORDS, QUESTION_WORDS
from .forms import spelled_out
from .parts import BREAK

_MOST_ADDED = 16  # words; a long question before would outweigh what is asked now
_MOST_OWN = 2  # words about a subject, up to which "it" or an opening "and" points back

_PEOPLE = frozenset("he him his himself she her hers herself hes shes".split())
_THINGS = frozenset("it its itself they them their theirs themselves theyre theyd".split())
_POINTING = frozenset("this that these those thats".split())
_AT_THE_END = frozenset("there then".split())  # elsewhere "there are" points to nothing
_OWNING = frozenset("his her its their".split())
_STATING = _PEOPLE | _THINGS | _POINTING | frozenset("i im we you no yes yeah nope".split())
_AUXILIARIES = frozenset(
    "is are was were do does did has have had can could will would shall should may might".split()
)
_ARTICLES = frozenset("a an the my our your".split())
_MEASURES = frozenset("many much long old far often big large tall fast".split())
_RELATIVE = CUE_WORDS | frozenset(
    """
    happen happens happened happening next else more detail details example examples instance
    cause causes caused effect effects consequence consequences result results resulted outcome
    outcomes reasons purpose aim aims goal goals importance important significance significant
    advantage advantages disadvantage disadvantages benefit benefits drawback drawbacks difference
    differences different similar kind kinds type types sort part parts step steps role start
    started starts begin began begins end ended ends last lasted first second third come came
    called named name work worked works exactly time long old big large far often get got go went
    make made born die died invented discovered successful famous
    """.split()
)
"""Words that are said of any subject, and name none: "what were the consequences"."""

_FRAGMENT = re.compile(r"(?:and|but|or|also|so)\b|(?:what|how) about\b", re.IGNORECASE)
# "It" that points to nothing: "is it true that", "how long does it take to", "where does it say".
_EMPTY_IT = re.compile(
    r"""\b (?: (?:is|was|isnt|wasnt)\ it | it\ (?:is|was) | its )
            \ (?:\w+\ ){1,3} (?:to|that|when|if)\ \w
      | \b it\ (?: says? | takes?\ .*\ to | means?\ .*\ (?:to|when|if) | called\ (?:when|if) )
            \ \w""",
    re.VERBOSE,
)
# The words of a quotation point to nothing outside.
_QUOTING = re.compile(r"[\"“”«»]|\bsa(?:id|ys?) (?:\S+ ){2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that took words from the one before.

    Attributes:
        question: The person's own words, and the added ones in parentheses.
        added: The words that were added, separated by spaces.
    """

    question: str
    added: str


def follow_up(previous: str, words: str) -> FollowUp | None:
    """Complete a message by the words that it lacks.

    Args:
        previous: The question before, in its author's words.
        words: The message.

    Returns:
        None if the message can stand alone, or the question before has nothing to add.
    """
    own = _read(words)
    if not own or _QUOTING.search(words) or not _leans(own, is_asked="?" in words):
        return None
    added = _missing(_read(previous), own)[:_MOST_ADDED]
    known = {token.term for token in own}
    if all(token.stop or token.term in known for token in added):
        return None
    joined = " ".join(token.written for token in added)
    return FollowUp(f"{words.rstrip(' ?!.')} ({joined})?", joined)


def _read(text: str) -> list[Token]:
    """Read the words of a message, with chat spellings written out."""
    read = []
    for token in tokens(text):
        meant = tokens(spelled_out(token.word) or "")
        read.append(replace(meant[0], written=token.written) if len(meant) == 1 else token)
    return read


def _leans(own: Sequence[Token], *, is_asked: bool) -> bool:
    """Return whether the first question of a message is not complete."""
    if own[0].word in _STATING and not is_asked:
        return False
    length = len(tokens(BREAK.split(" ".join(token.word for token in own))[0]))
    first = own[:length] or own
    subjects = _subjects(first)
    if not subjects:
        return not all(token.word in ASIDE for token in own)
    return _is_fragment(first, subjects) or _points_back(first, subjects)


def _is_fragment(own: Sequence[Token], subjects: Sequence[int]) -> bool:
    """Return whether a message only goes on: "and in France", "what about the king", "1960?"."""
    if all(own[n].term.isdigit() for n in subjects):
        return True
    words = [token.word for token in own]
    opens = _FRAGMENT.match(" ".join(words)) is not None
    return opens and len(subjects) <= _MOST_OWN and _AUXILIARIES.isdisjoint(words)


def _points_back(own: Sequence[Token], subjects: Sequence[int]) -> bool:
    """Return whether a message asks about something that it does not name."""
    if subjects[0] == 0 or (subjects[0] == 1 and own[0].word in _ARTICLES):
        return False  # the subject comes first: "the treaty, when was it signed"
    words = [token.word for token in own]
    few = len(subjects) <= _MOST_OWN
    things = _THINGS | _POINTING if few and not _EMPTY_IT.search(" ".join(words)) else frozenset()
    places = [n for n, word in enumerate(words) if word in _PEOPLE | things and _refers(own, n)]
    verb = next((n for n, word in enumerate(words) if word in _AUXILIARIES), len(words))
    if any(n == verb + 1 or n <= subjects[0] for n in places):  # "when did they", "who was her"
        return True
    last = len(words) - 1
    at_end = any(n == last or (n == last - 1 and words[n] not in _OWNING) for n in places)
    return few and (at_end or words[last] in _AT_THE_END)


def _refers(own: Sequence[Token], place: int) -> bool:
    """Return whether a pronoun does not belong to a word of the class: "this course"."""
    following = own[place + 1].word if place + 1 < len(own) else ""
    return own[place].word not in _POINTING or following not in ASIDE | CLASS_WORDS


def _subjects(own: Sequence[Token]) -> list[int]:
    """Return the places of the words that tell what a message is about."""
    places = []
    for place, token in enumerate(own):
        named = place > 0 and own[place - 1].word in _ARTICLES  # "the exam"
        if not token.stop and token.word not in _RELATIVE and (token.word not in ASIDE or named):
            places.append(place)
    return places


def _missing(asked: Sequence[Token], own: Sequence[Token]) -> list[Token]:
    """Return the words of a question that a message takes over, in order, each once."""
    gone = _replaced(asked, own)
    asks = any(
        _asks(own, place) and not (place < len(own) - 1 and own[place + 1].word == "about")
        for place in range(len(own))
    )
    missing = [
        token
        for place, token in enumerate(asked)
        if place not in gone and (not asks if _asks(asked, place) else not token.stop)
    ]
    return [*{token.term: token for token in reversed(missing)}.values()][::-1]


def _asks(asked: Sequence[Token], place: int) -> bool:
    """Return whether a word is part of what a question asks with: "how many"."""
    word = asked[place].word
    measured = place > 0 and asked[place - 1].word == "how" and word in _MEASURES
    return word in QUESTION_WORDS or measured


def _replaced(asked: Sequence[Token], own: Sequence[Token]) -> set[int]:
    """Return the places of words that a message has others for.

    A number stands for a number. In a fragment, "and categorical grants" stands for what else was
    asked about grants, and any subject for the only one there was.
    """
    gone = set()
    if any(token.term.isdigit() for token in own):
        gone = {n for n, token in enumerate(asked) if token.term.isdigit()}
    places, subjects = _subjects(asked), _subjects(own)
    is_open = any(token.word in _AUXILIARIES | _PEOPLE | _THINGS | _POINTING for token in own)
    if is_open or not subjects:
        return gone
    terms = {own[n].term for n in subjects}
    for n in places:
        if asked[n].term in terms:
            gone |= {near for near in (n - 1, n + 1) if near in places}
    return gone | {*places} if len(places) == 1 else gone
