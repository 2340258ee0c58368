"""From a gap to its fix: what is taught and decided, and what became of the answer."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import PassageGoneError
from bot.guidance import GoldenQuestion, OutsideQuestion, OwnSynonym, PinnedPassage
from bot.messages.layout import Reply
from bot.review.gap_log import ANSWERED, Decision, decide
from bot.review.gaps import Gap
from bot.review.lessons import with_golden, with_outside, with_pin, with_synonym, without_moment
from bot.review.wishes import wishes_for
from bot.wording import count
from index import Answer
from sources import Passage

from .desk import Desk
from .gap_cards import changed_reply, fix_buttons, gap_button

_NOT_ENOUGH = (
    "The synonym is kept; `/synonyms remove` takes it back. The question stays on the list, for "
    "it needs something else."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be fixed: a question, and the open gap that it is from, if it is from one."""

    question: str
    gap: Gap | None = None


async def add_synonym(desk: Desk, gap: Gap, words: tuple[str, str]) -> Reply:
    """Let words stand for one another; that closes the gap if it brings an answer.

    Raises:
        ReviewError: If the words cannot be taught.
    """
    at = datetime.now(UTC)
    synonym = OwnSynonym(by=desk.by, at=at, words=words)
    before = await desk.answer(gap.question)
    await desk.teach(lambda known: with_synonym(known, synonym), "synonyms add", {"words": words})
    after = await desk.answer(gap.question)
    if _found(after) not in {None, _found(before)}:
        return await _fixed(desk, Subject(gap.question, gap), "synonym", (before, after), at)
    buttons = fix_buttons(gap.key)
    return changed_reply(
        "No better answer yet", gap.question, (before, after), [_NOT_ENOUGH], buttons
    )


async def pin_passage(desk: Desk, subject: Subject, passage: Passage) -> Reply:
    """Show a passage first for a question and for all that ask the same.

    Raises:
        ReviewError: If there are too many pins, or the passage is gone.
    """
    at = datetime.now(UTC)
    pin = PinnedPassage(
        by=desk.by,
        at=at,
        question=subject.question,
        source=passage.doc_id,
        start=passage.locator.start,
        text=passage.text,
    )
    details = {"source": passage.doc_id}
    before = await desk.answer(subject.question)
    await desk.teach(lambda known: with_pin(known, pin), "pin add", details)
    after = await desk.answer(subject.question)
    if not (after.hits and after.hits[0].pinned):  # its document was removed in this moment
        await desk.teach(lambda known: without_moment(known, at), "pin remove", details)
        raise PassageGoneError
    return await _fixed(desk, subject, "pin", (before, after), at)


async def put_out_of_scope(desk: Desk, gap: Gap, sentence: str) -> Reply:
    """Say a sentence to a question, and to all that ask the same, instead of quoting.

    Raises:
        ReviewError: If there are too many such questions.
    """
    at = datetime.now(UTC)
    outside = OutsideQuestion(by=desk.by, at=at, question=gap.question, sentence=sentence)
    details = {"sentence": sentence}
    before = await desk.answer(gap.question)
    await desk.teach(lambda known: with_outside(known, outside), "out of scope", details)
    after = await desk.answer(gap.question)
    return await _fixed(desk, Subject(gap.question, gap), "out_of_scope", (before, after), at)


async def ask_again(desk: Desk, gap: Gap) -> Reply:
    """Close a gap that has an answer by now, which it had not: a source was added since."""
    answer = await desk.answer(gap.question)
    entry = await desk.log.find(gap.answer_ids[-1])
    before = entry.passages[0].passage_id if entry and entry.status == "found" else None
    if _found(answer) in {None, before}:
        buttons = fix_buttons(gap.key)
        return changed_reply("No better answer yet", gap.question, (None, answer), buttons=buttons)
    at = datetime.now(UTC)
    return await _fixed(desk, Subject(gap.question, gap), "source", (None, answer), at)


async def set_aside(desk: Desk, gap: Gap) -> Reply:
    """Take a gap off the list as it is."""
    answer = await desk.answer(gap.question)
    at = datetime.now(UTC)
    return await _fixed(desk, Subject(gap.question, gap), "done", (None, answer), at)


async def _fixed(
    desk: Desk,
    subject: Subject,
    decision: Decision,
    changed: tuple[Answer | None, Answer],
    at: datetime,
) -> Reply:
    """Keep the answer as a golden question, close the gap, and say what was done.

    Args:
        desk: The moderator's.
        subject: What was fixed.
        decision: How.
        changed: The answer before (None if it is the same) and after.
        at: The moment that all parts of the fix have in common; by it, it can be undone.
    """
    after = changed[1]
    foot = []
    if decision != "done" and (after.hits or after.out_of_scope):
        golden = _golden(subject.question, after, desk.by, at)
        details = {"source": golden.source}
        await desk.teach(lambda known: with_golden(known, golden), "golden add", details)
        foot.append("Each reload of the sources will check that this answer is still there.")
    gap = subject.gap
    if gap is None:
        return changed_reply("Done", subject.question, changed, foot, good=True)
    await decide(desk.log, desk.guild_id, gap, decision, by=desk.by, at=at)
    # Not the question: whoever asked it may delete it, and what is audited stays.
    await desk.audit("gap decide", {"decision": decision, "gap": gap.key})
    foot.append(_off_the_list(decision))
    wishes = await wishes_for(desk.log, desk.guild_id, gap.answer_ids)
    if decision in ANSWERED and wishes:
        foot.append(f"A private message goes to {count(wishes, 'asker')} who wished for it.")
    undo = [gap_button("Undo", "undo", gap.key)]
    return changed_reply("Done", subject.question, changed, foot, undo, good=True)


def _found(answer: Answer) -> str | None:
    """The id of the passage that answers; None if there are closest ones only, or none."""
    return answer.hits[0].passage.passage_id if answer.status == "found" else None


def _golden(question: str, answer: Answer, by: str, at: datetime) -> GoldenQuestion:
    if not answer.hits:  # out of scope
        return GoldenQuestion(by=by, at=at, question=question, source="", quote="")
    source, quote = answer.hits[0].passage.doc_id, answer.quotes[0].text
    return GoldenQuestion(by=by, at=at, question=question, source=source, quote=quote)


def _off_the_list(decision: Decision) -> str:
    if decision == "done":
        return "It is off the list, and comes back when it is asked again."
    if decision == "out_of_scope":
        return "It is off the list; `/out-of-scope remove` takes it back at any time."
    return "It is off the list."
