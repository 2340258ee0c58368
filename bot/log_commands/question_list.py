"""`/logs recent` and `/logs search`: what was asked, on pages, and each answer as it was sent."""

import re
from typing import Any, Literal

from discord import ui

from bot.log.search import Cursor, LoggedQuestion, LogPage, Turn, search_log
from bot.messages.layout import ROWS_PER_PAGE, Reply, Row, ago, card, notice
from bot.messages.markdown import clip, escape
from bot.messages.moderation import ModeratorButton
from bot.messages.replying import BotInteraction, answer_privately, change_message
from bot.receipts.receipt import receipt_of
from bot.wording import STATUSES, short_name

from .desk import Desk, desk_of
from .kept import KEPT_KEY, KeptWords, is_kept
from .terms import Terms

LOG_PAGE = re.compile(
    rf"log:(?P<way>older|newer):(?P<place>[0-9.]{{3,40}}):(?P<terms>{KEPT_KEY}|[^~].*)?",
    re.DOTALL,
)
"""The custom id of a button that turns the pages; the terms are there, or kept in memory."""

OPEN = re.compile(r"logged:(?P<answer_id>[a-z0-9]{1,64})")
"""The custom id of a button that opens an answer as it was sent."""

_ID_CHARS = 100  # Discord's limit
_NO_ANSWER = "That answer is no longer kept."
_QUESTION_CHARS = 150
_TITLE_CHARS = 80


async def list_reply(desk: Desk, kept: KeptWords, terms: Terms, turn: Turn | None = None) -> Reply:
    """A page of the questions of the desk's server.

    Args:
        desk: The moderator's.
        kept: For terms that do not fit into a button.
        terms: What the questions match.
        turn: None for the newest.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    wanted = terms.wanted()
    page = await search_log(desk.log.rows, desk.guild_id, wanted, limit=ROWS_PER_PAGE, turn=turn)
    titles = {doc_id: d.title for doc_id, d in desk.searcher().library.documents.items()}
    told = terms.told(titles)
    if not page.questions:
        return card("### Nothing found" + (f"\n-# {told}" if told else "\nNobody has asked yet."))
    head = "### Questions" + (f"\n-# {told}" if told else "\n-# The newest first")
    rows = [*map(_row, page.questions)]
    return card(head, rows, buttons=_turns(desk, kept, terms, page))


class LogPageButton(ModeratorButton, template=LOG_PAGE):
    """The buttons that turn the pages."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn the page."""
        desk, kept = desk_of(interaction), interaction.client.kept_words
        encoded = self.match["terms"] or ""
        if is_kept(encoded):
            encoded = kept.get(desk.guild_id, encoded)
        place = Cursor.parse(self.match["place"])
        way: Literal["older", "newer"] = "older" if self.match["way"] == "older" else "newer"
        turn = Turn(way, place) if place else None
        await change_message(interaction, list_reply(desk, kept, Terms.decode(encoded), turn))


class OpenButton(ModeratorButton, template=OPEN):
    """The buttons that open an answer."""

    async def press(self, interaction: BotInteraction) -> None:
        """Show it as it was sent, and what became of its source."""
        opening = _receipt(desk_of(interaction), self.match["answer_id"])
        await answer_privately(interaction, opening)


async def _receipt(desk: Desk, answer_id: str) -> Reply:
    entry = await desk.log.find(answer_id)
    if entry is None or entry.guild_id != desk.guild_id:
        return notice(_NO_ANSWER)
    return await receipt_of(entry, 1, desk.searcher().library)


def _row(asked: LoggedQuestion) -> Row:
    question = escape(clip(asked.question, _QUESTION_CHARS))
    parts = [ago(asked.asked_at), f"asker {short_name(asked.asker)}", STATUSES[asked.status]]
    if asked.source is not None:
        parts.append(f"*{escape(clip(asked.title or asked.source, _TITLE_CHARS))}*")
    opening = ui.Button[Any](label="Open", custom_id=f"logged:{asked.answer_id}")
    return Row(f"**{question}**\n-# {' · '.join(parts)}", opening)


def _turns(desk: Desk, kept: KeptWords, terms: Terms, page: LogPage) -> list[ui.Button[Any]]:
    ends = []
    if page.has_newer:
        ends.append(("Newer", "newer", page.questions[0].cursor))
    if page.has_older:
        ends.append(("Older", "older", page.questions[-1].cursor))
    return [
        ui.Button(label=label, custom_id=_turn_id(desk, kept, f"log:{way}:{cursor}:", terms))
        for label, way, cursor in ends
    ]


def _turn_id(desk: Desk, kept: KeptWords, prefix: str, terms: Terms) -> str:
    encoded = terms.encoded()
    if len(prefix) + len(encoded) <= _ID_CHARS:
        return prefix + encoded
    return prefix + kept.keep(desk.guild_id, encoded)
