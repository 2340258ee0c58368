"""The way from a fresh checkout to a running program, followed for real with a stand-in program.

The stand-in needs one package, and another in the browser; their wheels are made here, and so is
that of the installer, which starts the real uv. So no registry is asked.
"""

import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "scripts"
PROGRAM = """
import importlib.util, json, os, sys
import greeting
seen = {"argv": sys.argv[1:], "cwd": os.getcwd(), "pid": os.getpid(), "from": __file__}
added = "window" if importlib.util.find_spec("window") else ""
print(json.dumps({**seen, "added": added}))
sys.exit(len(sys.argv) - 1)
"""
NOWHERE = "http://127.0.0.1:9/simple"  # the port of a service that nobody runs


@pytest.fixture(scope="module")
def uv() -> Path:
    """The real uv, which scripts/test has put there if the machine had none."""
    found = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".venv-uv" / "bin"))
    assert found, "run scripts/test once: it brings uv"
    return Path(found)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, uv: Path) -> Path:
    """A checkout in which nothing is installed; copy it before you run it."""
    root = tmp_path_factory.mktemp("my class") / "a checkout"
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "bot").mkdir()
    (root / "bot" / "__init__.py").touch()
    (root / "bot" / "__main__.py").write_text(PROGRAM)
    (root / "old").mkdir()
    (root / "old" / "uv").write_text("#!/bin/sh\necho uv 0.4.30\n")  # whatever the machine has
    (root / "old" / "uv").chmod(0o755)
    starter = f'#!/bin/sh\nexec "{uv}" "$@"\n'
    _lock(root, "requirements-uv.lock", "uv", {"uv-1.0.data/scripts/uv": starter})
    _lock(root, "requirements.lock", "greeting", {"greeting.py": ""})
    _lock(root, "requirements-browser.lock", "window", {"window.py": ""})
    return root


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, fresh: Path) -> Path:
    """A checkout whose first two runs were started at the same moment."""
    root = _copy(fresh, tmp_path_factory.mktemp("installed"))
    runs = [_start(root) for _ in range(2)]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert "".join(said).count("installing 1 packages into .venv, downloading up to 14 MB") == 1
    return root


def test_the_second_run_installs_nothing_and_says_nothing(checkout: Path) -> None:
    run = _start(checkout, PIP_FIND_LINKS="/nowhere", PIP_INDEX_URL=NOWHERE)

    assert run.communicate()[1] == ""
    assert run.returncode == 0


def test_the_checkouts_packages_win_over_the_current_folders_and_pythonpaths(
    checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / "foreign" / "bot").mkdir(parents=True)
    (tmp_path / "foreign" / "bot" / "__main__.py").write_text("raise SystemExit('foreign')")
    (tmp_path / "greeting.py").write_text("raise SystemExit('foreign')")

    seen = _answer(_start(checkout, cwd=tmp_path, PYTHONPATH=str(tmp_path / "foreign")))

    assert seen["from"] == str(checkout / "bot" / "__main__.py")
    assert seen["cwd"] == str(tmp_path)


def test_through_a_link_arguments_and_exit_status_pass_unchanged(
    checkout: Path, tmp_path: Path
) -> None:
    link = tmp_path / "quote me"
    link.symlink_to(checkout / "scripts" / "pullquote")

    run = _start(checkout, "ask", 'who\'s * "there"?', "", program=link)

    assert _answer(run)["argv"] == ["ask", 'who\'s * "there"?', ""]
    assert run.returncode == 3


def test_signals_reach_the_program_because_it_replaces_the_script(checkout: Path) -> None:
    run = _start(checkout)

    assert _answer(run)["pid"] == run.pid


@pytest.mark.parametrize(
    ("arguments", "added"),
    [
        ((), ""),
        (("ask", "preview"), ""),
        (("--sources", "preview", "ask"), ""),
        (("logs", "recent"), ""),
        (("preview",), "window"),
        (("logs", "--data", "there", "serve"), "window"),
        (("--data", "there", "--sources=here", "preview", "--help"), "window"),
    ],
)
def test_only_commands_for_the_browser_install_what_only_they_need(
    checkout: Path, tmp_path: Path, arguments: tuple[str, ...], added: str
) -> None:
    seen = _answer(_start(_copy(checkout, tmp_path), *arguments))

    assert seen["added"] == added


