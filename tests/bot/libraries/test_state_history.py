"""Where a server stands after any sequence of decisions."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.libraries.state import (
    begun,
    entry,
    followed,
    gone_to,
    looked_at,
    resumed,
    version_before,
)
from bot.storage.server_state import HistoryEntry, ServerState

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
        elif target := version_before(state.history):
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
    back = version_before(state.history)
    assert back is not None

    state = _go(state, entry("rollback", common=back.common, restores=back.id))

    assert (state.common, state.seen) == (FIRST, "1" * 12)


def test_a_folder_that_changed_while_no_bot_ran_is_one_more_version_of_the_history() -> None:
    decided = _go(begun(ServerState(), FIRST), entry("switch", common="1" * 12))

    state = followed(decided, "2" * 12, KEPT)

    assert (state.common, state.seen) == (None, None)
    assert [one.common for one in state.history] == [FIRST, "1" * 12, "2" * 12]
    assert followed(state, "2" * 12, KEPT) == state
    assert version_before(state.history) == state.history[1]


def test_a_server_where_nobody_decided_anything_has_no_history() -> None:
    assert followed(ServerState(), FIRST, KEPT) == ServerState()
    assert version_before(()) is None


class Term(RuleBasedStateMachine):
    """A server and the operator's folder, with whatever may happen to both.

    A restart puts in place what the folder holds, but for two cases: moderators looked at just
    this version and decided, or have yet to decide; or a reload broke off, so that they could not.
    """

    @initialize()
    def begin(self) -> None:
        """The bot is started for the first time."""
        self.state = ServerState()
        self.folder = self.in_place = FIRST
        self.candidate: str | None = None
        self.looked_at: str | None = None
        self.broke_off = False

    @rule(number=st.integers(0, 3))
    def change_the_folder(self, number: int) -> None:
        """The operator has other documents, or earlier ones again."""
        self.folder = f"{number:012x}"

    @rule()
    def break_off_a_reload(self) -> None:
        """It fails, or is ended."""
        self.state = begun(self.state, self.in_place)
        self.broke_off = True

    @rule()
    def reload(self) -> None:
        """It gets to its end."""
        self.state = looked_at(begun(self.state, self.in_place), self.folder)
        self.looked_at = self.candidate = self.folder
        self.broke_off = False

    @precondition(lambda self: self.candidate)
    @rule()
    def switch(self) -> None:
        """Moderators take what they looked at."""
        assert self.candidate
        self._place(entry("switch", common=self.candidate))

    @precondition(lambda self: self.state.history)
    @rule(choice=st.data())
    def roll_back(self, choice: st.DataObject) -> None:
        """They go back to any version that is kept."""
        target = choice.draw(st.sampled_from(self.state.history))
        self.looked_at = self.looked_at or self.in_place
        self._place(entry("rollback", common=target.common, restores=target.id))

    @rule()
    def restart(self) -> None:
        """The bot is started again."""
        stays = self.broke_off or self.looked_at == self.folder
        if self.broke_off:
            self.looked_at = self.folder
        if not stays:
            self.in_place, self.looked_at = self.folder, None
        self.broke_off, self.candidate = False, None

        self.state = resumed(self.state, self.folder, KEPT)

        assert (self.state.common or self.folder) == self.in_place
        assert resumed(self.state, self.folder, KEPT) == self.state

    @invariant()
    def history_ends_with_what_is_in_place(self) -> None:
        """And is no longer than it may be."""
        history = self.state.history
        assert not history or history[-1].common == self.in_place
        assert len(history) <= KEPT + 1

    def _place(self, new: HistoryEntry) -> None:
        self.state = gone_to(self.state, new, self.in_place, KEPT)
        self.in_place, self.candidate = new.common, None


TestTerm = Term.TestCase
TestTerm.settings = settings(stateful_step_count=30)
