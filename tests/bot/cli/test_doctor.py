"""`pullquote doctor`: each thing that can be wrong is found, with what to do about it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.health import beat
from tests.bot.school import School
from tests.bot.shelf import run
from tests.opensearch import PASSWORD, USER, certified, secured

pytestmark = pytest.mark.usefixtures("shelf")


def _findings() -> dict[str, dict[str, Any]]:
    shown = run("doctor", "--json")
    return {found["part"]: found for found in json.loads(shown.stdout)["findings"]}


def test_all_is_well_but_for_the_token_on_a_first_day() -> None:
    shown = run("doctor")

    states = {line.split(":")[0].split()[1]: line.split()[0] for line in shown.stdout.splitlines()}
    assert states.pop("token") == "problem"
    assert set(states.values()) == {"ok"}
    assert shown.exit_code == 2


def test_log_and_key_are_found_sound_once_somebody_asked() -> None:
    run("ask", "Who decoded the waggle dance?")

    findings = _findings()

    assert "sound" in findings["log"]["text"]
    assert findings["key"]["state"] == "ok"
    assert findings["data"]["state"] == "ok"


def test_a_damaged_log_is_a_problem() -> None:
    run("ask", "Who decoded the waggle dance?")
    for left in Path("data").glob("queries.db-*"):
        left.unlink()
    path = Path("data/queries.db")
    path.write_bytes(path.read_bytes()[:100] + b"x" * 50_000)  # SQLite's header, and no more

    found = _findings()["log"]

    assert found["state"] == "problem"
    assert "Restore a backup" in found["text"]


def test_a_log_of_a_later_version_is_a_problem() -> None:
    Path("data").mkdir(0o700)
    with closing(sqlite3.connect("data/queries.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")

    assert "later version" in _findings()["log"]["text"]


def test_a_missing_key_beside_a_log_is_a_problem() -> None:
    run("ask", "Who decoded the waggle dance?")
    Path("data/pseudonyms.key").unlink()

    assert _findings()["key"]["state"] == "problem"


def test_a_key_that_others_can_read_gets_a_command() -> None:
    run("ask", "Who decoded the waggle dance?")
    Path("data/pseudonyms.key").chmod(0o644)

    found = _findings()["key"]

    assert found["state"] == "warning"
    assert "chmod 600" in found["text"]


def test_files_with_problems_and_missing_folders_are_found(tmp_path: Path) -> None:
    (Path("shelf") / "torn.pdf").write_bytes(b"%PDF-1.4 torn")

    assert "1 file with problems" in _findings()["documents"]["text"]
    missing = run("doctor", "--sources", str(tmp_path / "gone"))
    assert "problem  documents" in missing.stdout


def test_a_folder_without_documents_is_a_warning_for_the_bot_starts_with_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty").mkdir()
    shown = run("doctor", "--sources", str(tmp_path / "empty"))

    (line,) = [line for line in shown.stdout.splitlines() if "  documents" in line]
    assert line.startswith("warning")
    assert "moderators can add documents in Discord" in " ".join(shown.stdout.split())


def test_a_running_bot_is_recognized() -> None:
    Path("data").mkdir(0o700)
    beat(Path("data/heartbeat"))

    assert "running" in _findings()["bot"]["text"]


@pytest.mark.process
async def test_discord_names_what_is_missing_in_a_channel(school: School) -> None:
    school.channel.set_overwrite(school.guild.roles[school.guild.id], deny="attach_files")

    doctor = await _doctor(school)

    told = "\n".join(doctor.lines)
    assert "ok       clock" in told
    assert "warning  commands: None is registered" in told
    assert f"#{school.channel.name} lacks Attach Files" in told
    assert school.discord.token not in told
    assert doctor.returncode == 0


@pytest.mark.process
async def test_a_wrong_token_is_a_problem(school: School) -> None:
    doctor = await _doctor(school, token="wrong.token.here")  # noqa: S106  # wrong indeed

    assert "rejects the token" in doctor.lines[-1]
    assert doctor.returncode == 2


async def _doctor(school: School, token: str | None = None) -> Any:  # noqa: ANN401  # untyped
    process = await school.discord.start_bot(
        ["-m", "bot", "doctor", "--sources", str(school.sources), "--data", str(school.data)],
        env={"DISCORD_TOKEN": token or school.discord.token},
        cwd=Path(__file__).parents[3],
    )
    await school.discord.until(lambda: process.returncode is not None, timeout=30)
    return process


def test_a_cluster_that_is_away_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH", "http://127.0.0.1:9")  # nothing listens there

    found = _findings()["opensearch"]

    assert found["state"] == "problem"
    assert "no node of OpenSearch answers" in found["text"]


def test_a_file_of_certificates_that_is_missing_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH", "https://127.0.0.1:9")
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH_CERTIFICATES", "nowhere.pem")

    found = _findings()["opensearch"]

    assert found["state"] == "problem"
    assert "nowhere.pem" in found["text"]


@pytest.mark.opensearch
def test_a_cluster_that_answers_is_fine_and_is_searched(
    monkeypatch: pytest.MonkeyPatch, search_node: str
) -> None:
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH", search_node)
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH_PREFIX", "doctor")
    before = _findings()["opensearch"]
    asked = run("ask", "Who decoded the waggle dance?")

    after = _findings()["opensearch"]

    assert (before["state"], after["state"]) == ("ok", "ok")
    assert "indexes of Pullquote: 0" in before["text"]
    assert "indexes of Pullquote: 1" in after["text"]
    assert "Frisch" in asked.stdout


@pytest.fixture
def by_tls(
    monkeypatch: pytest.MonkeyPatch, search_node: str, tmp_path: Path
) -> Iterator[pytest.MonkeyPatch]:
    """A node by TLS, for a user with a password, and the settings for it."""
    certificate = certified(tmp_path)
    with secured(search_node, certificate) as address:
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH", address)
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH_PREFIX", "tls")
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH_CERTIFICATES", str(certificate))
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH_USER", USER)
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH_PASSWORD", PASSWORD)
        yield monkeypatch


@pytest.mark.opensearch
@pytest.mark.usefixtures("by_tls")
def test_a_cluster_by_tls_and_password_is_fine_and_is_searched() -> None:
    asked = run("ask", "Who decoded the waggle dance?")
    found = _findings()["opensearch"]

    assert "Frisch" in asked.stdout
    assert (found["state"], found["text"]) == ("ok", "1 node, indexes of Pullquote: 1.")


@pytest.mark.opensearch
@pytest.mark.parametrize(
    ("setting", "wrong", "told"),
    [
        ("PASSWORD", "guessed", "(OpenSearch refuses this user). Check `opensearch_user`"),
        ("USER", "nobody", "(OpenSearch refuses this user). Check `opensearch_user`"),
        ("CERTIFICATES", "another", "is not trusted). Check `opensearch_certificates`"),
        ("CERTIFICATES", None, "is not trusted). Check `opensearch_certificates`"),
    ],
)
def test_a_wrong_certificate_or_password_is_one_sentence_at_the_start_and_in_doctor(
    by_tls: pytest.MonkeyPatch, tmp_path: Path, setting: str, wrong: str | None, told: str
) -> None:
    name = f"PULLQUOTE_OPENSEARCH_{setting}"
    if wrong is None:
        by_tls.delenv(name)
    else:
        by_tls.setenv(name, str(certified(tmp_path)) if setting == "CERTIFICATES" else wrong)

    asked = run("ask", "Who decoded the waggle dance?")
    found = _findings()["opensearch"]

    (said,) = asked.stderr.splitlines()
    assert told in said
    assert PASSWORD not in said
    assert asked.exit_code == 2
    assert found["state"] == "problem"
    assert told in found["text"]


@pytest.mark.opensearch
def test_a_certificate_of_another_host_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, search_node: str, tmp_path: Path
) -> None:
    certificate = certified(tmp_path, host="127.0.0.2")
    with secured(search_node, certificate) as address:
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH", address)
        monkeypatch.setenv("PULLQUOTE_OPENSEARCH_CERTIFICATES", str(certificate))

        found = _findings()["opensearch"]

    assert found["state"] == "problem"
    assert "certificate is not trusted" in found["text"]
