"""Text -> terms: one analysis for passages and questions.

Unicode NFKC, accents folded, typographic quotes made plain, possessives and the dots of
abbreviations dropped, number words as digits, stop words left out, the rest stemmed (Snowball
English). Scripts without spaces between words, such as Chinese, give each pair of neighboring
characters as a term. Nothing of this reaches a quotation: terms are only compared.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

from sources.characters import EAST_ASIAN, SOUTH_EAST_ASIAN, nfkc

from .english import COMPOUND_NUMBERS, NUMBER_WORDS, STOP_WORDS
from .forms import base_form

_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032`\u00b4"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN = re.compile(rf"(?P<apostrophe>[{_APOSTROPHES}])|[{_INVISIBLE}]")
_WORD = re.compile(
    rf"""(?P<dotted> [^\W\d_] (?: \. [^\W\d_] )+ \b )  # U.S.S.R.
      | (?P<number> \d+ (?: [.,]\d+ )* )  # 1,000; 70th; 1930s; 20kg
            (?: (?: st | nd | rd | th | s )? \b | (?= [a-z]{{2,4}} \b ) )
      | \b (?P<compound> {"|".join(COMPOUND_NUMBERS)} ) \b
      | (?P<plural> (?-i: [A-Z]{{2,}} ) ) (?-i: s ) \b  # KSAs
      | (?P<word> [^\W_]+ (?: ' [^\W_]+ )* )""",
    re.VERBOSE | re.IGNORECASE,
)
# Runs of one script; a line end between characters of Chinese or Japanese is no space.
_UNSPACED = re.compile(
    rf"""(?P<katakana> [\u30a0-\u30ff\u31f0-\u31ff]+ )
      | (?P<hiragana> [\u3040-\u309f]+ )
      | (?P<hangul> [\uac00-\ud7af]+ )
      | (?P<han> (?![\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af])[{EAST_ASIAN}]
                (?: \n? (?![\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af])[{EAST_ASIAN}] )* )
      | (?P<thai> [{SOUTH_EAST_ASIAN}]+ )""",
    re.VERBOSE,
)
# What asks, points or joins in Chinese; it parts the words around it.
_HAN_STOP = re.compile(
    r"""为什么 | 為什麼 | 什么 | 什麼 | 怎么样? | 怎麼樣? | 怎样 | 怎樣 | 哪[里裡个個些年]
      | 多少 | 如何 | 是否 | 何[时時地] | 因[为為] | 所以 | 但是 | 以及 | 或者 | 可以
      | [我他它她][们們] | [这這那][个個些]
      | [的了是在和与與及或吗嗎呢吧啊谁誰哪几幾被把也都就]""",
    re.VERBOSE,
)
_THAI_SIGN = re.compile("[^\u0e46-\u0e4e\u0ec6-\u0ece]")  # tone marks may be left out
_SHORTEST_HIRAGANA = 4  # characters; fewer are endings and particles
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
_MAYBE_BRITISH = tuple(_AMERICAN)  # most stems end in none of them, which is seen at once
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
    if text.isascii() and "`" not in text:
        return text
    # Before NFKC, which makes a space of an acute accent.
    text = _PLAIN.sub(lambda m: "'" if m.lastgroup else "", text)
    if text.isascii():
        return text
    text = nfkc(text)
    if text.isascii():
        return text
    # Composed again: NFD takes the syllables of Korean apart, which are no accents.
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def tokens(text: str) -> list[Token]:
    """All words of a text in order, stop words included.

    An abbreviation is never a stop word ("US", "U.S."), unless the whole text is in capitals.
    """
    simple = plain(text)
    if is_unspaced(simple):
        return list(_unspaced(simple))
    shouted = simple.isupper()
    if simple is text:
        return [token for piece in text.split() for token in _known(piece, shouted=shouted)]
    # Accents and quotes are one character before as after; where more was made plain, it is shown.
    shown = text if len(text) == len(simple) else simple
    return spaced(shown, simple, shouted=shouted)


@lru_cache(maxsize=1 << 13)  # questions have many words in common
def _known(piece: str, *, shouted: bool) -> tuple[Token, ...]:
    """Return the words of what stands between white space."""
    return tuple(spaced(piece, piece, shouted=shouted))


def is_unspaced(simple: str) -> bool:
    """Tell whether a text made plain has words with no space between them."""
    return not simple.isascii() and _UNSPACED.search(simple) is not None


def spaced(shown: str, simple: str, *, shouted: bool) -> list[Token]:
    """Return the words of a text that has spaces between them, or of a part of it.

    No word reaches over white space, and none depends on what stands beyond it.

    Args:
        shown: What tokens show of the text; as long as `simple`.
        simple: The text made plain.
        shouted: Whether the whole text is in capitals.
    """
    if simple.isalpha() and not simple[1:2].isupper():  # one word, and no abbreviation, as most are
        return [_token(shown, simple.casefold()[:_LONGEST_WORD], abbreviation=False)]
    found = []
    for match in _WORD.finditer(simple):
        written = shown[match.start() : match.end()]
        kind = match.lastgroup
        if kind in {"number", "compound"}:
            number = COMPOUND_NUMBERS.get(match[kind].lower()) or match[kind].replace(",", "")
            found.append(Token(written, number, number, stop=False))
            continue
        word = match[kind or 0].replace(".", "")
        known = kind in {"dotted", "plural"} or (len(word) > 1 and word.isupper() and not shouted)
        found.append(_token(written, word.casefold()[:_LONGEST_WORD], abbreviation=known))
    return found


def _unspaced(text: str) -> Iterator[Token]:
    """Yield the words of a text that is at least partly in a script without spaces."""
    start, before = 0, ""
    for run in _UNSPACED.finditer(text):
        between = text[start : run.start()]
        yield from spaced(between, between, shouted=between.isupper())
        script = run.lastgroup or ""
        # Directly after a word in Han they are its ending.
        is_ending = script == "hiragana" and before == "han" and not between
        yield from _pairs(run[0], script, is_ending=is_ending)
        start, before = run.end(), script
    rest = text[start:]
    yield from spaced(rest, rest, shouted=rest.isupper())


def _pairs(run: str, script: str, *, is_ending: bool) -> Iterator[Token]:
    """Yield each pair of neighboring characters in a run of one script, or a loanword whole."""
    if script == "katakana":
        yield Token(run, run, run, stop=False)
        return
    parts = [run]
    if script == "han":
        parts = _HAN_STOP.sub("\n", run.replace("\n", "")).split("\n")
    elif script == "thai":
        parts = ["".join(_THAI_SIGN.findall(run))]
    for part in parts:
        stop = is_ending or (script == "hiragana" and len(part) < _SHORTEST_HIRAGANA)
        for at in range(max(len(part) - 1, 1)):
            if pair := part[at : at + 2]:
                yield Token(pair, pair, pair, stop)


def terms(text: str) -> list[str]:
    """The terms of a text in order, without stop words; what is indexed and asked for."""
    return [token.term for token in tokens(text) if not token.stop]


def _stem(word: str) -> str:
    """The Snowball stem, the same for the British and the American spelling of a word."""
    stem: str = _stemmer.stemWord(word)
    if "our" in stem or stem.endswith(_MAYBE_BRITISH):
        return _BRITISH.sub(lambda m: _AMERICAN[m.lastgroup or ""], stem)
    return stem


@lru_cache(maxsize=1 << 16)
def _token(written: str, word: str, *, abbreviation: bool) -> Token:
    base, _, ending = word.partition("'")
    word = base if ending in _ENDINGS else word.replace("'", "")
    stop = word in STOP_WORDS and not abbreviation
    return Token(written, word, NUMBER_WORDS.get(word) or _stem(base_form(word)), stop)
