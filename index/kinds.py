"""Messages that are no questions for documents: small talk, help, thanks, abuse, and the like.

What a message is depends on its words and on what the documents lack: a class may read about
football. A message is a question unless a rule says otherwise.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from .analysis import Token, terms
from .english import ASIDE, QUESTION_WORDS, is_english, is_rare

Kind = Literal[
    "question",
    "off-topic",
    "small talk",
    "help",
    "thanks",
    "abuse",
    "emoji",
    "nonsense",
    "unreachable",
]

REPLIES: dict[Kind, str] = {
    "off-topic": "That doesn't seem to be about this class's sources, and I only quote from them.",
    "small talk": "I'm Pullquote. Ask me what this class's sources say, and I'll quote them.",
    "help": "Ask about anything in this class's sources, and I'll quote what answers it.",
    "thanks": "You're welcome. Ask me whenever you want to know what the sources say.",
    "abuse": "I can only quote this class's sources. If an answer was wrong, vote “Not helpful”.",
    "emoji": "I only read words. Ask me what this class's sources say, and I'll quote them.",
    "nonsense": "I couldn't make out a question. Try a few words about what you're looking for.",
    "unreachable": "I can't reach the library right now. Please ask again in a minute.",
}
"""One plain sentence for each kind of message that gets no passages."""

_BEFORE = r"(?: (?: ok(?:ay)? | so | um | well | hey | hi | hello | yo | great | oh | lol ) \ )*"
_AFTER = r"""(?: \ (?: there | bot | pullquote | all | everyone | everybody | guys | class | friend
    | doing | today | tonight | again | please | man | dude | bro | so | very | much | really | lol
    | a\ lot | lots | good | now | you | are | the | best | it | that
    | for\ (?: the | your | all | this | that )(?:\ help(?:ing)?)? ) )*"""
_SMALL_TALK = re.compile(
    rf"""{_BEFORE} (?: hi+ | hello+ | hey+ | hiya | howdy | yo+ | sup | wassup | hru | wyd | gm | gn
      | greetings | good\ (?: morning | afternoon | evening | night ) | (?: good )?bye+ | brb | gtg
      | (?: morning | evening )\ (?: all | bot | everyone | guys ) | see\ (?: ya | you )
      | how\ (?: are\ (?: you | things ) | (?: is\ )? (?: it\ going | your\ day ) | have\ you\ been
          | old\ are\ you )
      | what(?: s | \ is )?\ (?: up | new | good | going\ on )
      | what\ are\ you\ (?: up\ to | doing )
      | happy\ (?: \w+\ ){{0,2}} (?: \w+day | new\ year | holidays ) | merry\ christmas | congrats
      | who\ (?: made | built | created | owns | programmed ) \ (?: you | this\ bot )
      | where\ (?: are\ you\ from | do\ you\ live )
      | (?: who | what ) (?: \ (?: are | is ) )? \ (?: you | this\ bot )
      | what(?: s | \ is )?\ your\ (?: favou?rite\ \w+ | name | age | job | problem | deal )
      | who(?: s | \ is | \ are )?\ your\ (?: favou?rite\ )? \w+
      | are\ you\ (?: an?\ )? (?: real\ )? (?: bot | human | person | robot | ai | alive | real
          | there | awake | online | working | ok(?:ay)? | sentient | chatgpt | gpt | girl | boy )
        (?: \ or\ (?: an?\ )? (?: bot | human | person | robot | ai | girl | boy | not ) )?
      | do\ you\ (?: like | love | hate | know | remember | ever )\ (?: me | us | humans )
      | do\ you\ (?: ever\ )? (?: sleep | eat | dream | have\ feelings )
      | (?: will\ you\ )? (?: marry | date )\ me | i\ (?: love | miss )\ (?: you | this\ bot )
      | (?: you\ are | you | your | this\ bot | this\ bot\ is )\ (?: so\ | really\ | very\ | the\ )*
          (?: cool | funny | great | awesome | amazing | smart | cute | nice | best | goat )
      | (?: good | nice | best | cool | great )\ (?: bot | job | one | work )
      | (?: ignore\ [\w\ ]+\ and\ | can\ you\ | please\ )* (?: tell | say | sing | write | give )
          \ (?: me\ | us\ )? (?: an? | another | some | something )\ (?: good\ | funny\ )?
          (?: joke | song | poem | riddle | funny | fun\ fact | rap ) s?
      | ignore\ (?: all\ | your\ | the\ | my\ | any\ | previous\ )* instructions?
      | (?: can\ you\ | please\ | just\ )* (?: do | write | finish )\ my\ (?: \w+\ )?
          (?: homework | essay | assignment | paper | test | exam | quiz )
      | (?: i\ am\ | im\ | i\ )? (?: so\ | really\ | very\ )* (?: bored | tired | hungry | sleepy )
      | (?: this\ is\ a\ )? test(?:ing)? (?: \ (?: test(?:ing)? | \d+ ) )+ | testing | ping
      | what\ (?: time | day | date | year )\ is\ (?: it | today )
      | (?: (?: l+o+l+ | lmf?ao+ | rofl | xd | (?: ha | he ){{2,}}h? | ok(?:ay)? | yes | yeah | yep
          | no | nope | nah | nice | cool | wow | omg | bruh | sure | got\ it | nvm | never\ mind
          | oops | sorry | hmm+ | um+ | uh+ | i\ see | great | then | man | bro ) (?: \ | $ ) )+
      ) {_AFTER}""",
    re.VERBOSE,
)
_HELP = re.compile(
    r"""(?: (?: hi | hey | hello | ok(?:ay)? | please | bot | can\ you | can\ anyone | i\ need
          | show ) \ )* (?: help | commands | menu | info | information )
        (?: \ (?: me | us | please | out | list | bot | with\ (?: this | the\ bot | you ) | now ) )*
      | (?: so\ | ok\ )? what\ (?: can | do | does )\ (?: you | i | this\ bot )
        \ (?: do | ask | answer | type | say | help\ me\ with )
        (?: \ (?: you | for\ me | here | with\ (?: you | this ) | exactly | about ) )*
      | what\ (?: kind\ of\ )? (?: questions | stuff | things )\ can\ (?: i\ ask | you\ answer )
        (?: \ you )?
      | how\ (?: do | can | should )\ (?: i | we )\ (?: use | ask | search | talk\ to )
          (?: \ (?: you | this | the | a | bot | question | thing | here ) )*
      | how\ (?: do | does )\ (?: you | this | the\ bot ) (?: \ (?: bot | thing ) )? \ work""",
    re.VERBOSE,
)
_THANKS = re.compile(
    rf"""{_BEFORE} (?: (?: perfect | awesome | cool | nice | amazing | got\ it | wow | yes ) \ )*
      (?: many\ )? (?: thanks+ | thank\ you+ | ty+ | tysm | cheers | (?: i\ )? appreciate\ it
        | (?: that | this | it )\ (?: really\ )? helped | (?: that | this )\ was\ (?: so\ | very\ )?
          helpful | much\ appreciated | you(?: r | \ are )\ (?: the\ best | a\ lifesaver ) )
      {_AFTER} (?: \ (?: was | is | your | are | helpful | helps | helped | perfect | great
        | awesome | really | a\ ton | bunch | million | got\ it | very | so | the | best ) )*""",
    re.VERBOSE,
)
_WHOLE: Sequence[tuple[Kind, re.Pattern[str]]] = (
    ("help", _HELP),
    ("thanks", _THANKS),
    ("small talk", _SMALL_TALK),
)
_ABUSE = frozenset(
    """
    useless stupid dumb dumbass idiot idiotic moron trash garbage crap crappy sucks suck shut hate
    hates loser pathetic terrible worst fuck fucking fucked shit shitty bitch bastard asshole damn
    stfu gtfo kys lame worthless annoying ugly kill yourself screw hell
    """.split()
)
_AT_THE_BOT = frozenset(
    "you your bot machine thing robot app computer program pullquote this it is are so be really "
    "very up a an the just omg lol fr wtf god literally such go to away dude bro now please of "
    "i ever at all piece absolute ass off and what as hey yo ok man".split()
)
_THE_BOT = frozenset("you your yourself bot machine thing robot app up off stfu gtfo kys".split())

# Matters of everyday life, unless the documents have the words.
_EVERYDAY = re.compile(
    r"""\b(?: pizzas? | burgers? | tacos? | sushi | boba | burritos? | ramen | starbucks | doordash
      | restaurants? | takeout | cafeteria | recipes? | chocolate\ chip\ cookies?
      | for\ (?: lunch | dinner | breakfast )
      | super\ ?bowl | world\ cup | world\ series | champions\ league | premier\ league | playoffs?
      | nba | nfl | mlb | nhl | fifa | basketball | football | soccer | fantasy\ league
      | (?: won | winning | win )\ the\ (?: game | match | race ) | the\ game\ (?: last | tonight )
      | netflix | hulu | spotify | tiktok | youtube | instagram | snapchat | twitch | anime
      | minecraft | fortnite | roblox | valorant | playstation | xbox | nintendo | video\ ?games?
      | wi\ ?fi | jailbreak | iphones? | ipads? | airpods | headphones | earbuds | graphics\ card
      | printers? | laptops? | zoom\ link | my\ (?: password | phone | computer ) | bluetooth
      | the\ weather\ (?: like | today | tomorrow | tonight | this ) | weather\ forecast
      | (?: gonna | going\ to )\ (?: rain | snow )\ (?: today | tomorrow | tonight | this )
      | near\ campus | dorms? | parking | gym | laundry | the\ bus | bus\ (?: stop | schedule )
      | uber | coupons? | bitcoin | crypto | lottery | horoscope | tinder
      | (?: square\ root | derivative | integral )\ of
      | quadratic\ (?: formula | equations? )
      | solve\ (?: for\ )? (?: x | y | \d+\ ?x ) )\b""",
    re.VERBOSE,
)
# Advice that no document gives, whatever words it has.
_ADVICE = re.compile(
    r"""\b(?: anyone\ (?: else\ )? (?: want\ to | wants\ to | wanna | down\ to )\ \w+
      | (?: any | recommend | suggest )\ (?: me\ )? (?: an?\ | some\ | any\ )?
          (?: good | nice | new | great | fun )\ (?: show | movie | song | game | album | podcast
          | place | restaurant ) s? (?: \ on\ \w+ | \ to\ (?: watch | see | eat | play ) )?
      | should\ i\ (?: buy | wear | eat | date | text )
      | (?: fix | unlock | charge | reset )\ my\ (?: phone | laptop | computer | screen | tablet
          | watch | wifi ) )\b""",
    re.VERBOSE,
)
# Not 1914-1918, nor 9/11.
_SUM = re.compile(
    r"(?:what(?:'?s| is)? )?[\d\s.()]*\d\s*[+*x^]\s*\d[-\d\s.+*/x^()=?]*", re.IGNORECASE
)
_EMOJI = re.compile(
    "(?:[\u203c-\u32ff\ufe0f\U0001f000-\U0001faff]|:[a-z0-9_+-]{2,}:|<a?:\\w+:[0-9]+>"
    "|[:;=]-?[()DPp3/|]|\\s)+"
)
_THANKING = frozenset("thanks thank ty tysm cheers".split())
_LONGEST_THANKS = 9  # words
_LONGEST_ASIDE = 14  # words about everyday life; longer messages tell why they ask something else
_SHORT = 4  # letters of words such as "por", "und" and "ist", which most sentences have
_LEAST_FOREIGN = 4  # words; fewer may all be names
_MASHED = re.compile(r"[^aeiouy\d]{5,} | (.)\1{2,} | asdf | qwer | hjkl | zxcv", re.VERBOSE)


def kind_of(question: str, every: Sequence[Token], known: Callable[[str], bool]) -> Kind:
    """Tell what kind of message a question is.

    Args:
        question: As it was asked.
        every: Its words, chat spellings written out.
        known: Whether a term, or a phrase of terms joined by spaces, is in any document.
    """
    if question.strip() and _EMOJI.fullmatch(question):
        return "emoji"
    text = " ".join(token.word for token in every)
    for kind, pattern in _WHOLE:
        if pattern.fullmatch(text):
            return kind
    if "?" not in question and _is_thanks(every, known):
        return "thanks"
    said = {token.word for token in every}
    if said & _ABUSE and said & _THE_BOT and said <= _ABUSE | _AT_THE_BOT:
        return "abuse"
    if _is_nonsense(every, known):
        return "nonsense"
    return "off-topic" if _is_off_topic(question, text, every, known) else "question"


def is_foreign(every: Sequence[Token], known: Callable[[str], bool]) -> bool:
    """Return whether a question is in a language that is neither English nor that of the documents.

    Names and misspelled words are no English either; but a language is full of short words, and
    documents that are in it have them.

    Args:
        every: Its words, chat spellings written out.
        known: Whether a term is in any document.
    """
    words = [token for token in every if not token.word.isdigit()]
    if len(words) < _LEAST_FOREIGN or 4 * sum(token.stop for token in words) > len(words):
        return False
    first = words[0]
    strange = [w for w in words if not w.stop and is_rare(w.word)]
    strange = [w for w in strange if w is first or not w.written[:1].isupper()]  # no name
    unknown = [w for w in strange if not known(w.term)]
    short = sum(len(w.word) <= _SHORT for w in strange)
    short_unknown = sum(len(w.word) <= _SHORT for w in unknown)
    return 3 * len(unknown) >= len(words) and 3 * short_unknown > 2 * short


def _is_thanks(every: Sequence[Token], known: Callable[[str], bool]) -> bool:
    """Return whether a short message begins with thanks, and asks and names nothing."""
    if not every or len(every) > _LONGEST_THANKS or every[0].word not in _THANKING:
        return False
    if any(token.word in QUESTION_WORDS for token in every):
        return False
    telling = (token for token in every if not token.stop and token.word not in ASIDE)
    return not any(known(token.term) for token in telling)


def _is_nonsense(every: Sequence[Token], known: Callable[[str], bool]) -> bool:
    """Return whether a message has no word that tells anything, or looks typed blindly.

    A single unknown word may be a name.
    """
    if all(token.stop for token in every):
        return True
    if any(known(token.term) for token in every):
        return False
    mashed = [bool(_MASHED.search(token.word)) for token in every]
    plain = [token for token, is_mashed in zip(every, mashed, strict=True) if not is_mashed]
    return any(mashed) and not any(token.stop or is_english(token.word) for token in plain)


def _is_off_topic(
    question: str, text: str, every: Sequence[Token], known: Callable[[str], bool]
) -> bool:
    """Return whether a message is about everyday life, and names nothing that the documents do."""
    if _SUM.fullmatch(question.strip()):
        return True
    if len(every) > _LONGEST_ASIDE:
        return False
    advice = [match[0] for match in _ADVICE.finditer(text)]
    everyday = [match[0] for match in _EVERYDAY.finditer(text)]
    if not advice and all(known(" ".join(terms(said))) for said in everyday):
        return False
    about = {word for said in (*advice, *everyday) for word in said.split()}
    return not any(
        is_rare(token.word) and known(token.term)
        for token in every
        if not (token.stop or token.word.isdigit() or token.word in about | ASIDE)
    )
