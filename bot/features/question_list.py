"""`/logs recent` and `/logs search`: what was asked, on pages, and each answer as it was sent."""

import secrets
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from cachetools import LRUCache
from discord import ui
from discord.ext import commands
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import ForgottenError
from bot.services.reports import midnight
from bot.storage.entries import Surface
from bot.storage.questions import Cursor, LoggedQuestion, LogPage, Turn, Wanted, search_log
from bot.text import STATUSES, short_name
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import ROWS_PER_PAGE, Reply, Row, ago, card, notice, with_controls
from bot.ui.quotation import clip, escape
from bot.ui.screen import FRAME, SCREEN, buttons_height, row_height, text_height
from index import Status

from .context import Server, Servers
from .receipts import receipt_of

KEY_PATTERN = r"~[\w-]{1,24}"
"""What a key looks like, as part of a regular expression; nothing else in a button begins so."""

LOG_PAGE = rf"log:(?P<way>older|newer):(?P<place>[0-9.]{{3,40}}):(?P<terms>{KEY_PATTERN}|[^~].*)?"
"""The custom id of a button that turns the pages; the terms are there, or kept in memory."""

OPEN = r"logged:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that opens an answer as it was sent."""

_ID_CHARS = 100  # Discord's limit
_NO_ANSWER = "That answer has been deleted."
_QUESTION_CHARS = 100
_TITLE_CHARS = 50
_ROW_GAP = 8  # pixels


class Terms(BaseModel):
    """Filters of a search in the log; days are in UTC and inclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    status: Status | None = None
    first_day: date | None = None
    last_day: date | None = None
    source: str | None = None
    surface: Surface | None = None

    def encoded(self) -> str:
        """Encode the filters as one line of ASCII of any length; "" for none."""
        given = self.model_dump(mode="json", exclude_none=True)
        return urlencode({_SHORT[name]: value for name, value in given.items()})

    @classmethod
    def decode(cls, encoded: str) -> "Terms":
        """Decode the result of `encoded`.

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
            titles: Of documents, by id; a document without one is shown by its id.
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


MOST_KEPT = 1_000


class TokenCache:
    """Texts too long for a custom id, by a short token; each for one server, until a restart."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Begin empty.

        Args:
            most: Beyond it, new words cost those that were not used for longest.
        """
        self._words: LRUCache[tuple[int, str], str] = LRUCache(most)

    def keep(self, guild_id: int, words: str) -> str:
        """Keep words under a new key of 13 characters: ~, then letters, digits, - and _."""
        key = _MARK + secrets.token_urlsafe(_KEY_BYTES)
        self._words[guild_id, key] = words
        return key

    def get(self, guild_id: int, key: str) -> str:
        """The words that were kept for a server.

        Raises:
            ForgottenError: If there are none, or no longer.
        """
        try:
            return self._words[guild_id, key]
        except KeyError as error:
            raise ForgottenError from error


