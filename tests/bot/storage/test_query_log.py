"""The log of questions: committed before it says so, and never in an answer's way."""

import asyncio
import errno
import gc
import logging
import resource
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LogUnusableError, NotSpilledError
from bot.storage import query_log
from bot.storage import writer as log_writer
from bot.storage.entries import Quoted
from bot.storage.query_log import QueryLog
from bot.storage.spill import read_spilled, spill
from sources import Citation
from tests.bot.entries import (
    BEES,
    connection_threads,
    giving_up_soon,
    locked,
    make_entry,
    questions,
    select,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "queries.db"


Fault = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file of this process can grow any more; SQLite meets it as a real I/O error."""
    wal = path.with_name(f"{path.name}-wal")
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size if wal.exists() else 0, hard))
    with giving_up_soon():
        yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def folder_replaced(path: Path) -> Iterator[None]:
    """The folder is gone, and a file stands in its place."""
    away = path.parent.rename(path.parent.with_name("away"))
    path.parent.touch()
    with giving_up_soon():
        yield
    path.parent.unlink()
    away.rename(path.parent)


async def until_told(caplog: pytest.LogCaptureFixture) -> None:
    """Wait until the writer has met the fault: it tells so."""
    async with asyncio.timeout(60):
        while not caplog.messages:  # noqa: ASYNC110 - the process's log has no event to wait for
            await asyncio.sleep(0.01)


async def test_a_recorded_entry_is_on_disk_with_its_passages_by_rank(
    log: QueryLog, path: Path
) -> None:
    entry = make_entry()

    assert await log.record(entry)

    assert questions(path) == [entry.question]
    assert select(path, "SELECT rank, source, score FROM passage ORDER BY rank") == [
        (1, "bees.txt", 2.5),
        (2, "wasps.txt", 0.5),
    ]
    assert await log.find(entry.answer_id) == entry


async def test_an_entry_without_guild_channel_and_passages_is_found_as_it_was(
    log: QueryLog,
) -> None:
    entry = make_entry(
        guild_id=None, channel_id=None, surface="terminal", status="none", passages=()
    )

    await log.record(entry)

    assert await log.find(entry.answer_id) == entry


async def test_half_characters_in_a_document_cost_no_row(log: QueryLog, path: Path) -> None:
    quoted = Quoted(
        text="Bees \ud800 dance", breaks=(5,), citation=Citation(title="\udc80"), document="d"
    )
    passage = BEES.model_copy(update={"source": "b\udcffs.txt", "quoted": quoted})

    assert await log.record(make_entry(passages=(passage,)))

    (stored,) = select(path, "SELECT text, citation ->> 'title' FROM quoted")
    assert stored == ("Bees ? dance", "?")
    assert select(path, "SELECT source FROM cited") == ["b?s.txt"]


async def test_a_written_entry_is_kept_at_hand_without_its_objects(log: QueryLog) -> None:
    entry = make_entry()
    answer_id, question, written = entry.answer_id, entry.question, weakref.ref(entry)
    await log.record(entry)
    await log.record(make_entry())  # the writer lets go of those before
    del entry

    gc.collect()

    assert written() is None
    await log.change(("DELETE FROM passage", ()), ("DELETE FROM question", ()))
    found = await log.find(answer_id)
    assert found is not None
    assert (found.question, len(found.passages)) == (question, 2)


async def test_an_unknown_answer_is_not_found(log: QueryLog) -> None:
    assert await log.find("nobodyasked") is None


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_questions_come_back_word_for_word_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, asked: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "queries.db"

    async def record_all() -> list[str]:
        log = await QueryLog.open(path)
        entries = [make_entry(question=question) for question in asked]
        await asyncio.gather(*map(log.record, entries))
        found = [await log.find(entry.answer_id) for entry in entries]
        await log.close()
        return [entry.question for entry in found if entry]

    assert asyncio.run(record_all()) == asked
    assert questions(path) == asked


@pytest.mark.parametrize("fault", [locked, full_disk, folder_replaced])
async def test_what_a_fault_holds_up_is_found_at_once_and_written_in_order_afterwards(
    log: QueryLog,
    path: Path,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    entries = [make_entry(question=f"{n}?" * 500) for n in range(30)]
    await log.record(make_entry(question="before"))

    with fault(path):
        at_once = await asyncio.gather(*map(log.record, entries))
        found = [await log.find(entry.answer_id) for entry in entries]
        await until_told(caplog)
    await log.close()

    assert set(at_once) == {False}
    assert found == entries
    assert questions(path) == ["before", *(entry.question for entry in entries)]
    cannot, again = caplog.messages
    assert "cannot be written" in cannot
    assert "can be written again; questions that waited: 30, lost: 0" in again


async def test_a_database_that_reached_its_largest_size_goes_on_when_it_may_grow(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    connection = await log._store.connect()  # noqa: SLF001 - the limit is per connection
    ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    with giving_up_soon():
        at_once = await log.record(make_entry(question="long" * 5_000))
        await until_told(caplog)
    connection.execute("PRAGMA max_page_count = 1000000").fetchall()
    await log.close()

    assert not at_once
    assert questions(path) == ["long" * 5_000]
    assert "database or disk is full" in caplog.messages[0]


async def test_an_entry_recorded_after_a_fault_brings_those_before_it_along(
    log: QueryLog, path: Path
) -> None:
    """Without closing: the writer tries again by itself."""
    with locked(path):
        during = await log.record(make_entry(question="during"))
    after = await log.record(make_entry(question="after"))

    assert (during, after) == (False, True)
    assert questions(path) == ["during", "after"]


@pytest.mark.parametrize("fault", [locked, full_disk])
async def test_a_log_that_is_locked_or_full_at_start_opens_and_catches_up(
    path: Path, fault: Fault
) -> None:
    await (await QueryLog.open(path)).close()

    with fault(path):
        log = await QueryLog.open(path)
        at_once = await log.record(make_entry(question="early"))
    await log.close()

    assert not at_once
    assert questions(path) == ["early"]


async def test_a_row_that_sqlite_refuses_costs_no_other_row(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad, better = (
        make_entry(question=q, guild_id=g) for q, g in [("good", 1), ("bad", 2**64), ("better", 2)]
    )

    recorded = await asyncio.gather(*map(log.record, (good, bad, better)))

    assert recorded == [True, False, True]
    assert questions(path) == ["good", "better"]
    assert "refused its row" in caplog.text


async def test_beyond_its_bound_the_memory_gives_up_the_oldest_and_counts_them(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_writer, "MOST_WAITING", 3)

    with locked(path):
        await asyncio.gather(*(log.record(make_entry(question=f"{n}")) for n in range(8)))
        monkeypatch.setattr(query_log, "CLOSE_SECONDS", 0.1)
        with pytest.raises(NotSpilledError) as told:
            await log.close()
    again = await QueryLog.open(path)
    await again.close()

    assert questions(path) == ["5", "6", "7"]
    assert "each new one costs the oldest" in caplog.messages[0]
    assert told.value.rows == 5


async def test_what_close_cannot_write_in_time_is_taken_in_by_the_next_start(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "CLOSE_SECONDS", 0.1)

    with locked(path):
        await asyncio.gather(*(log.record(make_entry(question=f"{n}")) for n in range(4)))
        await log.close()
    (file,) = path.parent.glob("unwritten-*.jsonl")
    unwritten = questions(path)
    mode = file.stat().st_mode & 0o777
    content = file.read_bytes()
    await (await QueryLog.open(path)).close()
    file.write_bytes(content)  # as if the machine had stopped before it was deleted
    await (await QueryLog.open(path)).close()

    assert "4 questions are in unwritten-" in caplog.messages[-1]
    assert (unwritten, mode) == ([], 0o600)
    assert questions(path) == ["0", "1", "2", "3"]
    assert [*path.parent.glob("unwritten-*")] == []
    assert connection_threads() == []


def test_half_characters_cost_no_row_that_waits_for_the_next_start(tmp_path: Path) -> None:
    half, whole = make_entry(question="a \ud800 b"), make_entry(question="Ænigma \N{HONEYBEE}")

    file = spill(tmp_path, [half, whole])

    assert [entry.question for entry in read_spilled([file])] == ["a ? b", whole.question]


async def test_damaged_line_of_a_file_from_the_last_end_costs_no_other_line(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await log.close()
    line = make_entry(question="kept").model_dump_json()
    (path.parent / "unwritten-1.jsonl").write_text(f"{line}\n{line[:50]}\n")

    await (await QueryLog.open(path)).close()

    assert questions(path) == ["kept"]
    assert "1 lines of" in caplog.text
    assert len([*path.parent.glob("unwritten-1.damaged-*")]) == 1


async def test_questions_that_no_disk_takes_are_an_error_at_the_end(
    log: QueryLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "CLOSE_SECONDS", 0.1)

    def fail(*_: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(query_log, "spill", fail)
    with locked(path):
        await asyncio.gather(*(log.record(make_entry()) for _ in range(2)))
        with pytest.raises(NotSpilledError, match="no space left on device"):
            await log.close()

    assert connection_threads() == []


async def test_a_close_that_is_cancelled_leaves_no_connection_behind(
    log: QueryLog, path: Path
) -> None:
    """An open connection has a thread that keeps the process from ending."""
    with locked(path):
        await log.record(make_entry())
        closing_down = asyncio.create_task(log.close())
        await asyncio.sleep(0)  # it waits for the writer now
        closing_down.cancel()
        await asyncio.wait({closing_down})

    assert closing_down.cancelled()
    assert connection_threads() == []


async def test_an_entry_that_comes_after_close_is_told_as_lost(
    log: QueryLog, caplog: pytest.LogCaptureFixture
) -> None:
    await log.close()

    assert not await log.record(make_entry())

    assert caplog.messages == ["A question is lost, for it came after the query log was closed."]


async def test_close_waits_for_what_was_just_handed_over(log: QueryLog, path: Path) -> None:
    waiting = [asyncio.create_task(log.record(make_entry())) for _ in range(50)]
    await asyncio.sleep(0)  # each has handed its entry over

    await log.close()

    assert len(questions(path)) == len(waiting)
    assert await asyncio.gather(*waiting) == [True] * 50


async def test_a_record_cancelled_while_it_waits_is_written_once(log: QueryLog, path: Path) -> None:
    with locked(path):
        recording = asyncio.create_task(log.record(make_entry(question="vanished")))
        await asyncio.sleep(0)  # the entry is handed over
        recording.cancel()
        await asyncio.wait({recording})
    await log.close()

    assert recording.cancelled()
    assert questions(path) == ["vanished"]


async def test_finding_in_a_log_that_cannot_be_read_is_one_sentence(
    log: QueryLog, path: Path
) -> None:
    with folder_replaced(path), pytest.raises(LogUnusableError, match="can't be used"):
        await log.find("a")


async def test_nothing_is_told_while_all_goes_well(
    log: QueryLog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    await log.record(make_entry())
    await log.close()

    assert caplog.messages == []
