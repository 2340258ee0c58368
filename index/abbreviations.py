"""Abbreviations that documents explain themselves."""

import re
from collections.abc import Iterable, Iterator

from .analysis import plain

# "Chinese Communist Party (CCP)": a name with its abbreviation behind it in brackets.
_BRACKETED = re.compile(
    r"((?:[\w'’-]{1,30}[ \t\n]{1,3}){1,8})\((?:the[ ]|or[ ])?([A-Z][A-Z.&]{1,7})s?\)"
)
# "CCP - Chinese Communist Party" on a line of its own, as in a glossary.
_GLOSSARY = re.compile(
    r"^[ \t•*-]{0,9}([A-Z][A-Z.&]{1,7})[ \t]{0,3}[-–—:=][ \t]{0,3}(\S[^\n]{3,60}?)[ \t]*$",
    re.MULTILINE,
)
_SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "de", "la"}


def learn_abbreviations(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Abbreviations that texts explain, each with its name as written.

    Found are "Chinese Communist Party (CCP)" and lines such as "CCP - Chinese Communist Party".
    """
    for text in map(plain, texts):
        for match in _BRACKETED.finditer(text):
            if name := _spelled_out(match[2], match[1].split()):
                yield match[2], name
        for match in _GLOSSARY.finditer(text):
            yield match[1], match[2]


def _spelled_out(abbreviation: str, words: list[str]) -> str | None:
    """The last words whose first letters are the abbreviation, small words aside."""
    letters = [c.lower() for c in abbreviation if c.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if words[start].lower() in _SMALL_WORDS:
            continue
        parts = [part.lower() for word in words[start:] for part in word.split("-")]
        if [part[0] for part in parts if part and part not in _SMALL_WORDS] == letters:
            return " ".join(words[start:])
    return None
