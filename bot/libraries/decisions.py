"""What is in place in one server: on disk, in memory, and what its questions are answered by."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.errors import NotWrittenError
from bot.storage.files import phrase
from bot.storage.lessons import Guidance, GuidanceFile, Taught
from index import Searcher

from .active import Active, InUse, SearcherRegistry, make_searcher
from .state import HistoryEntry, OwnDocument, ServerState, StateFile, begun, gone_to, looked_at

_T = TypeVar("_T")

Named = dict[str, list[dict[str, object]]]
"""What a person did, by kinds, as JSON holds it."""


class Decisions:
    """One server's state, one change at a time; for the event loop only.

    A change that was begun is made whole, even if whoever asked for it is cancelled: on disk
    first, then in memory. If the disk does not take it, all is as before, and NotWrittenError is
    raised.

    Attributes:
        state: As it is on disk.
        placed: What questions are answered from.
        guidance: What they are answered with.
    """

    def __init__(  # noqa: PLR0913  # where a server stands, each by its name
        self,
        guild_id: int,
        *,
        state: ServerState,
        placed: Active,
        state_file: StateFile,
        guidance_file: GuidanceFile,
        searchers: SearcherRegistry,
        kept_versions: int,
    ) -> None:
        """Take over what is in place already, and read what was taught."""
        self.state = state
        self.placed = placed
        self.guidance = guidance_file.read()
        self._guild_id = guild_id
        self._state_file = state_file
        self._guidance_file = guidance_file
        self._searchers = searchers
        self._kept_versions = kept_versions
        self._forgotten = Forgotten()
        self._coming: list[Active] = []
        self._changing = asyncio.Lock()
        self._changes: set[asyncio.Task[Any]] = set()

    def show(self) -> None:
        """Answer questions from what is in place; blocks."""
        self._searchers.switch(self._guild_id, self._searcher(self.placed, self.guidance))

    async def begin(self) -> None:
        """A reload is begun."""
        await self._whole(self._write(lambda: begun(self.state, self.placed.common.version)))

    async def look_at(self, folder: str) -> None:
        """A reload has found a version of the operator's folder."""
        await self._whole(self._write(lambda: looked_at(self.state, folder)))

    async def place(self, placed: Active, entry: HistoryEntry) -> None:
        """Put other versions in place."""
        self._coming.append(placed)
        await self._whole(self._place(placed, entry))

    async def teach(self, make: Callable[[Guidance], Guidance]) -> Guidance:
        """Replace the guidance by what `make` makes of it, and give that."""
        return await self._whole(self._teach(make))

    def in_use(self, undecided: Active | None) -> InUse:
        """What must stay on disk.

        Args:
            undecided: What may be put in place.
        """
        known = (self.placed, *self._coming, undecided)
        return InUse.of([placed for placed in known if placed], self.state.history)

    def named(self, names: Collection[str]) -> Named:
        """What somebody did here as a moderator."""
        return named_in(self.state, self.guidance, names)

    async def forget(self, names: Collection[str]) -> None:
        """Do not know any more who did what under these pseudonyms; what was done stays."""
        self._forgotten.add(names, datetime.now(UTC))
        await self._whole(self._forget())

    async def forget_before(self, moment: datetime) -> None:
        """Do not know any more who did what before a moment."""
        self._forgotten.add_before(moment)
        await self._whole(self._forget())

    async def settle(self) -> None:
        """Wait for the changes that nobody waits for any more."""
        if self._changes:
            await asyncio.wait(self._changes)

    async def _whole(self, change: Coroutine[Any, Any, _T]) -> _T:
        task = asyncio.create_task(self._alone(change))
        self._changes.add(task)
        task.add_done_callback(self._changes.discard)
        return await asyncio.shield(task)

    async def _alone(self, change: Coroutine[Any, Any, _T]) -> _T:
        async with self._changing:
            try:
                return await change
            except OSError as error:
                raise NotWrittenError(phrase(error)) from error

    async def _write(self, make: Callable[[], ServerState]) -> None:
        # A document of a reload that was begun before may still have a name that is forgotten.
        state = state_without(make(), self._forgotten)
        await asyncio.to_thread(self._state_file.write, state)
        self.state = state

    async def _place(self, placed: Active, entry: HistoryEntry) -> None:
        try:
            # Made first: nothing that can fail lies between the disk and the questions.
            searcher = await asyncio.to_thread(self._searcher, placed, self.guidance)
            left = self.placed.common.version
            await self._write(lambda: gone_to(self.state, entry, left, self._kept_versions))
            self.placed = placed
        finally:
            self._coming.remove(placed)
        self._searchers.switch(self._guild_id, searcher)

    async def _teach(self, make: Callable[[Guidance], Guidance]) -> Guidance:
        guidance = make(self.guidance)
        await asyncio.to_thread(self._guidance_file.write, guidance)
        self.guidance = guidance
        await asyncio.to_thread(self.show)
        return guidance

    async def _forget(self) -> None:
        guidance = guidance_without(self.guidance, self._forgotten)
        if guidance != self.guidance:
            await asyncio.to_thread(self._guidance_file.write, guidance)
            self.guidance = guidance
        if state_without(self.state, self._forgotten) != self.state:
            await self._write(lambda: self.state)
        documents = documents_without(self.placed.documents, self._forgotten)
        if documents != self.placed.documents:
            self.placed = replace(self.placed, documents=documents)

    @staticmethod
    def _searcher(placed: Active, guidance: Guidance) -> Searcher:
        return make_searcher(placed.common, placed.own, guidance)


