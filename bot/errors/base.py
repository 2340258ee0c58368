"""What all errors have in common, and how one becomes a sentence."""

import sqlite3
from dataclasses import dataclass
from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class PullquoteError(Exception):
    """Base class. Fields carry the facts; `template` puts them into one sentence."""

    template: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Make each error a data class."""
        dataclass(eq=False)(cls)

    def __str__(self) -> str:
        facts = vars(self).items()
        return self.template.format_map(
            {name: shortened(fact) if isinstance(fact, str) else fact for name, fact in facts}
        )


def shortened(words: str, most: int = 60) -> str:
    """Return the words on one line, cut to `most` characters with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}…"


def sentence(error: BaseException) -> str:
    """Return one line that says what is wrong and how to fix it, for each error of `MENDABLE`."""
    match error:
        case OSError(filename=None):
            words = f"The system refused: {(error.strerror or str(error)).lower()}."
        case OSError():
            words = f"{error.filename} can't be used: {(error.strerror or str(error)).lower()}."
        case sqlite3.Error():
            words = f"The database can't be used ({error}). Choose another folder with --data."
        case _:
            words = str(error)
    line = " ".join(words.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


class RefusedError(PullquoteError):
    """Base class of what is refused on Discord."""


MENDABLE = (PullquoteError, OSError, sqlite3.Error)  # any other exception is a bug
