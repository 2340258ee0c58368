"""Fix gaps, and undo fixes: each is one transaction with everything that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.errors import DecidedGapError, PassageGoneError
from bot.libraries.server import ServerLibrary
from bot.libraries.teaching import Teaching
from bot.storage.entries import Statement, new_id
from bot.storage.feedback import waiting_for
from bot.storage.lessons import GoldenQuestion, Lesson, OutsideQuestion, OwnSynonym, PinnedPassage
from bot.storage.reviews import (
    ANSWERED,
    Decision,
    audit_row,
    closes_gap,
    decide,
    fix_of,
    reopen,
)
from index import Answer
from sources import Passage

from .gaps import Gap
from .lessons import (
    with_golden,
    with_outside,
    with_pin,
    with_synonym,
    without_personal_data,
)

_CHECKED: frozenset[Decision] = frozenset({"synonym", "pin", "answer", "out_of_scope"})
"""Fixes whose answer is right from then on, and checked at each reload."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What to fix: a question, and the open gap that it belongs to, if any."""

    question: str
    gap: Gap | None = None

    @classmethod
    def of(cls, gap: Gap) -> "Subject":
        """Return what a gap asks."""
        return cls(gap.question, gap)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a fix changed.

    Attributes:
        id: Of the decision, by which it is undone.
        before: The answer before; None if it is the same.
        after: The answer now.
        is_done: Whether the fix was accepted; if not, the gap stays open.
        is_golden: Whether the answer became a golden question.
        waiting: How many people will be notified.
    """

    id: str
    before: Answer | None
    after: Answer
    is_done: bool = True
    is_golden: bool = False
    waiting: int = 0


@dataclass(slots=True)
class Fix:
    """A fix in the making: all it adds has one id and is stored in one transaction."""

    library: ServerLibrary
    teaching: Teaching
    by: str
    subject: Subject
    id: str = field(default_factory=new_id)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    statements: list[Statement] = field(default_factory=list)

    @property
    def about(self) -> Mapping[str, Any]:
        """The fields that all lessons of this fix share."""
        return {"fix": self.id, "by": self.by, "at": self.at}

    def audit(self, action: str, details: Mapping[str, object]) -> None:
        """Add a row to the audit table."""
        self.statements.append(audit_row(self.library.guild_id, self.by, action, details))

    async def answer(self) -> Answer:
        """Answer the question with what is taught so far."""
        return await self.teaching.answer(self.subject.question)

    async def check_open(self) -> None:
        """Make sure that nobody has closed the gap meanwhile.

        Raises:
            DecidedGapError: If somebody has.
        """
        gap, library = self.subject.gap, self.library
        if gap and await fix_of(library.log, library.guild_id, gap.key) is not None:
            raise DecidedGapError

    async def finish(self, decision: Decision, before: Answer | None, after: Answer) -> Fixed:
        """Make the answer a golden question, close the gap, and store everything."""
        is_golden = decision in _CHECKED and bool(after.hits or after.out_of_scope)
        if is_golden:
            golden = _golden(self, after)
            await self.teaching.set(with_golden(self.teaching.lessons, golden))
            self.audit("golden add", {"source": golden.source})
        waiting = 0
        if gap := self.subject.gap:
            guild_id, ids = self.library.guild_id, gap.answer_ids
            self.statements += decide(guild_id, ids, decision, by=self.by, at=self.at, fix=self.id)
            # Not the question: its asker may delete it, and the audit table stays.
            self.audit("gap decide", {"decision": decision, "gap": gap.key})
            if decision in ANSWERED:
                waiting = await waiting_for(self.library.log, guild_id, ids)
        await self.teaching.commit(*self.statements)
        return Fixed(self.id, before, after, is_golden=is_golden, waiting=waiting)


async def add_synonym(
    library: ServerLibrary, by: str, words: tuple[str, str], gap: Gap | None = None
) -> Fixed | None:
    """Make words interchangeable; that closes a gap if it brings a better answer.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        words: As the class says it, and as the sources do.
        gap: Which the words are to fix; None for no gap.

    Returns:
        None without a gap.

    Raises:
        UnusableWordsError, AlreadyTaughtError, TooMuchTaughtError: If they cannot be added.
        DecidedGapError: If the gap was closed meanwhile.
        NotWrittenError: If they cannot be stored; then nothing has changed.
    """
    async with library.teaching() as teaching:
        fix = Fix(library, teaching, by, Subject.of(gap) if gap else Subject(""))
        await fix.check_open()
        before = await fix.answer() if gap else None
        synonym = OwnSynonym(words=without_personal_data(words), **fix.about)
        await teaching.set(with_synonym(teaching.lessons, synonym))
        fix.audit("synonyms add", {"words": words})
        if before is None:
            await teaching.commit(*fix.statements)
            return None
        after = await fix.answer()
        if _found(after) in {None, _found(before)}:
            await teaching.commit(*fix.statements)
            return Fixed(fix.id, before, after, is_done=False)
        return await fix.finish("synonym", before, after)


async def pin_passage(library: ServerLibrary, by: str, subject: Subject, passage: Passage) -> Fixed:
    """Show a passage first for a question and for all that ask the same.

    Raises:
        TooMuchTaughtError: If there are too many pins.
        PassageGoneError: If the passage is no longer in the sources.
        DecidedGapError, NotWrittenError: As for `add_synonym`.
    """
    async with library.teaching() as teaching:
        fix = Fix(library, teaching, by, subject)
        await fix.check_open()
        before = await fix.answer()
        pin = PinnedPassage(
            question=subject.question,
            source=passage.doc_id,
            start=passage.locator.start,
            text=passage.text,
            **fix.about,
        )
        await teaching.set(with_pin(teaching.lessons, pin))
        fix.audit("pin add", {"source": passage.doc_id})
        after = await fix.answer()
        if not (after.hits and after.hits[0].pinned):  # its document was removed in this moment
            raise PassageGoneError
        return await fix.finish("pin", before, after)


async def put_out_of_scope(library: ServerLibrary, by: str, gap: Gap, sentence: str) -> Fixed:
    """Reply to a question, and to all that ask the same, with a sentence instead of passages.

    Raises:
        TooMuchTaughtError: If there are too many such questions.
        DecidedGapError, NotWrittenError: As for `add_synonym`.
    """
    async with library.teaching() as teaching:
        fix = Fix(library, teaching, by, Subject.of(gap))
        await fix.check_open()
        before = await fix.answer()
        outside = OutsideQuestion(question=gap.question, sentence=sentence, **fix.about)
        await teaching.set(with_outside(teaching.lessons, outside))
        fix.audit("out of scope", {"sentence": sentence})
        return await fix.finish("out_of_scope", before, await fix.answer())


async def set_aside(
    library: ServerLibrary, by: str, gap: Gap, decision: Decision = "not_a_question"
) -> Fixed:
    """Close a gap as it is.

    Raises:
        DecidedGapError, NotWrittenError, LogUnusableError: As for `add_synonym`.
    """
    async with library.teaching() as teaching:
        fix = Fix(library, teaching, by, Subject.of(gap))
        await fix.check_open()
        return await fix.finish(decision, None, await fix.answer())


async def undo_fix(library: ServerLibrary, by: str, answer_id: str) -> None:
    """Remove what the fix of a question's gap added, and reopen the gap.

    Raises:
        DecidedGapError: If the gap is open or gone.
        NotWrittenError, LogUnusableError: As for `add_synonym`.
    """
    async with library.teaching() as teaching:
        fix = await fix_of(library.log, library.guild_id, answer_id)
        if fix is None:
            raise DecidedGapError
        await _undo(library, teaching, by, fix, "gap undo", {"gap": answer_id})


async def remove_lesson(
    library: ServerLibrary, by: str, lesson: Lesson, action: str, details: Mapping[str, object]
) -> bool:
    """Remove a lesson with its golden question, and reopen the gap that it fixed.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        lesson: To remove.
        action: For the audit table.
        details: As above.

    Returns:
        Whether a gap was reopened.

    Raises:
        NotWrittenError, LogUnusableError: As for `add_synonym`.
    """
    async with library.teaching() as teaching:
        reopened = await closes_gap(library.log, library.guild_id, lesson.fix)
        await _undo(library, teaching, by, lesson.fix, action, details)
        return reopened


async def _undo(  # noqa: PLR0913, PLR0917  # what is undone where, and what is audited
    library: ServerLibrary,
    teaching: Teaching,
    by: str,
    fix: str,
    action: str,
    details: Mapping[str, object],
) -> None:
    await teaching.set(teaching.lessons.without_fix(fix))
    row = audit_row(library.guild_id, by, action, details)
    await teaching.commit(reopen(library.guild_id, fix), row)


def _found(answer: Answer) -> str | None:
    """Return the id of the passage that answers; None if none does."""
    return answer.hits[0].passage.passage_id if answer.status == "found" else None


def _golden(fix: Fix, answer: Answer) -> GoldenQuestion:
    source, quote = "", ""  # out of scope
    if answer.hits:
        source, quote = answer.hits[0].passage.doc_id, answer.quotes[0].text
    return GoldenQuestion(question=fix.subject.question, source=source, quote=quote, **fix.about)
