"""Where a server stands after any sequence of decisions."""

from hypothesis import given
from hypothesis import strategies as st

from bot.libraries.history import begun, entry, followed, gone_to, looked_at, version_before
from bot.libraries.state import HistoryEntry, ServerState

KEPT = 4
FIRST = "0" * 12


def _go(state: ServerState, new: HistoryEntry) -> ServerState:
    return gone_to(state, new, state.common or FIRST, KEPT)


@given(st.lists(st.sampled_from(["switch", "back"]), max_size=12))
def test_a_step_back_is_what_undo_is_and_never_leads_forward(steps: list[str]) -> None:
    state = ServerState()
    undo = [FIRST]
    for number, step in enumerate(steps, start=1):
        if step == "switch":
            undo.append(f"{number:012x}")
            state = _go(state, entry("switch", common=undo[-1]))
        elif target := version_before(state):
            undo.pop()
            assert target.common == undo[-1]
            state = _go(state, entry("rollback", common=target.common, restores=target.id))
        else:
            assert len(undo) == 1 or len(state.history) > KEPT
        assert (state.common or FIRST) == undo[-1]
        assert len(state.history) <= KEPT + 1


def test_history_begins_with_what_was_in_place_before_the_first_reload() -> None:
    state = begun(ServerState(), FIRST)

    assert [(one.action, one.common) for one in state.history] == [("begin", FIRST)]
    assert state.common == FIRST
    assert state.undecided


def test_what_was_looked_at_and_not_decided_is_seen_and_not_in_place() -> None:
    state = looked_at(begun(ServerState(), FIRST), "1" * 12)

    assert (state.common, state.seen, state.undecided) == (FIRST, "1" * 12, False)


def test_rollback_keeps_in_mind_the_newest_version_that_was_looked_at() -> None:
    state = _go(looked_at(begun(ServerState(), FIRST), "1" * 12), entry("switch", common="1" * 12))
    back = version_before(state)
    assert back is not None

    state = _go(state, entry("rollback", common=back.common, restores=back.id))

    assert (state.common, state.seen) == (FIRST, "1" * 12)


def test_a_folder_that_changed_while_no_bot_ran_is_one_more_version_of_the_history() -> None:
    decided = _go(begun(ServerState(), FIRST), entry("switch", common="1" * 12))

    state = followed(decided, "2" * 12, KEPT)

    assert (state.common, state.seen) == (None, None)
    assert [one.common for one in state.history] == [FIRST, "1" * 12, "2" * 12]
    assert followed(state, "2" * 12, KEPT) == state
    assert version_before(state) == state.history[1]


def test_a_server_where_nobody_decided_anything_has_no_history() -> None:
    assert followed(ServerState(), FIRST, KEPT) == ServerState()
    assert version_before(ServerState()) is None
