"""Checked questions: each reload asks them, and says if one loses its known answer."""

from datetime import UTC, datetime

from bot.errors import NoCheckedAnswerError
from bot.libraries.server import ServerLibrary
from bot.storage.lessons import GoldenQuestion
from bot.storage.masking import masked
from bot.storage.reviews import audit_row
from index import Answer

from .lessons import with_golden


async def keep_as_checked(library: ServerLibrary, by: str, question: str) -> Answer:
    """Make the answer that a question gets now one that reloads check.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        question: As it was asked or typed.

    Raises:
        NoCheckedAnswerError: If no answer is found.
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    question = masked(question).strip()
    async with library.teaching() as teaching:
        answer = await teaching.answer(question)
        if answer.status != "found":
            raise NoCheckedAnswerError
        golden = GoldenQuestion(
            question=question,
            source=answer.hits[0].passage.doc_id,
            quote=answer.quotes[0].text,
            by=by,
            at=datetime.now(UTC),
        )
        await teaching.set(with_golden(teaching.lessons, golden))
        details = {"source": golden.source}
        await teaching.commit(audit_row(library.guild_id, by, "golden add", details))
    return answer


async def remove_checked(library: ServerLibrary, by: str, checked: GoldenQuestion) -> None:
    """Stop checking a question; the fix that it came with stays.

    Raises:
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    async with library.teaching() as teaching:
        rest = tuple(one for one in teaching.lessons.golden if one.id != checked.id)
        await teaching.set(teaching.lessons.model_copy(update={"golden": rest}))
        details = {"source": checked.source}
        await teaching.commit(audit_row(library.guild_id, by, "golden remove", details))
