"""Passages to choose from for a pin, for a gap or for any question."""

import asyncio
from typing import Any

from discord import ui
from discord.ext import commands

from bot.errors import PassageGoneError
from bot.services.fixes import Fixed, Subject, pin_passage
from bot.storage.entries import asked_as
from bot.storage.reviews import Decision
from bot.text import count
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, Row, card
from bot.ui.quotation import clip, escape
from index import Searcher
from sources import Passage

from .context import Server, Servers
from .feedback import Notifications
from .gap_cards import changed_reply, fix_buttons, gap_button
from .question_list import KEY_PATTERN, TokenCache, is_token

_SUBJECT = rf"(?P<subject>[a-z0-9]{{1,64}}|{KEY_PATTERN})"  # a gap's key, or that of kept words
PIN = rf"pin:{_SUBJECT}:(?P<passage_id>[0-9a-f]{{12}})"
"""The custom id of a button that pins a passage."""

PIN_SEARCH = rf"pinsearch:{_SUBJECT}"
"""The custom id of a button that looks for other passages to pin."""

MOST_CANDIDATES = 5
_WHAT_IT_DOES = "-# It is shown first for this question and others that ask the same."
_QUESTION_CHARS = 200
_PASSAGE_CHARS = 220
_TITLE_CHARS = 80
_MOST_SEARCH_CHARS = 300


async def candidates_reply(server: Server, subject: str, question: str, words: str) -> Reply:
    """The passages that are closest to some words, each with a button that pins it.

    Args:
        server: The moderator's.
        subject: The key of the gap, or of the question that is kept in memory.
        question: What the passage is to answer.
        words: What to search for.
    """
    searcher = server.searcher()
    passages = await asyncio.to_thread(_closest, searcher, words)
    other = ui.Button[Any](label="Search with other words", custom_id=f"pinsearch:{subject}")
    head = f"### Pin a passage\nfor “{escape(clip(question, _QUESTION_CHARS))}”"
    if not passages:
        head += f"\nNo passage contains a word of “{escape(clip(words, _QUESTION_CHARS))}”."
        return card(head, buttons=[other])
    rows = []
    for passage in passages:
        title = escape(clip(searcher.library.citation(passage).title, _TITLE_CHARS))
        pin_id = f"pin:{subject}:{passage.passage_id}"
        pin = ui.Button[Any](label="Pin", custom_id=pin_id)
        rows.append(Row(f"> {_snippet(passage, words)}\n-# *{title}*", pin))
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
        subject = await self._subject(server, press["subject"])
        passage = await asyncio.to_thread(_passage, server.searcher(), press["passage_id"])
        fixed = await pin_passage(server.library, server.by, subject, passage)
        self._notifications.send_soon()
        return fixed_reply(subject, "pin", fixed)

    @route(PIN_SEARCH, moderators=True, shows=Shows.FORM)
    async def ask_words(self, press: Press) -> ui.Modal:
        """Ask which words to search for."""
        words = Field("words", "Words in the passage", _MOST_SEARCH_CHARS)
        return form("Search for a passage", f"pinwords:{press['subject']}", words)

    @route(rf"pinwords:{_SUBJECT}", moderators=True)
    async def search(self, press: Press) -> Reply:
        """Show the passages that match other words."""
        server = self._servers.of(press.interaction)
        subject = await self._subject(server, press["subject"])
        words = press.fields["words"]
        return await candidates_reply(server, press["subject"], subject.question, words)

    async def _subject(self, server: Server, key: str) -> Subject:
        if is_token(key):
            return Subject(self._tokens.get(server.guild_id, key))
        return Subject.of(await server.gap(key))


def _snippet(passage: Passage, words: str) -> str:
    """The passage from the sentence on that has most of the words, in Markdown."""
    wanted = {*asked_as(words).split()}

    def shared(span: tuple[int, int]) -> int:
        return len(wanted & {*asked_as(passage.text[slice(*span)]).split()})

    start, _ = max(passage.sentences, key=shared)
    before = "…" if start else ""
    return escape(before + clip(passage.shown(start), _PASSAGE_CHARS))


def _closest(searcher: Searcher, words: str) -> list[Passage]:
    numbers = searcher.rank(words, limit=MOST_CANDIDATES)
    return [searcher.library.passages[number] for number in numbers]


def _passage(searcher: Searcher, passage_id: str) -> Passage:
    for passage in searcher.library.passages:
        if passage.passage_id == passage_id:
            return passage
    raise PassageGoneError


_NOT_ENOUGH = (
    "The synonym was added; `/synonyms remove` removes it. The question stays open "
    "because it needs something else."
)


def fixed_reply(subject: Subject, decision: Decision, fixed: Fixed) -> Reply:
    """Show what a fix changed.

    Args:
        subject: What was fixed.
        decision: How.
        fixed: The result.
    """
    changed, gap = (fixed.before, fixed.after), subject.gap
    if not fixed.is_done and gap:
        foot = [_NOT_ENOUGH] if decision == "synonym" else []
        buttons = fix_buttons(gap.key)
        return changed_reply("No better answer yet", subject.question, changed, foot, buttons)
    foot = []
    if fixed.is_golden:
        foot.append("Each reload will check that this answer is still found.")
    if gap is None:
        return changed_reply("Done", subject.question, changed, foot, good=True)
    foot.append(_off_the_list(decision))
    if fixed.waiting:
        foot.append(f"{count(fixed.waiting, 'asker')} will be notified by private message.")
    undo = [gap_button("Undo", "undo", gap.key)]
    return changed_reply("Done", subject.question, changed, foot, undo, good=True)


def _off_the_list(decision: Decision) -> str:
    if decision == "done":
        return "The gap is closed. It reopens if the question is asked again."
    if decision == "out_of_scope":
        return "The gap is closed. `/out-of-scope remove` undoes this at any time."
    return "The gap is closed."
