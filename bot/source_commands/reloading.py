"""A reload as its moderator sees it: how far it is, then what it would change."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
import discord

from bot.errors import LibraryError
from bot.libraries.own import NO_CHANGE, Change
from bot.libraries.rehearsal import Progress, Rehearsal, Tell
from bot.messages.layout import notice
from bot.messages.replying import BotInteraction, respond
from sources import Problem

from .rehearsal_card import rehearsal_reply
from .shelf import Shelf

EDIT_EVERY_S = 1.5  # Discord holds back whoever edits more often
# Discord lets a private reply be edited for 15 min, of which files may take one to come.
REPLY_LASTS_S = 13 * 60.0

TAKES_LONG = (
    "This takes longer than Discord lets me change this message. It goes on: in a while "
    "`/sources reload` shows what would change. The library stays as it is until you switch."
)

_STEPS = {
    "reading": "Reading the common documents",
    "reading own": "Reading this server's documents",
    "indexing": "Preparing the search",
    "rehearsing": "Trying known questions",
    "loading": "Almost done",
}


async def rehearse(
    interaction: BotInteraction,
    shelf: Shelf,
    change: Change = NO_CHANGE,
    refused: Sequence[Problem] = (),
) -> None:
    """Reload aside, tell how far it is, and show what would change.

    Args:
        interaction: Of a moderator; answered already or not.
        shelf: Theirs.
        change: What is to be different about the server's own documents.
        refused: Files that are not in the change, and why.

    Raises:
        LibraryError: If nothing comes of it.
    """
    latest = [Progress(step="reading")]
    task = asyncio.ensure_future(
        _in_turn(shelf, change, progress=lambda p: latest.__setitem__(0, p))
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
    await respond(interaction, rehearsal_reply(await task, refused=refused), private=True)


async def _in_turn(shelf: Shelf, change: Change, progress: Tell) -> Rehearsal:
    """Reload; a change that another reload lacks comes after that one, and holds it as well."""
    while change and shelf.engine.is_reloading:
        with suppress(LibraryError):  # which is told to whoever began it
            await shelf.engine.reload(by=shelf.by, progress=progress)
    return await shelf.engine.reload(change, by=shelf.by, progress=progress)


def progress_words(progress: Progress) -> str:
    """How far a reload is, in a line."""
    if not progress.total:
        return f"{_STEPS[progress.step]} …"
    return f"{_STEPS[progress.step]}: {progress.done:,} of {progress.total:,} …"


def _hear(task: asyncio.Task[Rehearsal]) -> None:
    if not task.cancelled():
        task.exception()
