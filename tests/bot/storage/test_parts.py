"""The logs of several processes, read as one."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OtherPartsError
from bot.storage.parts import MOST_PARTS, Part, check_parts, folder_of, parts_in
from tests.bot.cli.class_log import OURS, asked, week, write_log
from tests.bot.entries import select
from tests.bot.shelf import complaint, run

HALVES = (Part(1, 2), Part(2, 2))
THEIRS = OURS + (1 << 22)  # in the other half

pytestmark = pytest.mark.usefixtures("shelf")


@pytest.fixture
def logs(shelf: Path) -> None:  # noqa: ARG001  # the working directory
    """The same questions in one log, `whole`, and in those of two processes, `data`."""
    others = [asked(f"What of {n}?", guild_id=THEIRS, days_ago=n) for n in range(3)]
    every = [*week(), *others, asked("What was it?", days_ago=2)]
    entries = [
        one.model_copy(update={"asked_at": one.asked_at - timedelta(milliseconds=number)})
        for number, one in enumerate(every)
        if one.guild_id in {OURS, THEIRS}
    ]
    write_log(entries, "whole")
    for part in HALVES:
        its = [one for one in entries if one.guild_id and part.has(one.guild_id)]
        write_log(its, str(part.folder(Path("data"))))
        assert its


@given(st.integers(0, 2**63), st.integers(1, MOST_PARTS))
def test_each_server_belongs_to_one_part_and_stays_there_with_more_connections(
    guild_id: int, total: int
) -> None:
    (part,) = (part for n in range(total) if (part := Part(n + 1, total)).has(guild_id))

    for connections in (total, 3 * total):
        shard = (guild_id >> 22) % connections  # as Discord deals servers out
        assert shard in range(part.number - 1, connections, total)


@pytest.mark.parametrize(
    "command",
    [
        ("recent",),
        ("recent", "--limit", "2"),
        ("search", "bees"),
        ("search", "--status", "none"),
        ("recent", "--server", str(THEIRS)),
        ("gaps",),
        ("stats",),
        ("stats", "--server", str(OURS)),
    ],
)
@pytest.mark.usefixtures("logs")
def test_logs_of_parts_show_what_one_log_would(command: tuple[str, ...]) -> None:
    shown = [run("logs", *command, "--json", "--data", data) for data in ("whole", "data")]

    assert [one.exit_code for one in shown] == [0, 0]
    assert shown[0].stdout
    assert shown[1].stdout == shown[0].stdout
    assert shown[1].stderr == shown[0].stderr


@pytest.mark.usefixtures("logs")
def test_export_has_the_questions_of_all_parts_and_each_log_says_who_exported() -> None:
    written = [run("logs", "export", "-", "--data", data).stdout for data in ("whole", "data")]

    assert sorted(written[1].splitlines()) == sorted(written[0].splitlines())
    for part in HALVES:
        database = part.folder(Path("data")) / "queries.db"
        assert select(database, "SELECT action FROM audit") == ["logs export"]


@pytest.mark.usefixtures("logs")
def test_purge_deletes_in_all_parts() -> None:
    purged = run("logs", "purge", "--older-than", "1", "--yes", "--data", "data")

    assert "2 questions" in purged.stdout
    rows = [
        select(part.folder(Path("data")) / "queries.db", "SELECT count(*) FROM question")
        for part in HALVES
    ]
    assert rows == [[8], [2]]


@pytest.mark.usefixtures("logs")
def test_command_for_one_log_asks_for_a_part() -> None:
    assert "PULLQUOTE_PART=1/2" in complaint("logs", "backup", "copy.db", "--data", "data")


@pytest.mark.usefixtures("logs")
def test_part_in_the_environment_chooses_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_PART", "1/2")
    assert run("logs", "backup", "copy.db", "--data", "data").exit_code == 0

    (server,) = {*select(Path("copy.db"), "SELECT guild_id FROM question")}

    assert isinstance(server, int)
    assert HALVES[0].has(server)


def test_data_of_another_number_of_processes_is_refused(tmp_path: Path) -> None:
    check_parts(tmp_path, HALVES[0])
    HALVES[0].folder(tmp_path).mkdir()
    (tmp_path / "part-x-of-2").mkdir()

    check_parts(tmp_path, HALVES[1])
    with pytest.raises(OtherPartsError):
        check_parts(tmp_path, Part(1, 3))
    with pytest.raises(OtherPartsError):
        check_parts(tmp_path, Part(1, 1))
    assert parts_in(tmp_path) == [HALVES[0]]


def test_files_of_a_server_are_in_its_part(tmp_path: Path) -> None:
    assert folder_of(tmp_path, OURS) == tmp_path
    for part in HALVES:
        part.folder(tmp_path).mkdir()

    (part,) = (part for part in HALVES if part.has(OURS))

    assert folder_of(tmp_path, OURS) == part.folder(tmp_path)
