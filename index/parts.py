"""Questions that ask several things at once: "who was X, and when did she die?"."""

import re

from .analysis import plain
from .english import STOP_WORDS, is_rare

_WH = r"(?: who | whom | whose | what | when | where | why | how | which ) (?: s | 's )? \b"
_ASKS = rf"(?: {_WH} | (?: did | does | do | was | were | is | are | has | had ) \b )"
_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
BREAK = re.compile(
    rf"[?]+ (?:\s+|$) | (?: [,;]\s* | \s ) (?: and | also | but )\s+ (?: also\s+ )? (?={_ASKS})",
    _FLAGS,
)
"""What stands between two questions."""

# Only in a list of questions; elsewhere it begins what describes a name.
_LISTED = re.compile(rf", \s* (?={_WH})", _FLAGS)
_QUESTION = re.compile(
    rf"\W* (?: and\s+ | also\s+ )* {_ASKS} | .* \b (?: {_WH} | (?: explain | define )\b )",
    _FLAGS,
)
_POINTING = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", _FLAGS)
_NAMING = re.compile(r"\b(?: the | this | that | these | those )\s+ \w", _FLAGS)
_MOST = 8  # each is searched for by itself; a message of hundreds is no question


def split_parts(question: str) -> tuple[str, ...]:
    """Return the questions that a question is made of, as written; none if it is a single one."""
    pieces = [piece.strip() for piece in BREAK.split(question, maxsplit=_MOST - 1)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1:
        pieces = [part for piece in pieces for part in _LISTED.split(piece)][:_MOST]
    asking = tuple(piece for piece in pieces if _QUESTION.match(piece))
    return asking if len(asking) > 1 else ()


def points_back(part: str) -> bool:
    """Return whether a part of a question has a word for what another part names."""
    return _POINTING.search(part) is not None


def names_something(part: str) -> bool:
    """Return whether a part of a question names what a later one may point back to.

    Names tell it, and words such as "the": "who was president" names nobody.
    """
    words = re.findall(r"[^\W\d_]+", plain(part).lower())
    is_named = any(is_rare(word) for word in words if word not in STOP_WORDS)
    return is_named or _NAMING.search(part) is not None
