"""`/mydata`: a person's own data, to see, export and delete."""

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands
from discord.utils import format_dt

from bot.libraries.registry import Libraries
from bot.services.answering import Answerer
from bot.services.privacy import Keeping, KeepingIn, Kept, Person
from bot.services.suggestions import Suggestions
from bot.services.turns import EXPORTS
from bot.text import count
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import MAX_FILE_BYTES, Attachment, MessageDraft, Reply, ago, notice
from bot.ui.quotation import clip, escape
from bot.ui.replies import BotInteraction, answer_privately, change_message, respond

DELETE = r"mydata:delete:(?P<code>[0-9a-f]{16})"
"""The custom id of the button that deletes everything of one person."""


class MyData(
    commands.GroupCog, name="mydata", description="Your data in this server, and deleting it"
):
    """Shows people their own data, and nobody else's."""

    def __init__(
        self,
        answerer: Answerer,
        libraries: Libraries,
        keeping: KeepingIn,
        suggestions: Suggestions,
    ) -> None:
        """Create the group.

        Args:
            answerer: Has the log and the pseudonym keys.
            libraries: Have what people did as moderators.
            keeping: Gives the retention period of a server.
            suggestions: Forget questions that were deleted.
        """
        self._answerer = answerer
        self._libraries = libraries
        self._keeping = keeping
        self._suggestions = suggestions

    @app_commands.command(description="Show what is stored about you in this server")
    async def show(self, interaction: BotInteraction) -> None:
        """Show how much is stored, and the newest of it."""
        await answer_privately(interaction, self._show(self._person(interaction)))

    @app_commands.command(description="Get everything stored about you in this server as a file")
    async def export(self, interaction: BotInteraction) -> None:
        """Give everything as a file."""
        await answer_privately(interaction, self._export(self._person(interaction)))

    @app_commands.command(description="Delete everything stored about you in this server")
    async def delete(self, interaction: BotInteraction) -> None:
        """Ask for a confirmation."""
        await answer_privately(interaction, _confirm(self._person(interaction)))

    @app_commands.command(description="Stop storing your questions in this server")
    async def optout(self, interaction: BotInteraction) -> None:
        """Count questions from now on without storing them."""
        await answer_privately(interaction, _opt_out(self._person(interaction)))

    @app_commands.command(description="Store your questions in this server again")
    async def optin(self, interaction: BotInteraction) -> None:
        """Store questions again."""
        await answer_privately(interaction, self._opt_in(self._person(interaction)))

    @route(DELETE, shows=Shows.NOTHING)
    async def confirmed(self, press: Press) -> None:
        """Delete the data of the person who asked for that, and of nobody else."""
        person = self._person(press.interaction)
        if press["code"] == person.code:
            await change_message(press.interaction, self._delete(person))
        else:
            await respond(press.interaction, notice(NOT_YOURS), private=True)

    def _person(self, interaction: BotInteraction) -> Person:
        assert interaction.guild_id is not None  # noqa: S101  # all commands are for servers only
        return Person(interaction.user.id, interaction.guild_id, self._answerer, self._libraries)

    async def _show(self, person: Person) -> Reply:
        return kept_reply(await person.kept(), self._keeping(person.guild_id))

    async def _export(self, person: Person) -> Reply:
        async with EXPORTS.taken():
            name, content = await person.export(self._keeping(person.guild_id), MAX_FILE_BYTES)
        return export_reply(Attachment(name, content))

    async def _opt_in(self, person: Person) -> Reply:
        await person.opt_in()
        return opted_in_reply(self._keeping(person.guild_id))

    async def _delete(self, person: Person) -> Reply:
        kept = await person.kept()
        await person.delete()
        self._suggestions.forget(person.guild_id)
        return deleted_reply(kept)


async def _confirm(person: Person) -> Reply:
    return confirm_reply(await person.kept(), person.code)


async def _opt_out(person: Person) -> Reply:
    await person.opt_out()
    return opted_out_reply()


NOT_YOURS = "This button belongs to somebody else. Use `/mydata delete` to get your own."
_QUESTION_CHARS = 150
_NOTHING = "I have no data about you in this server."

_MISSED = (
    "**Answered, but Discord didn't let me message you**\n"
    "-# The answers are shown after your next question with `/ask`."
)

_FOOT = (
    "-# `/mydata export` gives you everything, `/mydata delete` deletes it, and `/mydata "
    "optout` stops storing your questions."
)

