"""A reload as its moderator sees it: how far it is, then what it would change."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
import discord
from discord import ui

from bot.errors import RefusedError
from bot.libraries.comparison import Progress, Rehearsal, Tell
from bot.libraries.own_documents import NO_CHANGE, Change
from bot.services.gaps import Closed
from bot.storage.server_state import HistoryEntry
from bot.text import count
from bot.ui.layout import Reply, ago, notice
from bot.ui.pages import CHOICE_CHARS, page_of
from bot.ui.quotation import clip, escape
from bot.ui.replies import BotInteraction, respond

from .answer_changes import closed_lines
from .context import Server, somebody
from .reload_card import rehearsal_reply

EDIT_EVERY_S = 1.5  # Discord delays more frequent edits

# Discord lets a private reply be edited for 15 min, of which files may take one to come.
REPLY_LASTS_S = 13 * 60.0

TAKES_LONG = (
    "This is taking longer than Discord lets me update this message, but it's still running. Run "
    "`/sources reload` in a while to see the result. Nothing changes until you switch."
)

_STEPS = {
    "reading": "Reading the shared documents",
    "reading own": "Reading this server's documents",
    "indexing": "Preparing the search",
    "rehearsing": "Asking known questions",
    "loading": "Almost done",
}


async def rehearse(
    interaction: BotInteraction,
    server: Server,
    change: Change = NO_CHANGE,
) -> None:
    """Reload aside, tell how far it is, and show what would change.

    Args:
        interaction: Of a moderator; answered already or not.
        server: Theirs.
        change: What is to be different about the server's own documents.

    Raises:
        RefusedError: If nothing comes of it.
    """
    latest = [Progress(step="reading")]
    task = asyncio.ensure_future(
        _in_turn(server, change, progress=lambda p: latest.__setitem__(0, p))
    )
    task.add_done_callback(_hear)  # also if nobody waits for it any more
    until = time.monotonic() + REPLY_LASTS_S
    told = ""
    while not (await asyncio.wait({task}, timeout=EDIT_EVERY_S))[0]:
        if time.monotonic() > until:
            await respond(interaction, notice(TAKES_LONG), private=True)
            return
        words = progress_words(latest[0])
        if words != told:
            # What is said meanwhile may get lost; the result is still to come.
            with suppress(discord.HTTPException, aiohttp.ClientError):
                await respond(interaction, notice(words), private=True)
            told = words
    await respond(interaction, rehearsal_reply(await task), private=True)


async def _in_turn(server: Server, change: Change, progress: Tell) -> Rehearsal:
    """Reload; a change that another reload lacks comes after that one, and holds it as well."""
    while change and server.library.is_reloading:
        with suppress(RefusedError):  # its own moderator sees it
            await server.library.reload(by=server.by, progress=progress)
    return await server.library.reload(change, by=server.by, progress=progress)


def progress_words(progress: Progress) -> str:
    """Describe the progress of a reload in one line."""
    if not progress.total:
        return f"{_STEPS[progress.step]} …"
    return f"{_STEPS[progress.step]}: {progress.done:,} of {progress.total:,} …"


def _hear(task: asyncio.Task[Rehearsal]) -> None:
    if not task.cancelled():
        task.exception()


HISTORY = r"history:(?P<page>[0-9]{1,4})"
"""The custom id of a button that turns the history to a page."""

ROLLBACK = r"rollback:(?P<id>[a-z2-7]{16})"
"""The custom id of the button that goes back to a version."""

PAGE_CHARS = 3500
PAGE_VERSIONS = 8
NO_HISTORY = "This server has no earlier version yet."

NO_VERSION_BEFORE = (
    "There is no earlier version. To go forward again, choose a later one as `version:`."
)

_SUMMARY_CHARS = 200


def history_reply(history: Sequence[HistoryEntry], page: int) -> Reply:
    """A page (from 1) of the history, the newest version first."""
    if not history:
        return notice(NO_HISTORY)
    blocks = [_version(one, is_now=not place) for place, one in enumerate(history)]
    turned = page_of(blocks, page, "history:{}", PAGE_CHARS, PAGE_VERSIONS)
    lines = ("### Versions of the library", *turned.blocks, turned.foot)
    return notice("\n".join(filter(None, lines)), *turned.buttons)


def confirm_reply(target: HistoryEntry) -> Reply:
    """Ask whether a version is to be put in place again."""
    return notice(
        (
            f"### Go back to this version?\n{_version(target, is_now=False)}\nQuestions will be "
            "answered from it right away. Nothing is lost: the current version stays in "
            "`/sources history`."
        ),
        ui.Button(
            label="Go back",
            custom_id=f"rollback:{target.id}",
            style=discord.ButtonStyle.primary,
        ),
    )


def gone_back_reply(target: HistoryEntry, closed: Closed) -> Reply:
    """Tell that a version is in place again, and which open questions it answered."""
    return notice(
        "### Done\nQuestions are now answered from this version:\n"
        f"{_version(target, is_now=False)}{closed_lines(closed)}"
    )


def version_name(one: HistoryEntry) -> str:
    """A version as a choice, within Discord's limit."""
    return clip(f"{one.at:%Y-%m-%d %H:%M} UTC – {_what(one)}", CHOICE_CHARS)


def _version(one: HistoryEntry, *, is_now: bool) -> str:
    facts = (
        count(len(one.own), "file") + " added here" if one.own else "",
        f"by {somebody(one.by)}",
        "**active**" if is_now else "",
    )
    what = escape(clip(_what(one), _SUMMARY_CHARS))
    return f"**{what}** {ago(one.at)}\n-# {' · '.join(filter(None, facts))}"


def _what(one: HistoryEntry) -> str:
    match one.action:
        case "begin":
            return "First version"
        case "switch":
            return f"Documents: {one.summary}" if one.summary else "Switched"
        case "rollback":
            return (
                f"Rolled back to: {one.summary}"
                if one.summary
                else "Rolled back to an earlier version"
            )
        case "restart":
            return "Shared documents as of a restart"
