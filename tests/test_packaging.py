"""What is installed, shipped and committed: locks, the wheel, names and scripts."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bot

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "config", "index", "sources")
LOCKS = ("requirements.lock", "requirements-browser.lock", "requirements-dev.lock")
ALL_LOCKS = (*LOCKS, "requirements-uv.lock")
SCRIPTS = (
    *("scripts/pullquote", "scripts/test", "scripts/lock", "scripts/picture"),
    *("scripts/opensearch", ".ci/run"),
)
MACHINE_PATH = r"(^|[^[:alnum:]._~-])/(home/runner|mnt|root|tmp|Users|work|workspace)/[[:alnum:]]"

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PYPROJECT["project"]["dependencies"]
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
_SERVED_EXTRAS = ("charts", "metrics", "model", "office", "opensearch", "pdf", "web")
SERVED = RUNTIME + [line for name in _SERVED_EXTRAS for line in EXTRAS[name]]
BROWSER = SERVED + EXTRAS["preview"] + EXTRAS["review"]
FAST = EXTRAS["fast"]  # tested, but not in what most install: compilers are large
STARTED = {"datasette", "datasette-dashboards"}  # as a command, never imported
ALONG: set[str] = set()  # what another needs and does not ask for
DEV = PYPROJECT["dependency-groups"]["dev"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = [(name, machine) for name in ("linux", "darwin") for machine in ("x86_64", "arm64")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.parametrize("name", PACKAGES)
def test_no_installed_distribution_but_ours_owns_a_flat_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"pullquote"}


def test_pyproject_declares_just_what_the_packages_import() -> None:
    """A package that merely comes along with another would be gone with that one's next version."""
    imported = {name for package in PACKAGES for name in _imports(ROOT / package)}
    foreign = imported - set(sys.stdlib_module_names) - set(PACKAGES)
    owners = packages_distributions()

    owned = {canonicalize_name(owner) for name in foreign for owner in owners.get(name, [name])}

    declared = {canonicalize_name(Requirement(line).name) for line in BROWSER + FAST}
    assert owned == declared - STARTED - ALONG


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids="-".join)
def test_the_locks_install_what_pyproject_asks_for_in_one_version_each(
    system: tuple[str, str], python: str
) -> None:
    """One version over all locks: what a larger one adds leaves alone what is there."""
    where = _where(*system, python)
    wanted = [SERVED, BROWSER, BROWSER + FAST + DEV]

    for size, dependencies in enumerate(wanted, start=1):
        locked = [entry for lock in LOCKS[:size] for entry in _locked(lock) if _holds(entry, where)]
        versions = {canonicalize_name(entry.name): str(entry.specifier)[2:] for entry in locked}

        assert len(versions) == len(locked)
        for dependency in map(Requirement, dependencies):
            if _holds(dependency, where):
                version = versions[canonicalize_name(dependency.name)]
                assert dependency.specifier.contains(version), dependency


def test_the_installer_is_one_that_pyproject_allows() -> None:
    (locked,) = _locked("requirements-uv.lock")
    (wanted,) = map(Requirement, PYPROJECT["dependency-groups"]["installer"])

    assert locked.name == wanted.name
    assert wanted.specifier.contains(str(locked.specifier)[2:])


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_a_lock_has_hashes_for_every_package_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    entries = re.split(r"\n(?=\w)", text)[1:]

    assert len(entries) == len(_locked(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|@|\b(index|find-links|registry|host)\b|\.(org|com|io|net)\b", text)


def test_readme_says_how_much_the_locks_download() -> None:
    base, browser, _, uv = map(_megabytes, ALL_LOCKS)
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())

    first, more = re.findall(r"first run downloads (?:about|another) (\d+) MB", readme)

    assert int(first) == pytest.approx(base + uv, rel=0.1)
    assert int(more) == pytest.approx(browser, rel=0.1)


def test_the_wheel_has_one_name_and_answers_from_the_starter_documents(
    wheel: Path, tmp_path: Path
) -> None:
    unpacked, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    for name in PACKAGES:  # another project has the same names, and comes before ours
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "__init__.py").write_text("raise SystemExit('the wrong one')")

    question = ["ask", "--json", "When did Stalin die?"]
    paths = (
        f"import sys; sys.path.insert(0, {str(elsewhere)!r}); sys.path.append({str(unpacked)!r})"
    )
    start = f"{paths}; from pullquote import main; main({question!r})"
    answer = _run(sys.executable, "-P", "-c", start, cwd=elsewhere)

    assert wheel.name.startswith(f"pullquote-{bot.__version__}-")
    names = {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"}
    assert names == {"pullquote"}
    assert {path.name for path in (unpacked / "pullquote" / "sources" / "starter").iterdir()} == {
        path.name for path in (ROOT / "sources" / "starter").iterdir()
    }
    assert '"status": "found"' in answer


def test_the_command_of_a_wheel_is_the_one_that_it_has(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = (name for name in archive.namelist() if name.endswith("points.txt"))
        assert "pullquote = pullquote:main" in archive.read(entry_points).decode()


def test_the_extra_all_has_every_other_extra() -> None:
    (line,) = EXTRAS["all"]

    assert Requirement(line).extras == set(EXTRAS) - {"all"}


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


def _megabytes(lock: str) -> int:
    (size,) = re.findall(r"^# (\d+) MB", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    return int(size)


@cache
def _locked(lock: str) -> list[Requirement]:
    text = (ROOT / lock).read_text("utf-8")
    return [Requirement(line) for line in re.findall(r"^(\w.*?) *\\$", text, re.MULTILINE)]


def _where(sys_platform: str, machine: str, python: str) -> dict[str, str]:
    return {
        "sys_platform": sys_platform,
        "platform_machine": machine,
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def _holds(requirement: Requirement, where: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(where)


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
