"""Names and dates of a work as reference lists need them: family names, months in words."""

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    "af al bin da das de del della den der des di do dos du el ibn la le ten ter van von zu".split()
)
_SUFFIX = re.compile(r",?\s+(?P<suffix>Jr\.?|Sr\.?|I{2,3}|IV)$")
_OF_GROUPS = frozenset(
    """agency archive archives assembly association bank board bureau center centre church club
    college commission committee company congress convention corporation council court department
    editors embassy faculty foundation government group house inc institute league library
    ministry museum network news office organization parliament party press project school senate
    service society staff team times union united university""".split()
)
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
