"""The versions that a server's library had: a list, names to choose from, and the way back."""

import re
from collections.abc import Sequence

import discord
from discord import ui

from bot.libraries.state import HistoryEntry
from bot.messages.choices import CHOICE_CHARS
from bot.messages.layout import Reply, ago, notice, turning
from bot.messages.markdown import clip, escape
from bot.messages.paging import paged
from bot.wording import count

from .shelf import somebody

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
