"""What is acknowledged is on disk, whenever the process is killed."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from bot.storage.query_log import QueryLog
from tests.bot.entries import make_entry, questions, select

pytestmark = pytest.mark.process


@pytest.mark.parametrize("acknowledged", [1, 2, 37, 150, 601])
async def test_kill_9_under_load_leaves_a_sound_log_with_each_acknowledged_row(
    tmp_path: Path, acknowledged: int
) -> None:
    """Killed after so many acknowledgements, with more questions in every stage of writing."""
    path = tmp_path / "queries.db"
    told = _kill_after(acknowledged, path)

    log = await QueryLog.open(path)
    await log.record(make_entry(question="the next"))
    await log.close()

    written = set(select(path, "SELECT answer_id FROM question"))
    assert len(told) >= acknowledged
    assert {line.strip() for line in told if line.endswith("\n")} <= written
    assert questions(path)[-1] == "the next"
    assert select(path, "PRAGMA integrity_check") == ["ok"]
    assert select(path, "SELECT DISTINCT count(*) FROM passage GROUP BY question_id") == [2]


def _kill_after(acknowledged: int, path: Path) -> list[str]:
    """All that the victim told before it died; the last line may be cut off."""
    command = [sys.executable, "-m", f"{__package__}.log_victim", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        told = list(islice(victim.stdout, acknowledged))
        victim.kill()
        return told + list(victim.stdout)
