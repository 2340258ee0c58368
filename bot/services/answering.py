"""An answer with what the log knows it by."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.errors import CrowdedError
from bot.libraries.scopes import Scope, path_of, scopes_of
from bot.libraries.searchers import SearcherRegistry
from bot.storage.entries import Entry, Surface, new_id
from bot.storage.query_log import QueryLog
from bot.watching import FIGURES, about_answer
from index import Answer, Hit, Quote, Searcher, unreachable
from index.opensearch import EngineAwayError

from .asked import Asking
from .askers import UNKNOWN, Asker, Askers
from .pseudonyms import Pseudonyms
from .receipts import answer_of
from .turns import SEARCHES


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was given.

    Attributes:
        answer_id: 16 characters, a to z and 2 to 7.
        latency_ms: Of the search alone.
        scope: The name of the document or collection that it was limited to; None without limit.
        asker: What the log knows about the asker.
        private: Whether nobody else sees it.
        by_default: Whether it is private because its asker chose so for all of their answers.
        added: The words that the question took over from the one before it.
        direct: Whether it was asked in a direct message, where there is no channel to share it in.
    """

    answer_id: str
    answer: Answer
    latency_ms: float
    scope: str | None = None
    asker: Asker = UNKNOWN
    private: bool = False
    by_default: bool = False
    added: str = ""
    direct: bool = False

    def shared(self) -> "Answered":
        """Return the same for everyone to see."""
        return replace(self, private=False, by_default=False)


DEFAULT_LIMIT = 10

_STEPS_TO_DISK = 3  # of the event loop, until a row is in the hands of the thread that writes it
_CROWD = 20
MOST_AT_ONCE = 200
"""Questions that wait for their answers: some seconds' work, and a long time on a busy machine."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who wants to see an earlier answer, and where.

    Attributes:
        moderates: Whether they are a moderator of this guild.
    """

    user_id: int
    guild_id: int | None
    moderates: bool = False


