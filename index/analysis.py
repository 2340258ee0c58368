"""Text -> terms: one analysis for passages and questions.

Unicode NFKC, accents folded, typographic quotes made plain, possessives and the dots of
abbreviations dropped, number words as digits, stop words left out, the rest stemmed (Snowball
English). Nothing of this reaches a quotation: terms are only compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

from sources.characters import nfkc

from .english import NUMBER_WORDS, STOP_WORDS

_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032`\u00b4"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_INVISIBLE))
_WORD = re.compile(
    r"""(?P<dotted> [^\W\d_] (?: \. [^\W\d_] )+ \b )  # U.S.S.R.
      | (?P<number> \d+ (?: [.,]\d+ )* ) (?: st | nd | rd | th | s )? \b  # 1,000; 70th; 1930s
      | (?P<word> [^\W_]+ (?: ' [^\W_]+ )* )""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDINGS = frozenset({"s", "d", "ll", "ve", "re", "m"})  # Marie's, he'd, they'll
_ACCENT = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Endings of stems: harbour, organis-e, defenc-e, centr-e, catalogu-e, programm-e. What else ends
# so is changed alike wherever it stands, so that it still matches itself.
_BRITISH = re.compile(
    r"""(?P<our> (?<=\w\w) our (?= $ | hood | it$ | abl$ | ful$ ) )
      | (?P<is> (?<=\w{3}) is $ )
      | (?P<enc> (?<=\w\w) enc $ ) | (?P<tr> (?<=\w\w) tr $ ) | (?P<ogu> (?<=\w) ogu $ )
      | (?P<mm> (?<=\w\w) mm $ )""",
    re.VERBOSE,
)
_AMERICAN = {"our": "or", "is": "iz", "enc": "ens", "tr": "ter", "ogu": "og", "mm": "m"}
_LONGEST_WORD = 40  # longer runs of letters are no words; cut, so that hostile input stays cheap
_stemmer = Stemmer("english", 0)  # its own cache is off: ours is bounded and safe between threads


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, and the term it is compared by.

    Attributes:
        written: As in the text, in its case.
        word: Lower case without possessive; what spelling works on.
        stop: Whether the word says nothing about a subject.
    """

    written: str
    word: str
    term: str
    stop: bool


def plain(text: str) -> str:
    """NFKC without accents, typographic apostrophes and invisible characters; case is kept."""
    text = text.translate(_PLAIN)  # before NFKC, which makes a space of an acute accent
    if text.isascii():
        return text
    text = nfkc(text)
    if text.isascii():
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFD", text))


def tokens(text: str) -> list[Token]:
    """All words of a text in order, stop words included.

    An abbreviation is never a stop word ("US", "U.S."), unless the whole text is in capitals.
    """
    simple = plain(text)
    # Accents and quotes are one character before as after; where more was made plain, it is shown.
    shown = text if len(text) == len(simple) else simple
    shouted = simple.isupper()
    found = []
    for match in _WORD.finditer(simple):
        written = shown[match.start() : match.end()]
        kind = match.lastgroup
        if kind == "number":
            number = match["number"].replace(",", "")
            found.append(Token(written, number, number, stop=False))
            continue
        word = match.group().replace(".", "") if kind == "dotted" else match.group()
        known = kind == "dotted" or (len(word) > 1 and word.isupper() and not shouted)
        found.append(_token(written, word.casefold()[:_LONGEST_WORD], abbreviation=known))
    return found


def terms(text: str) -> list[str]:
    """The terms of a text in order, without stop words; what is indexed and asked for."""
    return [token.term for token in tokens(text) if not token.stop]


def _stem(word: str) -> str:
    """The Snowball stem, the same for the British and the American spelling of a word."""
    return _BRITISH.sub(lambda m: _AMERICAN[m.lastgroup or ""], _stemmer.stemWord(word))


@lru_cache(maxsize=1 << 16)
def _token(written: str, word: str, *, abbreviation: bool) -> Token:
    base, _, ending = word.partition("'")
    word = base if ending in _ENDINGS else word.replace("'", "")
    stop = word in STOP_WORDS and not abbreviation
    return Token(written, word, NUMBER_WORDS.get(word) or _stem(word), stop)
