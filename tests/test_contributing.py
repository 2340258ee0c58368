"""What a contributor meets first agrees with the rest: Pythons, checks, commands and versions."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types

import bot

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CLASSIFIERS = PROJECT["classifiers"]
PYTHONS = [name.rpartition(" ")[2] for name in CLASSIFIERS if "Python :: 3." in name]


def _text(path: str) -> str:
    return " ".join((ROOT / path).read_text("utf-8").split())


def _yaml(path: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / path).read_text("utf-8"))
    return content


WORKFLOW = _yaml(".github/workflows/test.yml")["jobs"]["test"]


def test_public_ci_runs_every_check_on_every_python_and_on_both_systems() -> None:
    matrix = WORKFLOW["strategy"]["matrix"]
    systems = [*matrix["system"], *(case["system"] for case in matrix["include"])]

    assert matrix["python"] == PYTHONS
    assert {name.rpartition("-")[0] for name in systems} == {"ubuntu", "macos"}
    assert {case["python"] for case in matrix["include"]} <= set(PYTHONS)
    assert [step["run"] for step in WORKFLOW["steps"] if "run" in step] == ["scripts/test"]


def test_public_ci_runs_code_of_others_without_rights_in_the_repository() -> None:
    workflow = _yaml(".github/workflows/test.yml")
    checkout = next(step for step in WORKFLOW["steps"] if "checkout" in step.get("uses", ""))

    assert workflow["permissions"] == {"contents": "read"}
    assert checkout["with"]["persist-credentials"] is False


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/running.md"])
def test_each_page_names_the_pythons_and_systems_that_are_tested(page: str) -> None:
    text = _text(page)

    assert f"Python {PYTHONS[0]} to {PYTHONS[-1]}" in text
    assert {"Linux", "macOS"} <= set(re.findall(r"\w+", text))


def test_the_scripts_take_the_pythons_that_are_tested() -> None:
    first, *between, last = [int(python.removeprefix("3.")) for python in PYTHONS]
    environment = _text("scripts/environment.sh")

    assert between == list(range(first + 1, last))
    assert f"(3, {first}) <= sys.version_info < (3, {last + 1})" in environment
    assert "needs Python " + ", ".join(PYTHONS[:-1]) + f" or {PYTHONS[-1]}" in environment
    assert set(re.findall(r"python(3\.\d+)", environment)) == set(PYTHONS)
    assert re.findall(r'"(3\.\d+)"', _text("scripts/lock.py")) == PYTHONS
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_pre_commit_runs_checks_of_the_test_script_from_its_environment() -> None:
    (repository,) = _yaml(".pre-commit-config.yaml")["repos"]
    script = _text("scripts/test")

    for hook in repository["hooks"]:
        program, _, command = hook["entry"].removesuffix(" --force-exclude").partition(" ")
        name = program.removeprefix(".venv/bin/")
        assert f"-m {name} {command}".rstrip() in script or f'.venv/bin/{name}"' in script
    assert repository["repo"] == "local"


@pytest.mark.process
def test_tests_of_processes_share_a_worker(tmp_path: Path) -> None:
    """A version of pytest-xdist that ignores the groups would not say so."""
    (tmp_path / "test_workers.py").write_text(
        "import os, pathlib, pytest\n"
        "@pytest.mark.process\n"
        "@pytest.mark.parametrize('number', range(8))\n"
        "def test_it(number: int) -> None:\n"
        "    pathlib.Path(os.environ['PYTEST_XDIST_WORKER']).touch()\n"
    )
    command = "-P -m pytest -p tests.conftest --numprocesses 2 --dist loadgroup -q".split()

    ended = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "8 passed" in ended.stdout, ended.stdout + ended.stderr
    assert len(list(tmp_path.glob("gw*"))) == 1


def test_every_script_that_contributing_names_exists() -> None:
    scripts = set(re.findall(r"scripts/\w+", _text("CONTRIBUTING.md")))

    assert "scripts/test" in scripts
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_the_citation_is_of_this_version_under_this_licence() -> None:
    citation = _yaml("CITATION.cff")

    assert citation["version"] == bot.__version__
    assert citation["license"] == PROJECT["license"]
    assert citation["abstract"] == PROJECT["description"]
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert f"Copyright (c) 2026 {citation['authors'][0]['name']}" in _text("LICENSE")
