"""What a file says about itself: title, authors, dates; parsed, and checked for plausibility.

Programs and web pages fill these fields with whatever is at hand. What a person wrote into a text
(front matter, a citation block) is taken as it is; everything else has to look like a title, a
name or a date, for no author is better than a wrong one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from .names import split_people

_FIELDS = {
    "title": ("title", "headline"),
    "authors": ("author", "authors", "by", "written by"),
    "publisher": ("publisher", "publishers", "published by", "website", "site"),
    "published": ("published", "date published", "published on", "publication date", "date"),
    "accessed": ("accessed", "date accessed", "retrieved", "date retrieved", "access date"),
    "url": ("url", "link", "web address"),
    "licence": ("licence", "license", "copyright", "rights"),
}
_NAMES = [name for names in _FIELDS.values() for name in names]
_ALIKE = 0.8  # of difflib's ratio: "titel" and "title" are, "subtitle" and "title" are not
_Parser = Callable[[str], str | tuple[str, ...] | None]
_QUOTED = re.compile(r"\A[\"“„«'‘]([^\"“”„«»]+)[\"”“»'’]\Z")
_POSITION = re.compile(
    r"""(?:(?:staff|senior|junior|chief|managing|contributing|guest|news|foreign|political|former
          |associate|assistant|adjunct|history|science|english)\s+){0,3}
      (?:writers?|editors?|reporters?|correspondents?|journalists?|professors?|teachers?|lecturers?
          |historians?|ph\.?\s?d|m\.?a|b\.?a|m\.?d)\.?(?:\s+(?:of|for|at|in)\b.*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^][]*\]")
_AFTER_NAMES = re.compile(r"\s*(?:©|\(c\)|\bcopyright\b|\|).*", re.IGNORECASE)
_AND = re.compile(r"\band\b|&")
_SUFFIX = re.compile(r",\s*(?=(?:jr|sr)\b\.?|I{2,3}\b)", re.IGNORECASE)
_COMPUTED = re.compile(
    r"today|now|last[- ]modified|.*(?:\{\{|Sys\.(?:Date|time)|\\today).*", re.IGNORECASE
)

