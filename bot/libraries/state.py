"""Changes of a server's state: reload, switch, rollback and restart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.storage.entries import new_id
from bot.storage.server_state import Action, HistoryEntry, OwnDocument, ServerState


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
    """Return a version that is activated now."""
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
    """Mark a reload as started, so that a restart after a crash keeps the active version.

    Args:
        state: The state before.
        in_place: The active version of the operator's folder.
    """
    return replace(state, common=in_place, undecided=True, history=_since(state, in_place))


def looked_at(state: ServerState, folder: str) -> ServerState:
    """Record the newest version of the operator's folder that was shown to moderators.

    Args:
        state: The state before.
        folder: The version.
    """
    return replace(state, seen=folder, undecided=False)


def gone_to(state: ServerState, new: HistoryEntry, in_place: str, kept: int) -> ServerState:
    """Activate another version.

    Args:
        state: The state before.
        new: The version.
        in_place: The version of the operator's folder that was active before.
        kept: How many versions before the new one can be rolled back to.
    """
    return ServerState(
        common=new.common,
        # A rollback also decides against the newest version that was shown, and, if a reload
        # broke off before it, against what that would have found.
        seen=state.seen or in_place,
        undecided=state.undecided,
        history=(*_since(state, in_place), new)[-kept - 1 :],
    )


def resumed(state: ServerState, folder: str, kept: int) -> ServerState:
    """Follow the operator's folder when the bot starts, unless moderators decided otherwise.

    Args:
        state: As the last run left it.
        folder: The version of the folder now.
        kept: How many versions before the newest can be rolled back to.
    """
    if decided(state, folder) is None:
        return followed(state, folder, kept)
    return looked_at(state, folder) if state.undecided else state


def decided(state: ServerState, folder: str) -> str | None:
    """Return the version of the folder that a server stays on; None if it follows the folder.

    Args:
        state: As the last run left it.
        folder: The version of the folder now.
    """
    # Undecided: moderators have not seen what the reload that broke off would have found.
    return state.common if state.undecided or state.seen == folder else None


def followed(state: ServerState, folder: str, kept: int) -> ServerState:
    """Follow the operator's folder, which changed while the bot was not running."""
    last = state.history[-1] if state.history else None
    if last is None or last.common == folder:
        return ServerState(history=state.history)
    new = entry("restart", common=folder, own=state.own, own_version=state.own_version)
    return ServerState(history=(*state.history, new)[-kept - 1 :])


def version_before(history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """Return the version one step back; after a rollback, the one before where that led.

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
        return None  # where it led is no longer stored, nor is what was before
    while place and _same(history[place - 1], now):
        place -= 1
    return history[place - 1] if place else None


def find_version(history: Sequence[HistoryEntry], entry_id: str | None) -> HistoryEntry | None:
    """Return a version by its id, or the previous one for None; None if there is none."""
    if entry_id is None:
        return version_before(history)
    return next((one for one in history if one.id == entry_id), None)


def _same(one: HistoryEntry, other: HistoryEntry) -> bool:
    return (one.common, one.own_version) == (other.common, other.own_version)


def _since(state: ServerState, in_place: str) -> tuple[HistoryEntry, ...]:
    """Return the history, which begins with what was active before the first reload."""
    return state.history or (
        entry("begin", common=in_place, own=state.own, own_version=state.own_version),
    )
