"""The way from a fresh checkout to a running program, walked for real with a stand-in program.

The stand-in needs one package, from a wheel made here, so that no network is touched.
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

SCRIPTS = Path(__file__).parent.parent / "scripts"
PROGRAM = """
import json, os, sys
import greeting
seen = {"argv": sys.argv[1:], "cwd": os.getcwd(), "pid": os.getpid(), "from": __file__}
print(json.dumps({**seen, "environment": os.path.basename(sys.prefix)}))
sys.exit(len(sys.argv) - 1)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose first two runs were started at the same moment."""
    root = _fresh_checkout(tmp_path_factory.mktemp("my class"))
    runs = [_start(root) for _ in range(2)]
    told = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert "".join(told).count("installing into .venv") == 1
    return root


def test_the_second_run_installs_nothing_and_says_nothing(checkout: Path) -> None:
    run = _start(checkout, PIP_FIND_LINKS="/nowhere")

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


def test_signals_reach_the_program_for_it_takes_the_place_of_the_script(checkout: Path) -> None:
    run = _start(checkout)

    assert _answer(run)["pid"] == run.pid


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ((), ".venv"),
        (("ask", "preview"), ".venv"),
        (("--sources", "preview", "ask"), ".venv"),
        (("logs", "recent"), ".venv"),
        (("preview",), ".venv-browser"),
        (("logs", "--data", "there", "serve"), ".venv-browser"),
        (("--data", "there", "--sources=here", "preview", "--help"), ".venv-browser"),
    ],
)
def test_only_what_is_shown_in_the_browser_runs_with_what_only_that_needs(
    checkout: Path, arguments: tuple[str, ...], environment: str
) -> None:
    lock = checkout / "requirements-browser.lock"
    lock.write_bytes((checkout / "requirements.lock").read_bytes())
    (checkout / ".venv" / lock.name).write_bytes(lock.read_bytes())
    if not (checkout / ".venv-browser").exists():
        (checkout / ".venv-browser").symlink_to(".venv")

    seen = _answer(_start(checkout, *arguments))

    assert seen["environment"] == environment


def test_a_first_run_that_is_killed_leaves_nothing_that_the_next_one_uses(tmp_path: Path) -> None:
    root = _fresh_checkout(tmp_path)
    killed = _start(root)
    while not (root / ".venv" / "bin" / "python").exists():
        assert killed.poll() is None, killed.communicate()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()

    run = _start(root)

    assert "installing into .venv" in run.communicate()[1]
    assert run.returncode == 0


def test_a_changed_lock_is_installed_or_told_in_one_line_but_never_passed_over(
    checkout: Path, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(checkout, root, symlinks=True)
    (root / "requirements.lock").write_text(_lock("0" * 64))

    run = _start(root, "ask")

    out, told = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert "installing failed" in told.splitlines()[-1]
    assert not (root / ".venv" / "requirements.lock").exists()


@pytest.mark.parametrize("version", ["Python 3.9.2", "none"])
def test_an_old_or_missing_python_is_named_with_what_to_do(tmp_path: Path, version: str) -> None:
    root = _fresh_checkout(tmp_path)
    path = _path_with(tmp_path, "bash", "dirname", "env", "readlink")
    if version != "none":
        old = path / "python3"
        old.write_text(f'#!/usr/bin/env bash\n[ "$1" = -V ] && echo {version}\n')
        old.chmod(0o755)

    run = _start(root, PATH=str(path))

    out, told = run.communicate()
    assert (run.returncode, out) == (2, "")
    assert f'the one here is "{version}"; install one' in told
    assert told.count("\n") == 1


def test_a_python_without_venv_is_named_with_the_package_that_mends_it(tmp_path: Path) -> None:
    argv = [str(SCRIPTS / "environment.py"), str(tmp_path / ".venv"), "requirements.lock"]
    without_venv = (
        f"import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = {argv!r}; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )

    run = subprocess.run(
        [sys.executable, "-I", "-c", without_venv], capture_output=True, text=True, check=False
    )

    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert run.returncode == 2
    assert f'"sudo apt install {version}-venv" adds it.' in run.stderr


def _fresh_checkout(folder: Path) -> Path:
    root = folder / "a checkout"
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "bot").mkdir()
    (root / "bot" / "__init__.py").touch()
    (root / "bot" / "__main__.py").write_text(PROGRAM)
    wheel = _wheel(root / "wheels")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements.lock").write_text(_lock(digest))
    return root


def _lock(digest: str) -> str:
    return f"greeting==1.0 \\\n    --hash=sha256:{digest}\n"


def _wheel(folder: Path) -> Path:
    folder.mkdir()
    files = {
        "greeting.py": "",
        "greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        "greeting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = "greeting-1.0.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items()]
    path = folder / "greeting-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, record: "".join([*lines, f"{record},,\n"])}.items():
            wheel.writestr(name, text)
    return path


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def _start(
    root: Path, *arguments: str, program: Path | None = None, cwd: Path | None = None, **env: str
) -> subprocess.Popen[str]:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (root / "wheels").as_uri()}
    return subprocess.Popen(
        [program or root / "scripts" / "pullquote", *arguments],
        cwd=cwd,
        env={**os.environ, **offline, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, to be killed as one
    )


def _answer(run: subprocess.Popen[str]) -> dict[str, Any]:
    out, told = run.communicate()
    assert out, told
    seen: dict[str, Any] = json.loads(out)
    return seen


def _path_with(folder: Path, *programs: str) -> Path:
    path = folder / "path"
    path.mkdir()
    for name in programs:
        (path / name).symlink_to(shutil.which(name) or "missing")
    return path