_OPTED_OUT_FOOT = (
    "-# `/mydata export` gives you everything, `/mydata delete` deletes it, and `/mydata "
    "optin` stores your questions again."
)

_STAYS = (
    "**What remains:** anonymous daily counts, and the messages in Discord's channels, "
    "which you and the moderators can delete."
)

_TOO_LARGE = "Your data is too large for a Discord message. Please ask the bot's operator for it."


def kept_reply(kept: Kept, keeping: Keeping) -> Reply:
    """Show how much is stored about somebody, and their newest questions."""
    lines = ["### Your data in this server", *_standing(kept, keeping)]
    if kept.newest:
        lines += ["**Your newest questions**", *_newest(kept)]
    if kept.missed:
        lines += [_MISSED, *(f"- {escape(clip(one, _QUESTION_CHARS))}" for one in kept.missed)]
    lines.append(_OPTED_OUT_FOOT if kept.opted_out else _FOOT)
    return notice("\n".join(lines))


def export_reply(file: Attachment) -> Reply:
    """A file with everything, or why there is none."""
    if len(file.content) > MAX_FILE_BYTES:
        return notice(_TOO_LARGE)
    message = MessageDraft()
    message.text("### All your data in this server")
    message.file(file)
    message.text("-# Only you can see this message, and it will disappear. Save the file.")
    return message.reply()


def confirm_reply(kept: Kept, code: str) -> Reply:
    """Ask whether everything is to be deleted."""
    if kept.is_nothing:
        return notice(f"{_NOTHING} There is nothing to delete.")
    return notice(
        (
            "### Delete all your data in this server?\n**Permanently deleted:** "
            f"{_amounts(kept)}.\n{_stays(kept)}"
        ),
        ui.Button(
            label="Delete everything",
            custom_id=f"mydata:delete:{code}",
            style=discord.ButtonStyle.danger,
        ),
    )


def deleted_reply(kept: Kept) -> Reply:
    """Tell what was deleted, and what stays."""
    if kept.is_nothing:
        return notice(_NOTHING)
    return notice(f"### Deleted\n{_amounts(kept).capitalize()}.\n{_stays(kept)}")


def opted_out_reply() -> Reply:
    """Tell what opting out means."""
    return notice(
        "### Your questions are no longer stored\nThey are answered as before and only counted: "
        "neither their words nor who asked them is stored. Your opt-out is stored under a code "
        "used for nothing else.\nYour answers have no receipt, votes or notifications, and the "
        "buttons under them work until I restart. Your votes and requests under other people's "
        "answers are not stored either.\n-# Earlier data stays until `/mydata delete`. "
        "`/mydata optin` undoes this."
    )


def opted_in_reply(keeping: Keeping) -> Reply:
    """Tell what opting in means."""
    return notice(
        f"Your questions are stored again, {keeping.how_long}, under a code instead of your name."
    )


def _standing(kept: Kept, keeping: Keeping) -> Iterator[str]:
    if kept.is_nothing:
        yield _NOTHING
    else:
        since = kept.amounts.since
        yield f"**{_amounts(kept).capitalize()}**" + (
            f", since {format_dt(since, 'D')}." if since else "."
        )
        yield f"Each is stored {keeping.how_long}, under a code instead of your name."
    if kept.opted_out:
        yield f"You opted out {ago(kept.opted_out)}: your questions are counted, not stored."


def _newest(kept: Kept) -> Iterator[str]:
    for question, at in kept.newest:
        yield f"- {escape(clip(question, _QUESTION_CHARS))} – {ago(at)}"


def _amounts(kept: Kept) -> str:
    """Return the amounts in words: "12 questions, 1 vote and 2 requests"."""
    amounts = kept.amounts
    named = (
        (amounts.questions, "question", ""),
        (amounts.votes, "vote", ""),
        (amounts.wishes, "notification request", ""),
    )
    parts = [f"{count(number, noun)}{what}" for number, noun, what in named if number]
    if kept.acts:
        parts.append(f"your code at {count(kept.acts, 'moderator action')}")
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _stays(kept: Kept) -> str:
    lines = [_STAYS]
    if kept.acts:
        lines.append("What you did as a moderator remains too, without your code.")
    if kept.opted_out:
        lines.append("Your opt-out remains, so that it stays in effect.")
    return "\n".join(lines)
