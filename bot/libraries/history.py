"""How a server's state goes on: what is decided, and what can be gone back to."""

from collections.abc import Sequence
from datetime import UTC, datetime

from .state import Action, HistoryEntry, OwnDocument, ServerState, new_id


def entry(  # noqa: PLR0913  # a version, and who put it in place, each by its name
    action: Action,
    *,
    common: str,
    own: tuple[OwnDocument, ...] = (),
    own_version: str | None = None,
    by: str | None = None,
    summary: str = "",
    restores: str | None = None,
) -> HistoryEntry:
    """A version that is put in place now."""
    return HistoryEntry(
        id=new_id(),
        at=datetime.now(UTC),
        by=by,
        action=action,
        common=common,
        own=own,
        own_version=own_version,
        summary=summary,
        restores=restores,
    )


def begun(state: ServerState, in_place: str) -> ServerState:
    """A reload is begun; should it break off, a restart serves what is in place now.

    Args:
        state: As it is.
        in_place: The version of the operator's folder that the server is on.
    """
    return state.model_copy(
        update={"common": in_place, "undecided": True, "history": _since(state, in_place)}
    )


def looked_at(state: ServerState, folder: str) -> ServerState:
    """The moderators see what the folder holds; until they decide, all stays as it is.

    Args:
        state: As it is.
        folder: The version that was found there.
    """
    return state.model_copy(update={"seen": folder, "undecided": False})


def gone_to(state: ServerState, new: HistoryEntry, in_place: str, kept: int) -> ServerState:
    """Another version is in place.

    Args:
        state: As it is.
        new: What is put in place.
        in_place: The version of the operator's folder that is left.
        kept: How many versions before the new one can be gone back to.
    """
    return ServerState(
        common=new.common,
        # A rollback decides about the newest version that was looked at: not to have it; and,
        # if a reload broke off before it, about what that would have found.
        seen=state.seen or in_place,
        undecided=state.undecided,
        own=new.own,
        own_version=new.own_version,
        history=(*_since(state, in_place), new)[-kept - 1 :],
    )


def resumed(state: ServerState, folder: str, kept: int) -> ServerState:
    """A bot is started: the server goes with the folder, unless moderators decided otherwise.

    Args:
        state: As it was left, by whatever end.
        folder: The version of the operator's folder that was found.
        kept: How many versions before the newest can be gone back to.
    """
    if decided(state, folder) is None:
        return followed(state, folder, kept)
    return looked_at(state, folder) if state.undecided else state


def decided(state: ServerState, folder: str) -> str | None:
    """The version of the operator's folder that a server stays on; None if it goes with the folder.

    Args:
        state: As it was left.
        folder: The version of the folder that is there now.
    """
    # Undecided: nobody decided for what the reload that broke off would have found.
    return state.common if state.undecided or state.seen == folder else None


def followed(state: ServerState, folder: str, kept: int) -> ServerState:
    """The folder had changed when the bot was started, and the server goes with it."""
    last = state.history[-1] if state.history else None
    if last is None or last.common == folder:
        return state.model_copy(update={"common": None, "seen": None, "undecided": False})
    new = entry("restart", common=folder, own=state.own, own_version=state.own_version)
    history = (*state.history, new)[-kept - 1 :]
    return state.model_copy(
        update={"common": None, "seen": None, "undecided": False, "history": history}
    )


def version_before(history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """What one step back leads to; after a rollback, a step further back than that one led.

    Args:
        history: Of a server, the newest last.
    """
    places = {one.id: place for place, one in enumerate(history)}
    place = len(history) - 1
    if place < 0:
        return None
    now = history[place]
    while (restored := history[place].restores) in places:
        place = places[restored]
    if history[place].restores is not None:
        return None  # where it led is not kept any more, nor what was before
    while place and _same(history[place - 1], now):
        place -= 1
    return history[place - 1] if place else None


def _same(one: HistoryEntry, other: HistoryEntry) -> bool:
    return (one.common, one.own_version) == (other.common, other.own_version)


def _since(state: ServerState, in_place: str) -> tuple[HistoryEntry, ...]:
    """The history, which begins with what was in place before all else."""
    return state.history or (
        entry("begin", common=in_place, own=state.own, own_version=state.own_version),
    )
