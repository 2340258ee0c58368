"""Answers in the words of somebody in the class, and corrected citations."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.errors import (
    AnswerOfMemberError,
    NoAnswerTextError,
    NoLinkError,
    NothingTaughtError,
    ProposalGoneError,
)
from bot.libraries.active import answer_passage
from bot.libraries.server import ServerLibrary
from bot.storage.entries import new_id
from bot.storage.lessons import (
    MOST_ANSWER_CHARS,
    ClassAnswer,
    CorrectedCitation,
    Lessons,
    PinnedPassage,
    ServerChoices,
)
from bot.storage.masking import masked
from bot.storage.reviews import audit_row
from index import Answer
from sources import Correction

from .fixes import Fix, Fixed, Subject
from .lessons import with_answer, with_pin, with_proposal

MOST_AUTHOR_CHARS = 80
MOST_LINK_CHARS = 300
BY_ROLE = "A moderator"
"""Who is cited for an answer that nobody signed."""

BY_MEMBER = "A member of the class"
"""Who is cited for a message whose author agreed, but not to be named."""

_PROPOSALS_LAST = timedelta(days=30)
_LINKS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An answer as a moderator typed it.

    Attributes:
        author: A name or role to cite; "" for `BY_ROLE`.
        link: An address that leads to more; "" for none.
    """

    text: str
    author: str = ""
    link: str = ""

    def checked(self) -> "OwnWords":
        """Return them as they are stored: without addresses, numbers and ids of persons.

        Raises:
            NoAnswerTextError: If there is no text, or too much.
            NoLinkError: If the link is not an address of the web.
        """
        text, link = masked(self.text).strip(), self.link.strip()
        if not 0 < len(text) <= MOST_ANSWER_CHARS:
            raise NoAnswerTextError(MOST_ANSWER_CHARS)
        if link and not (link.startswith(_LINKS) and len(link) <= MOST_LINK_CHARS):
            raise NoLinkError
        if masked(link) != link or any(c.isspace() for c in link):
            raise NoLinkError
        author = " ".join(masked(self.author).split())[:MOST_AUTHOR_CHARS]
        return OwnWords(text, author or BY_ROLE, link)


async def answer_in_own_words(
    library: ServerLibrary, by: str, subject: Subject, words: OwnWords
) -> Fixed:
    """Answer a question in a moderator's own words, which closes its gap.

    The words become a passage of the document "Answers of this class", shown first for this
    question and for all that ask the same. `undo_fix` removes them again.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        subject: The question, and its open gap if it has one.
        words: As typed; what names a person is masked.

    Raises:
        NoAnswerTextError, NoLinkError: If the words cannot be stored.
        TooMuchTaughtError: If there are too many answers or pins.
        DecidedGapError: If the gap was closed meanwhile.
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    words = words.checked()
    async with library.teaching() as teaching:
        fix = Fix(library, teaching, by, subject)
        await fix.check_open()
        before = await fix.answer()
        answer = ClassAnswer(
            question=masked(subject.question),
            text=words.text,
            author=words.author,
            written=fix.at.date(),
            link=words.link,
            **fix.about,
        )
        return await fix.finish("answer", before, await _teach(fix, answer, "answer add"))


async def edit_answer(library: ServerLibrary, by: str, answer_id: str, words: OwnWords) -> Fixed:
    """Replace the words of an answer that moderators wrote; a gap that it closed stays closed.

    Raises:
        NothingTaughtError: If there is no such answer.
        AnswerOfMemberError: If it is a member's message, which stays as it was written.
        NoAnswerTextError, NoLinkError, NotWrittenError: As for `answer_in_own_words`.
    """
    words = words.checked()
    async with library.teaching() as teaching:
        old = find_answer(teaching.lessons, answer_id)
        if old.writer:
            raise AnswerOfMemberError
        fix = Fix(library, teaching, by, Subject(old.question), id=old.fix)
        before = await fix.answer()
        await teaching.set(teaching.lessons.without_fix(old.fix))
        answer = ClassAnswer(
            question=old.question,
            text=words.text,
            author=words.author,
            written=fix.at.date(),
            link=words.link,
            **fix.about,
        )
        return await fix.finish("answer", before, await _teach(fix, answer, "answer edit"))


async def propose_answer(
    library: ServerLibrary, by: str, question: str, message: ClassAnswer
) -> ClassAnswer:
    """Store a member's message until its writer has agreed that it answers a question.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        question: As typed.
        message: The text, its day and link, and the writer's pseudonym.

    Raises:
        TooMuchTaughtError: If too many are waiting.
        NotWrittenError: If it cannot be stored.
    """
    proposal = message.model_copy(update={"question": masked(question).strip(), "by": by})
    async with library.teaching() as teaching:
        lessons = teaching.lessons
        recent = tuple(one for one in lessons.proposals if proposal.at - one.at < _PROPOSALS_LAST)
        lessons = lessons.model_copy(update={"proposals": recent})
        await teaching.set(with_proposal(lessons, proposal))
        await teaching.commit(audit_row(library.guild_id, by, "answer propose", {}))
    return proposal


async def accept_proposal(
    library: ServerLibrary, writer: str, proposal_id: str, author: str
) -> Fixed:
    """Publish a message as an answer, as its writer agreed.

    Args:
        library: Of the server.
        writer: The pseudonym of the member who agreed.
        proposal_id: Of the message.
        author: The name or role that the writer chose.

    Raises:
        ProposalGoneError: If no such message waits for this writer.
        TooMuchTaughtError, NotWrittenError: As for `answer_in_own_words`.
    """
    async with library.teaching() as teaching:
        proposal = _proposal(teaching.lessons, writer, proposal_id)
        fix = Fix(library, teaching, proposal.by, Subject(proposal.question), id=proposal.fix)
        await teaching.set(_without_proposal(teaching.lessons, proposal))
        before = await fix.answer()
        name = " ".join(masked(author).split())[:MOST_AUTHOR_CHARS] or BY_MEMBER
        answer = proposal.model_copy(update={"id": new_id(), "author": name, "at": fix.at})
        return await fix.finish("answer", before, await _teach(fix, answer, "answer add"))


async def decline_proposal(library: ServerLibrary, writer: str, proposal_id: str) -> None:
    """Delete a message that waits for its writer's consent.

    Raises:
        ProposalGoneError, NotWrittenError: As for `accept_proposal`.
    """
    async with library.teaching() as teaching:
        proposal = _proposal(teaching.lessons, writer, proposal_id)
        await teaching.set(_without_proposal(teaching.lessons, proposal))
        await teaching.commit()


async def correct_citation(
    library: ServerLibrary, by: str, doc_id: str, correction: Correction | None
) -> None:
    """Cite one of the server's own documents with other title, authors or date from now on.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        doc_id: Of the document.
        correction: In place of any earlier one; None to cite it as its file says.

    Raises:
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    if correction is not None:
        correction = masked_correction(correction)
    async with library.teaching() as teaching:
        others = tuple(one for one in teaching.lessons.corrections if one.source != doc_id)
        if correction is not None and correction != Correction():
            now = datetime.now(UTC)
            others += (CorrectedCitation(source=doc_id, correction=correction, by=by, at=now),)
        await teaching.set(teaching.lessons.model_copy(update={"corrections": others}))
        await teaching.commit(
            audit_row(library.guild_id, by, "sources correct", {"source": doc_id})
        )