class Answerer:
    """Answers questions and logs them.

    Attributes:
        searchers: What each server searches; asked once per question.
        query_log: Where the questions are.
        pseudonyms: Names for askers.
        askers: Know who asks for the first time.
    """

    def __init__(
        self, searchers: SearcherRegistry, query_log: QueryLog, pseudonyms: Pseudonyms
    ) -> None:
        self.searchers = searchers
        self.query_log = query_log
        self.pseudonyms = pseudonyms
        self.askers = Askers(query_log)
        self._running: set[asyncio.Task[Answered]] = set()

    @property
    def is_crowded(self) -> bool:
        """Whether so many questions wait that the next one's answer may take some seconds."""
        return len(self._running) >= _CROWD

    def demand_room(self) -> None:
        """Refuse a question at once, before anything is done for it.

        Raises:
            CrowdedError: If too many others wait for their answers.
        """
        if len(self._running) >= MOST_AT_ONCE:
            raise CrowdedError

    def pseudonym(self, user_id: int, guild_id: int | None) -> str:
        """Return a person's pseudonym in one server."""
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
        source: str | None = None,
        private: bool | asyncio.Future[bool] = False,
        added: str = "",
        meanwhile: Callable[[Answered], None] | None = None,
    ) -> Answered:
        """Answer a question and log it; the row is on disk, or 250 ms have passed since.

        Whoever is cancelled while waiting here still has asked: the row is written all the same.

        Args:
            question: Any text.
            surface: Where it was asked.
            user_id: Who asks; only a pseudonym is kept.
            guild_id: None outside any.
            channel_id: None outside any.
            limit: Passages at most; at least 1.
            as_typed: Whether no word is read as another that it may have been meant for.
            source: A collection or document that it is limited to, as it was chosen or typed.
            private: Whether nobody else sees the answer; it may still be looked up.
            added: The words of it that were taken over from the question before.
            meanwhile: Called with the answer while its row is written.

        Raises:
            CrowdedError: If too many others wait for their answers; then nothing is logged.
            UnknownSourceError: If there is no such source; then nothing is logged.
        """
        self.demand_room()
        asking = Asking(
            asked_at=datetime.now(UTC),
            surface=surface,
            asker=self.pseudonym(user_id, guild_id),
            opted_out_as=self.pseudonyms.opted_out(user_id, guild_id),
            guild_id=guild_id,
            # Outside a guild a channel has one student in it, and tells who it is.
            channel_id=None if guild_id is None else channel_id,
            as_typed=as_typed,
            source=source,
            private=private,
            added=added,
        )
        names = self.pseudonyms.all_of(user_id, guild_id)
        task = asyncio.create_task(self._answer(question, limit, asking, names, meanwhile))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        answered = await asyncio.shield(task)
        about_answer.set(answered.answer_id)  # of the log lines that follow in the caller's task
        return answered

    async def ask_as_typed(
        self, answer_id: str, viewer: Viewer, *, channel_id: int | None
    ) -> Answered | None:
        """Ask the question of an earlier answer again, with its words as they were typed.

        The answer is for the viewer alone, and limited as the earlier one was.

        Returns:
            None if there is no such answer that the viewer may see.

        Raises:
            LogUnusableError: If the log cannot be read now.
            UnknownSourceError: If what it was limited to is there no more.
        """
        entry = await self.find(answer_id, viewer)
        if entry is None:
            return None
        return await self.ask(
            entry.question,
            surface=entry.surface,
            user_id=viewer.user_id,
            guild_id=entry.guild_id,
            channel_id=channel_id,
            as_typed=True,
            source=entry.scope,
            private=True,
        )

    async def recall(self, answer_id: str, viewer: Viewer) -> Answered | None:
        """Give an earlier answer again as it was, without logging it as a new question.

        Only an answer stored without its text is made again, from today's library.

        Returns:
            None if there is no such answer that the viewer may see.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        entry = await self.find(answer_id, viewer)
        if entry is None:
            return None
        answer = answer_of(entry)
        if answer is None:
            limit, correct = len(entry.passages), not entry.as_typed
            searcher = await self.searchers.of(entry.guild_id)
            answer = await asyncio.to_thread(
                searcher.answer, entry.question, limit=limit, correct=correct
            )
        scope = str(path_of(entry.scope)) if entry.scope else None
        return Answered(
            answer_id,
            answer,
            entry.latency_ms,
            scope,
            private=bool(entry.private),
            direct=entry.surface == "direct",
        )

    async def closest(self, answer_id: str, viewer: Viewer) -> Answered | None:
        """Find the closest passages for a question that got none.

        Returns:
            As `recall`; not logged as a question.

        Raises:
            LogUnusableError: If the log cannot be read now.
            UnknownSourceError: If what the question was limited to is gone.
        """
        entry = await self.find(answer_id, viewer)
        if entry is None:
            return None
        pairs = await asyncio.to_thread(_closest, await self.searchers.of(entry.guild_id), entry)
        answer = Answer(
            question=entry.question,
            status="weak" if pairs else "none",
            confidence=0.0,
            reason="",
            hits=tuple(hit for hit, _ in pairs),
            quotes=tuple(quote for _, quote in pairs),
            corrections=(),
            library_version=entry.library_version,
        )
        return Answered(answer_id, answer, 0.0)

    async def find(self, answer_id: str, viewer: Viewer) -> Entry | None:
        """Return the stored row of an earlier answer.

        An id is no key to another server's answers, but in direct messages, where there is no
        server, people find their own; and of those that were private, it is one
        for their askers and for moderators only.

        Returns:
            None if there is no such answer that the viewer may see.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        entry = await self.query_log.find(answer_id)
        if entry is None:
            return None
        is_theirs = entry.asker in self.pseudonyms.all_of(viewer.user_id, entry.guild_id)
        is_here = entry.guild_id == viewer.guild_id
        if not is_here and not (viewer.guild_id is None and is_theirs):
            return None
        return entry if is_theirs or viewer.moderates or not entry.private else None

    async def settle(self) -> None:
        """Wait for the questions whose askers no longer wait; call it before closing the log."""
        if self._running:
            await asyncio.wait(self._running)

    async def _answer(
        self,
        question: str,
        limit: int,
        asking: Asking,
        names: tuple[str, ...],
        meanwhile: Callable[[Answered], None] | None,
    ) -> Answered:
        finding = asyncio.create_task(self._asker(asking, names))  # while the search runs
        started = time.perf_counter()
        try:
            searcher = await self.searchers.of(asking.guild_id)
            async with SEARCHES.taken():
                answer, scope = await asyncio.to_thread(_search, searcher, question, limit, asking)
        except EngineAwayError:
            searcher = self.searchers.common
            answer, scope = unreachable(question, searcher.library.version), None
        latency_ms = (time.perf_counter() - started) * 1000
        asker, private = await finding, await asking.is_private()
        if answer.kind == "question":
            asker = self.askers.greet(asker, asking.opted_out_as)
        name = scope.name if scope else None
        answered = Answered(
            new_id(),
            answer,
            latency_ms,
            name,
            asker,
            private=private,
            added=asking.added,
            direct=asking.surface == "direct",
        )
        entry = asking.entry(
            answered.answer_id, answer, latency_ms, searcher.library, scope, private=private
        )
        FIGURES.answered(answer.status, asking.surface, latency_ms)
        recording = asyncio.create_task(self.query_log.record(entry))
        try:
            if meanwhile is not None:
                for _ in range(_STEPS_TO_DISK):
                    await asyncio.sleep(0)
                meanwhile(answered)
        finally:
            await recording
        return answered

    async def _asker(self, asking: Asking, names: tuple[str, ...]) -> Asker:
        if asking.guild_id is None:  # in the terminal, where the operator asks
            return UNKNOWN
        return await self.askers.find(asking.guild_id, names, asking.opted_out_as)


def _search(
    searcher: Searcher, question: str, limit: int, asking: Asking
) -> tuple[Answer, Scope | None]:
    """Answer from what the question is limited to, which is looked up in what is searched now."""
    scope = None
    if asking.source is not None:
        scope = scopes_of(searcher.library).find(asking.source)
        searcher = searcher.within(scope.doc_ids)
    return searcher.answer(question, limit=limit, correct=not asking.as_typed), scope


def _closest(searcher: Searcher, entry: Entry) -> list[tuple[Hit, Quote]]:
    """Find the closest passages, limited as the question was."""
    if entry.scope is not None:
        searcher = searcher.within(scopes_of(searcher.library).find(entry.scope).doc_ids)
    return searcher.closest(entry.question, limit=DEFAULT_LIMIT, correct=not entry.as_typed)
