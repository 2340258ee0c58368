"""What `/setup` shows: three steps, missing permissions, choices; sample questions; a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.services.privacy import Keeping
from bot.services.samples import Sample
from bot.storage.lessons import ServerChoices
from bot.text import count, listed
from bot.ui.layout import GOOD, NEUTRAL, MessageDraft, Reply, Row, notice, with_controls
from bot.ui.quotation import clip, escape
from sources import Library

DOCUMENTS = "setup:documents"
REPORTS = "setup:reports"
SAMPLES = "setup:samples"
"""The custom ids of the buttons of the three steps."""

TEXT = "setup:text"
"""The custom id of the button that shows a text for the class."""

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "attach_files": "Attach Files",
}
"""The permissions that the bot needs in a channel, as Discord calls them."""

_MOST_CHANNELS = 5
_PERIODS = (7, 14, 30, 60, 90, 180, 365)  # days
_QUESTION_CHARS = 200
_WORDS_CHARS = 100
_TITLE_CHARS = 60
_HOW_TO_ALLOW = (
    "To allow it, open the channel's settings, choose Permissions, add me, and turn these on."
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A channel in which the bot lacks permissions, and their names."""

    channel: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """How far a server is.

    Attributes:
        read: What it searches, as `read_line` says it; "" for nothing.
        reports: The channel of weekly reports, as a mention; None without one.
        asked: Whether anybody has asked a question.
        forums: Ids of the forum channels in which new posts are answered.
        missing: Where the bot lacks permissions.
        role: The name of the operator's role for moderators; None without one.
        stored: How long questions are stored: "for 180 days".
    """

    read: str
    reports: str | None
    asked: bool
    forums: Sequence[int]
    missing: Sequence[Missing]
    chosen: ServerChoices
    role: str | None
    stored: str


def read_line(library: Library) -> str:
    """Say what was read: "14 documents, 212 pages; 2 need attention"; "" for no document."""
    if not library.documents:
        return ""
    documents = library.documents.values()
    pages = sum(one.pages[-1].number for one in documents if one.pages)
    # Beside documents without pages, their number would say little.
    size = f", {count(pages, 'page')}" if all(one.pages for one in documents) else ""
    attention = len({problem.source for problem in library.problems})
    need = "needs" if attention == 1 else "need"
    doubt = f"; {attention:,} {need} attention" if attention else ""
    return f"{count(len(library.documents), 'document')}{size}{doubt}"


def steps() -> list[tuple[str, str, str]]:
    """Return title, label and custom id of the three steps."""
    return [
        ("Add documents", "Add", DOCUMENTS),
        ("Choose a channel for weekly reports", "Choose", REPORTS),
        ("Ask a sample question", "Ask", SAMPLES),
    ]


def setup_reply(setup: Setup) -> Reply:
    """The card of `/setup`."""
    done = (
        setup.read,
        f"They go to {setup.reports}" if setup.reports else "",
        "Questions have been asked" if setup.asked else "",
    )
    left = sum(not one for one in done)
    message = MessageDraft(NEUTRAL if left else GOOD)
    message.text(f"### {f'{left} of 3 steps left' if left else 'Everything is set up'}")
    for number, ((title, label, custom_id), fact) in enumerate(
        zip(steps(), done, strict=True), start=1
    ):
        state = f"✓ Done. {fact}." if fact else "Not done yet."
        button = ui.Button[Any](label=label, custom_id=custom_id)
        message.row(Row(f"**{number}. {title}**\n-# {state}", button))
    message.separator()
    if setup.missing:
        message.text(_permissions(setup.missing))
        message.separator()
    message.text(_choices(setup))
    message.buttons(
        ui.Button(label="Check again", custom_id="setup:again"),
        ui.Button(label="Text for the class", custom_id=TEXT),
    )
    message.menu(_menu(setup))
    return message.reply()


def _menu(setup: Setup) -> ui.Select[Any]:
    private = "off" if setup.chosen.private else "on"
    choices = (
        ("Mentions", "setup:mentions"),
        ("Forum posts", "setup:forums"),
        (f"Turn private answers {private}", f"setup:private:{private}"),
        ("Moderators' role", "setup:role"),
        ("How long questions are stored", "setup:retention"),
    )
    options = [discord.SelectOption(label=label, value=value) for label, value in choices]
    return ui.Select(custom_id="setup:menu", placeholder="Change a setting", options=options)


def retention_reply(keeping: Keeping) -> Reply:
    """Ask how long questions are stored, for the operator's period at most."""
    periods = [days for days in _PERIODS if keeping.days is None or days < keeping.days]
    options = [
        discord.SelectOption(label=f"{days} days", value=f"setup:keep:{days}") for days in periods
    ]
    longest = f"As long as the operator allows: {keeping.how_long}"
    options.append(discord.SelectOption(label=longest, value="setup:keep:longest"))
    menu = ui.Select[Any](custom_id="setup:periods", placeholder="Choose a period", options=options)
    words = (
        "**How long questions are stored**\nOlder ones are deleted once a day, with their answers "
        "and votes. Counts without names stay."
    )
    return with_controls(notice(words), menu)