async def list_reply(
    server: Server, tokens: TokenCache, terms: Terms, turn: Turn | None = None
) -> Reply:
    """A page of the questions of the desk's server.

    Args:
        server: The moderator's.
        tokens: For terms that do not fit into a button.
        terms: What the questions match.
        turn: None for the newest.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    wanted = terms.wanted()
    page = await search_log(
        server.log.rows, server.guild_id, wanted, limit=ROWS_PER_PAGE, turn=turn
    )
    titles = {doc_id: d.title for doc_id, d in (await server.documents()).documents.items()}
    told = terms.told(titles)
    if not page.questions:
        return card("### Nothing found" + (f"\n-# {told}" if told else "\nNobody has asked yet."))
    head = "### Questions" + (f"\n-# {told}" if told else "\n-# Newest first")
    page = _on_a_screen(page, text_height(head), from_end=turn is not None and turn.way == "newer")
    rows = [*map(_row, page.questions)]
    return card(head, rows, buttons=_turns(server, tokens, terms, page))


def _on_a_screen(page: LogPage, head: int, *, from_end: bool) -> LogPage:
    """Return as many questions as a phone shows below a head, at least one.

    Args:
        page: The questions, and whether there are others.
        head: Its height in pixels.
        from_end: Whether the last ones are kept: those next to the page that was left.
    """
    asked = [*page.questions][::-1] if from_end else [*page.questions]
    heights = accumulate(row_height(_row(one).text) + _ROW_GAP for one in asked)
    room = SCREEN - FRAME - head - buttons_height(["Newer", "Older"])
    kept = asked[: max(sum(height <= room for height in heights), 1)]
    if from_end:
        has_newer = page.has_newer or len(kept) < len(asked)
        return LogPage(tuple(kept[::-1]), has_newer, page.has_older)
    return LogPage(tuple(kept), page.has_newer, page.has_older or len(kept) < len(asked))


class QuestionList(commands.Cog):
    """Handles the buttons of the list."""

    def __init__(self, servers: Servers, tokens: TokenCache) -> None:
        self._servers = servers
        self._tokens = tokens

    @route(LOG_PAGE, moderators=True, shows=Shows.IN_PLACE)
    async def turn(self, press: Press) -> Reply:
        """Show another page."""
        server, encoded = self._servers.of(press.interaction), press["terms"]
        if is_token(encoded):
            encoded = self._tokens.get(server.guild_id, encoded)
        place = Cursor.parse(press["place"])
        way: Literal["older", "newer"] = "older" if press["way"] == "older" else "newer"
        turn = Turn(way, place) if place else None
        return await list_reply(server, self._tokens, Terms.decode(encoded), turn)

    @route(OPEN, moderators=True)
    async def open(self, press: Press) -> Reply:
        """Show an answer as it was sent, and whether its source still says so."""
        return await _receipt(self._servers.of(press.interaction), press["answer_id"])


async def _receipt(server: Server, answer_id: str) -> Reply:
    entry = await server.log.find(answer_id)
    if entry is None or entry.guild_id != server.guild_id:
        return notice(_NO_ANSWER)
    reply = await receipt_of(entry, 1, await server.documents(), details=True)
    keep = ui.Button[Any](label="Keep as checked", custom_id=f"checked:keep:{answer_id}")
    return with_controls(reply, *([keep] if entry.status == "found" else []))


def _row(asked: LoggedQuestion) -> Row:
    question = escape(clip(asked.question, _QUESTION_CHARS))
    parts = [ago(asked.asked_at), f"asker {short_name(asked.asker)}", STATUSES[asked.status]]
    if asked.source is not None:
        parts.append(f"*{escape(clip(asked.title or asked.source, _TITLE_CHARS))}*")
    opening = ui.Button[Any](label="Open", custom_id=f"logged:{asked.answer_id}")
    return Row(f"**{question}**\n-# {' · '.join(parts)}", opening)


def _turns(server: Server, tokens: TokenCache, terms: Terms, page: LogPage) -> list[ui.Button[Any]]:
    ends = []
    if page.has_newer:
        ends.append(("Newer", "newer", page.questions[0].cursor))
    if page.has_older:
        ends.append(("Older", "older", page.questions[-1].cursor))
    return [
        ui.Button(label=label, custom_id=_turn_id(server, tokens, f"log:{way}:{cursor}:", terms))
        for label, way, cursor in ends
    ]


def _turn_id(server: Server, tokens: TokenCache, prefix: str, terms: Terms) -> str:
    encoded = terms.encoded()
    if len(prefix) + len(encoded) <= _ID_CHARS:
        return prefix + encoded
    return prefix + tokens.keep(server.guild_id, encoded)


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
_MARK = "~"
_KEY_BYTES = 9


def is_token(key: str) -> bool:
    """Return whether a text is a token, rather than the words themselves."""
    return key.startswith(_MARK)
