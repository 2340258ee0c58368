"""General English: stop words, words of chat and requests, numbers in words, and frequencies.

In forty passages "want" may be as rare as "treaty", yet it says less about what is asked: a small
library can't tell by itself. The counts are those of pyspellchecker's English dictionary, made
from film subtitles, which read much like chat. All words are lower case, without accents.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import log

from spellchecker import SpellChecker

from .forms import base_form, spelled_out

QUESTION_WORDS = frozenset(
    "who whom whose what which when where why how whats whos wheres hows whys whens".split()
)

STOP_WORDS = QUESTION_WORDS | frozenset(
    """
    a an the this that these those such same both each any some all no nor not only own
    i me my mine myself you your yours yourself he him his himself she her hers herself it its
    itself we us our ours ourselves they them their theirs themselves one ones
    many much more most lot lots ever etc vs versus
    am is are was were be been being do does did doing done have has had having
    will would shall should can could may might must ought
    im ive id ill youre youve youd youll hes shes theyre theyve theyd theyll weve thats theres
    isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt shouldnt cant
    cannot couldnt mustnt gonna wanna
    and or but if because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under upon within without
    again further then once here there than too very just also so now
    s t d ll m o re ve y
    """.split()
)

CHAT_WORDS = frozenset(
    """
    pullquote bot quote quotes quotation quotations cite cites cited citing citation citations mla
    apa flashcard flashcards notebook notes paragraph summarize summarise prof professor teacher
    lesson lecture slide slides btw idk imo fyi tbh ngl bruh bro dude lmk asap omfg wtf haha hahaha
    uh um hmm yeah yep nope ya somewhat definitely evening morning hope
    hey hi hello hiya yo ok okay lol lmao omg pls plz please thanks thank thx cheers sorry
    anyone anybody someone somebody everyone everybody guys guy folks yall u ur
    kinda sorta stuff thing things basically actually really literally maybe probably like
    know tell explain say says help find give show need want wondering confused stuck
    question questions answer answers quick stupid dumb simple
    tomorrow yesterday today bother remember missed even legit though although till
    """.split()
)
"""Words of a chat message around its question, and of what is requested: a quotation for an essay.
They count little, not nothing: a document may be about teachers or slides."""

CUE_WORDS = frozenset(
    "stand stands mean means meaning define definition abbreviation acronym "
    "year date reason according acc".split()
)
"""Words that name the kind of answer wanted; once that is known, they have done their part."""

ASIDE = CHAT_WORDS | CUE_WORDS

_ASKING = frozenset("know tell explain say says find give show wondering question".split())
_SUBJECTS = frozenset(
    """
    thing things stuff notebook notes paragraph teacher lesson lecture slide slides
    summarize summarise somebody someone everybody everyone need want remember missed hope
    today yesterday simple answer answers question questions
    """.split()
)
_AROUND = CHAT_WORDS - _ASKING - _SUBJECTS
"""Words that are said around a question, whatever it is about."""
CLASS_WORDS = frozenset(
    """
    class lesson homework assignment essay paragraph paper project notes textbook readings teacher
    exam exams test tests quiz quizzes midterm flashcards citation quote
    """.split()
)
"""Words that a question is about: "when is the exam"; unless it is asked "for the exam"."""
_TOLD_BY = CLASS_WORDS | frozenset("book lecture notes prof professor reading slides".split())
_PLAIN = frozenset("normal simple simpler plain easy easier everyday laymans".split())
_WORDING = frozenset("words terms english language".split())

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
)
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "first": 1,
    **{
        word: number
        for number, word in enumerate(
            "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
            start=3,
        )
    },
}
NUMBER_WORDS = {
    word: str(number)
    for word, number in (
        *((word, number) for number, word in enumerate([*_UNITS, *_TEENS], start=1)),
        *((word, 10 * tens) for tens, word in enumerate(_TENS, start=3)),
        *_ORDINALS.items(),
    )
    if word != "one"  # hardly ever a number
}
"""Numbers and ordinals in words. "Second" is left out: it is a time, too."""
COMPOUND_NUMBERS = {
    f"{ten}-{unit}": str(10 * tens + number)
    for tens, ten in enumerate(["twenty", *_TENS], start=2)
    for unit, number in (
        *zip(_UNITS, range(1, 10), strict=True),
        ("second", 2),
        *((word, number) for word, number in _ORDINALS.items() if number < 10),  # noqa: PLR2004  # units
    )
}

# Words and names of the web that are younger than the dictionary.
_RECENT = frozenset(
    """
    gmail hotmail google googled wikipedia youtube tiktok instagram snapchat twitter reddit discord
    netflix spotify chatgpt quizlet chegg kahoot zoom wifi selfie emoji emojis hashtag meme memes
    podcast podcasts blog blogs blogger vlog covid crypto bitcoin vape vaping app apps
    """.split()
)

_DRAWN_OUT, _ROMAN = re.compile(r"([a-z])\1{2,}"), re.compile("[ivxlcdm]+")
_SPOKEN = STOP_WORDS | CHAT_WORDS
_SHORTEST = 3  # letters of any other word that somebody draws out: "gg" is no word
_RARE = 2000  # a word with fewer counts is a name or a special term
_EVERYDAY = 3.0  # words with ln(all counts / count) up to this weigh least: "the", "to"
_SPECIAL = 10.0  # words from here on weigh in full: "soldiers", "treaty", nearly every name
_SHORT_NUMBER = 2  # digits; no year, and no name of anything by itself
_LEAST = 0.2
_COMMON = 0.45  # up to here a word may belong to chat: "good evening", "quick question"
_LINKS = frozenset(
    "a an the my our your this me us for with in on of to from about if so that".split()
)


@cache
def _counts() -> Mapping[str, int]:
    return dict(SpellChecker(language="en", distance=1).word_frequency.items())


@cache
def _log_total() -> float:
    return log(sum(_counts().values()))


def is_english(word: str) -> bool:
    """Return whether a lower-case word is in the dictionary, so that it is meant as written."""
    return word in _counts() or word in _RECENT


def drawn_in(word: str) -> str:
    """Return the word that was drawn out, lower case: "so" for "sooo"; "" if there is none."""
    if not _DRAWN_OUT.search(word) or _ROMAN.fullmatch(word):
        return ""
    shorter = (_DRAWN_OUT.sub(letters, word) for letters in (r"\1\1", r"\1"))
    return next((one for one in shorter if one in _SPOKEN or _may_be_drawn_out(one)), "")


def _may_be_drawn_out(word: str) -> bool:
    return len(word) >= _SHORTEST and is_english(word)


def is_rare(word: str) -> bool:
    """Return whether a lower-case word is a name, a special term or no English at all."""
    return _counts().get(word, 0) < _RARE


@lru_cache(maxsize=1 << 14)
def specificity(word: str) -> float:
    """Return how much a lower-case word tells about a subject, from 0.2 to 1.

    Unknown words tell most.
    """
    if len(word) <= _SHORT_NUMBER and word.isdigit():
        return _LEAST
    count = _counts().get(word, 1)
    rarity = (_log_total() - log(count) - _EVERYDAY) / (_SPECIAL - _EVERYDAY)
    return min(1.0, max(_LEAST, rarity))


def between_chat(words: Sequence[str]) -> tuple[int, int]:
    """Find the question in what is said around it: "can you tell me ..., for my essay".

    Args:
        words: Of a question, lower case, in order, in the spellings of chat ("rn").

    Returns:
        The places of its first word and after its last one; the same if all of it is chat.
    """
    first = 0
    for place, word in enumerate(words):
        if _is_chat(word) or base_form(word) in _ASKING or _purpose(words[: place + 1]):
            first = place + 1
        elif word in QUESTION_WORDS or not _is_around(word):
            break
    # "Tell me if ..." asks whether; "hey, if ..." tells on what condition.
    links = _LINKS if any(base_form(word) in _ASKING for word in words[:first]) else _LINKS - {"if"}
    while 0 < first < len(words) and words[first] in links:
        first += 1
    last = len(words)
    while last > first:
        around = _purpose(words[first:last]) or int(_is_chat(words[last - 1]))
        if not around:
            break
        last -= around
    return first, last


def _purpose(words: Sequence[str]) -> int:
    """Count the last words that say what an answer is for, whose it is to be, or how it is to read.

    "for my essay", "with a citation", "according to the notes", "in normal words".
    """
    for count in (2, 3, 4):
        before, *between = words[-count:-1] or ("",)
        last, linked = words[-1], set(between) <= _LINKS
        is_for = last in CLASS_WORDS and before in {"for", "with"} and linked
        is_told = last in _TOLD_BY and before in {"according", "acc"} and linked
        is_plain = last in _WORDING and before in {"in", "with"} and not _PLAIN.isdisjoint(between)
        if is_for or is_told or is_plain:
            return count
    return 0


def _is_chat(word: str) -> bool:
    meant = spelled_out(word)
    return (meant or word) in _AROUND or meant in STOP_WORDS


def _is_around(word: str) -> bool:
    return word in STOP_WORDS or specificity(word) <= _COMMON
