"""What each server searches now, and what a reload has built to replace it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from bot.errors import AllLibrariesFullError
from bot.storage.lessons import ClassAnswer, Lessons
from bot.storage.query_log import QueryLog
from bot.storage.server_state import (
    Action,
    HistoryEntry,
    OwnDocument,
    ServerState,
    documents_without,
)
from index import Guidance, LibraryIndex, Meaning, OutOfScope, Pin, Searcher, SynonymTable, View
from index.embedded import Embedded
from index.opensearch import Cluster
from index.view import Engine
from sources import Entry, Limits, Passage, Problem, entries_library

from .comparison import Rehearsal
from .scopes import own_id
from .searchers import SearcherRegistry
from .state import entry
from .versions import IndexVersion, VersionStore

CLASS_ANSWERS_TITLE = "Answers of this class"

CLASS_ANSWERS = own_id(CLASS_ANSWERS_TITLE)
"""The id of the document of these answers; a file's name has an ending."""

_MOST_CACHED = 16  # what one change of the lessons needs again at once, for a few servers


@dataclass(frozen=True, slots=True)
class Rules:
    """The operator's settings for libraries.

    Attributes:
        kept_versions: How many versions of each server can be rolled back to; at least 1.
        switch_without_asking: Whether a new version is activated at once if no answer vanishes
            and no golden question turns wrong.
        watch: Whether the folder is watched, and rehearsed when it changes.
    """

    kept_versions: int = 10
    switch_without_asking: bool = False
    watch: bool = False


def make_searcher(
    common: IndexVersion,
    own: IndexVersion | None,
    lessons: Lessons,
    meaning: Meaning | None = None,
    engine: Engine = Embedded,
) -> Searcher:
    """Build a server's searcher.

    Args:
        common: Of the operator's folder.
        own: Of the server's uploads; None without any.
        lessons: Of the server.
        meaning: The installed model; None to answer from words alone.
        engine: What searches.

    Raises:
        EngineAwayError: If it is a cluster that lacks a version, and can't be reached.
    """
    indexes = [common.index]
    if own is not None:
        indexes.append(_corrected(own.index, lessons) if lessons.corrections else own.index)
    if lessons.answers:
        indexes.append(class_answers(lessons.answers))
    view = View(indexes, engine=engine)
    taught = [list(one.words) for one in lessons.synonyms]
    beside = common.synonyms or SynonymTable()
    synonyms = SynonymTable(groups=[*beside.groups, *taught], rules=beside.rules)
    return Searcher(view, synonyms, guidance_of(lessons), meaning)


def _corrected(own: LibraryIndex, lessons: Lessons) -> LibraryIndex:
    """Cite a server's own documents as moderators want them; what is searched stays."""
    corrections = {one.source: one.correction for one in lessons.corrections}
    return replace(own, library=own.library.corrected(corrections))


@lru_cache(maxsize=_MOST_CACHED)
def class_answers(answers: tuple[ClassAnswer, ...]) -> LibraryIndex:
    """Return the index of the answers that a class wrote: one document, the oldest answer first."""
    entries = [
        Entry(one.question, one.text, one.author, one.written.isoformat(), one.link)
        for one in _in_order(answers)
    ]
    return LibraryIndex.build(entries_library(CLASS_ANSWERS, CLASS_ANSWERS_TITLE, entries))


def answer_passage(answers: tuple[ClassAnswer, ...], answer_id: str) -> Passage:
    """Return the first passage of one of the answers that a class wrote. Blocking."""
    library = class_answers(answers).library
    number = [one.id for one in _in_order(answers)].index(answer_id)
    start = library.documents[CLASS_ANSWERS].parts[number].start
    return next(passage for passage in library.passages if passage.locator.start >= start)


def _in_order(answers: Sequence[ClassAnswer]) -> list[ClassAnswer]:
    return sorted(answers, key=lambda one: (one.written, one.at, one.id))


