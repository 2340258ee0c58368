"""What is installed, shipped and committed: locks, the wheel, names and scripts."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import bot

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "config", "index", "sources")
LOCKS = ("requirements.lock", "requirements-browser.lock", "requirements-dev.lock")
SCRIPTS = ("scripts/pullquote", "scripts/test", "scripts/lock", "scripts/picture", ".ci/run")
MACHINE_PATH = r"(^|[^[:alnum:]._~-])/(home/runner|mnt|root|tmp|Users|work|workspace)/[[:alnum:]]"

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PYPROJECT["project"]["dependencies"]
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
SERVED = RUNTIME + [line for name in ("charts", "office", "pdf", "web") for line in EXTRAS[name]]
BROWSER = SERVED + EXTRAS["preview"] + EXTRAS["review"]
STARTED = {"datasette", "datasette-dashboards"}  # as a command, never imported
ALONG = {"lxml-html-clean"}  # what another needs and does not ask for
DEV = PYPROJECT["dependency-groups"]["dev"]


@pytest.mark.parametrize("name", PACKAGES)
def test_no_installed_distribution_but_ours_owns_a_flat_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"pullquote"}


def test_pyproject_declares_just_what_the_packages_import() -> None:
    """A package that merely comes along with another would be gone with that one's next version."""
    imported = {name for package in PACKAGES for name in _imports(ROOT / package)}
    foreign = imported - set(sys.stdlib_module_names) - set(PACKAGES)
    owners = packages_distributions()

    owned = {canonicalize_name(owner) for name in foreign for owner in owners.get(name, [name])}

    declared = {canonicalize_name(Requirement(line).name) for line in BROWSER}
    assert owned == declared - STARTED - ALONG


@pytest.mark.parametrize(
    ("lock", "dependencies"),
    list(zip(LOCKS, (SERVED, BROWSER, BROWSER + DEV), strict=True)),
)
def test_a_lock_holds_every_dependency_in_a_version_that_pyproject_allows(
    lock: str, dependencies: list[str]
) -> None:
    locked = _locked(lock)

    for requirement in map(Requirement, dependencies):
        versions = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_for_every_package_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    entries = re.split(r"\n(?=\w)", text)[1:]

    assert len(entries) == sum(len(versions) for versions in _locked(lock).values())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


@pytest.mark.parametrize("larger", LOCKS[1:])
def test_the_larger_locks_hold_the_very_versions_that_users_run(larger: str) -> None:
    assert _locked("requirements.lock").items() <= _locked(larger).items()


def test_the_wheel_holds_the_four_packages_with_the_starter_documents_and_answers(
    tmp_path: Path,
) -> None:
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    unpacked = tmp_path / "installed"

    answer = _run(
        sys.executable, "-m", "bot", "ask", "--json", "When did Stalin die?", cwd=unpacked
    )

    assert wheel.name.startswith(f"pullquote-{bot.__version__}-")
    assert {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"} == {
        *PACKAGES,
        "data",  # made by the question: the log
    }
    assert {path.name for path in (unpacked / "sources" / "starter").iterdir()} == {
        path.name for path in (ROOT / "sources" / "starter").iterdir()
    }
    assert '"status": "found"' in answer


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_started_and_parsed(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111
    _run("bash", "-n", script, cwd=ROOT)


def test_shellcheck_finds_nothing_in_the_scripts() -> None:
    shellcheck = _beside_python("shellcheck")

    _run(shellcheck, "--external-sources", *SCRIPTS, "scripts/environment.sh", cwd=ROOT)


def test_no_committed_file_names_a_path_of_the_machine_that_it_was_made_on() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no telling what is committed")

    found = _ended("git", "grep", "-nIE", MACHINE_PATH, cwd=ROOT)

    assert (found.returncode, found.stdout, found.stderr) == (1, "", "")  # 1: nothing found


def _imports(package: Path) -> Iterator[str]:
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _locked(lock: str) -> dict[str, set[Version]]:
    versions: dict[str, set[Version]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(name), set()).add(Version(version))
    return versions


def _beside_python(program: str) -> str:
    path = shutil.which(program, path=str(Path(sys.executable).parent))
    if path is None:
        pytest.skip(f"{program} comes for Linux on x86-64 only")
    return path


def _run(*command: str, cwd: Path) -> str:
    ended = _ended(*command, cwd=cwd)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def _ended(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
