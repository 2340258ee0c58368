"""Passages to choose from for a pin, for a gap or for any question."""

import asyncio
import re
from typing import Any

from discord import ui

from bot.errors import PassageGoneError
from bot.log.entry import asked_as
from bot.messages.forms import ModeratorForm
from bot.messages.layout import Reply, Row, card
from bot.messages.markdown import clip, escape
from bot.messages.moderation import ModeratorButton
from bot.messages.replying import BotInteraction, answer_privately
from index import Searcher
from sources import Passage

from .desk import Desk, desk_of
from .fixes import Subject, pin_passage
from .kept import KEPT_KEY, KeptWords, is_kept

_SUBJECT = rf"(?P<subject>[a-z0-9]{{1,64}}|{KEPT_KEY})"  # a gap's key, or that of kept words

PIN = re.compile(rf"pin:{_SUBJECT}:(?P<passage_id>[0-9a-f]{{12}})")
"""The custom id of a button that pins a passage."""

PIN_SEARCH = re.compile(rf"pinsearch:{_SUBJECT}")
"""The custom id of a button that looks for other passages to pin."""

MOST_CANDIDATES = 5

_WHAT_IT_DOES = "-# It is shown first for this question and for all that ask the same."
_QUESTION_CHARS = 200
_PASSAGE_CHARS = 220
_TITLE_CHARS = 80
_MOST_SEARCH_CHARS = 300


async def candidates_reply(desk: Desk, subject: str, question: str, words: str) -> Reply:
    """The passages that are closest to some words, each with a button that pins it.

    Args:
        desk: The moderator's.
        subject: The key of the gap, or of the question that is kept in memory.
        question: What the passage is to answer.
        words: What to search for.
    """
    searcher = desk.searcher()
    passages = await asyncio.to_thread(_closest, searcher, words)
    other = ui.Button[Any](label="Search with other words", custom_id=f"pinsearch:{subject}")
    head = f"### Pin a passage\nfor “{escape(clip(question, _QUESTION_CHARS))}”"
    if not passages:
        head += f"\nNo passage has a word of “{escape(clip(words, _QUESTION_CHARS))}”."
        return card(head, buttons=[other])
    rows = []
    for passage in passages:
        title = escape(clip(searcher.library.citation(passage).title, _TITLE_CHARS))
        pin_id = f"pin:{subject}:{passage.passage_id}"
        pin = ui.Button[Any](label="Pin", custom_id=pin_id)
        rows.append(Row(f"> {_snippet(passage, words)}\n-# *{title}*", pin))
    return card(head, rows, _WHAT_IT_DOES, [other])


class PinButton(ModeratorButton, template=PIN):
    """The buttons that pin a passage."""

    async def press(self, interaction: BotInteraction) -> None:
        """Pin the passage, and show what is answered now."""
        await answer_privately(interaction, self._pin(interaction))
        interaction.client.wishes.tell_soon()

    async def _pin(self, interaction: BotInteraction) -> Reply:
        desk = desk_of(interaction)
        subject = await _subject(desk, interaction.client.kept_words, self.match["subject"])
        passage_id = self.match["passage_id"]
        passage = await asyncio.to_thread(_passage, desk.searcher(), passage_id)
        return await pin_passage(desk, subject, passage)


class PinSearch(ModeratorButton, template=PIN_SEARCH):
    """The button that looks for other passages."""

    async def press(self, interaction: BotInteraction) -> None:
        """Ask with which words to search."""
        await interaction.response.send_modal(_SearchForm(self.match["subject"]))


class _SearchForm(ModeratorForm):
    def __init__(self, subject: str) -> None:
        super().__init__("Search for a passage")
        self._subject = subject
        self._words: ui.TextInput[Any] = ui.TextInput(max_length=_MOST_SEARCH_CHARS)
        self.ask("Words that the passage has", self._words)

    async def filled(self, interaction: BotInteraction) -> None:
        await answer_privately(interaction, self._search(interaction))

    async def _search(self, interaction: BotInteraction) -> Reply:
        desk = desk_of(interaction)
        subject = await _subject(desk, interaction.client.kept_words, self._subject)
        return await candidates_reply(desk, self._subject, subject.question, self._words.value)


async def _subject(desk: Desk, kept: KeptWords, key: str) -> Subject:
    if is_kept(key):
        return Subject(kept.get(desk.guild_id, key))
    gap = await desk.gap(key)
    return Subject(gap.question, gap)


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
