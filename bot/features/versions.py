"""A reload as its moderator sees it: how far it is, then what it would change."""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
import discord
from discord import ui

from bot.errors import RefusedError, RehearsalGoneError, sentence
from bot.libraries.comparison import Progress, Rehearsal, Tell
from bot.libraries.own_documents import NO_CHANGE, Change
from bot.libraries.state import HistoryEntry
from bot.text import count
from bot.ui.buttons import LastingButton, ModeratorButton
from bot.ui.layout import Reply, ago, notice, turning
from bot.ui.pages import CHOICE_CHARS, paged
from bot.ui.quotation import clip, escape
from bot.ui.replies import BotInteraction, change_message, respond
from sources import Problem

from .context import Shelf, library_of, shelf_of, somebody
from .library_cards import LIST, PROBLEMS, list_page, problems_reply
from .reload_card import REHEARSAL, discarded_reply, rehearsal_reply, switched_reply

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
        RefusedError: If nothing comes of it.
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
        with suppress(RefusedError):  # which is told to whoever began it
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


HISTORY = re.compile(r"history:(?P<page>[0-9]{1,4})")
"""The custom id of a button that turns the history to a page."""

ROLLBACK = re.compile(r"rollback:(?P<id>[a-z2-7]{16})")
"""The custom id of the button that goes back to a version."""

PAGE_CHARS = 3500

PAGE_VERSIONS = 8

NO_HISTORY = "Nothing has been changed in this server yet, so there is no version to go back to."

NO_VERSION_BEFORE = (
    "There is no version before the one in place. To go to a later one again, choose it as "
    "`version:`."
)

_SUMMARY_CHARS = 200


def history_reply(history: Sequence[HistoryEntry], page: int) -> Reply:
    """A page (from 1) of the history, the newest version first."""
    if not history:
        return notice(NO_HISTORY)
    blocks = [_version(one, is_now=not place) for place, one in enumerate(history)]
    pages = paged(blocks, PAGE_CHARS, PAGE_VERSIONS)
    page = min(max(page, 1), len(pages))
    lines = ["### Versions of the library", *pages[page - 1]]
    if len(pages) > 1:
        lines.append(f"-# page {page} of {len(pages)}")
    return notice("\n".join(lines), *turning("history", page, len(pages)))


def confirm_reply(target: HistoryEntry) -> Reply:
    """Ask whether a version is to be put in place again."""
    return notice(
        f"### Go back to this version?\n{_version(target, is_now=False)}\n"
        "Questions are then answered from it at once. Nothing is lost: the version of now stays "
        "in `/sources history`.",
        ui.Button(
            label="Go back",
            custom_id=f"rollback:{target.id}",
            style=discord.ButtonStyle.primary,
        ),
    )


def gone_back_reply(target: HistoryEntry) -> Reply:
    """Tell that a version is in place again."""
    return notice(
        f"### Done\nQuestions are answered from this version again:\n"
        f"{_version(target, is_now=False)}"
    )


def version_name(one: HistoryEntry) -> str:
    """A version as a choice, within Discord's limit."""
    return clip(f"{one.at:%Y-%m-%d %H:%M} UTC – {_what(one)}", CHOICE_CHARS)


def _version(one: HistoryEntry, *, is_now: bool) -> str:
    facts = (
        count(len(one.own), "file") + " added here" if one.own else "",
        f"by {somebody(one.by)}",
        "**in place now**" if is_now else "",
    )
    what = escape(clip(_what(one), _SUMMARY_CHARS))
    return f"**{what}** {ago(one.at)}\n-# {' · '.join(filter(None, facts))}"


def _what(one: HistoryEntry) -> str:
    match one.action:
        case "begin":
            return "The beginning"
        case "switch":
            return f"Documents: {one.summary}" if one.summary else "Switched"
        case "rollback":
            return (
                f"Gone back to: {one.summary}" if one.summary else "Gone back to an earlier version"
            )
        case "restart":
            return "The common documents, as found when the bot was started"


class ListButton(LastingButton, template=LIST):
    """Turns the pages of the list."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        await change_message(interaction, list_page(interaction, int(self.match["page"])))


class ProblemsButton(ModeratorButton, template=PROBLEMS):
    """Shows what is wrong with files."""

    async def press(self, interaction: BotInteraction) -> None:
        """Show a page of the problems."""
        await change_message(interaction, self._page(interaction))

    async def _page(self, interaction: BotInteraction) -> Reply:
        return problems_reply(library_of(interaction).problems, int(self.match["page"]))


class HistoryButton(ModeratorButton, template=HISTORY):
    """Turns the pages of the history."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        await change_message(interaction, self._page(interaction))

    async def _page(self, interaction: BotInteraction) -> Reply:
        shelf = shelf_of(interaction)
        return history_reply(shelf.engine.history(), int(self.match["page"]))


class RollbackButton(ModeratorButton, template=ROLLBACK):
    """Puts an earlier version in place again."""

    async def press(self, interaction: BotInteraction) -> None:
        """Go back."""
        await change_message(interaction, self._go_back(interaction))

    async def _go_back(self, interaction: BotInteraction) -> Reply:
        shelf = shelf_of(interaction)
        known = {one.id: one for one in shelf.engine.history()}  # the oldest is forgotten by it
        await shelf.engine.rollback(self.match["id"], by=shelf.by)
        return gone_back_reply(known[self.match["id"]])


class RehearsalButton(ModeratorButton, template=REHEARSAL):
    """The buttons of the card that shows what a reload would change."""

    async def press(self, interaction: BotInteraction) -> None:
        """Switch, discard, or turn the page."""
        await change_message(interaction, self._decide(interaction))

    async def _decide(self, interaction: BotInteraction) -> Reply:
        try:
            return await self._decided(shelf_of(interaction))
        except RehearsalGoneError as error:
            return notice(sentence(error))  # in the card's place: its buttons can do nothing now

    async def _decided(self, shelf: Shelf) -> Reply:
        act, rehearsal_id = self.match["act"], self.match["id"]
        if act == "switch":
            await shelf.engine.switch(rehearsal_id, by=shelf.by)
            return switched_reply()
        if act == "discard":
            await shelf.engine.discard(rehearsal_id, by=shelf.by)
            return discarded_reply()
        return rehearsal_reply(shelf.engine.rehearsal(rehearsal_id), int(act))


BUTTONS = (ListButton, ProblemsButton, HistoryButton, RollbackButton, RehearsalButton)
"""All of them, for the bot to know them by their ids."""
