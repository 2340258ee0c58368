"""Who sees an answer: sharing a private one, removing one, and private answers by default."""

from discord.ext import commands

from bot.errors import AlreadySharedError, ForgottenAnswerError, NotAskerError
from bot.services.answering import Answerer
from bot.services.openings import Openings
from bot.services.preferences import Preferences
from bot.storage.entries import Entry
from bot.storage.reviews import audit
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import Reply, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip, escape

from .answer_buttons import PREFER, REMOVE, SHARE
from .answer_message import answer_reply

_NAME_CHARS = 40
_REMOVED = "I removed the answer."
_PRIVATE = (
    "From now on, only you will see my answers to `/ask`. To ask in the channel once, use "
    "`private: False`; to change it back, open the menu under a private answer."
)
_IN_CHANNEL = (
    "From now on, everyone in the channel will see my answers to your `/ask`. To ask privately "
    "once, use `private: True`."
)


class Sharing(commands.Cog):
    """Lets askers decide who sees their answers."""

    def __init__(
        self,
        answerer: Answerer,
        permissions: Permissions,
        preferences: Preferences,
        openings: Openings,
    ) -> None:
        self._answerer = answerer
        self._permissions = permissions
        self._preferences = preferences
        self._openings = openings

    @route(SHARE, shows=Shows.IN_CHANNEL)
    async def share(self, press: Press) -> Reply:
        """Post a private answer in its channel, for its asker only."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.recall(press["answer_id"], viewer)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if answered is None or entry is None:
            raise ForgottenAnswerError
        if not self._is_askers(press, entry):
            raise NotAskerError
        if not await self._answerer.query_log.publish(entry):
            raise AlreadySharedError
        self._openings.note(entry.answer_id)
        foot = f"-# Shared by {escape(clip(press.interaction.user.display_name, _NAME_CHARS))}"
        return answer_reply(answered.shared(), with_question=True, foot=foot)

    @route(REMOVE, shows=Shows.NOTHING)
    async def remove(self, press: Press) -> None:
        """Delete the message with an answer, for its asker or a moderator."""
        interaction, answer_id = press.interaction, press["answer_id"]
        viewer = self._permissions.viewer(interaction)
        entry = await self._answerer.find(answer_id, viewer)
        if entry is None:
            raise ForgottenAnswerError
        is_askers = self._is_askers(press, entry)
        if not (is_askers or viewer.moderates):
            raise NotAskerError
        await interaction.response.defer()
        await interaction.delete_original_response()
        if not is_askers:
            by = self._answerer.pseudonym(viewer.user_id, viewer.guild_id)
            details = {"answer_id": answer_id}
            await audit(self._answerer.query_log, viewer.guild_id, by, "answers remove", details)
        await interaction.followup.send(view=notice(_REMOVED).view, ephemeral=True)

    @route(PREFER)
    async def prefer(self, press: Press) -> Reply:
        """Store who is to see a person's answers from now on."""
        interaction, private = press.interaction, press["choice"] == "private"
        user_id, guild_id = interaction.user.id, interaction.guild_id
        await self._preferences.choose(user_id, guild_id, private=private)
        return notice(_PRIVATE if private else _IN_CHANNEL)

    def _is_askers(self, press: Press, entry: Entry) -> bool:
        user_id = press.interaction.user.id
        return entry.asker in self._answerer.pseudonyms.all_of(user_id, entry.guild_id)
