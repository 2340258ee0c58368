"""Install what lock files list into .venv: `environment.py ROOT LOCK...`.

environment.sh runs this with the standard library alone, because nothing is installed yet. Each
installation is prepared in .venv-new, which then replaces .venv, so an interruption (Ctrl-C, a
lost network, a power cut) leaves the previous environment or a complete new one.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import installer  # the file next to this one
from installer import CommandError, InstallError, NoRegistryError, ReadOnlyError

_LOCKS = ("requirements.lock", "requirements-browser.lock", "requirements-dev.lock")
_SYNC = ("pip", "sync", "--require-hashes", "--only-binary", ":all:", "--compile-bytecode")


def make(root: Path, wanted: Sequence[str]) -> None:
    """Bring `root/.venv` up to date with the `wanted` locks, unless another run just did.

    Raises:
        InstallError: If that fails for a reason that somebody can remove.
        OSError: If the checkout cannot be written to.
    """
    with _one_at_a_time(root):
        current = [lock for lock in _LOCKS if _is_current(root, lock)]
        if set(wanted) <= set(current):
            return
        locks = [lock for lock in _LOCKS if lock in {*wanted, *current}]
        uv = installer.find(root)
        _say(_announcement(root, [lock for lock in locks if lock not in current], uv))
        uv = uv or installer.download(root)
        new = _new_environment(uv, root, copied=bool(current))
        _install(uv, new, [root / lock for lock in locks])
        _record(root, new, locks)
        _replace(root / ".venv", new)
        _say("installed.")


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    # The system releases this lock when the process ends, whatever ends it.
    with _opened(root / ".venv-busy") as busy:
        try:
            fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another run is installing; waiting for it ...")
            fcntl.flock(busy, fcntl.LOCK_EX)
        yield


def _opened(busy: Path) -> TextIO:
    try:
        return busy.open("w")
    except OSError:
        raise ReadOnlyError(busy.parent) from None


def _is_current(root: Path, lock: str) -> bool:
    """Return whether .venv is whole and has this very lock, as `is_current` of environment.sh."""
    venv = root / ".venv"
    try:
        if (venv / lock).read_bytes() != (root / lock).read_bytes():
            return False
        return all((venv / name).exists() for name in (venv / "contents").read_text().split("\n"))
    except OSError:
        return False


def _announcement(root: Path, locks: list[str], uv: Path | None) -> str:
    """Return what is about to be installed, and how large; uv counts if it is missing."""
    texts = [(root / lock).read_text("utf-8") for lock in locks]
    packages = sum(len(set(re.findall(r"^[\w.-]+(?===)", text, re.MULTILINE))) for text in texts)
    if uv is None:
        texts.append((root / installer.LOCK).read_text("utf-8"))
    sizes = [int(size) for text in texts for size in re.findall(r"^# (\d+) MB", text, re.MULTILINE)]
    return f"installing {packages} packages into .venv, downloading up to {sum(sizes)} MB ..."


def _new_environment(uv: Path, root: Path, *, copied: bool) -> Path:
    """Return .venv-new, empty or a copy of .venv for what that already holds."""
    new = root / ".venv-new"
    shutil.rmtree(new, ignore_errors=True)
    if copied:  # by links, which take no space: uv and Python replace files, they edit none
        shutil.copytree(root / ".venv", new, symlinks=True, copy_function=os.link)
        return new
    # The Python behind all links: when a system upgrade removes that version, the environment's
    # link to it dangles, which environment.sh notices without starting anything.
    python = os.path.realpath(sys.executable)
    made = installer.run(uv, "venv", "--quiet", "--relocatable", "--python", python, new)
    if made.returncode:
        raise CommandError(_reason(made.stderr))
    return new


def _install(uv: Path, venv: Path, locks: list[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix=".venv-cache-", dir=venv.parent) as spare:
        command: list[str | Path] = [uv, *_SYNC, "--python", venv / "bin" / "python", *locks]
        if not _can_be_written(Path(installer.run(uv, "cache", "dir").stdout.strip())):
            command += ["--cache-dir", spare]
        with subprocess.Popen(
            command,
            cwd=venv.parent,  # away from the settings of any project in the current folder
            env=installer.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as sync:
            assert sync.stderr is not None  # noqa: S101  # it is a pipe
            output = _with_progress(sync.stderr)
    if sync.returncode and "Failed to fetch" in output:
        raise NoRegistryError
    if sync.returncode:
        raise CommandError(_reason(output))


def _can_be_written(folder: Path) -> bool:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return os.access(there, os.W_OK)


def _with_progress(lines: Iterable[str]) -> str:
    """Return all that uv prints; meanwhile, show in a terminal how much it has downloaded."""
    output = ""
    sizes: dict[str, float] = {}
    left = 0.0
    for line in lines:
        output += line
        if begun := re.match(r" *Downloading (\S+) \(([\d.]+)MiB\)", line):
            sizes[begun[1]] = float(begun[2])
            left += sizes[begun[1]]
        elif done := re.match(r" *Downloaded (\S+)", line):
            left -= sizes.get(done[1], 0)
        if sizes and sys.stderr.isatty():
            share = f"{sum(sizes.values()) - left:.0f} of {sum(sizes.values()):.0f} MB downloaded"
            print(f"\r\033[Kpullquote: {share}", end="", file=sys.stderr, flush=True)
    if sizes and sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return output


def _record(root: Path, venv: Path, locks: list[str]) -> None:
    """Note what `venv` holds, for `_is_current` and environment.sh."""
    for lock in _LOCKS:
        (venv / lock).unlink(missing_ok=True)
    for lock in locks:
        shutil.copyfile(root / lock, venv / lock)
    installed = [*venv.glob("bin/python"), *venv.glob("lib/python*/site-packages/*")]
    names = sorted(str(path.relative_to(venv)) for path in installed if path.name != "__pycache__")
    (venv / "contents").unlink(missing_ok=True)
    (venv / "contents").write_text("\n".join(names))


def _replace(venv: Path, new: Path) -> None:
    old = venv.with_name(".venv-old")
    shutil.rmtree(old, ignore_errors=True)
    if os.path.lexists(venv):
        venv.rename(old)
    new.rename(venv)
    shutil.rmtree(old, ignore_errors=True)


def _reason(output: str) -> str:
    """Return the error that uv printed, with its causes, on one line."""
    error = re.search(r"^error: .*(?:\n +\S.*)*", output, re.MULTILINE)
    return " ".join((error[0] if error else output or "no reason given").split())


def _say(words: str) -> None:
    print(f"pullquote: {words}", file=sys.stderr)


if __name__ == "__main__":
    try:
        make(Path(sys.argv[1]), sys.argv[2:])
    except (InstallError, OSError) as failure:
        _say(str(failure if isinstance(failure, InstallError) else CommandError(failure)))
        sys.exit(2)
    except KeyboardInterrupt:
        _say("stopped; the next run starts the installation again.")
        sys.exit(130)
