"""Passages to choose from for a pin of any question."""

import asyncio
from typing import Any

from discord import ui
from discord.ext import commands

from bot.errors import PassageGoneError
from bot.services.fixes import Fixed, Subject, pin_passage
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import GOOD, Reply, Row, card, notice
from bot.ui.quotation import clip, escape
from index import Searcher
from sources import Passage

from .context import Server, Servers
from .gap_cards import answer_lines, place_of, snippet
from .notifications import Notifications
from .question_list import KEY_PATTERN, TokenCache

_SUBJECT = rf"(?P<subject>{KEY_PATTERN})"  # stands for the question
PIN = rf"pin:{_SUBJECT}:(?P<passage_id>[0-9a-f]{{12}})"
"""The custom id of a button that pins a passage."""

PIN_SEARCH = rf"pinsearch:{_SUBJECT}"
"""The custom id of a button that looks for other passages to pin."""

MOST_CANDIDATES = 5
_WHAT_IT_DOES = "-# It is shown first for this question and others that ask the same."
_QUESTION_CHARS = 200
_MOST_SEARCH_CHARS = 300


async def candidates_reply(server: Server, subject: str, question: str, words: str) -> Reply:
    """The passages that are closest to some words, each with a button that pins it.

    Args:
        server: The moderator's.
        subject: Stands for the question, which is kept in memory.
        question: What the passage is to answer.
        words: What to search for.
    """
    searcher = await server.searcher()
    passages = await asyncio.to_thread(closest, searcher, words)
    other = ui.Button[Any](label="Search with other words", custom_id=f"pinsearch:{subject}")
    head = f"### Pin a passage\nfor “{escape(clip(question, _QUESTION_CHARS))}”"
    if not passages:
        head += f"\nNo passage contains a word of “{escape(clip(words, _QUESTION_CHARS))}”."
        return card(head, buttons=[other])
    rows = []
    for passage in passages:
        pin_id = f"pin:{subject}:{passage.passage_id}"
        pin = ui.Button[Any](label="Pin", custom_id=pin_id)
        rows.append(Row(f"> {snippet(passage, words)}\n-# {place_of(passage, searcher)}", pin))
    return card(head, rows, _WHAT_IT_DOES, [other])


class PinButtons(commands.Cog):
    """Handles the buttons that pin a passage, or search for others."""

    def __init__(self, servers: Servers, tokens: TokenCache, notifications: Notifications) -> None:
        self._servers = servers
        self._tokens = tokens
        self._notifications = notifications

    @route(PIN, moderators=True)
    async def pin(self, press: Press) -> Reply:
        """Pin a passage, and show the new answer."""
        server = self._servers.of(press.interaction)
        question = self._tokens.get(server.guild_id, press["subject"])
        passage = await asyncio.to_thread(
            find_passage, await server.searcher(), press["passage_id"]
        )
        fixed = await pin_passage(server.library, server.by, Subject(question), passage)
        self._notifications.send_soon()
        return _pinned_reply(question, fixed)

    @route(PIN_SEARCH, moderators=True, shows=Shows.FORM)
    async def ask_words(self, press: Press) -> ui.Modal:
        """Ask which words to search for."""
        words = Field("words", "Words in the passage", _MOST_SEARCH_CHARS)
        return form("Search for a passage", f"pinwords:{press['subject']}", words)

    @route(rf"pinwords:{_SUBJECT}", moderators=True)
    async def search(self, press: Press) -> Reply:
        """Show the passages that match other words."""
        server = self._servers.of(press.interaction)
        question = self._tokens.get(server.guild_id, press["subject"])
        return await candidates_reply(server, press["subject"], question, press.fields["words"])


def closest(searcher: Searcher, words: str, limit: int = MOST_CANDIDATES) -> list[Passage]:
    """Return the passages that are closest to some words, the best first."""
    numbers = searcher.rank(words, limit=limit)
    return [searcher.library.passages[number] for number in numbers]


def find_passage(searcher: Searcher, passage_id: str) -> Passage:
    """Find a passage by its id.

    Raises:
        PassageGoneError: If it is no longer in the sources.
    """
    for passage in searcher.library.passages:
        if passage.passage_id == passage_id:
            return passage
    raise PassageGoneError


def _pinned_reply(question: str, fixed: Fixed) -> Reply:
    """Show a question's answer before and after the pin."""
    lines = [
        "### Done",
        f"“{escape(clip(question, _QUESTION_CHARS))}”",
        *([answer_lines("Before", fixed.before)] if fixed.before else []),
        answer_lines("Now", fixed.after),
        "-# Each reload will check that this answer is still found.",
    ]
    return notice("\n".join(lines), accent=GOOD)
