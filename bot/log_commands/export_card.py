"""`/logs export`: the log as a private attachment, in parts if it is larger than Discord takes."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from discord import ui

from bot.log.export_queries import ExportedQuestion, export_rows
from bot.messages.layout import as_reply
from bot.messages.render import Attachment, Reply, notice
from bot.review.export import export_csv, export_json
from bot.wording import count

from .desk import Desk
from .terms import Terms

Format = Literal["csv", "json"]

MOST_QUESTIONS = 100_000  # in memory at once
MOST_FILES = 10  # Discord's limit for a message
MOST_FILE_BYTES = 10_000_000  # Discord's limit in servers that nobody pays for

_MAKERS: Mapping[Format, Callable[[Sequence[ExportedQuestion]], bytes]] = {
    "csv": export_csv,
    "json": export_json,
}
_NOTE = "-# Pseudonyms in place of people; what they wrote is as they wrote it."
_TOO_MUCH = (
    "The log of these days is larger than Discord takes: please export fewer days at a time, with "
    "`from` and `to`."
)


async def export_reply(desk: Desk, terms: Terms, kind: Format) -> Reply:
    """The questions of some days as files; that they were exported is audited.

    Args:
        desk: The moderator's.
        terms: Of which the days count.
        kind: Of the files.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    questions = await _asked(desk, terms)
    if not questions:
        return notice("Nobody asked anything in these days.")
    files = await asyncio.to_thread(_files, questions[:MOST_QUESTIONS], kind)
    if len(questions) > MOST_QUESTIONS or not files:
        return notice(_TOO_MUCH)
    days = {"from": str(terms.first_day or ""), "to": str(terms.last_day or "")}
    await desk.audit("logs export", {**days, "format": kind, "questions": len(questions)})
    container = ui.Container[Any](ui.TextDisplay(f"### {count(len(questions), 'question')}"))
    for file in files:
        container.add_item(ui.File(f"attachment://{file.name}"))
    container.add_item(ui.TextDisplay(_NOTE))
    return as_reply(container, files)


async def _asked(desk: Desk, terms: Terms) -> list[ExportedQuestion]:
    """The questions of the days, the oldest first; one more than may be, if there are more."""
    after = terms.last_day and terms.last_day + timedelta(days=1)
    questions = []
    async for question in export_rows(desk.log.rows, desk.guild_id, terms.first_day, after):
        questions.append(question)
        if len(questions) > MOST_QUESTIONS:
            break
    return questions


def _files(questions: Sequence[ExportedQuestion], kind: Format) -> list[Attachment]:
    """The files, each of about the same number of questions; none if ten are not enough."""
    for parts in range(1, MOST_FILES + 1):
        step = -(-len(questions) // parts)
        shares = [questions[at : at + step] for at in range(0, len(questions), step)]
        contents = [_MAKERS[kind](share) for share in shares]
        if all(len(content) <= MOST_FILE_BYTES for content in contents):
            return [
                Attachment(f"questions-{n}.{kind}", content)
                for n, content in enumerate(contents, start=1)
            ]
    return []
