"""Names and dates of a work as reference lists need them: family names, months in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PARTICLES = frozenset(
    "af al bin da das de del della den der des di do dos du el ibn la le ten ter van von zu".split()
)
_SUFFIX = re.compile(r",?\s+(?P<suffix>Jr\.?|Sr\.?|I{2,3}|IV)$")
_OF_GROUPS = frozenset(
    """academy administration agency alliance archive archives assembly association authority bank
    board bureau center centre church club college commission committee company congress
    consortium convention corporation corps council court department directorate editors
    embassy executive faculty federation forum foundation fund government group hospital
    house inc initiative institute laboratories laboratory labs league library ministry
    museum network news observatory office organisation organization parliament party press
    project school secretariat senate service services society staff survey team times
    treasury trust union united university""".split()
)
_OF_FIRMS = frozenset("associates bros brothers co company inc llc ltd partners sons".split())
_AND = re.compile(r",?\s+(?:and|&)\s+")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_SHORT_MONTHS = {name: f"{name[:3]}." for name in _MONTHS if len(name) > 4} | {  # noqa: PLR2004  # May, June, July
    "September": "Sept."
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Name:
    """An author.

    Attributes:
        family: The family name with its particles; a group's whole name.
        given: "" for a group, and for someone with one name.
        suffix: "Jr." and the like.
    """

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def direct(self) -> str:
        """The name as it is spoken."""
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """The name as lists sort it: "Bell, Ann"."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def with_initials(self) -> str:
        """The name as APA lists it: "Bell, A. M."."""
        parts = (
            "-".join(f"{part[0]}." for part in word.split("-") if part)
            for word in self.given.split()
        )
        return ", ".join(filter(None, (self.family, " ".join(parts), self.suffix)))


def read_name(written: str) -> Name:
    """Read an author's name.

    The family name is the last word with its particles, or what comes before a comma. The names of
    groups stay whole: those with a word such as "University", with an article or a small word that
    is no particle, of one word, and those in scripts that need no spaces.
    """
    name = " ".join(written.split())
    family, comma, given = name.partition(",")
    found = _SUFFIX.search(name)
    if found and found.start() > 0:
        read = read_name(name[: found.start()])
        return Name(read.family, read.given, found["suffix"]) if read.given else Name(name)
    if comma:
        return Name(family.strip(), given.strip())
    words = name.split()
    if len(words) < 2 or _is_group(words):  # noqa: PLR2004  # a name of one word
        return Name(name)
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]))


def read_names(authors: Iterable[str]) -> list[Name]:
    """Read authors' names; an author may be several, as in "Ann Bell and Carl Dow"."""
    written = (name for author in authors for name in split_people(" ".join(author.split())))
    return [read_name(name) for name in written if name]


def split_people(written: str) -> list[str]:
    """Split "Ann Bell, Carl Dow and Eve Fox" into names.

    In doubt, a name stays whole, for "Department of Health and Human Services" is one author: names
    of groups are parted only where each is complete in itself ("University of Bern and University
    of Basel"), and a first name alone is no name ("Ann and Carl Dow").

    Returns:
        The names as written, such as "Bell, Ann"; at least one.
    """
    parts = [part.strip(" ,") for part in _AND.split(written)]
    is_short = " " not in parts[-1]  # in "Plato, Aristotle and Zeno", no given name comes second
    names = [name for part in parts for name in _at_commas(part, may_invert=not is_short)]
    return names if len(parts) > 1 and all(names) and _are_complete(names) else [written]


def _at_commas(part: str, *, may_invert: bool) -> list[str]:
    """Split "Ann Bell, Carl Dow", but neither "Bell, Ann" nor "Ann Bell, Jr."."""
    names: list[str] = []
    for one in part.split(","):
        if names and _SUFFIX.fullmatch(f",{one}"):
            names[-1] += f",{one}"
        else:
            names.append(one.strip())
    is_inverted = len(names) == 2 and 1 in {len(name.split()) for name in names}  # noqa: PLR2004
    return [part] if is_inverted and may_invert else names


def _are_complete(names: list[str]) -> bool:
    """Tell whether each of these may stand alone."""
    split = [name.split() for name in names]
    if split[-1][0].lower().strip(".,") in _OF_FIRMS:
        return False
    groups = [words for words in split if _is_group(words)]
    people = [words for words in split if not _is_group(words)]
    singles = sum(len(words) == 1 for words in people)
    if not groups:
        # A word and a name of several: a couple, or two subjects of one office.
        return len(names) > 2 or singles in {0, len(names)}  # noqa: PLR2004
    if people:
        return not singles and split == [*people, *groups] and all(map(_begins_as_group, groups))
    return all(map(_begins_as_group, groups)) or all(map(_ends_as_group, groups))


def _begins_as_group(words: list[str]) -> bool:
    """Tell whether a name is like "University of Bern" or "the Senate"."""
    first, *rest = (word.lower() for word in words)
    return first == "the" or (first in _OF_GROUPS and rest[:1] in (["of"], ["for"]))


def _ends_as_group(words: list[str]) -> bool:
    return len(words) > 1 and words[-1].strip(".,").lower() in _OF_GROUPS


def _is_group(words: list[str]) -> bool:
    plain = [word.strip(".,").lower() for word in words]
    small = (w for w in words if w[:1].islower() and w.lower() not in _PARTICLES)
    return plain[0] == "the" or not _OF_GROUPS.isdisjoint(plain) or any(small)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as it is known.

    Attributes:
        year: As written; other words for a date that is no date of the calendar.
        month: Its English name; "" if unknown.
        day: 0 if unknown.
    """

    year: str
    month: str = ""
    day: int = 0

    @property
    def british(self) -> str:
        """The date as MLA has it: "1 Oct. 2019"."""
        month = _SHORT_MONTHS.get(self.month, self.month)
        return " ".join(filter(None, (str(self.day or ""), month, self.year)))

    @property
    def american(self) -> str:
        """The date as Chicago has it: "October 1, 2019"."""
        if self.day:
            return f"{self.month} {self.day}, {self.year}"
        return " ".join(filter(None, (self.month, self.year)))

    @property
    def year_first(self) -> str:
        """The date as APA has it: "2019, October 1"."""
        rest = " ".join(filter(None, (self.month, str(self.day or ""))))
        return ", ".join(filter(None, (self.year, rest)))

    @property
    def numbers(self) -> list[int]:
        """Year, month and day as far as they are known; none for other words."""
        if not self.year.isdecimal():
            return []
        month = _MONTHS.index(self.month) + 1 if self.month else 0
        return [number for number in (int(self.year), month, self.day) if number]


def read_day(written: str | None) -> Day | None:
    """Read a date such as 2019-10-01, 2019-10 or 2019; other words stay as they are."""
    if not written:
        return None
    found = _DATE.fullmatch(written.strip())
    if found is None:
        return Day(written.strip())
    month = int(found[2] or 0)
    if not 1 <= month <= len(_MONTHS):
        return Day(found[1])
    return Day(found[1], _MONTHS[month - 1], int(found[3] or 0))
