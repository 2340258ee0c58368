"""`/mydata`: what is kept of whoever asks, for them to see, take along and delete."""

from discord import app_commands
from discord.ext import commands

from bot.messages.buttons import LastingButton
from bot.messages.layout import Reply, notice
from bot.messages.replying import BotInteraction, answer_privately, change_message, respond

from .mydata_cards import (
    DELETE,
    NOT_YOURS,
    confirm_reply,
    deleted_reply,
    export_reply,
    kept_reply,
    opted_in_reply,
    opted_out_reply,
)
from .persons import Person


class MyData(
    commands.GroupCog, name="mydata", description="What is kept of you here, and deleting it"
):
    """Shows people what is kept of them; nobody sees anything of anybody else."""

    @app_commands.command(description="What is kept of you in this server")
    async def show(self, interaction: BotInteraction) -> None:
        """Show how much is kept, and the newest of it."""
        await answer_privately(interaction, _kept(interaction))

    @app_commands.command(description="All that is kept of you in this server, as a file")
    async def export(self, interaction: BotInteraction) -> None:
        """Give everything as a file."""
        await answer_privately(interaction, _export(interaction))

    @app_commands.command(description="Delete all that is kept of you in this server")
    async def delete(self, interaction: BotInteraction) -> None:
        """Ask whether everything is to be deleted."""
        await answer_privately(interaction, _confirm(interaction))

    @app_commands.command(description="From now on, keep none of your questions in this server")
    async def optout(self, interaction: BotInteraction) -> None:
        """Have questions counted, not kept."""
        await answer_privately(interaction, _opt_out(interaction))

    @app_commands.command(description="Have your questions in this server kept again")
    async def optin(self, interaction: BotInteraction) -> None:
        """Have questions kept again."""
        await answer_privately(interaction, _opt_in(interaction))


class DeleteButton(LastingButton, template=DELETE):
    """Deletes all that is kept of whoever presses, if it was they who wanted that."""

    async def press(self, interaction: BotInteraction) -> None:
        """Delete it, and tell what was deleted."""
        if self.match["code"] == person_of(interaction).code:
            await change_message(interaction, _delete(interaction))
        else:
            await respond(interaction, notice(NOT_YOURS), private=True)


def person_of(interaction: BotInteraction) -> Person:
    """Whoever is behind an interaction, in its server."""
    assert interaction.guild_id is not None  # noqa: S101  # the commands are for servers only
    bot = interaction.client
    return Person(interaction.user.id, interaction.guild_id, bot.answerer, bot.libraries)


async def _kept(interaction: BotInteraction) -> Reply:
    return kept_reply(await person_of(interaction).kept(), interaction.client.keeping)


async def _export(interaction: BotInteraction) -> Reply:
    return export_reply(await person_of(interaction).export(interaction.client.keeping))


async def _confirm(interaction: BotInteraction) -> Reply:
    person = person_of(interaction)
    return confirm_reply(await person.kept(), person.code)


async def _delete(interaction: BotInteraction) -> Reply:
    person = person_of(interaction)
    kept = await person.kept()
    await person.delete()
    return deleted_reply(kept)


async def _opt_out(interaction: BotInteraction) -> Reply:
    await person_of(interaction).opt_out()
    return opted_out_reply()


async def _opt_in(interaction: BotInteraction) -> Reply:
    await person_of(interaction).opt_in()
    return opted_in_reply(interaction.client.keeping)
