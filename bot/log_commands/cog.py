"""`/logs`: what the class asked, for the moderators of its own server."""

from discord import app_commands

from bot.moderation import ModeratorCog
from bot.render import Reply
from bot.replying import BotInteraction, in_time, respond

from .desk import desk_of
from .gap_cards import gaps_reply
from .periods import Period


class Logs(ModeratorCog, name="logs", description="What was asked here, for moderators"):
    """Shows moderators what their server asked."""

    @app_commands.command(description="Questions that the sources did not answer, and their fixes")
    @app_commands.describe(period="How far to look back")
    async def gaps(self, interaction: BotInteraction, period: Period = "all") -> None:
        """Show the first page of the gaps."""
        reply = await in_time(interaction, _gaps(interaction, period), private=True)
        await respond(interaction, reply, private=True)


async def _gaps(interaction: BotInteraction, period: Period) -> Reply:
    return gaps_reply(await desk_of(interaction).gaps(period), period, 1)
