"""Heartbeat: a file that the bot touches while it is connected, and its check.

`python -m bot.health FILE` exits with 0 or 1. It loads nothing but the standard library, for a
container's health check runs twice a minute for months.
"""

import sys
import time
from pathlib import Path

BEAT_EVERY_S = 30.0
MAX_AGE_S = 3 * BEAT_EVERY_S  # two beats may come late before the bot is called dead


def beat(path: Path) -> None:
    """Say "still connected": set the file's time of change to now, and make it if need be.

    Raises:
        OSError: If the file cannot be written, as on a full or lost disk.
    """
    path.touch()


def is_healthy(path: Path, max_age_s: float = MAX_AGE_S) -> bool:
    """Tell whether the last beat is at most `max_age_s` seconds old; without a beat it is not."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return False
    # A beat from the future stems from a clock that was set back since; it proves nothing.
    return abs(age) <= max_age_s


if __name__ == "__main__":
    sys.exit(0 if is_healthy(Path(sys.argv[1])) else 1)
