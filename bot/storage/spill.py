"""Questions that the database did not take before the end: in a file for the next start."""

import json
import logging
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from .entries import Entry
from .files import aside, draft_beside, settle_names

_logger = logging.getLogger(__name__)

_NAMES = "unwritten-*.jsonl"


def spill(folder: Path, entries: Sequence[Entry]) -> Path:
    """Write entries to a new file that only its owner can read, and return its path.

    Raises:
        OSError: If it cannot be written.
    """
    path = folder / f"unwritten-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.jsonl"
    draft = draft_beside(path)
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(map(_line, entries))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    settle_names(folder)
    return path


def _line(entry: Entry) -> bytes:
    """Return an entry on one line, with question marks for half characters, as the log has it."""
    line = json.dumps(entry.model_dump(mode="json"), ensure_ascii=False)
    return f"{line}\n".encode("utf-8", "replace")


def spilled(folder: Path) -> list[Path]:
    """Return the files that earlier ends left, the oldest first."""
    return sorted(folder.glob(_NAMES))


def read_spilled(paths: Iterable[Path]) -> list[Entry]:
    """Read files, each entry once; one that is damaged is moved aside, without its bad lines."""
    entries: dict[str, Entry] = {}
    for path in paths:
        bad = 0
        for line in path.read_bytes().splitlines():
            try:
                entry = Entry.model_validate_json(line)
            except ValidationError:
                bad += 1
            else:
                entries[entry.answer_id] = entry
        if bad:
            there = path.rename(aside(path, datetime.now(UTC)))
            _logger.error("%d lines of %s are damaged. It is now %s.", bad, path, there.name)
    return [*entries.values()]
