"""Which version of the operator's folder the bot served last: what changes are measured against."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.durable import write_whole

_FILE_NAME = "served.json"


class Served(BaseModel):
    """A version, and the folder that it is of."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    version: str

    def write(self, libraries: Path) -> None:
        """Note it beside the versions.

        Raises:
            OSError: If it cannot be written.
        """
        write_whole(libraries / _FILE_NAME, self.model_dump_json().encode())


def last_served(libraries: Path, folder: Path) -> str | None:
    """The version of a folder that was served last; None if none is known.

    Args:
        libraries: Where the versions are kept.
        folder: Of the documents.
    """
    try:
        served = Served.model_validate_json((libraries / _FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return served.version if served.folder == folder.absolute() else None
