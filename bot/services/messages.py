"""Messages of a channel as documents: each with its day, its link, and no author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.masking import masked
from sources import Limits
from sources.metadata import readable_date

from .uploads import Upload, safe_folder, safe_name

LONG_CHARS = 400
"""From this length on, a message is long."""

MOST_MESSAGES = 100
"""Messages that are added at once."""

_ID_DIGITS = 6
_NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A message that may become a document.

    Attributes:
        channel: Its channel's name.
        at: When it was written.
        link: That leads to it.
        number: Its id.
    """

    text: str
    channel: str
    at: datetime
    link: str
    number: int


def message_uploads(messages: Iterable[Said], limits: Limits) -> list[Upload]:
    """Return messages as documents in a collection with the name of their channel.

    Args:
        messages: Those without text are passed over.
        limits: The sizes that are read.

    Raises:
        UnreadableFileError: If one is too large.
    """
    return [_upload(said, limits) for said in messages if said.text.strip()]


def worth_adding(messages: Sequence[Said], *, long_only: bool) -> list[Said]:
    """Return the newest messages with text, the oldest first.

    Args:
        messages: In any order.
        long_only: Only those of `LONG_CHARS` or more.
    """
    least = LONG_CHARS if long_only else 1
    found = [said for said in messages if len(said.text.strip()) >= least]
    return sorted(found, key=lambda said: said.at)[-MOST_MESSAGES:]


def title_of(said: Said) -> str:
    """Return what a message is called: "Announcements, 3 May 2026"."""
    name = " ".join(said.channel.replace("-", " ").replace("_", " ").split()) or "Messages"
    day = readable_date(said.at.date().isoformat())
    return f"{name[:1].upper()}{name[1:_NAME_CHARS]}, {day}"


def _upload(said: Said, limits: Limits) -> Upload:
    # Each line is a paragraph, as Discord shows it.
    lines = [line.strip() for line in masked(said.text).splitlines() if line.strip()]
    head = f"---\ntitle: {_quoted(title_of(said))}\ndate: {said.at.date()}\nurl: {said.link}\n---"
    name = f"{safe_name(title_of(said))} {said.number % 10**_ID_DIGITS:0{_ID_DIGITS}}.md"
    raw = "\n\n".join((head, *lines)).encode()
    return Upload.checked(safe_folder(said.channel), name, raw, limits)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", " ").replace('"', "'") + '"'
