"""From a question to its logged answer, the same way on every surface."""

import asyncio
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from index import Hit, Quote, Searcher
from sources import Library

from .kept_answers import answer_of
from .log_entry import Entry, LoggedPassage, Quoted, Surface, new_answer_id
from .pseudonyms import Pseudonyms
from .query_log import QueryLog
from .scopes import Scope, find_scope, scopes_of
from .views import Views

DEFAULT_LIMIT = 10

_USER_MENTION = re.compile(r"<@!?\d+>")  # carries a raw user id


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what the log knows it by.

    Attributes:
        answer_id: 16 characters, a to z and 2 to 7.
        latency_ms: Of the search alone.
        scope: The name of the document or collection that it was limited to; None without limit.
    """

    answer_id: str
    answer: Answer
    latency_ms: float
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class _Asking:
    """All that is logged of a question before its answer is known."""

    asked_at: datetime
    surface: Surface
    asker: str  # a pseudonym
    guild_id: int | None
    channel_id: int | None
    as_typed: bool


class Answerer:
    """Answers questions and logs them.

    Attributes:
        views: What each server searches; asked once per question.
        query_log: Where the questions are.
        pseudonyms: Name whoever asks.
    """

    def __init__(self, views: Views, query_log: QueryLog, pseudonyms: Pseudonyms) -> None:
        self.views = views
        self.query_log = query_log
        self.pseudonyms = pseudonyms
        self._running: set[asyncio.Task[Answered]] = set()

    def pseudonym(self, user_id: int, guild_id: int | None) -> str:
        """What somebody is called in the log of a server."""
        return self.pseudonyms.of(user_id, guild_id)

    async def ask(  # noqa: PLR0913 - what a surface knows of a question, each by its name
        self,
        question: str,
        *,
        surface: Surface,
        user_id: int,
        guild_id: int | None,
        channel_id: int | None,
        limit: int = DEFAULT_LIMIT,
        as_typed: bool = False,
    ) -> Answered:
        """Answer a question and log it; the row is on disk, or 250 ms have passed since.

        Whoever is cancelled while waiting here still has asked: the row is written all the same.
        With `as_typed` no word is read as another that it may have been meant for.
        """
        asking = _Asking(
            asked_at=datetime.now(UTC),
            surface=surface,
            asker=self.pseudonym(user_id, guild_id),
            guild_id=guild_id,
            # Outside a guild a channel has one student in it, and tells who it is.
            channel_id=None if guild_id is None else channel_id,
            as_typed=as_typed,
        )
        task = asyncio.create_task(self._answer(question, limit, asking))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def ask_as_typed(
        self, answer_id: str, *, user_id: int, guild_id: int | None, channel_id: int | None
    ) -> Answered | None:
        """Ask the question of an earlier answer again, with its words as they were typed.

        Returns:
            None if no such answer was ever logged in this server.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        entry = await self._find(answer_id, guild_id)
        if entry is None:
            return None
        return await self.ask(
            entry.question,
            surface=entry.surface,
            user_id=user_id,
            guild_id=guild_id,
            channel_id=channel_id,
            as_typed=True,
        )

    async def recall(self, answer_id: str, *, guild_id: int | None) -> Answered | None:
        """Give an earlier answer again, without logging it as a new question.

        While the library still has the passages of that answer, they are the same ones in the
        same order; otherwise the question is answered from the library of today.

        Returns:
            None if no such answer was ever logged in this server.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        entry = await self._find(answer_id, guild_id)
        if entry is None:
            return None
        answer = await asyncio.to_thread(_answer_again, self.views.of(guild_id), entry)
        return Answered(answer_id, answer, entry.latency_ms)

    async def _find(self, answer_id: str, guild_id: int | None) -> Entry | None:
        """What is logged of an answer, for its own server only: an id is no key to another's."""
        entry = await self.query_log.find(answer_id)
        return entry if entry is not None and entry.guild_id == guild_id else None

    async def settle(self) -> None:
        """Wait for the questions whose askers no longer wait; call it before closing the log."""
        if self._running:
            await asyncio.wait(self._running)

    async def _answer(self, question: str, limit: int, asking: _Asking) -> Answered:
        started = time.perf_counter()
        searcher = self.views.of(asking.guild_id)
        correct = not asking.as_typed
        answer = await asyncio.to_thread(searcher.answer, question, limit=limit, correct=correct)
        latency_ms = (time.perf_counter() - started) * 1000
        answered = Answered(new_answer_id(), answer, latency_ms)
        await self.query_log.record(_entry(asking, answered, searcher.library))
        return answered


def _entry(asking: _Asking, answered: Answered, library: Library) -> Entry:
    answer = answered.answer
    return Entry(
        answer_id=answered.answer_id,
        asked_at=asking.asked_at,
        guild_id=asking.guild_id,
        channel_id=asking.channel_id,
        surface=asking.surface,
        asker=asking.asker,
        question=_storable(answer.question),
        as_typed=asking.as_typed,
        status=answer.status,
        confidence=answer.confidence,
        library_version=answer.library_version,
        latency_ms=answered.latency_ms,
        passages=tuple(
            _logged(hit, quote, library.documents[hit.passage.doc_id].sha256)
            for hit, quote in zip(answer.hits, answer.quotes, strict=True)
        ),
    )


def _logged(hit: Hit, quote: Quote, document: str) -> LoggedPassage:
    passage = hit.passage
    return LoggedPassage(
        passage_id=passage.passage_id,
        source=passage.doc_id,
        start=passage.locator.start,
        end=passage.locator.end,
        score=hit.score,
        quoted=Quoted(
            text=passage.text, breaks=passage.breaks, citation=quote.citation, document=document
        ),
        quote_start=quote.start,
        quote_end=quote.end,
    )


def _storable(question: str) -> str:
    """Take user ids out of a question, and the half characters that a command line can hold."""
    unnamed = _USER_MENTION.sub("@user", question)
    return unnamed.encode("utf-8", "backslashreplace").decode()


def _answer_again(searcher: Searcher, entry: Entry) -> Answer:
    if searcher.library.version != entry.library_version and entry.passages:
        wide = searcher.answer(entry.question, limit=_RECALL_DEPTH, correct=not entry.as_typed)
        pairs = zip(wide.hits, wide.quotes, strict=True)
        found = {hit.passage.passage_id: (hit, quote) for hit, quote in pairs}
        if all(logged.passage_id in found for logged in entry.passages):
            return _as_logged(wide, [found[p.passage_id] for p in entry.passages], entry)
    limit = len(entry.passages) or DEFAULT_LIMIT
    return searcher.answer(entry.question, limit=limit, correct=not entry.as_typed)


def _as_logged(answer: Answer, found: list[tuple[Hit, Quote]], entry: Entry) -> Answer:
    ranked = enumerate(zip(found, entry.passages, strict=True), start=1)
    hits = tuple(replace(hit, rank=n, score=logged.score) for n, ((hit, _), logged) in ranked)
    return replace(answer, hits=hits, quotes=tuple(quote for _, quote in found))
