"""Other names for the same thing: from files, and learnt from the documents themselves.

A name is a tuple of terms, stop words among them ("fall", "out"): that is how a question says it.
What it may stand for is terms joined by spaces without stop words, the way `Matcher` looks them up.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .analysis import plain, terms, tokens

_FOLDER = Path(__file__).parent / "synonyms"
_LONGEST_NAME = 5  # terms

# "Chinese Communist Party (CCP)": a name with its abbreviation behind it in brackets.
_BRACKETED = re.compile(r"((?:[\w'’-]+[ \t\n]+){1,8})\((?:the[ ]|or[ ])?([A-Z][A-Z.&]{1,7})s?\)")
# "CCP - Chinese Communist Party" on a line of its own, as in a glossary.
_GLOSSARY = re.compile(
    r"^[ \t•*-]*([A-Z][A-Z.&]{1,7})[ \t]*[-–—:=][ \t]*(\S[^\n]{3,60}?)[ \t]*$",
    re.MULTILINE,
)
_SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "de", "la"}

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Which other names a name may stand for, each once, in the order given."""

    others: Mapping[Name, tuple[str, ...]]

    def longest(self, found: list[str], start: int) -> Name | None:
        """The longest known name that begins at a place in a question's terms."""
        for length in range(min(_LONGEST_NAME, len(found) - start), 0, -1):
            name = tuple(found[start : start + length])
            if name in self.others:
                return name
        return None


def gather(groups: Iterable[Iterable[str]], rules: Mapping[str, Iterable[str]]) -> Synonyms:
    """Words as written -> synonyms by their terms.

    Args:
        groups: Each word of a group may stand for each other of it.
        rules: A word and those that it may also stand for, not the other way round.
    """
    others: dict[Name, dict[str, None]] = {}
    for group in groups:
        for word in group:
            others.setdefault(_spoken(word), {}).update(
                dict.fromkeys(_sought(other) for other in group if other != word)
            )
    for word, meant in rules.items():
        others.setdefault(_spoken(word), {}).update(dict.fromkeys(map(_sought, meant)))
    return Synonyms(
        {name: tuple(filter(None, found)) for name, found in others.items() if name and any(found)}
    )


def _spoken(word: str) -> Name:
    return tuple(token.term for token in tokens(word))


def _sought(word: str) -> str:
    return " ".join(terms(word))


def read_groups(path: Path) -> tuple[list[list[str]], dict[str, list[str]]]:
    """The `groups` and `rules` of one TOML file.

    Raises:
        OSError: If the file cannot be read.
        tomllib.TOMLDecodeError: If it is not TOML.
    """
    content = tomllib.loads(path.read_text("utf-8"))
    return content.get("groups", []), content.get("rules", {})


def shipped_groups() -> tuple[list[list[str]], dict[str, list[str]]]:
    """The groups and rules that come with the bot."""
    groups: list[list[str]] = []
    rules: dict[str, list[str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        more_groups, more_rules = read_groups(path)
        groups += more_groups
        for word, meant in more_rules.items():
            rules.setdefault(word, []).extend(meant)
    return groups, rules


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