def _permissions(missing: Sequence[Missing]) -> str:
    lines = [f"- {one.channel}: {', '.join(one.names)}" for one in missing[:_MOST_CHANNELS]]
    more = len(missing) - len(lines)
    rest = [f"-# and {count(more, 'more channel')}"] if more else []
    return "\n".join(("**Missing permissions**", *lines, *rest, f"-# {_HOW_TO_ALLOW}"))


def _choices(setup: Setup) -> str:
    chosen = setup.chosen
    silent = listed([f"<#{one}>" for one in chosen.silent[:_MOST_CHANNELS]], len(chosen.silent))
    roles = ["Manage Server", *([escape(setup.role)] if setup.role else [])]
    if chosen.moderator_role:
        roles.append(f"<@&{chosen.moderator_role}>")
    return "\n".join(
        (
            *(() if setup.missing else ("**Permissions:** none are missing",)),
            f"**Mentions:** answered, {f'but not in {silent}' if silent else 'in all channels'}",
            f"**Forum posts:** {_forums(setup.forums)}",
            f"**Answers:** {'private' if chosen.private else 'public'}, unless the asker chooses",
            f"**Moderators:** {' or '.join(roles)}",
            f"**Questions:** stored {setup.stored}",
        )
    )


def _forums(forums: Sequence[int]) -> str:
    named = [f"<#{one}>" for one in forums[:_MOST_CHANNELS]]
    return f"new ones are answered in {listed(named, len(forums))}" if named else "not answered"


def welcome_reply() -> Reply:
    """The message for the person who invited the bot, in a channel of the server."""
    buttons = [ui.Button[Any](label=title, custom_id=to) for title, _, to in steps()]
    return notice(
        "### Hello! I'm Pullquote.\nI answer this class's questions with passages from its own "
        "documents, quoted word for word. For moderators, three steps:\n"
        "1. Add documents.\n2. Choose a channel for weekly reports.\n3. Ask a sample question.\n"
        "-# `/setup` shows this again, with what is done and which permissions are missing. "
        "`/about` tells students how I work.",
        *buttons,
    )


def invited_reply(server: str, link: str) -> Reply:
    """The private message for the person who invited the bot."""
    return notice(
        f"### Thank you for inviting me to {escape(clip(server, _TITLE_CHARS))}!\nI answer your "
        "class's questions with passages from its own documents, quoted word for word. Run "
        "`/setup` in your server. It leads you through three steps:\n"
        "1. Add documents.\n2. Choose a channel for weekly reports.\n3. Ask a sample question.",
        ui.Button(label="Open the server", url=link, style=discord.ButtonStyle.link),
    )


def samples_reply(samples: Iterable[tuple[Sample, str]]) -> Reply:
    """Sample questions, each with the words that it was made from, and a button to ask it.

    Args:
        samples: Each with the key under which its question is kept.
    """
    message = MessageDraft()
    rows = [_sample(sample, key) for sample, key in samples]
    if not rows:
        return notice(
            "I couldn't make a sample question from your documents. Ask one with `/ask`: I quote "
            "the passage that answers it."
        )
    message.text("### Sample questions\nMade from headings and definitions of your documents.")
    for row in rows:
        message.row(row)
    return message.reply()


def _sample(sample: Sample, key: str) -> Row:
    kind = "heading" if sample.is_heading else "definition"
    words = escape(clip(" ".join(sample.words.split()), _WORDS_CHARS))
    title = escape(clip(sample.title, _TITLE_CHARS))
    question = escape(clip(sample.question, _QUESTION_CHARS))
    ask = ui.Button[Any](label="Ask", custom_id=f"setup:ask:{key}")
    return Row(f"**{question}**\n-# From the {kind} “{words}”, *{title}*", ask)


def first_documents_reply(library: Library, samples: Sequence[Sample], closed: str = "") -> Reply:
    """What comes after the first documents: what was read, what to ask, and what to do next.

    Args:
        library: That is searched now.
        samples: Questions that it answers.
        closed: Lines about open questions that it answers.
    """
    asked = [f"- {escape(clip(one.question, _QUESTION_CHARS))}" for one in samples]
    questions = ["**Questions that they answer**", *asked] if asked else []
    message = MessageDraft(GOOD)
    message.text(
        "\n".join((f"**Your class can ask now.** {read_line(library)}.{closed}", *questions))
    )
    message.buttons(
        ui.Button(label="Text for the class", custom_id=TEXT),
        ui.Button(label="Ask a sample question", custom_id=SAMPLES),
        ui.Button(label="Choose a channel for weekly reports", custom_id=REPORTS),
    )
    return message.reply()


def class_text(samples: Sequence[Sample]) -> str:
    """Return a text to post to the class, as a block to copy."""
    question = clip(samples[0].question, _QUESTION_CHARS) if samples else "your question"
    example = question.replace("`", "'")
    return (
        "```\nYou can now ask our documents questions: type /ask, then your question. For example:"
        "\n"
        f"/ask {example}\n"
        "Pullquote quotes the passage that fits best, word for word, and says where it is. It "
        "writes nothing itself, and says so when it finds nothing. /about tells what is stored.\n"
        "```"
    )
