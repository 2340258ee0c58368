"""Passages to choose from for a pin, for a gap or for any question."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from discord import ui
from discord.ext import commands

from bot.errors import PassageGoneError
from bot.services.gaps import Gap
from bot.services.lessons import with_golden, with_outside, with_pin, with_synonym, without_moment
from bot.storage.entries import asked_as
from bot.storage.feedback import waiting_for
from bot.storage.lessons import GoldenQuestion, OutsideQuestion, OwnSynonym, PinnedPassage
from bot.storage.reviews import ANSWERED, Decision, decide
from bot.text import count
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, Row, card
from bot.ui.quotation import clip, escape
from index import Answer, Searcher
from sources import Passage

from .context import Server, Servers
from .feedback import Notifications
from .gap_cards import changed_reply, fix_buttons, gap_button
from .question_list import KEY_PATTERN, TokenCache, is_token

_SUBJECT = rf"(?P<subject>[a-z0-9]{{1,64}}|{KEY_PATTERN})"  # a gap's key, or that of kept words
PIN = rf"pin:{_SUBJECT}:(?P<passage_id>[0-9a-f]{{12}})"
"""The custom id of a button that pins a passage."""

PIN_SEARCH = rf"pinsearch:{_SUBJECT}"
"""The custom id of a button that looks for other passages to pin."""

MOST_CANDIDATES = 5
_WHAT_IT_DOES = "-# It is shown first for this question and others that ask the same."
_QUESTION_CHARS = 200
_PASSAGE_CHARS = 220
_TITLE_CHARS = 80
_MOST_SEARCH_CHARS = 300


async def candidates_reply(server: Server, subject: str, question: str, words: str) -> Reply:
    """The passages that are closest to some words, each with a button that pins it.

    Args:
        server: The moderator's.
        subject: The key of the gap, or of the question that is kept in memory.
        question: What the passage is to answer.
        words: What to search for.
    """
    searcher = server.searcher()
    passages = await asyncio.to_thread(_closest, searcher, words)
    other = ui.Button[Any](label="Search with other words", custom_id=f"pinsearch:{subject}")
    head = f"### Pin a passage\nfor “{escape(clip(question, _QUESTION_CHARS))}”"
    if not passages:
        head += f"\nNo passage contains a word of “{escape(clip(words, _QUESTION_CHARS))}”."
        return card(head, buttons=[other])
    rows = []
    for passage in passages:
        title = escape(clip(searcher.library.citation(passage).title, _TITLE_CHARS))
        pin_id = f"pin:{subject}:{passage.passage_id}"
        pin = ui.Button[Any](label="Pin", custom_id=pin_id)
        rows.append(Row(f"> {_snippet(passage, words)}\n-# *{title}*", pin))
    return card(head, rows, _WHAT_IT_DOES, [other])


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be fixed: a question, and the open gap that it is from, if it is from one."""

    question: str
    gap: Gap | None = None


class PinButtons(commands.Cog):
    """Handles the buttons that pin a passage, or search for others."""

    def __init__(self, servers: Servers, tokens: TokenCache, notifications: Notifications) -> None:
        self._servers = servers
        self._tokens = tokens
        self._notifications = notifications

    @route(PIN, moderators=True)
    async def pin(self, press: Press) -> Reply:
        """Pin a passage, and show the new answer."""
        server = self._servers.of(press.interaction)
        subject = await self._subject(server, press["subject"])
        passage = await asyncio.to_thread(_passage, server.searcher(), press["passage_id"])
        reply = await pin_passage(server, subject, passage)
        self._notifications.send_soon()
        return reply

    @route(PIN_SEARCH, moderators=True, shows=Shows.FORM)
    async def ask_words(self, press: Press) -> ui.Modal:
        """Ask which words to search for."""
        words = Field("words", "Words in the passage", _MOST_SEARCH_CHARS)
        return form("Search for a passage", f"pinwords:{press['subject']}", words)

    @route(rf"pinwords:{_SUBJECT}", moderators=True)
    async def search(self, press: Press) -> Reply:
        """Show the passages that match other words."""
        server = self._servers.of(press.interaction)
        subject = await self._subject(server, press["subject"])
        words = press.fields["words"]
        return await candidates_reply(server, press["subject"], subject.question, words)

    async def _subject(self, server: Server, key: str) -> Subject:
        if is_token(key):
            return Subject(self._tokens.get(server.guild_id, key))
        gap = await server.gap(key)
        return Subject(gap.question, gap)


def _snippet(passage: Passage, words: str) -> str:
    """The passage from the sentence on that has most of the words, in Markdown."""
    wanted = {*asked_as(words).split()}

    def shared(span: tuple[int, int]) -> int:
        return len(wanted & {*asked_as(passage.text[slice(*span)]).split()})

    start, _ = max(passage.sentences, key=shared)
    before = "…" if start else ""
    return escape(before + clip(passage.shown(start), _PASSAGE_CHARS))


def _closest(searcher: Searcher, words: str) -> list[Passage]:
    numbers = searcher.rank(words, limit=MOST_CANDIDATES)
    return [searcher.library.passages[number] for number in numbers]


