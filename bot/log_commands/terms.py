"""What is searched the log for, in as few characters as a button's id has room for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import BadDateError
from bot.log_entry import Surface
from bot.markdown import clip, escape
from index import Status

_SHOWN_CHARS = 60


class Terms(BaseModel):
    """What questions have to match; None matches all. The days are of UTC."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    text: str | None = Field(None, alias="t")
    status: Status | None = Field(None, alias="s")
    first_day: date | None = Field(None, alias="f")
    last_day: date | None = Field(None, alias="l")
    source: str | None = Field(None, alias="o")
    surface: Surface | None = Field(None, alias="u")

    def encoded(self) -> str:
        """All of it on one line, of any length; empty without terms."""
        return urlencode(self.model_dump(mode="json", by_alias=True, exclude_none=True))

    @classmethod
    def decode(cls, encoded: str) -> "Terms":
        """What `encoded` gave.

        Raises:
            pydantic.ValidationError: If it was something else.
        """
        return cls.model_validate(dict(parse_qsl(encoded)))

    @property
    def since(self) -> datetime | None:
        """The moment from which on questions match."""
        return _midnight(self.first_day)

    @property
    def until(self) -> datetime | None:
        """The moment before which questions match."""
        return _midnight(self.last_day and self.last_day + timedelta(days=1))

    def told(self) -> str:
        """The terms in Markdown, for a head; empty without any."""
        words = {
            "": f"“{escape(clip(self.text, _SHOWN_CHARS))}”" if self.text else None,
            "status ": self.status,
            "from ": self.first_day,
            "to ": self.last_day,
            "source ": escape(clip(self.source, _SHOWN_CHARS)) if self.source else None,
            "by ": self.surface,
        }
        return ", ".join(f"{name}{value}" for name, value in words.items() if value)


def read_day(typed: str | None) -> date | None:
    """A day as somebody typed it; None if nothing was.

    Raises:
        BadDateError: If it is not written like 2026-09-30.
    """
    if not typed or not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadDateError(typed) from error


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


Direction = Literal["first", "older", "newer"]