_LONGEST_TITLE, _LONGEST_NAME = 300, 80  # code points
_MOST_WORDS = 8  # of a name
_MOST_NAMES = 30
_NO_TITLE = re.compile(
    r"""(?:
        (?:(?:new|neues?|nouveau)\ )?(?:microsoft\ (?:word|powerpoint|excel|office)\b.*
          | word-?\ ?(?:document|dokument)|document|dokument|doc|presentation|präsentation
          | powerpoint[- ](?:presentation|präsentation)|slides?|folie|title|titel|page|seite|file
          | scan(?:ned\ document)?|image|img|untitled|unbenannt|sans\ titre|sin\ título|pdf|print
          | book|cover|text|output|export|layout)(?:[\s\d()._-]*|\ (?:document|page|slide)\ ?\d*)
      | (?:home|index|main|default|welcome|start)(?:\ ?page)?
      | just\ a\ moment\W* | (?:error\ )?404\b.* | page\ not\ found | access\ denied
      | (?:log|sign)\ ?in | about:blank | (?:https?|file):\S* | www\.\S*
      | \S+\.(?:docx?|pdf|txt|html?|pptx?|odt|odp|tex|dvi|indd|qxd|rtf|md|epub|pub|pages|key)
      | .*[/\\]\S+\.\w{2,4} | \W* | [0-9a-f-]{8,}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that pages and programs put in the place of a name; no name consists of these alone.
_NO_NAMES = frozenset(
    """about account acer add admin administrator all anonymous apple archive articles asus author
    authors by category comment comments computer contact contributor contributors control cookies
    copyright customer database databases date default dell department desktop edit editor editors
    follow for from guest home hp in info its laptop lenovo library local log login mail main menu
    microsoft more my news none office on online other our owner page pages pc post posted posts
    powerpoint print privacy public published read related reply reserved rights root sample scanner
    search see share sign site skip source sources staff student subscribe system table tags teacher
    team test the title to top unknown unnamed updated us user users view web webmaster website
    windows word wordpress writer you your""".split()
)
_SMALL_WORDS = frozenset(
    """a af al am and av bin da das de del della den der des di do dos du e el et for fra für ibn
    in la las le les los o of on op och och ter ten the to und van ve von vom y z zu zum zur '
    """.split()
)
_NOT_IN_NAMES = re.compile(r"[@_{}<>=©®|\\/:;()\[\]\d\"“”]|\bhttps?\b|\bwww\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’.\-&]*)", re.UNICODE)
_FIRST_YEAR = 1000
_DATE = re.compile(r"(\d{4})(?:-\d\d(?:-\d\d)?)?")
# The days on which clocks of computers and formats of files begin.
_NO_DATES = frozenset({"1601-01-01", "1899-12-30", "1900-01-01", "1904-01-01", "1970-01-01"}) | {
    "1980-01-01"
}
_ADDRESS = re.compile(r"https?://\S+")
_DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y")
_MONTH_FORMS = ("%Y-%m", "%B %Y", "%b %Y")
_YEAR = re.compile(r"\b\d{4}\b")
_LONGEST_DATE = 30  # code points
_DAY, _MONTH = len("2019-10-01"), len("2019-10")


class Metadata(BaseModel):
    """The fields of `Document`; None or () where the file doesn't say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    licence: str | None = None

    def with_field(self, name: str, value: str) -> "Metadata":
        """Add a line "name: value" of the file, unless the field is set already."""
        name = " ".join(name.casefold().split())
        field = next((field for field, names in _FIELDS.items() if name in names), None)
        words = _QUOTED.sub(r"\1", " ".join(value.split()))
        if field is None or not words or getattr(self, field):
            return self
        return self.model_copy(update={field: _PARSERS.get(field, str)(words)})

    def plausible(self) -> "Metadata":
        """Return these fields without title, authors and dates that are probably none."""
        return self.model_copy(
            update={
                "title": self.title if is_plausible_title(self.title or "") else None,
                "authors": self.authors if are_plausible_names(self.authors) else (),
                "published": self.published if _is_plausible_date(self.published) else None,
                "accessed": self.accessed if _is_plausible_date(self.accessed) else None,
            }
        )

    def filled_from(self, *others: "Metadata") -> "Metadata":
        """Return these fields, each empty one filled with the first plausible value of others."""
        metadata = self
        for other in others:
            known = {name: value for name, value in other.plausible() if value}
            missing = {name: value for name, value in known.items() if not getattr(metadata, name)}
            metadata = metadata.model_copy(update=missing)
        return metadata


def is_plausible_title(words: str) -> bool:
    """Tell whether words may be a title: no file name, address, number or default of a program."""
    return len(words) <= _LONGEST_TITLE and not _NO_TITLE.fullmatch(words.strip())


def are_plausible_names(names: Sequence[str]) -> bool:
    """Tell whether all of these may be names of persons or organisations.

    One that may not casts doubt on the others: it shows that a text was split that is no list.
    """
    return len(names) <= _MOST_NAMES and all(map(_is_plausible_name, names))


def _is_plausible_name(name: str) -> bool:
    words = name.replace(",", " ").split()
    if len(name) > _LONGEST_NAME or not 1 <= len(words) <= _MOST_WORDS:
        return False
    if _NOT_IN_NAMES.search(name) or all(w.casefold().strip(".'’") in _NO_NAMES for w in words):
        return False
    return all(_NAME_WORD.match(w) and (_begins_large(w) or _is_small(w)) for w in words) and any(
        map(_begins_large, words)
    )


def _begins_large(word: str) -> bool:
    """Tell whether a word begins like a name; letters without case, such as Chinese, do."""
    first = word.lstrip("'’")[:1]
    return not first.islower() or any(c.isupper() for c in word[1:])


def _is_small(word: str) -> bool:
    return word.casefold() in _SMALL_WORDS


def _is_plausible_date(words: str | None) -> bool:
    match = _DATE.fullmatch(words or "")
    latest = datetime.now(UTC).year + 1
    return match is not None and words not in _NO_DATES and _FIRST_YEAR <= int(match[1]) <= latest


def meant_field(name: str) -> str | None:
    """Suggest the field that a misspelled name stands for, if there is one."""
    name = " ".join(name.casefold().split())
    if name in _NAMES:
        return None
    return next(iter(get_close_matches(name, _NAMES, n=1, cutoff=_ALIKE)), None)


def split_names(words: str) -> tuple[str, ...]:
    """Split a line such as "Ann Bell, Carl Dow and Eve Fox" into names.

    "Bell, Ann" is one person, and so is each of "Bell, Ann; Dow, Carl". Words in brackets are
    dropped: they name a university or the like.
    """
    words = _SUFFIX.sub(" ", _AFTER_NAMES.sub("", _IN_BRACKETS.sub("", words)))
    names = (name for written in words.split(";") for name in _split(written.strip(" ,")))
    return tuple(name for name in names if name and not _POSITION.fullmatch(name))


def _split(written: str) -> Iterator[str]:
    """Split names with commas and "and" between them."""
    people = split_people(written)
    if people == [written] and _AND.search(written):
        yield written  # a group
        return
    # In "Plato, Aristotle and Zeno", nobody's given name comes second.
    one_word = len(people) > 1 and " " not in people[-1]
    for name in people:
        yield from _split_at_commas(name, turn=not one_word)


def _split_at_commas(words: str, *, turn: bool) -> Sequence[str]:
    parts = [part.strip() for part in words.split(",")]
    parts = [part for part in parts if part and not _POSITION.fullmatch(part)]
    if turn and len(parts) == 2 and 1 in {len(part.split()) for part in parts}:  # noqa: PLR2004  # a pair
        family, given = parts
        return [f"{given} {family}"]
    return parts


def iso_date(words: str) -> str:
    """Normalise an English date to 2019-10-01, 2019-10 or 2019; return other words unchanged."""
    return _iso(words) or words


def is_date(words: str) -> bool:
    """Tell whether the words are a date with at least month and year, and nothing else."""
    is_short = len(words) <= _LONGEST_DATE
    return is_short and _YEAR.search(words) is not None and _iso(words) is not None


def readable_date(kept: str) -> str:
    """Write a normalised date as 1 October 2019 or October 2019; return other words unchanged."""
    if date := _parsed(kept, "%Y-%m-%d"):
        return f"{date.day} {date:%B %Y}"
    if date := _parsed(kept, "%Y-%m"):
        return f"{date:%B %Y}"
    return kept


def _iso(words: str) -> str | None:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.](?!\d)", "", words).strip()
    for forms, length in ((_DAY_FORMS, _DAY), (_MONTH_FORMS, _MONTH)):
        for form in forms:
            if date := _parsed(plain, form):
                return date.date().isoformat()[:length]
    return None


def _parsed(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words, form)  # noqa: DTZ007  # a day in print has no time zone
    except ValueError:
        return None


def _given_date(words: str) -> str | None:
    # What a program computes when it shows the page says nothing about the text.
    return None if _COMPUTED.fullmatch(words) else iso_date(words)


def _address(words: str) -> str | None:
    # Anything else would become a link that does not lead to a web page.
    return words if _ADDRESS.fullmatch(words) else None


_PARSERS: Mapping[str, _Parser] = {
    "authors": split_names,
    "published": _given_date,
    "accessed": _given_date,
    "url": _address,
}
