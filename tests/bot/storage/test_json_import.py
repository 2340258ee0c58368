"""What an older version stored in JSON files becomes rows: once, all of it or nothing."""

import asyncio
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.errors import ImportFailedError
from bot.storage.lessons import KINDS, read_lessons
from bot.storage.query_log import QueryLog
from bot.storage.server_state import HistoryEntry, last_served, read_states
from tests.bot.entries import select
from tests.bot.shelf import ROOT, environment

from .old_data import DATA, OTHER, SERVER, json_files, make_old_data

OLD_TABLES = "audit daily digest latency opted_out passage question quoted vote wish".split()


def _content(name: str) -> Any:  # noqa: ANN401  # JSON
    return json.loads((DATA / name).read_text("utf-8"))


async def test_everything_in_an_old_data_folder_is_imported(tmp_path: Path) -> None:
    path = make_old_data(tmp_path / "data")
    rows_before = {table: select(path, f"SELECT * FROM {table}") for table in OLD_TABLES}  # noqa: S608
    columns = {
        table: ", ".join(column[1] for column in select(path, f"PRAGMA table_info({table})"))
        for table in OLD_TABLES
    }
    gaps_before = select(path, "SELECT answer_id || decision || at || actor FROM gap")

    log = await QueryLog.open(path)
    states, lessons = await read_states(log.rows), await read_lessons(log.rows)
    await log.close()

    assert {*states} == {SERVER, OTHER}
    for guild_id, state in states.items():
        old = _content(f"servers/{guild_id}/state.json")
        history = TypeAdapter(tuple[HistoryEntry, ...]).validate_python(old["history"])
        assert state.history == history
        assert (state.common, state.seen) == (old["common"], old["seen"])
        assert state.undecided == old["undecided"]
        assert [document.name for document in state.own] == [one["name"] for one in old["own"]]
        assert state.own_version == old["own_version"]
    assert [one.action for one in states[SERVER].history] == ["begin", *["switch"] * 2, "rollback"]
    assert {*lessons} == {SERVER}
    old = _content(f"servers/{SERVER}/guidance.json")
    for field, _ in KINDS.values():
        stored = getattr(lessons[SERVER], field)
        taught = old.get(field, [])  # of newer kinds, old files have none
        assert [one.model_dump(mode="json", exclude={"id", "fix"}) for one in stored] == taught
        assert bool(stored) == (field in old)
    assert await last_served(path, Path("/srv/class/sources")) == "d4ad0d2b94f2"
    rows = {table: select(path, f"SELECT {columns[table]} FROM {table}") for table in OLD_TABLES}  # noqa: S608
    assert rows == rows_before
    assert select(path, "SELECT answer_id || decision || at || actor FROM gap") == gaps_before
    assert json_files(tmp_path) == []


async def test_imported_lessons_and_gaps_of_one_decision_share_its_fix(tmp_path: Path) -> None:
    path = make_old_data(tmp_path / "data")

    await (await QueryLog.open(path)).close()

    assert select(
        path,
        """
        SELECT decision, count(*), count(DISTINCT fix),
               (SELECT group_concat(kind) FROM (
                    SELECT kind FROM lesson WHERE lesson.fix = gap.fix ORDER BY kind))
        FROM gap GROUP BY decision ORDER BY decision
        """,
    ) == [
        ("done", 1, 1, None),
        ("out_of_scope", 1, 1, "golden,out_of_scope"),
        ("pin", 1, 1, "golden,pin"),
        ("synonym", 2, 1, "golden,synonym"),
    ]
    alone = "SELECT kind FROM lesson WHERE fix NOT IN (SELECT fix FROM gap) ORDER BY kind"
    assert select(path, alone) == ["golden", "pin", "synonym"]


async def test_second_start_imports_nothing_again(tmp_path: Path) -> None:
    path = make_old_data(tmp_path / "data")
    await (await QueryLog.open(path)).close()
    before = _rows(path)

    await (await QueryLog.open(path)).close()

    assert _rows(path) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"servers/{SERVER}/state.json", "{"),
        (f"servers/{SERVER}/state.json", '{"common": null}'),
        (f"servers/{OTHER}/state.json", "[]"),
        (f"servers/{SERVER}/guidance.json", '{"pins": [{"by": "a"}]}'),
        (f"servers/{SERVER}/guidance.json", '{"pins": 5}'),
        ("libraries/served.json", "{}"),
    ],
)
async def test_damaged_file_is_named_in_one_sentence_and_nothing_is_imported(
    tmp_path: Path, name: str, content: str
) -> None:
    path = make_old_data(tmp_path / "data")
    before = json_files(tmp_path)
    (path.parent / name).write_text(content)

    with pytest.raises(ImportFailedError) as refused:
        await QueryLog.open(path)

    assert refused.value.path == path.parent / name
    assert "\n" not in str(refused.value)
    assert select(path, "PRAGMA user_version") == [2]
    assert json_files(tmp_path) == before


async def test_documents_that_no_version_has_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = make_old_data(tmp_path / "data")
    file = path.parent / f"servers/{SERVER}/state.json"
    state = json.loads(file.read_bytes())
    file.write_text(json.dumps({**state, "own": []}))

    with pytest.raises(ImportFailedError, match="newest version"):
        await QueryLog.open(path)


async def test_kill_9_at_each_step_imports_everything_or_nothing(tmp_path: Path) -> None:
    whole = make_old_data(tmp_path / "whole")
    await (await QueryLog.open(whole)).close()
    command = [sys.executable, "-m", f"{__package__}.import_victim", str(tmp_path / "killed")]
    run = partial(
        subprocess.run, env=environment(), cwd=ROOT, capture_output=True, check=True, text=True
    )
    found = await asyncio.to_thread(run, command)
    folders = [*map(Path, found.stdout.split())]

    imported = 0
    for folder in folders:
        path = folder / "queries.db"
        if select(path, "PRAGMA user_version") == [2]:
            assert json_files(folder) == json_files(DATA)
        else:
            imported += 1
            assert _rows(path) == _rows(whole)
        await (await QueryLog.open(path)).close()
        assert _rows(path) == _rows(whole)
        assert json_files(folder) == []

    assert len(folders) > 30
    assert 0 < imported < len(folders)


def _rows(path: Path) -> list[object]:
    """What was imported, without ids that were drawn."""
    return [
        *select(path, "SELECT guild_id, kind, at, actor, content FROM lesson ORDER BY number"),
        *select(path, "SELECT * FROM server ORDER BY guild_id"),
        *select(path, "SELECT * FROM version ORDER BY number"),
        *select(path, "SELECT * FROM document"),
        *select(path, "SELECT * FROM served"),
        *select(path, "SELECT answer_id, decision, fix IS NOT NULL FROM gap"),
    ]
