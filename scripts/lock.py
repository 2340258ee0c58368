"""Write the lock files from pyproject.toml: scripts/lock [--upgrade].

A lock file lists exact versions with their hashes, for every system and Python at once, and
without addresses, so that a mirror serves as well as the registry. Each file holds only what the
files before it do not, so an installation takes all files up to the one that it wants.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import installer  # the file next to this one

_SERVED = (
    *("--extra=charts", "--extra=metrics", "--extra=model", "--extra=office"),
    *("--extra=opensearch", "--extra=pdf", "--extra=web"),
)
_BROWSER = (*_SERVED, "--extra=preview", "--extra=review")
_LOCKS = {
    "requirements.lock": ("pyproject.toml", *_SERVED),
    "requirements-browser.lock": ("pyproject.toml", *_BROWSER),
    "requirements-dev.lock": ("pyproject.toml", *_BROWSER, "--extra=fast", "--group=dev"),
}
_INSTALLER = ("--group=installer",)
_COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--only-binary=:all:"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
)
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_SYSTEMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
)
_OLDEST_MACOS = "14.0"


def main(root: Path, options: list[str]) -> None:
    """Write all lock files, then check that they can be installed wherever Pullquote runs."""
    uv = installer.find(root) or installer.download(root)
    files = [root / lock for lock in (*_LOCKS, installer.LOCK)]
    present = "".join(lock.read_text("utf-8") for lock in files if lock.exists())
    _write(root / installer.LOCK, _entries(_compile(uv, root, present, [*_INSTALLER, *options])))
    # The largest set comes first: its versions then suit the smaller ones.
    largest = _compile(uv, root, present, [*_LOCKS["requirements-dev.lock"], *options])
    known: set[str] = set()
    for lock, selection in _LOCKS.items():
        entries = _entries(_compile(uv, root, largest, selection))
        _write(root / lock, [entry for entry in entries if _first_line(entry) not in known])
        known.update(map(_first_line, entries))
    _check(uv, [root / lock for lock in _LOCKS])


def _compile(uv: Path, root: Path, present: str, options: Sequence[str]) -> str:
    """Return a whole lock, in the versions of the `present` one where they still fit."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "requirements.lock"
        draft.write_text(present, "utf-8")
        _run(uv, *_COMPILE, f"--output-file={draft}", *options, cwd=root)
        return draft.read_text("utf-8")


def _entries(lock: str) -> list[str]:
    """Split a lock into its entries: one package in one version, with its hashes."""
    return re.findall(r"^\S.*\n(?: .*\n)*", lock, re.MULTILINE)


def _first_line(entry: str) -> str:
    return entry.partition("\n")[0]


def _write(lock: Path, entries: list[str]) -> None:
    text = "".join(entries)
    if "://" in text:
        sys.exit(f"pullquote: {lock.name} would hold an address; look for it in pyproject.toml.")
    lock.write_text(f"# Written by scripts/lock.\n{text}", "utf-8")
    size = f"# {_megabytes(lock)} MB to download"
    lock.write_text(f"# Written by scripts/lock.\n{size}\n{text}", "utf-8")


def _megabytes(lock: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        pip = (sys.executable, "-I", "-m", "pip", "download", "--quiet", "--no-deps")
        _run(*pip, "--only-binary=:all:", "--require-hashes", f"--dest={folder}", "-r", lock)
        return round(sum(path.stat().st_size for path in Path(folder).iterdir()) / 1_000_000)


def _check(uv: Path, locks: list[Path]) -> None:
    """Check that each package is available ready-built for each system and Python."""
    with tempfile.TemporaryDirectory() as folder:  # it stays empty
        command: tuple[str | Path, ...] = (
            *(uv, "pip", "install", "--quiet", "--dry-run", "--no-deps", "--require-hashes"),
            *("--only-binary=:all:", f"--target={folder}"),
            *(f"--requirements={lock}" for lock in locks),
        )
        for system in _SYSTEMS:
            for python in _PYTHONS:
                _run(*command, f"--python-platform={system}", f"--python-version={python}")


def _run(*command: str | Path, cwd: Path | None = None) -> None:
    environment = installer.environment() | {"MACOSX_DEPLOYMENT_TARGET": _OLDEST_MACOS}
    if subprocess.run(command, cwd=cwd, env=environment, check=False).returncode:
        sys.exit(f"pullquote: failed: {' '.join(map(str, command))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
