"""Other names for the same thing, as people list them.

A name is a tuple of terms, stop words among them ("fall", "out"): that is how a question says it.
What it may stand for is terms joined by spaces without stop words, the way `Matcher` looks them up.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .analysis import tokens

_SHIPPED = Path(__file__).parent / "synonyms"

_Word = Annotated[str, Field(min_length=1, max_length=300)]
Name = tuple[str, ...]


class SynonymsError(ValueError):
    """Text that is no synonym table; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class SynonymTable(BaseModel):
    """Words as people write them.

    Attributes:
        groups: Each word of a group may stand for each other of it.
        rules: A word and those that it may also stand for, not the other way round.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    groups: list[Annotated[list[_Word], Field(min_length=2)]] = []
    rules: dict[_Word, Annotated[list[_Word], Field(min_length=1)]] = {}


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Which other names a name may stand for, each once, in the order given."""

    others: Mapping[Name, tuple[str, ...]]
    _words: Mapping[str, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Count the words of the longest name that begins with each word."""
        words: dict[str, int] = {}
        for first, *rest in self.others:
            words[first] = max(words.get(first, 0), 1 + len(rest))
        object.__setattr__(self, "_words", words)

    def longest(self, found: list[str], start: int) -> Name | None:
        """The longest known name that begins at a place in a question's terms."""
        most = min(self._words.get(found[start], 0), len(found) - start)
        for length in range(most, 0, -1):
            name = tuple(found[start : start + length])
            if name in self.others:
                return name
        return None


def parse_synonyms(text: str) -> SynonymTable:
    """Read a table from TOML.

    Raises:
        SynonymsError: If the text is not TOML, or has anything but groups and rules of words.
    """
    try:
        return SynonymTable.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else text.count("\n") + 1
        raise SynonymsError(number, f"not TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SynonymsError(_line_of(text, first["loc"]), _reason(first["loc"])) from error
    except (ValueError, RecursionError) as error:  # thousands of digits, or of open brackets
        raise SynonymsError(1, "not TOML (too long a number, or too many brackets)") from error


@cache
def shipped_synonyms() -> tuple[SynonymTable, ...]:
    """The tables that come with the bot."""
    return tuple(parse_synonyms(p.read_text("utf-8")) for p in sorted(_SHIPPED.glob("*.toml")))


@cache
def shipped_names() -> Synonyms:
    """What stands in these tables, by its terms."""
    return gather(shipped_synonyms())


def gather(tables: Iterable[SynonymTable], known: Synonyms | None = None) -> Synonyms:
    """Words as written -> synonyms by their terms, besides those known already."""
    before = known.others if known else {}
    told: dict[Name, dict[str, None]] = {}

    def others(name: Name) -> dict[str, None]:
        return told.setdefault(name, dict.fromkeys(before.get(name, ())))

    read = cache(_read)  # thousands of documents explain the same abbreviations
    for table in tables:
        for group in table.groups:
            for word in group:
                meant = (read(other)[1] for other in group if other != word)
                others(read(word)[0]).update(dict.fromkeys(meant))
        for word, right in table.rules.items():
            meant = (read(other)[1] for other in right)
            others(read(word)[0]).update(dict.fromkeys(meant))
    new = {n: tuple(filter(None, found)) for n, found in told.items() if n and any(found)}
    return Synonyms({**before, **new})  # what is known already is shared, by thousands of names


def _read(word: str) -> tuple[Name, str]:
    """Return a word, or several, as it is read in a question, and as it is looked for."""
    found = tokens(word)
    spoken = tuple(token.term for token in found)
    return spoken, " ".join(token.term for token in found if not token.stop)


def _reason(place: tuple[int | str, ...]) -> str:
    match place[0]:
        case "groups":
            return "a group is a list of two or more words in quotation marks"
        case "rules":
            return "a rule is a word, =, and a list of words in quotation marks"
        case unknown:
            return f"{unknown!r} is not known; there are only groups = [...] and [rules]"


def _line_of(text: str, place: tuple[int | str, ...]) -> int:
    """Where the wrong entry stands: TOML readers keep no lines, so it is looked for."""
    key = re.escape(str(place[min(1, len(place) - 1)]))
    entry = rf"""\[?\s*(?:rules\s*\.\s*)?["']?{key}["']?\s*[]=]"""
    group = r"(?:groups\s*=\s*\[\s*)?\[(?!\s*rules\s*\])"
    wanted = group if place[0] == "groups" and len(place) > 1 else entry
    lines = enumerate(text.split("\n"), start=1)
    rows = [n for n, line in lines if re.match(wanted, line.lstrip())]
    number = int(place[1]) if wanted is group else 0
    return rows[min(number, len(rows) - 1)] if rows else 1


_BRACKETS = re.compile(r"\((?:the |or )?([A-Z][A-Z\d.&]{1,7})s?\)")
_IN_BRACKETS = re.compile(r"(?<![\w.])([A-Z][A-Z\d.&]{1,7})s? \((?:the )?([^()\n]{5,80})\)")
# Read backwards from the bracket: forwards, each place before it would have to be tried.
_NAME_BACKWARDS = re.compile(r"(?:[ \t\n]{1,3}[\w'’-]{1,30}){1,8}")
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

    Found are "World Health Organization (WHO)", "WHO (World Health Organization)" and lines such as
    "WHO - World Health Organization".
    """
    for text in texts:
        for match in _BRACKETS.finditer(text):
            window = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
            before = _NAME_BACKWARDS.match(window[::-1])
            if before and (name := _spelled_out(match[1], before[0][::-1].split())):
                yield match[1], name
        for match in _IN_BRACKETS.finditer(text):
            short, name = match.groups()
            if _spelled_out(short, name.split()) == " ".join(name.split()):
                yield short, name
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
        if [p[0] for p in parts if p[:1].isalpha() and p not in _SMALL_WORDS] == letters:
            return " ".join(words[start:])
    return None