def test_what_the_browser_needs_is_added_to_what_is_there_and_stays(
    checkout: Path, tmp_path: Path
) -> None:
    root = _copy(checkout, tmp_path)
    shutil.rmtree(root / "wheels" / "greeting")  # so that it cannot be installed again

    _, said = _start(root, "preview", UV_CACHE_DIR=str(tmp_path / "empty")).communicate()

    assert "installing 1 packages into .venv, downloading up to 7 MB" in said
    assert _answer(_start(root, "ask"))["added"] == "window"


def test_a_moved_checkout_needs_no_new_installation(checkout: Path, tmp_path: Path) -> None:
    root = _copy(checkout, tmp_path).rename(tmp_path / "moved")

    run = _start(root)

    assert run.communicate()[1] == ""
    assert run.returncode == 0


@pytest.mark.parametrize("lost", ["bin/python", "greeting.py", "contents"])
def test_a_damaged_environment_is_made_again(checkout: Path, tmp_path: Path, lost: str) -> None:
    root = _copy(checkout, tmp_path)
    (found,) = [path for path in (root / ".venv").rglob("*") if str(path).endswith(f"/{lost}")]
    found.unlink()

    run = _start(root)

    assert "installing 1 packages" in run.communicate()[1]
    assert run.returncode == 0


def test_a_first_run_that_is_killed_leaves_nothing_that_the_next_one_uses(
    fresh: Path, tmp_path: Path, uv: Path
) -> None:
    root = _copy(fresh, tmp_path)
    halfway = root / "halfway"
    slow = f'case "$1" in pip) touch "{halfway}" && sleep 600 ;; *) exec "{uv}" "$@" ;; esac'
    (root / "old" / "uv").write_text(f"#!/bin/sh\n{slow}\n")
    killed = _start(root)
    while not halfway.exists():
        assert killed.poll() is None, killed.communicate()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert (root / ".venv-new" / "bin" / "python").exists()
    (root / "old" / "uv").unlink()

    run = _start(root)

    assert "installing 1 packages" in run.communicate()[1]
    assert run.returncode == 0
    assert not (root / ".venv-new").exists()


def test_a_changed_lock_that_cannot_be_installed_is_one_line_and_does_no_harm(
    checkout: Path, tmp_path: Path
) -> None:
    root = _copy(checkout, tmp_path)
    lock = root / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before.replace("greeting==1.0", "greeting==2.0"))

    run = _start(root, "ask")
    out, said = run.communicate()
    lock.write_text(before)
    again = _start(root, "ask")

    assert (run.returncode, out) == (2, "")
    assert "installing failed" in said.splitlines()[-1]
    assert "no version of greeting==2.0" in said.splitlines()[-1]
    assert again.communicate()[1] == ""
    assert again.returncode == 1


def test_a_package_with_other_bytes_than_the_lock_promises_is_refused(
    fresh: Path, tmp_path: Path
) -> None:
    root = _copy(fresh, tmp_path)
    (wheel,) = (root / "wheels" / "greeting").iterdir()
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("more.py", "")

    run = _start(root)

    out, said = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert "Hash mismatch" in said.splitlines()[-1]


def test_a_registry_that_does_not_answer_is_named_with_what_to_do(
    checkout: Path, tmp_path: Path
) -> None:
    root = _copy(checkout, tmp_path)

    run = _start(
        root,
        "preview",
        PIP_NO_INDEX="0",
        PIP_FIND_LINKS="",
        PIP_INDEX_URL=NOWHERE,
        UV_HTTP_RETRIES="0",
    )

    out, said = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert "the package registry does not answer; check the internet" in said.splitlines()[-1]


def test_a_recent_uv_of_the_machine_is_used_and_none_is_downloaded(
    fresh: Path, tmp_path: Path, uv: Path
) -> None:
    root = _copy(fresh, tmp_path)
    (root / "requirements-uv.lock").unlink()
    (root / "old" / "uv").unlink()
    (root / "old" / "uv").symlink_to(uv)

    run = _start(root)

    assert "installed." in run.communicate()[1]
    assert not (root / ".venv-uv").exists()


