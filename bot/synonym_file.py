"""The class's own synonyms: `synonyms.toml` beside its documents."""

from pathlib import Path

from index import SynonymsError, SynonymTable, parse_synonyms

from .errors import SynonymFileError

FILE_NAME = "synonyms.toml"
_LARGEST = 1_000_000  # bytes; nobody writes that many by hand


def read_synonyms(folder: Path) -> SynonymTable | None:
    """The synonyms of a folder of documents; None if it has no such file.

    Raises:
        SynonymFileError: If the file cannot be read or is no synonym table.
    """
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SynonymFileError(path, 1, (error.strerror or str(error)).lower()) from error
    if len(raw) > _LARGEST:
        raise SynonymFileError(path, 1, f"it has more than {_LARGEST:,} bytes")
    try:
        return parse_synonyms(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SynonymFileError(path, line, "it is not UTF-8") from error
    except SynonymsError as error:
        raise SynonymFileError(path, error.line, error.reason) from error
