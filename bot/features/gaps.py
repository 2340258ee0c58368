"""Buttons and forms under a gap."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import ui

from bot.errors import DecidedGapError
from bot.services.gaps import Gap
from bot.services.lessons import MOST_WORD_CHARS, lacking_word, likely_words, without_moment
from bot.storage.reviews import decided_at, reopen
from bot.ui.buttons import ModeratorButton, ModeratorForm
from bot.ui.layout import Reply, card, notice
from bot.ui.replies import BotInteraction, answer_privately, change_message

from .context import Desk, desk_of
from .gap_cards import GAP, GAP_PAGE, gap_button, gap_reply, gaps_reply
from .pins import add_synonym, ask_again, candidates_reply, put_out_of_scope, set_aside

MOST_SENTENCE_CHARS = 500

_DESCRIPTION_CHARS = 100  # Discord's limit for what is said of a field

_OUT_OF_SCOPE = "This is beyond our sources; please ask in class."

_HOW_TO_ADD = (
    "### Add a source\nRun `/sources add` and attach the file; then press *Ask again* here. The "
    "question is asked of the sources anew, and leaves the list if they answer it."
)

_REOPENED = "It is undone: what was taught with it is forgotten, and it is back on the list."


class GapsPage(ModeratorButton, template=GAP_PAGE):
    """The buttons that turn the pages of the list."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        await change_message(interaction, self._turned(desk_of(interaction)))

    async def _turned(self, desk: Desk) -> Reply:
        period = self.match["period"]
        return gaps_reply(await desk.gaps(period), period, int(self.match["page"]))


class GapButton(ModeratorButton, template=GAP):
    """The buttons that do something about one gap."""

    async def press(self, interaction: BotInteraction) -> None:
        """Do it, or open the form that it takes."""
        desk = desk_of(interaction)
        act, answer_id = self.match["act"], self.match["answer_id"]
        if act in _FORMS:
            form = await _FORMS[act](desk, answer_id)
            await interaction.response.send_modal(form)
            return
        await _show(interaction, _ACTS[act](desk, answer_id))


class _SynonymForm(ModeratorForm):
    """Asks for a word of the class and one of the sources that stand for the same."""

    def __init__(self, gap: Gap, lacking: str, likely: list[str]) -> None:
        super().__init__("Add a synonym")
        self._key = gap.key
        self._asked: ui.TextInput[Any] = ui.TextInput(
            default=lacking[:MOST_WORD_CHARS], max_length=MOST_WORD_CHARS
        )
        self._meant: ui.TextInput[Any] = ui.TextInput(max_length=MOST_WORD_CHARS)
        self.ask("The word that was asked with", self._asked)
        hint = f"Perhaps {', '.join(likely)}"[:_DESCRIPTION_CHARS] if likely else None
        self.ask("The sources' word for it", self._meant, hint)

    async def filled(self, interaction: BotInteraction) -> None:
        words = self._asked.value.strip(), self._meant.value.strip()
        desk = desk_of(interaction)
        await _show(interaction, self._add(desk, words))

    async def _add(self, desk: Desk, words: tuple[str, str]) -> Reply:
        return await add_synonym(desk, await desk.gap(self._key), words)


class _OutsideForm(ModeratorForm):
    """Asks for the sentence to say to a question that is out of scope."""

    def __init__(self, gap: Gap) -> None:
        super().__init__("Out of scope")
        self._key = gap.key
        self._sentence: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=_OUT_OF_SCOPE,
            max_length=MOST_SENTENCE_CHARS,
        )
        self.ask("What to say instead", self._sentence, "To this question and all that ask it.")

    async def filled(self, interaction: BotInteraction) -> None:
        sentence = " ".join(self._sentence.value.split())
        desk = desk_of(interaction)
        await _show(interaction, self._put(desk, sentence))

    async def _put(self, desk: Desk, sentence: str) -> Reply:
        return await put_out_of_scope(desk, await desk.gap(self._key), sentence)


async def _show(interaction: BotInteraction, work: Awaitable[Reply]) -> None:
    """Show what was done, and tell those who wished for it, if that was it."""
    await answer_privately(interaction, work)
    interaction.client.wishes.tell_soon()


async def _open(desk: Desk, answer_id: str) -> Reply:
    gap = await desk.gap(answer_id)
    return gap_reply(gap, await desk.answer(gap.question))


async def _pin(desk: Desk, answer_id: str) -> Reply:
    gap = await desk.gap(answer_id)
    return await candidates_reply(desk, gap.key, gap.question, gap.question)


async def _source(desk: Desk, answer_id: str) -> Reply:
    gap = await desk.gap(answer_id)
    return card(_HOW_TO_ADD, buttons=[gap_button("Ask again", "again", gap.key)])


async def _again(desk: Desk, answer_id: str) -> Reply:
    return await ask_again(desk, await desk.gap(answer_id))


async def _done(desk: Desk, answer_id: str) -> Reply:
    return await set_aside(desk, await desk.gap(answer_id))


async def _undo(desk: Desk, answer_id: str) -> Reply:
    at = await decided_at(desk.log, desk.guild_id, answer_id)
    if at is None:
        raise DecidedGapError
    await desk.teach(lambda known: without_moment(known, at), "gap undo", {"gap": answer_id})
    await reopen(desk.log, desk.guild_id, at)
    return notice(_REOPENED, gap_button("Open it", "open", answer_id))


async def _synonym_form(desk: Desk, answer_id: str) -> ModeratorForm:
    gap = await desk.gap(answer_id)
    searcher = desk.searcher()
    lacking = await asyncio.to_thread(lacking_word, searcher, gap.question)
    likely = await asyncio.to_thread(likely_words, searcher, gap.question)
    return _SynonymForm(gap, lacking, likely)


async def _outside_form(desk: Desk, answer_id: str) -> ModeratorForm:
    return _OutsideForm(await desk.gap(answer_id))


_ACTS: Mapping[str, Callable[[Desk, str], Awaitable[Reply]]] = {
    "open": _open,
    "pin": _pin,
    "source": _source,
    "again": _again,
    "done": _done,
    "undo": _undo,
}

_FORMS: Mapping[str, Callable[[Desk, str], Awaitable[ModeratorForm]]] = {
    "synonym": _synonym_form,
    "outside": _outside_form,
}
