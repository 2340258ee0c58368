"""Which deliveries a bot has handled, for the one that takes its place."""

import logging
from collections.abc import Collection
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from .files import phrase, write_whole

_log = logging.getLogger(__name__)
_IDS = TypeAdapter(tuple[int, ...])
_MOST_BYTES = 1_000_000

HANDLED = "handled.json"
"""In the data folder: ids of interactions and messages, which name nobody."""


def read_handled(folder: Path) -> tuple[int, ...]:
    """Return the ids that the last bot left in a data folder; none if it left none."""
    try:
        with (folder / HANDLED).open("rb") as file:
            return _IDS.validate_json(file.read(_MOST_BYTES))
    except (OSError, ValidationError):
        return ()


def write_handled(folder: Path, ids: Collection[int]) -> None:
    """Leave ids in a data folder; without them, a repeated delivery would be answered again."""
    try:
        write_whole(folder / HANDLED, _IDS.dump_json(tuple(ids)))
    except OSError as error:
        _log.warning("What was answered last can't be stored (%s).", phrase(error))
