"""Small files of what was decided: each read and written whole, and set aside if damaged."""

import logging
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from .durable import set_aside, write_whole

_log = logging.getLogger(__name__)

_Model = TypeVar("_Model", bound=BaseModel)


class KeptFile(Generic[_Model]):
    """One model in a file."""

    def __init__(self, path: Path, model: type[_Model], lost: str) -> None:
        """Name the file; it need not be there.

        Args:
            path: Of the file.
            model: What is in it.
            lost: What it means that it is damaged, for the end of a sentence.
        """
        self._path = path
        self._model = model
        self._lost = lost

    def read(self) -> _Model | None:
        """What was written last; None if nothing was, or the file is damaged, which is told."""
        try:
            return self._model.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError) as error:
            _log.error(
                "%s cannot be read (%s): it was set aside as %s, and %s.",
                self._path,
                type(error).__name__,
                set_aside(self._path).name,
                self._lost,
            )
            return None

    def write(self, model: _Model) -> None:
        """Replace what is there.

        Raises:
            OSError: If it cannot be written; then what was written before holds.
        """
        write_whole(self._path, model.model_dump_json(indent=1).encode())