NOBODY = ""
"""Who taught something, once that is forgotten."""

_Lesson = TypeVar("_Lesson", bound=Taught)


class Forgotten:
    """Whose names are not to be known any more; who acts again is known by what comes after."""

    def __init__(self) -> None:
        self._before = datetime.min.replace(tzinfo=UTC)
        self._names: dict[str, datetime] = {}

    def add(self, names: Collection[str], at: datetime) -> None:
        """Forget who some pseudonyms are, up to a moment."""
        self._names.update(dict.fromkeys(names, at))

    def add_before(self, moment: datetime) -> None:
        """Forget who did what before a moment."""
        self._before = max(self._before, moment)

    def has(self, by: str | None, at: datetime) -> bool:
        """Whether it is forgotten who did something then."""
        return by is not None and at < max(self._before, self._names.get(by, self._before))


def state_without(state: ServerState, forgotten: Forgotten) -> ServerState:
    """A server's state as it is, without names that are forgotten."""
    history = tuple(_entry_without(entry, forgotten) for entry in state.history)
    own = documents_without(state.own, forgotten)
    return state.model_copy(update={"own": own, "history": history})


def documents_without(
    documents: tuple[OwnDocument, ...], forgotten: Forgotten
) -> tuple[OwnDocument, ...]:
    """Documents, without the names of whoever added them and is forgotten."""
    return tuple(
        one.model_copy(update={"by": None}) if forgotten.has(one.by, one.added_at) else one
        for one in documents
    )


def guidance_without(guidance: Guidance, forgotten: Forgotten) -> Guidance:
    """What was taught, without the names of whoever taught it and is forgotten."""
    return Guidance(
        synonyms=_taught_without(guidance.synonyms, forgotten),
        pins=_taught_without(guidance.pins, forgotten),
        golden=_taught_without(guidance.golden, forgotten),
        outside=_taught_without(guidance.outside, forgotten),
    )


def named_in(state: ServerState, guidance: Guidance, names: Collection[str]) -> Named:
    """What somebody did as a moderator, with the pseudonym under which it is kept."""
    taught = (one for kind in Guidance.model_fields for one in getattr(guidance, kind))
    found: dict[str, Iterator[Taught | OwnDocument | HistoryEntry]] = {
        "taught": (one for one in taught if one.by in names),
        "documents": (one for one in state.own if one.by in names),
        "versions": (one for one in state.history if one.by in names),
    }
    return {
        # The documents of a version are others' too.
        kind: [one.model_dump(mode="json", exclude={"own"}) for one in ones]
        for kind, ones in found.items()
    }


def _entry_without(entry: HistoryEntry, forgotten: Forgotten) -> HistoryEntry:
    own = documents_without(entry.own, forgotten)
    by = None if forgotten.has(entry.by, entry.at) else entry.by
    return entry.model_copy(update={"by": by, "own": own})


def _taught_without(lessons: tuple[_Lesson, ...], forgotten: Forgotten) -> tuple[_Lesson, ...]:
    return tuple(
        one.model_copy(update={"by": NOBODY}) if forgotten.has(one.by, one.at) else one
        for one in lessons
    )