def _passage(searcher: Searcher, passage_id: str) -> Passage:
    for passage in searcher.library.passages:
        if passage.passage_id == passage_id:
            return passage
    raise PassageGoneError


_NOT_ENOUGH = (
    "The synonym was added; `/synonyms remove` removes it. The question stays open "
    "because it needs something else."
)


async def add_synonym(server: Server, gap: Gap, words: tuple[str, str]) -> Reply:
    """Let words stand for one another; that closes the gap if it brings an answer.

    Raises:
        RefusedError: If the words cannot be taught.
    """
    at = datetime.now(UTC)
    synonym = OwnSynonym(by=server.by, at=at, words=words)
    before = await server.answer(gap.question)
    await server.teach(lambda known: with_synonym(known, synonym), "synonyms add", {"words": words})
    after = await server.answer(gap.question)
    if _found(after) not in {None, _found(before)}:
        return await _fixed(server, Subject(gap.question, gap), "synonym", (before, after), at)
    buttons = fix_buttons(gap.key)
    return changed_reply(
        "No better answer yet", gap.question, (before, after), [_NOT_ENOUGH], buttons
    )


async def pin_passage(server: Server, subject: Subject, passage: Passage) -> Reply:
    """Show a passage first for a question and for all that ask the same.

    Raises:
        RefusedError: If there are too many pins, or the passage is gone.
    """
    at = datetime.now(UTC)
    pin = PinnedPassage(
        by=server.by,
        at=at,
        question=subject.question,
        source=passage.doc_id,
        start=passage.locator.start,
        text=passage.text,
    )
    details = {"source": passage.doc_id}
    before = await server.answer(subject.question)
    await server.teach(lambda known: with_pin(known, pin), "pin add", details)
    after = await server.answer(subject.question)
    if not (after.hits and after.hits[0].pinned):  # its document was removed in this moment
        await server.teach(lambda known: without_moment(known, at), "pin remove", details)
        raise PassageGoneError
    return await _fixed(server, subject, "pin", (before, after), at)


async def put_out_of_scope(server: Server, gap: Gap, sentence: str) -> Reply:
    """Say a sentence to a question, and to all that ask the same, instead of quoting.

    Raises:
        RefusedError: If there are too many such questions.
    """
    at = datetime.now(UTC)
    outside = OutsideQuestion(by=server.by, at=at, question=gap.question, sentence=sentence)
    details = {"sentence": sentence}
    before = await server.answer(gap.question)
    await server.teach(lambda known: with_outside(known, outside), "out of scope", details)
    after = await server.answer(gap.question)
    return await _fixed(server, Subject(gap.question, gap), "out_of_scope", (before, after), at)


async def ask_again(server: Server, gap: Gap) -> Reply:
    """Close a gap that has an answer by now, which it had not: a source was added since."""
    answer = await server.answer(gap.question)
    entry = await server.log.find(gap.answer_ids[-1])
    before = entry.passages[0].passage_id if entry and entry.status == "found" else None
    if _found(answer) in {None, before}:
        buttons = fix_buttons(gap.key)
        return changed_reply("No better answer yet", gap.question, (None, answer), buttons=buttons)
    at = datetime.now(UTC)
    return await _fixed(server, Subject(gap.question, gap), "source", (None, answer), at)


async def set_aside(server: Server, gap: Gap) -> Reply:
    """Take a gap off the list as it is."""
    answer = await server.answer(gap.question)
    at = datetime.now(UTC)
    return await _fixed(server, Subject(gap.question, gap), "done", (None, answer), at)


async def _fixed(
    server: Server,
    subject: Subject,
    decision: Decision,
    changed: tuple[Answer | None, Answer],
    at: datetime,
) -> Reply:
    """Keep the answer as a golden question, close the gap, and say what was done.

    Args:
        server: The moderator's.
        subject: What was fixed.
        decision: How.
        changed: The answer before (None if it is the same) and after.
        at: The moment that all parts of the fix have in common; by it, it can be undone.
    """
    after = changed[1]
    foot = []
    if decision != "done" and (after.hits or after.out_of_scope):
        golden = _golden(subject.question, after, server.by, at)
        details = {"source": golden.source}
        await server.teach(lambda known: with_golden(known, golden), "golden add", details)
        foot.append("Each reload will check that this answer is still found.")
    gap = subject.gap
    if gap is None:
        return changed_reply("Done", subject.question, changed, foot, good=True)
    await decide(server.log, server.guild_id, gap.answer_ids, decision, by=server.by, at=at)
    # Not the question: whoever asked it may delete it, and what is audited stays.
    await server.audit("gap decide", {"decision": decision, "gap": gap.key})
    foot.append(_off_the_list(decision))
    wishes = await waiting_for(server.log, server.guild_id, gap.answer_ids)
    if decision in ANSWERED and wishes:
        foot.append(f"{count(wishes, 'asker')} will be notified by private message.")
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
        return "The gap is closed. It reopens if the question is asked again."
    if decision == "out_of_scope":
        return "The gap is closed. `/out-of-scope remove` undoes this at any time."
    return "The gap is closed."