@pytest.mark.parametrize("version", ["Python 3.9.2", "none"])
def test_an_old_or_missing_python_is_named_with_what_to_do(
    fresh: Path, tmp_path: Path, version: str
) -> None:
    root = _copy(fresh, tmp_path)
    path = _path_with(tmp_path, "bash", "dirname", "env", "readlink")
    if version != "none":
        old = path / "python3"
        old.write_text(f'#!/usr/bin/env bash\n[ "$1" = -V ] && echo {version}\n')
        old.chmod(0o755)

    run = _start(root, PATH=str(path))

    out, said = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert f'the one here is "{version}"; install one' in said
    assert said.count("\n") == 1


def test_a_python_without_pip_is_named_with_the_package_that_adds_it(
    fresh: Path, tmp_path: Path
) -> None:
    script = _copy(fresh, tmp_path) / "scripts" / "environment.py"
    without_pip = (
        "import runpy, sys; sys.modules['pip'] = sys.modules['ensurepip'] = None; "
        f"sys.path.insert(0, {str(script.parent)!r}); "
        f"sys.argv = [{str(script)!r}, {str(tmp_path / 'a checkout')!r}, 'requirements.lock']; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )

    run = subprocess.run(
        [sys.executable, "-I", "-c", without_pip],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert run.returncode == 2
    assert f'"sudo apt install {version}-venv" adds it.' in run.stderr


def test_a_machine_without_java_is_told_what_to_install_for_opensearch(tmp_path: Path) -> None:
    path = _path_with(tmp_path, "bash", "dirname", "env", "readlink")
    (path / "python3").symlink_to(sys.executable)

    run = subprocess.run(
        [SCRIPTS / "opensearch"], env={"PATH": str(path)}, capture_output=True, check=False
    )

    said = run.stderr.decode()
    assert (run.returncode, run.stdout) == (1, b"")
    assert "OpenSearch needs Java, and there is none. Install a JDK 17" in said
    assert said.count("\n") == 1


def test_a_checkout_that_cannot_be_written_to_is_named_with_what_to_do() -> None:
    read_only = "/sys" if sys.platform == "linux" else "/System"  # for root, too

    run = subprocess.run(
        [sys.executable, SCRIPTS / "environment.py", read_only, "requirements.lock"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert f"cannot install into {read_only}, because this user may not write" in run.stderr


def _copy(checkout: Path, folder: Path) -> Path:
    return shutil.copytree(checkout, folder / "a checkout", symlinks=True)


def _lock(root: Path, lock: str, name: str, files: dict[str, str]) -> None:
    """Make a wheel of the given files, and a lock that lists it."""
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    info = f"{name}-1.0.dist-info"
    files = {**files, f"{info}/METADATA": metadata, f"{info}/WHEEL": tags}
    record = [f"{file},sha256={_digest(text)},{len(text)}\n" for file, text in files.items()]
    files[f"{info}/RECORD"] = "".join([*record, f"{info}/RECORD,,\n"])
    path = root / "wheels" / name / f"{name}-1.0-py3-none-any.whl"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            entry = zipfile.ZipInfo(file)
            entry.external_attr = 0o100755 << 16  # as installers need it to run a script
            wheel.writestr(entry, text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = f"# 7 MB to download\n{name}==1.0 \\\n    --hash=sha256:{digest}\n"
    (root / lock).write_text(text)


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def _start(
    root: Path, *arguments: str, program: Path | None = None, cwd: Path | None = None, **env: str
) -> subprocess.Popen[str]:
    wheels = sorted(path.as_uri() for path in (root / "wheels").iterdir())
    machine = {
        "PATH": f"{root / 'old'}:{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": " ".join(wheels),
        "UV_CACHE_DIR": str(root / "cache"),
    }
    return subprocess.Popen(
        [program or root / "scripts" / "pullquote", *arguments],
        cwd=cwd,
        env={**os.environ, **machine, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, to be killed as one
    )


def _answer(run: subprocess.Popen[str]) -> dict[str, Any]:
    out, said = run.communicate()
    assert out, said
    seen: dict[str, Any] = json.loads(out)
    return seen


def _path_with(folder: Path, *programs: str) -> Path:
    path = folder / "path"
    path.mkdir()
    for name in programs:
        (path / name).symlink_to(shutil.which(name) or "missing")
    return path
