"""The files that an operator copies: they say what the code takes, and confine the bot."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types

from config import Settings, load_settings

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "scripts" / "pullquote.service"
RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")


def test_each_line_of_the_example_settings_is_right_once_its_sign_is_removed(
    tmp_path: Path,
) -> None:
    example = (ROOT / "pullquote.example.toml").read_text("utf-8")
    file = tmp_path / "pullquote.toml"
    file.write_text(re.sub(r"^# (?=\w+ = )", "", example, flags=re.MULTILINE), "utf-8")

    settings = load_settings({}, file)

    named = set(tomllib.loads(file.read_text("utf-8")))
    assert len(named) >= 5
    assert named == settings.model_fields_set - {"token"}


def test_the_example_of_an_environment_names_the_token_and_settings_alone() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")

    names = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))

    assert "DISCORD_TOKEN" in names
    known = {f"PULLQUOTE_{name.upper()}" for name in Settings.model_fields}
    assert names <= known | {"DISCORD_TOKEN"}


def test_the_composed_container_is_confined_and_bounded() -> None:
    (service,) = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"].values()

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "stop_grace_period"} <= set(service)
    assert "./documents:/sources:ro" in service["volumes"]


def test_the_service_is_as_confined_as_the_page_says() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")

    command = [analyze, "security", "--offline=true", "--no-pager", str(UNIT)]
    report = subprocess.run(command, capture_output=True, text=True, check=False).stdout

    match = re.search(r"exposure level for \S+: ([\d.]+)", report)
    if match is None:
        pytest.skip("this systemd-analyze can't read a unit's file")
    (claimed,) = re.findall(r"exposure level is ([\d.]+)", RUNNING)
    assert float(match[1]) <= float(claimed) < 3


@pytest.mark.parametrize(
    "name", ["compose.yaml", ".env.example", "pullquote.example.toml", "scripts/pullquote.service"]
)
def test_the_page_on_running_names_each_file(name: str) -> None:
    assert (ROOT / name).is_file()
    assert name in RUNNING
