"""The gaps of all servers, each seen with what that server has and was taught."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.gaps import ServerGap, ServerSearchers, server_gaps
from bot.libraries.state import entry
from bot.libraries.versions import IndexVersion, VersionStore
from bot.storage.lessons import Lessons, OutsideQuestion
from bot.storage.query_log import QueryLog
from bot.storage.server_state import OwnDocument, ServerState
from config import load_settings
from index import LibraryIndex
from sources import Library, load_library
from tests.bot.entries import make_entry

NOW = datetime.now(UTC)
ONE, OTHER = 11, 12


@pytest.fixture
def searchers(
    tmp_path: Path, library: Library, states: dict[int, ServerState], lessons: dict[int, Lessons]
) -> ServerSearchers:
    """The documents of the folder for everybody, and a data folder without anything else."""
    settings = load_settings({"data": f"{tmp_path}", "sources": f"{tmp_path / 'sources'}"})
    current = IndexVersion.of(LibraryIndex.build(library))
    return ServerSearchers(settings, current, states, lessons)


@pytest.fixture
def states() -> dict[int, ServerState]:
    """What the servers decided; a test may add to it."""
    return {}


@pytest.fixture
def lessons() -> dict[int, Lessons]:
    """What the servers taught; a test may add to it."""
    return {}


async def _ask(log: QueryLog, *asked: tuple[str, int | None]) -> None:
    for question, guild_id in asked:
        await log.record(
            make_entry(question=question, guild_id=guild_id, status="none", passages=())
        )


def _told(gaps: list[ServerGap]) -> set[tuple[int | None, str, tuple[str, ...]]]:
    return {(one.guild_id, one.gap.question, one.lacking) for one in gaps}


async def test_same_question_is_a_gap_of_each_server_and_of_the_terminal(
    log: QueryLog, searchers: ServerSearchers
) -> None:
    await _ask(log, *(("Do zebras sleep?", guild) for guild in (ONE, OTHER, OTHER, None)))

    gaps = await server_gaps(log, searchers)

    assert [len(one.gap.questions) for one in gaps] == [2, 1, 1]
    assert {one.guild_id for one in gaps} == {ONE, OTHER, None}
    assert await server_gaps(log, searchers, guild_id=OTHER) == [gaps[0]]


async def test_what_a_server_put_out_of_scope_is_no_gap_of_it_alone(
    log: QueryLog, searchers: ServerSearchers, lessons: dict[int, Lessons]
) -> None:
    outside = OutsideQuestion(by="t", at=NOW, question="Do zebras sleep?", sentence="Ask Mr X.")
    lessons[ONE] = Lessons(outside=(outside,))
    await _ask(log, ("do zebras sleep", ONE), ("Do zebras sleep?", OTHER))

    assert _told(await server_gaps(log, searchers)) == {
        (OTHER, "Do zebras sleep?", ("zebras", "sleep"))
    }


@pytest.mark.parametrize(("is_kept", "lacking"), [(True, ("sleep",)), (False, ("zebras", "sleep"))])
async def test_words_of_a_server_s_own_documents_are_not_lacking_there(  # noqa: PLR0913  # parts
    log: QueryLog, searchers: ServerSearchers, tmp_path: Path, states: dict[int, ServerState],
    *, is_kept: bool, lacking: tuple[str, ...],
) -> None:  # fmt: skip
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "zebras.md").write_text("# Zebras\n\nZebras run in herds.\n", "utf-8")
    own = IndexVersion.of(LibraryIndex.build(load_library(tmp_path / "own")))
    folder = tmp_path / "servers" / f"{ONE}"
    if is_kept:
        VersionStore(folder / "libraries").add(own)
    document = OwnDocument(name="zebras.md", sha256="0" * 64, size=9, added_at=NOW, by=None)
    new = entry("switch", common="0" * 12, own=(document,), own_version=own.version)
    states[ONE] = ServerState(history=(new,))
    await _ask(log, ("Do zebras sleep?", ONE))

    assert _told(await server_gaps(log, searchers)) == {(ONE, "Do zebras sleep?", lacking)}
