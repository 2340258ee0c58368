"""The image's recipe, held to its promises as far as that goes without an engine to build it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.health import beat
from config import Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = [
    (match[1], re.sub(r"\s+", " ", match[2].replace("\\\n", " ")).strip())
    for match in re.finditer(r"^([A-Z]+) ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
]
LAST_STAGE = [step for step, _ in STEPS].index("FROM", 1)


def test_hadolint_finds_nothing() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint comes for Linux on x86-64 only")

    ended = subprocess.run(
        [hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (0, "")


def test_both_stages_start_from_one_exact_slim_python() -> None:
    first, second = _all("FROM")

    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+ AS build", first)
    assert first == f"{second} AS build"


def test_packages_come_from_locks_by_hash_and_before_the_code() -> None:
    steps = [f"{step} {rest}" for step, rest in STEPS]
    install = next(n for n, step in enumerate(steps) if step.startswith("RUN pip"))
    uv, _, packages = (command.split() for command in steps[install].split(" && "))

    for command, lock in ((uv, "/requirements-uv.lock"), (packages, "/requirements.lock")):
        assert {"--require-hashes", "--only-binary", ":all:"} <= set(command)
        assert command[-1] == lock
    copied = steps.index("COPY requirements-uv.lock requirements.lock /")
    assert copied < install < steps.index("COPY bot /app/bot")


def test_the_installer_and_its_cache_stay_out_of_the_image() -> None:
    commands = " && ".join(rest for step, rest in STEPS if step == "RUN").split(" && ")
    last_copies = [rest for step, rest in STEPS[LAST_STAGE:] if step == "COPY"]

    for command in commands:
        if command.startswith("pip install"):
            assert "--no-cache-dir" in command
        if command.startswith("uv "):
            assert "--no-cache" in command.split()
    assert [rest for rest in last_copies if rest.startswith("--from")] == [
        "--from=build /venv /venv",
        "--from=build /app /app",
    ]


def test_the_code_is_whole_and_no_ignored_path_is_asked_for() -> None:
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    kept = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    copied = [
        path for rest in _all("COPY") if not rest.startswith("--from") for path in rest.split()[:-1]
    ]

    assert "*" in ignore
    assert {path.partition("/")[0] for path in copied} == set(kept)
    assert {"bot", "config", "index", "sources"} <= set(copied)
    assert [path for path in copied if not list(ROOT.glob(path))] == []


def test_the_starter_documents_stand_where_the_class_mounts_its_own() -> None:
    assert "sources/starter /sources" in _all("COPY")
    assert _environment()["PULLQUOTE_SOURCES"] == "/sources"


def test_every_setting_in_the_image_is_one_that_the_program_knows() -> None:
    variables = {f"PULLQUOTE_{name.upper()}" for name in Settings.model_fields}

    assert {name for name in _environment() if name.startswith("PULLQUOTE_")} <= variables


def test_only_data_is_written_to_and_by_a_user_without_rights() -> None:
    (user,) = _all("USER")
    (volume,) = _all("VOLUME")

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert json.loads(volume) == ["/data"]
    assert _environment()["PULLQUOTE_DATA"] == "/data"
    assert f"--owner={user.partition(':')[0]}" in _all("RUN")[-1]
    assert _environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def test_the_program_itself_gets_the_signal_that_stops_the_container() -> None:
    assert _all("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(_all("ENTRYPOINT")[0]) == ["python", "-m", "bot"]
    assert json.loads(_all("CMD")[0]) == ["run"]


def test_the_health_check_tells_a_beating_bot_from_a_silent_one(tmp_path: Path) -> None:
    (check,) = _all("HEALTHCHECK")
    _python, *arguments = json.loads(check.partition(" CMD ")[2])
    heartbeat = arguments.pop().replace("/data", str(tmp_path))
    command = [sys.executable, *arguments, heartbeat]

    silent = subprocess.run(command, cwd=ROOT, check=False).returncode
    beat(Path(heartbeat))
    beating = subprocess.run(command, cwd=ROOT, check=False).returncode

    assert (silent, beating) == (1, 0)


def _all(step: str) -> list[str]:
    """The given step's arguments; of a step that a stage has once, in the last stage."""
    start = 0 if step in {"FROM", "COPY", "RUN"} else LAST_STAGE
    return [rest for name, rest in STEPS[start:] if name == step]


def _environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in _all("ENV") for pair in rest.split())
