"""`/logs export`: the log as a private attachment, in parts if it is larger than Discord takes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.log.export_queries import ExportedQuestion, export_rows
from bot.messages.layout import MAX_FILE_BYTES, MAX_FILES, Attachment, MessageDraft, Reply, notice
from bot.review.export import Format, export
from bot.wording import count

from .desk import Desk
from .terms import Terms

MOST_QUESTIONS = 100_000  # in memory at once

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
    message = MessageDraft()
    message.text(f"### {count(len(questions), 'question')}")
    for file in files:
        message.file(file)
    message.text(_NOTE)
    return message.reply()


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
    for parts in range(1, MAX_FILES + 1):
        step = -(-len(questions) // parts)
        shares = [questions[at : at + step] for at in range(0, len(questions), step)]
        contents = [export(share, kind) for share in shares]
        if all(len(content) <= MAX_FILE_BYTES for content in contents):
            return [
                Attachment(f"questions-{n}.{kind}", content)
                for n, content in enumerate(contents, start=1)
            ]
    return []
