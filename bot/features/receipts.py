"""`/receipt`: what was answered once, and whether the sources still say so."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands
from discord.utils import format_dt

from bot.errors import LogUnusableError, NoReceiptError
from bot.libraries.scopes import MOST_CHOICES, path_of
from bot.services.answering import Answerer, Viewer
from bot.services.receipts import Standing, State, quoted_pair, standing_of
from bot.storage.entries import Entry, LoggedPassage
from bot.storage.questions import answers_like, latest_answers
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import MAX_TEXT, MessageDraft, Reply
from bot.ui.pages import CHOICE_CHARS
from bot.ui.permissions import Permissions
from bot.ui.quotation import Quotation, clip, escape, quotation
from bot.ui.replies import BotInteraction, answer_privately
from bot.ui.screen import FRAME, LINE, SCREEN, buttons_height, text_height
from sources import Library, citation_line

_MOST_TYPED = 100

# Six characters of an answer's id are enough, if only one answer of the server has them.
_ID = re.compile(r"[a-z2-7]{6,16}")


PROOF = r"proof:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that opens an answer's receipt."""

# Whoever may not see a private answer is not even told that there is one.
RECEIPT = r"receipt:(?P<answer_id>[a-z0-9]{1,64}):(?P<rank>[0-9]{1,4})(?::(?P<part>[0-9]{1,4}))?"
"""The custom id of a button that shows a receipt's passage of this rank, or a part of it."""


