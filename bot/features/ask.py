"""`/ask`, and the buttons under answers."""

import asyncio
from dataclasses import replace
from functools import partial

from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import ForgottenAnswerError
from bot.libraries.scopes import MOST_CHOICES, scopes_of
from bot.services.answering import Answered, Answerer
from bot.services.follow_ups import complete
from bot.services.openings import Openings
from bot.services.privacy import first_notice
from bot.services.suggestions import Suggestions
from bot.storage.entries import Entry
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, notice
from bot.ui.pages import choices
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip
from bot.ui.replies import BotInteraction, in_time, respond
from index import FollowUp
from sources import Library

from .answer_buttons import AS_TYPED, CLOSEST, FOLLOW_UP, MORE_PASSAGES
from .answer_message import answer_reply, closest_reply, more_reply
from .conversation import follow_up_reply
from .manners import Manners
from .questions import FORGOTTEN, HOW_TO_ASK, MAX_QUESTION_CHARS, question_words
from .repeats import Repeats, link_to_response

MAX_SOURCE_CHARS = 300
FOLLOWED = r"followed:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of the form with a follow-up."""

_HINT_CHARS = 100  # Discord's limit
_FOLLOW_UP_CHARS = 300


class Ask(commands.Cog):
    """Quotes the sources in reply to a question."""

    def __init__(  # noqa: PLR0913, PLR0917  # all that a question needs
        self,
        answerer: Answerer,
        permissions: Permissions,
        manners: Manners,
        repeats: Repeats,
        suggestions: Suggestions,
        openings: Openings,
    ) -> None:
        """Create the cog.

        Args:
            answerer: Answers questions.
            permissions: Decides who may see private answers again.
            manners: What every answer respects.
            repeats: Recognizes what the channel has just seen.
            suggestions: Offered while somebody types.
            openings: Counts answers of which somebody sees more.
        """
        self._answerer = answerer
        self._permissions = permissions
        self._manners = manners
        self._repeats = repeats
        self._suggestions = suggestions
        self._openings = openings

    @app_commands.command(description=("Ask the class's sources; answers are quoted word for word"))
    @app_commands.describe(
        question="Your question",
        private="Only you can see the answer; without it, as you chose last",
        source="Search only this collection or document: choose one from the list",
    )
    async def ask(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        private: bool | None = None,  # noqa: FBT001  # the name of Discord's option
        source: app_commands.Range[str, 1, MAX_SOURCE_CHARS] | None = None,
    ) -> None:
        """Answer a question."""
        await self._answer(interaction, FollowUp(question_words(question), ""), private, source)

    async def _answer(
        self,
        interaction: BotInteraction,
        asking: FollowUp,
        private: bool | None,  # noqa: FBT001  # as Discord gives it
        source: str | None = None,
    ) -> None:
        """Answer a question, for everyone to see unless it is to be private."""
        self._answerer.demand_room()
        if not asking.question:
            await respond(interaction, notice(HOW_TO_ASK), private=True)
            return
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        guild_id = interaction.guild_id
        choice = self._manners.preferences.private(interaction.user.id, guild_id)
        choosing = asyncio.create_task(choice)  # while the search runs
        if private is not None:
            await choosing
        drawn: dict[str, Reply] = {}

        def draw(answered: Answered) -> None:
            by_default = answered.private and choosing.result()
            reply = self._shown(replace(answered, by_default=by_default), guild_id)
            drawn[answered.answer_id] = follow_up_reply(reply, answered.answer_id, asking)

        is_private = choosing if private is None else private
        work = self._answerer.ask(
            asking.question[:MAX_QUESTION_CHARS],
            surface="slash",
            user_id=interaction.user.id,
            guild_id=guild_id,
            channel_id=interaction.channel_id,
            source=source,
            private=is_private,
            added=asking.added,
            meanwhile=draw,
        )
        answered = await in_time(
            interaction, work, private=is_private, crowded=self._answerer.is_crowded
        )
        reply = drawn[answered.answer_id]
        # A greeting is nobody else's business.
        if answered.private or answered.answer.kind != "question":
            await respond(interaction, reply, private=True)
        else:
            await self._post(interaction, answered, reply)

    @route(FOLLOW_UP, shows=Shows.FORM)
    async def ask_follow_up(self, press: Press) -> ui.Modal:
        """Ask for a question that may lean on the one that an answer is for."""
        entry = await self._earlier(press)
        hint = clip(f"It may refer to: {entry.question}", _HINT_CHARS)
        question = Field("question", "Your question", _FOLLOW_UP_CHARS, hint=hint)
        return form("Follow up", f"followed:{entry.answer_id}", question)

    @route(FOLLOWED, shows=Shows.NOTHING)
    async def follow_up(self, press: Press) -> None:
        """Answer a follow-up; to a private answer, privately."""
        entry = await self._earlier(press)
        words = question_words(press.fields.get("question", ""))
        asking = await complete(self._answerer, words, entry.question, entry.guild_id)
        await self._answer(press.interaction, asking, True if entry.private else None)

    async def _earlier(self, press: Press) -> Entry:
        """Return the answer that was pressed.

        Raises:
            ForgottenAnswerError: If the reader may not see it, or it is gone.
        """
        viewer = self._permissions.viewer(press.interaction)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if entry is None:
            raise ForgottenAnswerError
        return entry

    async def _post(self, interaction: BotInteraction, answered: Answered, reply: Reply) -> None:
        """Show an answer to everyone, or to its asker where to find it, if it was just posted."""
        channel_id = interaction.channel_id
        instead = await self._repeats.instead(interaction.guild_id, channel_id, answered)
        sent = await respond(interaction, instead or reply, private=instead is not None)
        if instead is None and sent is not None:
            responses, guild_id = interaction.followup, interaction.guild_id
            locate = partial(link_to_response, responses, sent, guild_id)
            self._repeats.posted(channel_id, answered, locate)

    @ask.autocomplete("question")
    async def _questions(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        if interaction.guild_id is None:
            return []
        offered = await self._suggestions.suggest(interaction.guild_id, typed, MOST_CHOICES)
        return [Choice(name=name, value=name) for name in offered]

    @ask.autocomplete("source")
    async def _sources(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = (await self._answerer.searchers.of(interaction.guild_id)).library
        return await asyncio.to_thread(_offered, library, typed)

    @route(MORE_PASSAGES)
    async def more(self, press: Press) -> Reply:
        """Show an answer's next passages."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.recall(press["answer_id"], viewer)
        if answered:
            self._openings.note(answered.answer_id)
        return more_reply(answered, *_place(press)) if answered else notice(FORGOTTEN)

    @route(CLOSEST)
    async def closest(self, press: Press) -> Reply:
        """Show the closest passages where none was likely enough to be shown."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.closest(press["answer_id"], viewer)
        return closest_reply(answered, *_place(press)) if answered else notice(FORGOTTEN)

    @route(AS_TYPED)
    async def as_typed(self, press: Press) -> Reply:
        """Ask again, without correcting the spelling."""
        interaction = press.interaction
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        answered = await self._answerer.ask_as_typed(
            press["answer_id"],
            self._permissions.viewer(interaction),
            channel_id=interaction.channel_id,
        )
        return self._shown(answered, interaction.guild_id) if answered else notice(FORGOTTEN)

    def _shown(self, answered: Answered, guild_id: int | None) -> Reply:
        """Make the message; a person's first one mentions what is stored."""
        is_first = answered.asker.is_new and answered.answer.kind == "question"
        foot = first_notice(self._manners.keeping(guild_id)) if is_first else ""
        return answer_reply(answered, with_question=True, foot=foot)


def _place(press: Press) -> tuple[int, int]:
    """The rank of a passage, and its part, both from 1."""
    return int(press["rank"]), int(press["part"] or 1)


def _offered(library: Library, typed: str) -> list[Choice[str]]:
    return choices(scopes_of(library), typed)