def masked_correction(correction: Correction) -> Correction:
    """Return a correction without what names a person's address, number or id."""
    title, authors, published = correction.title, correction.authors, correction.published
    return Correction(
        title=masked(title) if title else title,
        authors=tuple(map(masked, authors)) if authors is not None else None,
        published=masked(published) if published else published,
    )


def find_answer(lessons: Lessons, answer_id: str) -> ClassAnswer:
    """Return an answer of the class by its id.

    Raises:
        NothingTaughtError: If there is none.
    """
    for one in lessons.answers:
        if one.id == answer_id:
            return one
    raise NothingTaughtError


def message_answer(text: str, written: date, link: str, writer: str) -> ClassAnswer:
    """Return a member's message as an answer to be proposed; its question follows.

    Raises:
        NoAnswerTextError: If it has no text, or too much.
    """
    words = OwnWords(text).checked()
    return ClassAnswer(
        question="?",
        text=words.text,
        author=BY_MEMBER,
        written=written,
        link=link,
        writer=writer,
        by="",
        at=datetime.now(UTC),
    )


async def _teach(fix: Fix, answer: ClassAnswer, action: str) -> Answer:
    """Add an answer, and pin it to its question."""
    lessons = with_answer(fix.teaching.lessons, answer)
    passage = await asyncio.to_thread(answer_passage, lessons.answers, answer.id)
    pin = PinnedPassage(
        question=answer.question,
        source=passage.doc_id,
        start=passage.locator.start,
        text=passage.text,
        **fix.about,
    )
    await fix.teaching.set(with_pin(lessons, pin))
    fix.audit(action, {"answer": answer.id})
    return await fix.answer()


def _proposal(lessons: Lessons, writer: str, proposal_id: str) -> ClassAnswer:
    for one in lessons.proposals:
        if one.id == proposal_id and one.writer == writer:
            return one
    raise ProposalGoneError


def _without_proposal(lessons: Lessons, proposal: ClassAnswer) -> Lessons:
    rest = tuple(one for one in lessons.proposals if one.id != proposal.id)
    return lessons.model_copy(update={"proposals": rest})


async def choose(library: ServerLibrary, by: str, **changes: object) -> ServerChoices:
    """Change what moderators chose for their server.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        changes: Fields of `ServerChoices`.

    Raises:
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    async with library.teaching() as teaching:
        fields = {"id": new_id(), "fix": new_id(), "by": by, "at": datetime.now(UTC)}
        chosen = teaching.lessons.chosen.model_copy(update={**fields, **changes})
        await teaching.set(teaching.lessons.model_copy(update={"choices": (chosen,)}))
        await teaching.commit(audit_row(library.guild_id, by, "setup", {"what": [*changes]}))
    return chosen