class Receipts(commands.Cog):
    """Shows again what was answered."""

    def __init__(self, answerer: Answerer, permissions: Permissions) -> None:
        self._answerer = answerer
        self._permissions = permissions

    @app_commands.command(
        description=("See what an answer quoted, and whether the source still says it")
    )
    @app_commands.describe(id=("Choose one of your questions, or type a receipt's first letters"))
    async def receipt(
        self,
        interaction: BotInteraction,
        id: app_commands.Range[str, 1, _MOST_TYPED],  # noqa: A002  # the name of Discord's option
    ) -> None:
        """Show the receipt of an answer."""
        making = _receipt(self._answerer, self._permissions.viewer(interaction), id)
        await answer_privately(interaction, making)

    @receipt.autocomplete("id")
    async def _own_questions(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        """The asker's own latest questions."""
        viewer = self._permissions.viewer(interaction)
        names = self._answerer.pseudonyms.all_of(viewer.user_id, viewer.guild_id)
        try:
            rows = await latest_answers(self._answerer.query_log.rows, viewer.guild_id, names)
        except LogUnusableError:
            return []
        named = [(clip(question, CHOICE_CHARS), answer_id) for answer_id, question in rows]
        near = [pair for pair in named if typed.casefold() in f"{pair[0]} {pair[1]}".casefold()]
        return [Choice(name=name, value=answer_id) for name, answer_id in near[:MOST_CHOICES]]

    @route(PROOF)
    async def open(self, press: Press) -> Reply:
        """Show the receipt of an answer from its menu."""
        viewer = self._permissions.viewer(press.interaction)
        return await _receipt(self._answerer, viewer, press["answer_id"])

    @route(RECEIPT, shows=Shows.IN_PLACE)
    async def turn(self, press: Press) -> Reply:
        """Show another passage of a receipt."""
        viewer = self._permissions.viewer(press.interaction)
        rank, part = int(press["rank"]), int(press["part"]) if press["part"] else None
        return await _receipt(self._answerer, viewer, press["answer_id"], rank, part)


async def _receipt(
    answerer: Answerer, viewer: Viewer, typed: str, rank: int = 1, part: int | None = None
) -> Reply:
    """The receipt of the answer that was meant, at a part of one of its passages.

    Raises:
        NoReceiptError: If there is none, or the viewer may not see it.
        LogUnusableError: If the log cannot be read now.
    """
    entry = await _find(answerer, viewer, typed)
    if entry is None:
        raise NoReceiptError(typed)
    library = (await answerer.searchers.of(entry.guild_id)).library
    return await receipt_of(entry, rank, library, part=part, details=viewer.moderates)


async def receipt_of(
    entry: Entry, rank: int, library: Library, *, part: int | None = None, details: bool
) -> Reply:
    """The receipt of an answer at one of its passages, compared with a library of its server.

    Args:
        entry: Whoever is to see it may.
        rank: Of the passage, from 1; of the nearest one there is, if it has none.
        library: What the server searches now.
        part: As for `receipt_reply`.
        details: Whether to show what a moderator may want for comparing.
    """
    rank = min(max(rank, 1), max(len(entry.passages), 1))
    logged = entry.passages[rank - 1] if entry.passages else None
    if logged is None or logged.quoted is None:
        return receipt_reply(entry, rank, None, details=details)
    standing = await asyncio.to_thread(standing_of, logged, logged.quoted, library)
    return receipt_reply(entry, rank, standing, part=part, details=details)


async def _find(answerer: Answerer, viewer: Viewer, typed: str) -> Entry | None:
    """The only answer that the viewer may see whose id begins so."""
    found = _ID.fullmatch(typed.casefold().removeprefix("receipt").strip(" #:"))
    if found is None:
        return None
    if entry := await answerer.find(found.group(), viewer):
        return entry
    ids = await answers_like(
        answerer.query_log.rows,
        found.group(),
        viewer.guild_id,
        answerer.pseudonyms.all_of(viewer.user_id, viewer.guild_id),
        moderates=viewer.moderates,
    )
    return await answerer.find(ids[0], viewer) if len(ids) == 1 else None


_QUESTION_CHARS = 120
_SCOPE_CHARS = 60
_NOW_CHARS = 150
_CITATION_CHARS = 300  # the place comes last in it

_WAYS = {
    "slash": "by /ask",
    "mention": "by a mention",
    "menu": "from a message's menu",
    "direct": "in a direct message",
    "forum": "in a forum post",
    "terminal": "in the terminal",
}

_STATUSES = {
    "found": "An answer was found.",
    "weak": "The closest passages were shown; possibly no answer.",
    "none": "No answer was found, so nothing was quoted.",
}

_STANDINGS: dict[State, str] = {
    "unchanged": "**The source still says exactly this**, at the same place.",
    "moved": "**The source still says exactly this**, at another place.",
    "changed": "**The source has changed** and no longer says exactly this.",
    "gone": "**The document is no longer in the library.** Its words are stored here only.",
}

_NOT_KEPT = "This answer's text was not stored: it is from an older version of Pullquote."
_DIGEST_CHARS = 12
_PART_CHARS = 40
_LEAST_HEIGHT = 10 * LINE
_LAST_PART = 9999  # the nearest one that there is
_PREVIOUS, _NEXT = "Previous", "Next"


def receipt_reply(
    entry: Entry,
    rank: int,
    standing: Standing | None,
    *,
    part: int | None = None,
    details: bool = False,
) -> Reply:
    """One passage of an answer as it was quoted, and what became of it, on a phone's screen.

    Args:
        entry: The answer, as it was logged.
        rank: Of the passage, from 1; passed over if the answer quoted none.
        standing: Of this passage; None if its words were not kept, or there is none.
        part: Of the passage, from 1, where it is too long for a screen; None for the one with the
            words that answer.
        details: As for `receipt_of`.
    """
    draft = MessageDraft()
    head = _head(entry, details=details)
    draft.text(head)
    if standing is None:
        if entry.passages:
            draft.text(_NOT_KEPT)
        return draft.reply()
    logged = entry.passages[rank - 1]
    told = "\n".join([*(_details(logged) if details else ()), *_told(standing)])
    above = f"{_STANDINGS[standing.state]}\n-# Passage {rank} of {len(entry.passages)}, as quoted"
    room = MAX_TEXT - sum(map(len, (head, told, above))) - _PART_CHARS
    around = sum(map(text_height, (head, told, above))) + buttons_height([_PREVIOUS, _NEXT])
    height = max(SCREEN - FRAME - around, _LEAST_HEIGHT)
    shown = quotation(*quoted_pair(logged, rank), room, height, part)
    draft.separator()
    draft.text(", ".join(filter(None, (above, shown.place))))
    draft.quotation(shown, rank)
    if told:
        draft.separator()
        draft.text(told)
    draft.buttons(*_buttons(entry, rank, shown))
    return draft.reply()


def _head(entry: Entry, *, details: bool) -> str:
    where = escape(clip(str(path_of(entry.scope)), _SCOPE_CHARS)) if entry.scope else ""
    scope = f" · only in *{where}*" if where else ""
    private = " · privately" if entry.private else ""
    shown = f"-# Receipt {entry.answer_id} · library version {entry.library_version}"
    return "\n".join(
        (
            f"### {escape(clip(entry.question, _QUESTION_CHARS))}",
            _STATUSES[entry.status],
            f"-# Asked {format_dt(entry.asked_at, 'f')} {_WAYS[entry.surface]}{private}{scope}",
            *([shown] if details else ()),
        )
    )


def _details(logged: LoggedPassage) -> Iterator[str]:
    digest = f" · file {logged.quoted.document[:_DIGEST_CHARS]}" if logged.quoted else ""
    yield f"-# Quoted from characters {logged.start:,} to {logged.end:,}{digest}"


def _told(standing: Standing) -> Iterator[str]:
    if standing.citation:
        line = escape(clip(citation_line(standing.citation), _CITATION_CHARS))
        yield f"-# Now in {line}"
    if standing.now is not None:
        yield f"The most similar passage now reads:\n> {escape(clip(standing.now, _NOW_CHARS))}"


def _buttons(entry: Entry, rank: int, shown: Quotation) -> Iterator[ui.Button[Any]]:
    """Yield the ways back and on, through all parts of all passages."""
    prefix = f"receipt:{entry.answer_id}"
    if shown.part > 1:
        yield ui.Button(label=_PREVIOUS, custom_id=f"{prefix}:{rank}:{shown.part - 1}")
    elif rank > 1:
        yield ui.Button(label=_PREVIOUS, custom_id=f"{prefix}:{rank - 1}:{_LAST_PART}")
    if shown.part < shown.parts:
        yield ui.Button(label=_NEXT, custom_id=f"{prefix}:{rank}:{shown.part + 1}")
    elif rank < len(entry.passages):
        yield ui.Button(label=_NEXT, custom_id=f"{prefix}:{rank + 1}")
