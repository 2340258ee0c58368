"""`/logs`: what the class asked, for the moderators of its own server."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.libraries.scopes import scopes_of
from bot.services.reports import Period, export, read_days
from bot.services.spreadsheet import FileFormat, workbook
from bot.services.turns import EXPORTS
from bot.storage.exports import ExportedQuestion, export_rows
from bot.text import count
from bot.ui.layout import MAX_FILE_BYTES, MAX_FILES, Attachment, MessageDraft, Reply, notice
from bot.ui.pages import choices
from bot.ui.permissions import ModeratorCog, Permissions
from bot.ui.replies import BotInteraction, answer_privately
from index import Status
from sources import Library

from .context import Server, Servers
from .digest import Digests, stats_reply
from .gap_cards import Place
from .gaps import desk
from .question_list import Terms, TokenCache, list_reply

MOST_TEXT_CHARS = 300
_DIGEST = "A digest is posted each week at this time, starting now"
_NO_DIGEST = "The weekly digest is off. Use `/logs digest` with a channel to turn it on again."


class Logs(ModeratorCog, name="logs", description="Moderators: review this server's questions"):
    """Shows moderators what their server asked."""

    def __init__(
        self, permissions: Permissions, servers: Servers, tokens: TokenCache, digests: Digests
    ) -> None:
        super().__init__(permissions)
        self._servers = servers
        self._tokens = tokens
        self._digests = digests

    @app_commands.command(description="List the latest questions and their answers")
    async def recent(self, interaction: BotInteraction) -> None:
        """Show the first page of all questions."""
        await answer_privately(interaction, self._list(interaction, Terms()))

    @app_commands.command(description="Search the questions by words, status, date or source")
    @app_commands.describe(
        text="Words in the question",
        status="How it was answered",
        first_day="First day, like 2026-09-30",
        last_day="Last day, like 2026-09-30",
        source="A quoted document",
        surface="How it was asked",
    )
    @app_commands.rename(first_day="from", last_day="to")
    async def search(  # noqa: PLR0913, PLR0917  # Discord's options
        self,
        interaction: BotInteraction,
        text: app_commands.Range[str, 1, MOST_TEXT_CHARS] | None = None,
        status: Status | None = None,
        first_day: app_commands.Range[str, 1, 40] | None = None,
        last_day: app_commands.Range[str, 1, 40] | None = None,
        source: str | None = None,
        surface: Literal["slash", "mention", "menu", "direct", "forum"] | None = None,
    ) -> None:
        """Show the first page of the questions that match."""
        first, last = read_days(first_day, last_day)
        terms = Terms(
            text=text,
            status=status,
            first_day=first,
            last_day=last,
            surface=surface,
        )
        await answer_privately(interaction, self._search(interaction, terms, source))

    @search.autocomplete("source")
    async def _offer_sources(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        server = self._servers.of(interaction)
        if not server.moderates:
            return []
        return await asyncio.to_thread(_offered, await server.documents(), typed)

    @app_commands.command(description="List unanswered questions, and fix them")
    @app_commands.describe(period="How far to look back")
    async def gaps(self, interaction: BotInteraction, period: Period = "all") -> None:
        """Show the first gap."""
        await answer_privately(interaction, self._gaps(interaction, period))

    @app_commands.command(description="Show how much was asked and how well it was answered")
    @app_commands.describe(period="How far to look back")
    async def stats(self, interaction: BotInteraction, period: Period = "month") -> None:
        """Show the figures of a period."""
        await answer_privately(
            interaction, stats_reply(self._servers.moderated(interaction), period)
        )

    @app_commands.command(description="Export questions as a file that only you see")
    @app_commands.describe(
        first_day="First day, like 2026-09-30",
        last_day="Last day, like 2026-09-30",
        kind="xlsx for Excel and other spreadsheets; csv and json for programs",
    )
    @app_commands.rename(first_day="from", last_day="to", kind="format")
    async def export(
        self,
        interaction: BotInteraction,
        first_day: app_commands.Range[str, 1, 40] | None = None,
        last_day: app_commands.Range[str, 1, 40] | None = None,
        kind: FileFormat = "xlsx",
    ) -> None:
        """Attach the questions."""
        first, last = read_days(first_day, last_day)
        terms = Terms(first_day=first, last_day=last)
        await answer_privately(
            interaction, export_reply(self._servers.moderated(interaction), terms, kind)
        )

    @app_commands.command(description="Post a weekly digest in a moderators' channel")
    @app_commands.describe(
        channel=("A channel hidden from everyone else; leave it out to turn the digest off")
    )
    async def digest(
        self, interaction: BotInteraction, channel: discord.TextChannel | None = None
    ) -> None:
        """Set the channel of the weekly digest, or have none."""
        await answer_privately(interaction, self._set_digest(interaction, channel))

    async def _set_digest(
        self, interaction: BotInteraction, channel: discord.TextChannel | None
    ) -> Reply:
        server = self._servers.moderated(interaction)
        if channel is None:
            await self._digests.end(server.guild_id)
        else:
            await self._digests.begin(channel)
        await server.audit("logs digest", {"channel": channel and channel.id})
        return notice(_NO_DIGEST if channel is None else f"{_DIGEST}: {channel.mention}.")

    async def _gaps(self, interaction: BotInteraction, period: Period) -> Reply:
        return await desk(self._servers.moderated(interaction), Place(period))

    async def _list(self, interaction: BotInteraction, terms: Terms) -> Reply:
        return await list_reply(self._servers.moderated(interaction), self._tokens, terms)

    async def _search(self, interaction: BotInteraction, terms: Terms, source: str | None) -> Reply:
        if source:
            documents = await self._servers.of(interaction).documents()
            doc_id = await asyncio.to_thread(_doc_id, documents, source)
            terms = terms.model_copy(update={"source": doc_id})
        return await self._list(interaction, terms)


def _offered(library: Library, typed: str) -> list[Choice[str]]:
    return choices(scopes_of(library).documents, typed)


def _doc_id(library: Library, typed: str) -> str:
    return scopes_of(library).documents.find(typed).key


MOST_QUESTIONS = 100_000  # in memory at once
_NOTE = "-# People appear under pseudonyms; their questions are unchanged."

_TOO_MUCH = (
    "This export is too large for Discord. Please export fewer days at a time, with "
    "`from` and `to`."
)


async def export_reply(server: Server, terms: Terms, kind: FileFormat) -> Reply:
    """The questions of some days as files; that they were exported is audited.

    Args:
        server: The moderator's.
        terms: Of which the days count.
        kind: Of the files.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    async with EXPORTS.taken():
        questions = await _asked(server, terms)
        if not questions:
            return notice("There are no questions from these days.")
        documents = await server.documents()
        files = await asyncio.to_thread(_files, questions[:MOST_QUESTIONS], kind, documents)
    if len(questions) > MOST_QUESTIONS or not files:
        return notice(_TOO_MUCH)
    days = {"from": str(terms.first_day or ""), "to": str(terms.last_day or "")}
    await server.audit("logs export", {**days, "format": kind, "questions": len(questions)})
    message = MessageDraft()
    message.text(f"### {count(len(questions), 'question')}")
    for file in files:
        message.file(file)
    message.text(_NOTE)
    return message.reply()


async def _asked(server: Server, terms: Terms) -> list[ExportedQuestion]:
    """The questions of the days, the oldest first; one more than may be, if there are more."""
    after = terms.last_day and terms.last_day + timedelta(days=1)
    questions = []
    async for question in export_rows(server.log.rows, server.guild_id, terms.first_day, after):
        questions.append(question)
        if len(questions) > MOST_QUESTIONS:
            break
    return questions


def _files(
    questions: Sequence[ExportedQuestion], kind: FileFormat, library: Library
) -> list[Attachment]:
    """The files, each of about the same number of questions; none if ten are not enough."""
    for parts in range(1, MAX_FILES + 1):
        step = -(-len(questions) // parts)
        shares = [questions[at : at + step] for at in range(0, len(questions), step)]
        contents = [
            workbook(share, lambda _: library) if kind == "xlsx" else export(share, kind)
            for share in shares
        ]
        if all(len(content) <= MAX_FILE_BYTES for content in contents):
            return [
                Attachment(f"questions-{n}.{kind}", content)
                for n, content in enumerate(contents, start=1)
            ]
    return []
