"""A child process gets what it needs to start, and no secret."""

import json
import subprocess

import pytest

from sources import child_command, child_environment


def test_a_child_finds_our_modules_and_neither_token_nor_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")

    environment = child_environment(MORE="this")

    assert environment["MORE"] == "this"
    assert not {"DISCORD_TOKEN", "PULLQUOTE_DATA"} & environment.keys()
    code = "import sources, os, json; print(json.dumps(sorted(os.environ)))"
    command = [*child_command("sources")[:-2], "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "DISCORD_TOKEN" not in json.loads(ran.stdout)
