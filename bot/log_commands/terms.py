"""What the log is searched for, in as few characters as a button's id has room for."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import ForgottenError
from bot.log.entry import Surface
from bot.log.search import Wanted
from bot.messages.markdown import clip, escape
from bot.review.periods import midnight
from index import Status

_SHOWN_CHARS = 60
_SHORT = {
    "text": "t",
    "status": "s",
    "first_day": "f",
    "last_day": "l",
    "source": "o",
    "surface": "u",
}
_LONG = {short: name for name, short in _SHORT.items()}


class Terms(BaseModel):
    """What questions have to match, as a moderator puts it; the days are of UTC, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    status: Status | None = None
    first_day: date | None = None
    last_day: date | None = None
    source: str | None = None
    surface: Surface | None = None

    def encoded(self) -> str:
        """All of it on one line of ASCII, of any length; empty without terms."""
        given = self.model_dump(mode="json", exclude_none=True)
        return urlencode({_SHORT[name]: value for name, value in given.items()})

    @classmethod
    def decode(cls, encoded: str) -> "Terms":
        """What `encoded` gave.

        Raises:
            ForgottenError: If it was something else, as of another version.
        """
        try:
            return cls.model_validate({_LONG.get(k, k): v for k, v in parse_qsl(encoded)})
        except ValidationError as error:
            raise ForgottenError from error

    def wanted(self) -> Wanted:
        """The same, as the log is searched for it."""
        return Wanted(
            text=self.text,
            status=self.status,
            since=midnight(self.first_day),
            until=midnight(self.last_day, days_later=1),
            source=self.source,
            surface=self.surface,
        )

    def told(self, titles: Mapping[str, str]) -> str:
        """The terms in Markdown, for a head; empty without any.

        Args:
            titles: Of documents, by id; without its title, a document is told by its id.
        """
        source = (
            self.source and f"*{escape(clip(titles.get(self.source, self.source), _SHOWN_CHARS))}*"
        )
        words = {
            "": f"“{escape(clip(self.text, _SHOWN_CHARS))}”" if self.text else None,
            "status ": self.status,
            "from ": self.first_day,
            "to ": self.last_day,
            "quoting ": source,
            "asked by ": self.surface,
        }
        return ", ".join(f"{name}{value}" for name, value in words.items() if value)
