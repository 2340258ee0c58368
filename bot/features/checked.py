"""`/checked`, and *Keep as checked* for any good answer."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import NoAnswerHereError
from bot.services.checked import keep_as_checked
from bot.ui.buttons import Press, route
from bot.ui.layout import GOOD, Reply, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import cited, clip, escape
from bot.ui.replies import BotInteraction, answer_privately

from .context import Server, Servers
from .lessons import MOST_QUESTION_CHARS, LessonsCog
from .question_list import KEY_PATTERN, TokenCache, is_token

KEEP = rf"checked:keep:(?P<subject>[a-z0-9]{{1,64}}|{KEY_PATTERN})"
"""The custom id of a button that keeps an answer, or that of a question kept in memory."""

KEEP_LABEL = "Keep as checked"
_ANSWER_ID = re.compile(r"(?:vote:up|vote:down|more|typed):([a-z0-9]{1,64})(?::\d+)?")
_QUESTION_CHARS = 200
_QUOTE_CHARS = 500


class Checked(LessonsCog, name="checked", description="Questions that each reload checks"):
    """Lets moderators say which answers must stay as they are."""

    def __init__(self, permissions: Permissions, servers: Servers, tokens: TokenCache) -> None:
        super().__init__(permissions, servers)
        self._tokens = tokens

    @app_commands.command(name="list", description="List the questions that each reload checks")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await self._list(interaction, "checked")

    @app_commands.command(description="Check the answer to a question at each reload")
    @app_commands.describe(question="As a student would ask it")
    async def add(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MOST_QUESTION_CHARS],
    ) -> None:
        """Show the answer that would be checked."""
        server = self._servers.moderated(interaction)
        await answer_privately(interaction, self._offered(server, question))

    @app_commands.command(description="Stop checking a question")
    @app_commands.describe(question="Choose one as you type")
    async def remove(self, interaction: BotInteraction, question: str) -> None:
        """Stop checking a question."""
        await self._remove(interaction, "checked", question)

    @remove.autocomplete("question")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return self._choices(interaction, "checked", typed)

    @route(KEEP, moderators=True)
    async def keep(self, press: Press) -> Reply:
        """Keep the answer of a question."""
        server = self._servers.of(press.interaction)
        subject = press["subject"]
        if is_token(subject):
            return await kept_reply(server, self._tokens.get(server.guild_id, subject))
        return await kept_reply(server, await _asked(server, subject))

    async def _offered(self, server: Server, question: str) -> Reply:
        answer = await server.answer(question)
        head = f"### Check this answer?\n“{escape(clip(question, _QUESTION_CHARS))}”"
        if answer.status != "found":
            return notice(f"{head}\nNo clear answer is found. Choose its passage with `/pin add`.")
        key = self._tokens.keep(server.guild_id, question)
        keep = ui.Button[Any](label=KEEP_LABEL, custom_id=f"checked:keep:{key}")
        return notice(f"{head}\n> {_quote(answer.quotes[0].text)}", keep)


class KeepAnswers(commands.Cog):
    """The message menu *Keep as checked* of the bot's answers."""

    def __init__(self, bot: commands.Bot, servers: Servers, permissions: Permissions) -> None:
        self._servers = servers
        self._menu = app_commands.ContextMenu(name=KEEP_LABEL, callback=self._keep)
        if permissions.role is None:
            self._menu.default_permissions = discord.Permissions(manage_guild=True)
        bot.tree.add_command(self._menu)

    async def _keep(self, interaction: BotInteraction, message: discord.Message) -> None:
        server = self._servers.moderated(interaction)
        await answer_privately(interaction, self._kept(server, message))

    async def _kept(self, server: Server, message: discord.Message) -> Reply:
        for custom_id in _custom_ids(message.components):
            if found := _ANSWER_ID.fullmatch(custom_id):
                return await kept_reply(server, await _asked(server, found[1]))
        raise NoAnswerHereError


async def kept_reply(server: Server, question: str) -> Reply:
    """Keep the answer that a question gets now, and show it.

    Raises:
        NoCheckedAnswerError: If no answer is found.
        NotWrittenError: If it cannot be stored.
    """
    answer = await keep_as_checked(server.library, server.by, question)
    quote = answer.quotes[0]
    return notice(
        "**Checked from now on.** Each reload says if this answer is lost. "
        "`/checked remove` stops it.\n"
        f"“{escape(clip(question, _QUESTION_CHARS))}”\n> {_quote(quote.text)}\n"
        f"-# {cited(quote.citation)}",
        accent=GOOD,
    )


async def _asked(server: Server, answer_id: str) -> str:
    """Return the question of an answer of this server.

    Raises:
        NoAnswerHereError: If there is none with this id.
    """
    entry = await server.log.find(answer_id)
    if entry is None or entry.guild_id != server.guild_id:
        raise NoAnswerHereError
    return entry.question


def _quote(text: str) -> str:
    return escape(clip(" ".join(text.split()), _QUOTE_CHARS))


def _custom_ids(components: Sequence[Any]) -> Iterator[str]:
    """Yield what the buttons and menus of a message stand for, nested ones included."""
    for component in components:
        if isinstance(component, discord.Button):
            yield component.custom_id or ""
        if isinstance(component, discord.SelectMenu):
            yield from (option.value for option in component.options)
        yield from _custom_ids(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield from _custom_ids([accessory])
