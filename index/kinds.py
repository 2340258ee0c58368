"""Messages that are no questions for documents: small talk, help, thanks, abuse and nonsense."""

import re
from collections.abc import Callable
from typing import Literal

from .analysis import Token
from .english import is_english

Kind = Literal["question", "small talk", "help", "thanks", "abuse", "nonsense"]

REPLIES: dict[Kind, str] = {
    "small talk": "I only quote this class's sources: ask me what they say about something.",
    "help": "Ask a question about this class's sources, and I quote the passages that answer it.",
    "thanks": "You're welcome. Ask me whenever you want to know what the sources say.",
    "abuse": "That's not a question about the sources. If an answer was wrong, please say so.",
    "nonsense": "I couldn't make out a question. Try a few words about what you're looking for.",
}
"""One plain sentence for each kind of message that is no question."""

_GREETING = re.compile(
    r"""(?: hi+ | hello+ | hey+ | hiya | howdy | yo | sup | greetings | gm | gn
      | good\ (?: morning | afternoon | evening | night ) | (?: good )?bye | see\ (?: ya | you )
      | how\ are\ (?: you | things ) | how\ is\ it\ going | whats?\ up | what\ is\ up )
      (?: \ (?: there | bot | all | everyone | guys | doing | today | again | pullquote ) )*""",
    re.VERBOSE,
)
_ABOUT_BOT = re.compile(
    r"""(?: who | what ) \ (?: are | is ) \ (?: you | this\ bot ) | what\ is\ your\ name
      | are\ you\ (?: a\ |an\ )? (?: real\ )? (?: bot | human | person | robot | ai | alive )
        (?: \ or\ (?: a\ |an\ )? (?: bot | human | person | robot | ai ) )?
      | (?: can\ you\ )? tell\ me\ (?: a | another )\ joke | (?: i\ am | im )\ bored
      | do\ you\ (?: like | love )\ me
      | (?: lol | haha | ok | okay | yes | no | nice | cool | \ )+""",
    re.VERBOSE,
)
_HELP = re.compile(
    r"""(?: please\ )? (?: help | commands | menu | info | information )
        (?: \ (?: me | please | pls ) )*
      | what\ can\ (?: you | this\ bot )\ do | how\ do\ (?: you | i\ use\ (?: you | this
        (?: \ bot )? ) )\ ? (?: work )? | how\ does\ this (?: \ bot )? \ work""",
    re.VERBOSE,
)
_THANKS = re.compile(
    r"""(?: ok(?:ay)?\ | great\ | perfect\ )? (?: thanks | thank\ you | cheers | many\ thanks )
      (?: \ (?: so | very | a\ lot | lots | much | bot | all | for\ (?: the | your )\ help
        | man | again | everyone ) )*""",
    re.VERBOSE,
)
_ABUSE = frozenset(
    """
    useless stupid dumb idiot idiotic moron trash garbage crap sucks suck shut hate hates loser
    pathetic terrible worst fuck fucking fucked shit shitty bitch bastard damn stfu gtfo lame
    worthless annoying ugly kill yourself
    """.split()
)
_AT_THE_BOT = frozenset(
    "you your bot machine thing robot app computer program pullquote this it is are so be really "
    "very up a an the just omg lol fr wtf god literally such go away dude bro now please of "
    "suck sucks hate i".split()
)
_THE_BOT = frozenset("you your bot machine thing robot app up".split())
_MASHED = re.compile(r"[^aeiouy\d]{5,} | (.)\1{2,} | asdf | qwer | hjkl | zxcv", re.VERBOSE)


def kind_of(every: list[Token], known: Callable[[str], bool]) -> Kind:
    """Tell what kind of message a question is.

    Args:
        every: The words of the message, chat spellings written out.
        known: Whether a term is in any document.
    """
    words = [token.word for token in every]
    text = " ".join(words)
    if _HELP.fullmatch(text):
        return "help"
    if _THANKS.fullmatch(text):
        return "thanks"
    if _GREETING.fullmatch(text) or _ABOUT_BOT.fullmatch(text):
        return "small talk"
    said = {*words}
    if said & _ABUSE and said & _THE_BOT and said <= _ABUSE | _AT_THE_BOT:
        return "abuse"
    return "nonsense" if _is_nonsense(every, known) else "question"


def _is_nonsense(every: list[Token], known: Callable[[str], bool]) -> bool:
    """Return whether a message has no word of English or of the documents, and looks typed blindly.

    A single unknown word may be a name.
    """
    mashed = [bool(_MASHED.search(token.word)) for token in every]
    plain = [token for token, is_mashed in zip(every, mashed, strict=True) if not is_mashed]
    if any(known(token.term) for token in every):
        return False
    return not any(token.stop or is_english(token.word) for token in plain) and (
        any(mashed) or not every
    )
