"""Running our own Python in a child process that holds no secrets.

Children read what strangers wrote, so none of them inherits the token or a setting. What they
answer is checked against types by whoever started them; it is never unpickled.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

# What Python and its libraries need to start, and where temporary files go.
_INHERITED = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT"),
    *("PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
)


_END_FIRST = Path("/proc/self/oom_score_adj")
_PACKAGES = Path(__file__).resolve().parent.parent


def child_command(module: str) -> list[str]:
    """Return the command line that runs one of our modules with this Python."""
    return [sys.executable, "-P", "-m", module]


def child_environment(**more: str) -> dict[str, str]:
    """Return the environment of a child: no secrets, and modules found as in this process."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # `python -m` adds the working folder, which may hold the token and the log.
    needless = {Path.cwd()} - {_PACKAGES}
    found = (Path(place).resolve() for place in sys.path)
    places = os.pathsep.join(str(place) for place in found if place not in needless)
    return {**inherited, "PYTHONPATH": places, **more}


def stand_back(niceness: int) -> None:
    """Let answers go first: by priority, and as the process that ends if memory runs out.

    Args:
        niceness: From 0 to 19, the most modest; added to that of the process.
    """
    if hasattr(os, "nice"):
        os.nice(niceness)
    with suppress(OSError):  # only Linux has it
        _END_FIRST.write_text("1000", "ascii")


if sys.platform != "win32":
    import resource

    def limit(what: int, most: int, *, keep_hard: bool = False) -> None:
        """Set a limit of this process, if the system has it: `resource.RLIMIT_...`.

        Args:
            what: A resource.
            most: A lower limit that holds already stays.
            keep_hard: Leave room between the first warning and the end.
        """
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Some systems lack some of these; the parent's own limits still apply.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (least, hard if keep_hard else least))

    def limit_memory(most: int) -> None:
        """Let this process hold at most so many bytes of its own; more raises a MemoryError.

        Files that are mapped for reading don't count. Only Linux enforces this.
        """
        limit(resource.RLIMIT_DATA, most)

    def limit_seconds(seconds: float) -> None:
        """End this process after this much more processor time, if nothing else does."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        total = used.ru_utime + used.ru_stime + seconds
        limit(resource.RLIMIT_CPU, int(total) + 2, keep_hard=True)

else:

    def limit_seconds(seconds: float) -> None:
        """Do nothing: this system has no such limits, and the parent has its own."""

    def limit_memory(most: int) -> None:
        """Do nothing: this system has no such limits."""
