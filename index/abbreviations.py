"""Abbreviations that documents explain themselves."""

import re
from collections.abc import Iterable, Iterator

_BRACKETS = re.compile(r"\((?:the |or )?([A-Z][A-Z.&]{1,7})s?\)")
_NAME_BEFORE = re.compile(r"(?:[\w'’-]{1,30}[ \t\n]{1,3}){1,8}\Z")
_LONGEST_NAME = 8 * 33  # characters, as above
# "WHO - World Health Organization" on a line of its own, as in a glossary; no sentence, and with a
# colon only if the letters are those of the words: "KING: Come here" is a line of a play.
_GLOSSARY = re.compile(
    r"^[ \t•*-]{0,9}([A-Z][A-Z.&]{1,7})[ \t]{0,3}([-–—:=])[ \t]{0,3}(\S[^\n]{3,60}?)[ \t]*$",
    re.MULTILINE,
)
_SENTENCE_END = (".", "!", "?")
_SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "de", "la"}


def learn_abbreviations(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Abbreviations that texts explain, each with its name as written.

    Found are "World Health Organization (WHO)" and lines such as "WHO - World Health Organization".
    """
    for text in texts:
        for match in _BRACKETS.finditer(text):
            before = _NAME_BEFORE.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
            if before and (name := _spelled_out(match[1], before[0].split())):
                yield match[1], name
        for match in _GLOSSARY.finditer(text):
            short, mark, name = match.groups()
            if mark == ":":
                name = _spelled_out(short, name.split()) or ""
            if name and not name.endswith(_SENTENCE_END):
                yield short, name


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
