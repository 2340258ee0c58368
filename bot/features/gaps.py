"""Buttons and forms under a gap."""

import asyncio

from discord import ui
from discord.ext import commands

from bot.services.fixes import (
    Fixed,
    Subject,
    add_synonym,
    ask_again,
    put_out_of_scope,
    set_aside,
    undo_fix,
)
from bot.services.gaps import Gap
from bot.services.lessons import MOST_WORD_CHARS, lacking_word, likely_words
from bot.storage.reviews import Decision
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, card, notice

from .context import Servers
from .feedback import Notifications
from .gap_cards import GAP_PAGE, gap_button, gap_reply, gaps_reply
from .pins import candidates_reply, fixed_reply

MOST_SENTENCE_CHARS = 500
_HINT_CHARS = 100  # Discord's limit
_OUT_OF_SCOPE = "This is beyond our sources. Please ask in class."

_HOW_TO_ADD = (
    "### Add a source\nRun `/sources add` and attach the file. Then press *Ask again* "
    "here: if the sources answer the question now, the gap is closed."
)

_REOPENED = "Undone: the fix was removed, and the question is open again."


def _gap_id(act: str) -> str:
    return rf"gap:{act}:(?P<answer_id>[a-z0-9]{{1,64}})"


class Gaps(commands.Cog):
    """Handles the buttons and forms that fix a gap."""

    def __init__(self, servers: Servers, notifications: Notifications) -> None:
        self._servers = servers
        self._notifications = notifications

    @route(GAP_PAGE, moderators=True, shows=Shows.IN_PLACE)
    async def turn(self, press: Press) -> Reply:
        """Show another page of the list."""
        server, period = self._servers.of(press.interaction), press["period"]
        return gaps_reply(await server.gaps(period), period, int(press["page"]))

    @route(_gap_id("open"), moderators=True)
    async def open(self, press: Press) -> Reply:
        """Show one gap, and what can be done about it."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        return gap_reply(gap, await server.answer(gap.question))

    @route(_gap_id("pin"), moderators=True)
    async def pin(self, press: Press) -> Reply:
        """Show passages to pin."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        return await candidates_reply(server, gap.key, gap.question, gap.question)

    @route(_gap_id("source"), moderators=True)
    async def source(self, press: Press) -> Reply:
        """Explain how to add a source."""
        gap = await self._servers.of(press.interaction).gap(press["answer_id"])
        return card(_HOW_TO_ADD, buttons=[gap_button("Ask again", "again", gap.key)])

    @route(_gap_id("again"), moderators=True)
    async def again(self, press: Press) -> Reply:
        """Ask the question again."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        return self._fixed(gap, "source", await ask_again(server.library, server.by, gap))

    @route(_gap_id("done"), moderators=True)
    async def done(self, press: Press) -> Reply:
        """Close a gap as it is."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        return self._fixed(gap, "done", await set_aside(server.library, server.by, gap))

    @route(_gap_id("undo"), moderators=True)
    async def undo(self, press: Press) -> Reply:
        """Undo the fix of a gap."""
        server, answer_id = self._servers.of(press.interaction), press["answer_id"]
        await undo_fix(server.library, server.by, answer_id)
        return notice(_REOPENED, gap_button("Open it", "open", answer_id))

    @route(_gap_id("synonym"), moderators=True, shows=Shows.FORM)
    async def ask_synonym(self, press: Press) -> ui.Modal:
        """Ask for a word of the class and one of the sources that mean the same."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        searcher = server.searcher()
        lacking = await asyncio.to_thread(lacking_word, searcher, gap.question)
        likely = await asyncio.to_thread(likely_words, searcher, gap.question)
        hint = f"Perhaps {', '.join(likely)}"[:_HINT_CHARS] if likely else None
        return form(
            "Add a synonym",
            f"gap-synonym:{gap.key}",
            Field(
                "asked",
                "The word in the question",
                MOST_WORD_CHARS,
                default=lacking[:MOST_WORD_CHARS],
            ),
            Field("meant", "The sources' word for it", MOST_WORD_CHARS, hint=hint),
        )

    @route(r"gap-synonym:(?P<answer_id>[a-z0-9]{1,64})", moderators=True)
    async def synonym(self, press: Press) -> Reply:
        """Add the synonym."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        words = press.fields["asked"].strip(), press.fields["meant"].strip()
        fixed = await add_synonym(server.library, server.by, words, gap)
        assert fixed is not None  # noqa: S101  # there is a gap
        return self._fixed(gap, "synonym", fixed)

    @route(_gap_id("outside"), moderators=True, shows=Shows.FORM)
    async def ask_sentence(self, press: Press) -> ui.Modal:
        """Ask what to say to a question that is out of scope."""
        gap = await self._servers.of(press.interaction).gap(press["answer_id"])
        sentence = Field(
            "sentence",
            "What to say instead",
            MOST_SENTENCE_CHARS,
            hint="To this question and to others that ask the same.",
            default=_OUT_OF_SCOPE,
            paragraph=True,
        )
        return form("Out of scope", f"gap-outside:{gap.key}", sentence)

    @route(r"gap-outside:(?P<answer_id>[a-z0-9]{1,64})", moderators=True)
    async def outside(self, press: Press) -> Reply:
        """Put the question out of scope."""
        server = self._servers.of(press.interaction)
        gap = await server.gap(press["answer_id"])
        sentence = " ".join(press.fields["sentence"].split())
        fixed = await put_out_of_scope(server.library, server.by, gap, sentence)
        return self._fixed(gap, "out_of_scope", fixed)

    def _fixed(self, gap: Gap, decision: Decision, fixed: Fixed) -> Reply:
        """Show a fix, and notify the askers who wait for an answer."""
        self._notifications.send_soon()
        return fixed_reply(Subject.of(gap), decision, fixed)
