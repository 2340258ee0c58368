"""Days and months, as they are written and as they are kept: 2019-10-01, 2019-10, 2019."""

import re
from datetime import datetime

_DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y")
_MONTH_FORMS = ("%Y-%m", "%B %Y", "%b %Y")
_YEAR = re.compile(r"\b\d{4}\b")
_LONGEST = 30  # code points
_DAY, _MONTH = len("2019-10-01"), len("2019-10")


def iso_date(words: str) -> str:
    """A date in English as precise as it was written; other words as they are."""
    return _iso(words) or words


def is_date(words: str) -> bool:
    """Whether the words are a day or a month of a year, and nothing else."""
    return len(words) <= _LONGEST and _YEAR.search(words) is not None and _iso(words) is not None


def readable_date(kept: str) -> str:
    """A kept date as a reader knows it: 1 October 2019, October 2019; others as they are."""
    if date := _parsed(kept, "%Y-%m-%d"):
        return f"{date.day} {date:%B %Y}"
    if date := _parsed(kept, "%Y-%m"):
        return f"{date:%B %Y}"
    return kept


def _iso(words: str) -> str | None:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.]", "", words).strip()
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
