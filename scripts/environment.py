"""Makes the virtual environment that a lock file describes: `environment.py FOLDER LOCK`.

Run by environment.sh, with the standard library alone, for nothing is installed yet. The folder
counts as made once it holds a copy of the lock, which is written last: whatever stops a run
before that (Ctrl-C, a lost network, a power cut) leaves a folder that the next run makes anew.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PIP_INSTALL = (
    *("-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-user"),
)


class NoVenvModule(Exception):  # noqa: N818  # the three are cases of one sentence, see _sentence
    """This Python comes without what makes virtual environments, as on a bare Debian."""


class NoRegistry(Exception):  # noqa: N818  # as above
    """The packages' registry did not answer."""


class CommandFailed(Exception):  # noqa: N818  # as above
    """The commands of Python that make or fill an environment failed; `args[0]` is the reason."""


def make(folder: Path, lock: Path) -> None:
    """Make `folder` hold exactly what `lock` lists; done at once where another run just did it.

    Raises:
        NoVenvModule, NoRegistry, CommandFailed: As they say.
        OSError: If the checkout cannot be written to.
    """
    if importlib.util.find_spec("ensurepip") is None:
        raise NoVenvModule
    with _one_at_a_time(folder):
        if _is_made(folder, lock):
            return
        _say(f"first run of this version: installing into {folder.name}, about half a minute ...")
        _make_empty(folder)
        _install(folder, lock)
        shutil.copyfile(lock, folder / lock.name)
        _say("done.")


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    # The system lets go of this lock when its process ends, however that comes about.
    with folder.with_name(f"{folder.name}-busy").open("w") as busy:
        try:
            fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another run is installing; waiting for it ...")
            fcntl.flock(busy, fcntl.LOCK_EX)
        yield


def _is_made(folder: Path, lock: Path) -> bool:
    made_from = folder / lock.name
    python = folder / "bin" / "python"
    return python.exists() and made_from.exists() and made_from.read_bytes() == lock.read_bytes()


def _make_empty(folder: Path) -> None:
    # The Python behind all links: when an upgrade of the system removes that very version, the
    # environment's link to it dangles, which environment.sh sees without starting anything.
    python = os.path.realpath(sys.executable)
    made = _run(python, "-I", "-m", "venv", "--clear", folder)
    if made.returncode:
        raise CommandFailed(_reason(made.stdout + made.stderr))


def _install(folder: Path, lock: Path) -> None:
    pip = _run(folder / "bin" / "python", *_PIP_INSTALL, "-r", lock)
    if pip.returncode and "Retrying (" in pip.stderr:
        raise NoRegistry
    if pip.returncode:
        raise CommandFailed(_reason(pip.stderr))


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    # Nothing of it may reach standard output, which belongs to the answer that follows.
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _reason(output: str) -> str:
    lines = output.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if line.startswith("ERROR: ")), lines[-1])


def _sentence(error: Exception) -> str:
    match error:
        case NoVenvModule():
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            return (
                f"Python {version} is here, but without its venv module; on Debian and Ubuntu, "
                f'"sudo apt install python{version}-venv" adds it.'
            )
        case NoRegistry():
            return (
                "the packages cannot be fetched, for their registry does not answer; "
                "check the internet connection or the proxy, and run this again."
            )
        case _:
            return f'installing failed, see "When it does not start" in docs/running.md: {error}'


def _say(words: str) -> None:
    print(f"pullquote: {words}", file=sys.stderr)


if __name__ == "__main__":
    try:
        make(Path(sys.argv[1]), Path(sys.argv[2]))
    except (NoVenvModule, NoRegistry, CommandFailed, OSError) as failure:
        _say(_sentence(failure))
        sys.exit(2)
    except KeyboardInterrupt:
        _say("stopped; the next run starts the installation afresh.")
        sys.exit(130)
