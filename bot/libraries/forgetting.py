"""Taking the names of moderators out of what they did, which stays."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from bot.guidance import Guidance, Taught

from .state import HistoryEntry, OwnDocument, ServerState

NOBODY = ""
"""Who taught something, once that is forgotten."""

_T = TypeVar("_T", bound=Taught)
Named = dict[str, list[dict[str, object]]]
"""What a person did, by kinds, as JSON holds it."""


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


def _taught_without(lessons: tuple[_T, ...], forgotten: Forgotten) -> tuple[_T, ...]:
    return tuple(
        one.model_copy(update={"by": NOBODY}) if forgotten.has(one.by, one.at) else one
        for one in lessons
    )