def guidance_of(lessons: Lessons) -> Guidance:
    """Return the lessons that a searcher heeds; of rivals the newest one counts."""
    return Guidance(
        tuple(Pin(p.question, p.source, p.text, p.start) for p in reversed(lessons.pins)),
        tuple(OutOfScope(o.question, o.sentence) for o in reversed(lessons.outside)),
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """What the libraries of all servers share.

    Attributes:
        sources: The operator's folder.
        limits: What its files, and uploads, may cost.
        servers: Contains a folder for each server.
        commons: The versions of the operator's folder.
        start: What that folder contained when the bot started.
        changed: Called with a server's id after whatever may have left unused files behind.
        elsewhere: Returns what all servers but one search.
        cluster: Searches instead of this process.
        turn: Held while a library is rebuilt, and while unused files are removed.
    """

    sources: Path
    limits: Limits
    servers: Path
    commons: VersionStore
    start: IndexVersion
    searchers: SearcherRegistry
    log: QueryLog
    rules: Rules
    changed: Callable[[int], None]
    elsewhere: Callable[[int], "tuple[Active, ...]"]
    cluster: Cluster | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class Active:
    """The index versions that a server searches, by name, and the uploads in its own one.

    Attributes:
        common: Of the operator's folder.
        own: Of the uploads; None without any, or while they can't be read.
        documents: The uploads.
    """

    common: str
    own: str | None = None
    documents: tuple[OwnDocument, ...] = ()

    @property
    def versions(self) -> tuple[str, str | None]:
        """Of the operator's folder and of the uploads."""
        return self.common, self.own

    def entry(
        self, action: Action, by: str | None, summary: str, restores: str | None = None
    ) -> HistoryEntry:
        """Return the entry of the history for activating it now."""
        return entry(
            action,
            common=self.common,
            own=self.documents,
            own_version=self.own,
            by=by,
            summary=summary,
            restores=restores,
        )


@dataclass(frozen=True, slots=True)
class Current:
    """What a server serves; replaced as a whole, never changed."""

    state: ServerState
    active: Active
    lessons: Lessons

    def is_common(self, start: str) -> bool:
        """Whether it is just a version of the operator's folder."""
        return self.active == Active(start) and self.lessons.heeded == _NO_LESSONS


_NO_LESSONS = Lessons()


@dataclass(frozen=True, slots=True)
class Staged:
    """What a reload built, until moderators decide about it."""

    rehearsal: Rehearsal
    active: Active

    def named_as(self, known: Sequence[OwnDocument]) -> "Staged":
        """Return it with documents as they are known now: a moderator may have been deleted."""
        now = {(one.name, one.sha256): one for one in known}
        documents = tuple(
            now.get((one.name, one.sha256), replace(one, by=None)) for one in self.active.documents
        )
        return Staged(self.rehearsal, replace(self.active, documents=documents))

    def with_refused(self, refused: Sequence[Problem]) -> "Staged":
        """Return it with files that were to be added as well, which the card names."""
        rehearsal = self.rehearsal.model_copy(update={"refused": tuple(refused)})
        return Staged(rehearsal, self.active)

    def without(self, is_erased: Callable[[str | None, datetime], bool]) -> "Staged":
        """Return it without the names of moderators who were deleted."""
        rehearsal = self.rehearsal
        if is_erased(rehearsal.by, rehearsal.at):
            rehearsal = rehearsal.model_copy(update={"by": None})
        documents = documents_without(self.active.documents, is_erased)
        return Staged(rehearsal, replace(self.active, documents=documents))


def named_in(current: Current, staged: Staged | None) -> Iterator[tuple[str | None, datetime]]:
    """Yield who did something to what a server serves or may serve next, and when."""
    yield from ((entry.by, entry.at) for entry in current.state.history)
    yield from ((one.by, one.at) for one in current.lessons.every)
    documents = [*current.active.documents]
    documents += (one for entry in current.state.history for one in entry.own)
    if staged is not None:
        yield staged.rehearsal.by, staged.rehearsal.at
        documents += staged.active.documents
    yield from ((one.by, one.added_at) for one in documents)


@dataclass(frozen=True, slots=True)
class InUse:
    """Versions and files that must stay on disk.

    Attributes:
        common_versions: Of the operator's folder.
        own_versions: Of the server's uploads.
        files: Of the uploads, by SHA-256.
        at_hand: The versions of both kinds that stay in memory, too.
    """

    common_versions: frozenset[str]
    own_versions: frozenset[str]
    files: frozenset[str]
    at_hand: frozenset[str]

    @classmethod
    def of(cls, current: Sequence[Active], history: Sequence[HistoryEntry]) -> "InUse":
        """Collect what is active, may become so, or can be rolled back to.

        Args:
            current: What is active or may become so.
            history: The newest last.
        """
        now = [one.versions for one in current]
        past = [(entry.common, entry.own_version) for entry in history]
        documents = [document for one in current for document in one.documents]
        documents += [document for entry in history for document in entry.own]
        return cls(
            frozenset(common for common, _ in (*now, *past)),
            frozenset(own for _, own in (*now, *past) if own),
            frozenset(document.sha256 for document in documents),
            frozenset(one for both in (*now, *past[-_AT_HAND:]) for one in both if one),
        )


_AT_HAND = 2  # of the history: the active version, and the one a step back leads to


MOST_MEGABYTES_IN_ALL = 5_000
"""Of what moderators added in all servers."""


def check_room(
    shared: Shared, guild_id: int, active: Active, documents: tuple[OwnDocument, ...]
) -> None:
    """Check what moderators added in all servers, before a server's is read.

    Args:
        shared: Knows the other servers.
        guild_id: Of the server.
        active: What it searches.
        documents: Its uploads as they are to be.

    Raises:
        AllLibrariesFullError: If that is too much. Removing is never too much.
    """
    size = sum(one.size for one in documents)
    if size <= sum(one.size for one in active.documents):
        return
    size += sum(one.size for other in shared.elsewhere(guild_id) for one in other.documents)
    if size > MOST_MEGABYTES_IN_ALL * 1_000_000:
        raise AllLibrariesFullError
