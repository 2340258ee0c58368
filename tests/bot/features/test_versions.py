"""A reload as its moderator sees it, while it goes on."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.errors import ReloadFailedError
from bot.features import versions as reloading
from bot.features.context import Server
from bot.features.versions import TAKES_LONG, progress_words, rehearse
from bot.libraries.comparison import Progress, Rehearsal, Tell
from bot.libraries.own_documents import Change
from bot.ui.layout import Reply

from .test_answer_message import texts

if TYPE_CHECKING:
    from bot.libraries.searchers import SearcherRegistry
    from bot.libraries.server import ServerLibrary
    from bot.storage.query_log import QueryLog
    from bot.ui.replies import BotInteraction

_LONG_S = 60.0
NOTHING = Rehearsal(
    id="a" * 16,
    by="somebody",
    at=datetime(2026, 1, 2, tzinfo=UTC),
    is_switch=False,
    added=(),
    removed=(),
    changed=(),
    documents=2,
    passages=9,
    problems=(),
    golden=0,
    recent=0,
    replayed=(),
)


class FakeInteraction:
    """An interaction whose answer, and each change of it, is kept as words."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.heard = asyncio.Event()
        self.response = self

    def is_done(self) -> bool:
        """As discord.py's response."""
        return bool(self.said)

    async def send_message(self, *, view: Any, files: Any, ephemeral: bool) -> Any:  # noqa: ANN401
        """As discord.py's response."""
        assert ephemeral
        assert files == []
        self._keep(view)
        return SimpleNamespace(message_id=1)

    async def edit_original_response(self, *, view: Any, attachments: Any) -> Any:  # noqa: ANN401
        """As discord.py's interaction."""
        assert attachments == []
        self._keep(view)
        return SimpleNamespace(id=1)

    def _keep(self, view: Any) -> None:  # noqa: ANN401
        self.said.append("\n".join(texts(Reply(view))))
        self.heard.set()

    async def hear(self) -> str:
        """The next thing that is said."""
        async with asyncio.timeout(_LONG_S):  # nothing is said if the reload failed
            await self.heard.wait()
        self.heard.clear()
        return self.said[-1]


class FakeEngine:
    """A library whose reload goes on when it is told to."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.tell: Tell = print
        self.fails = False

    async def reload(self, change: Change, *, by: str, progress: Tell) -> Rehearsal:
        """As the engine does."""
        assert not change
        assert by == "somebody"
        self.tell = progress
        await self.go_on.wait()
        if self.fails:
            raise ReloadFailedError(reason="it was stopped")
        return NOTHING


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def interaction(monkeypatch: pytest.MonkeyPatch) -> FakeInteraction:
    monkeypatch.setattr(reloading, "EDIT_EVERY_S", 0.001)
    return FakeInteraction()


def begin(interaction: FakeInteraction, engine: FakeEngine) -> "asyncio.Task[None]":
    """Begin a reload."""
    server = Server(
        guild_id=11,
        by="somebody",
        moderates=True,
        log=cast("QueryLog", None),
        library=cast("ServerLibrary", engine),
        searchers=cast("SearcherRegistry", None),
    )
    return asyncio.create_task(rehearse(cast("BotInteraction", interaction), server))


async def test_steps_are_told_as_they_come_each_once_and_then_the_result(
    interaction: FakeInteraction, engine: FakeEngine
) -> None:
    running = begin(interaction, engine)

    assert await interaction.hear() == "Reading the shared documents …"
    engine.tell(Progress(step="indexing", done=3, total=9))
    assert await interaction.hear() == "Preparing the search: 3 of 9 …"
    engine.go_on.set()
    assert (await interaction.hear()).startswith("### Nothing has changed")
    await running

    assert len(interaction.said) == 3


async def test_reload_that_outlasts_the_reply_says_where_to_look_and_goes_on(
    interaction: FakeInteraction, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "REPLY_LASTS_S", 0)

    await begin(interaction, engine)
    engine.fails = True
    engine.go_on.set()  # nobody hears how it ends, nor is that an error

    assert interaction.said == [TAKES_LONG]


async def test_reload_that_fails_is_raised_to_be_told(
    interaction: FakeInteraction, engine: FakeEngine
) -> None:
    engine.fails = True
    engine.go_on.set()

    with pytest.raises(ReloadFailedError):
        await begin(interaction, engine)


def test_progress_without_a_known_total_is_a_step_alone() -> None:
    assert progress_words(Progress(step="loading")) == "Almost done …"
