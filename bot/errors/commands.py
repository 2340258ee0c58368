"""What a command about the log is not given as it has to be, and its sentences.

PullquoteError
└── CommandError
    ├── FileThereError       a file would be replaced
    ├── NotPngError          a chart would get a name that is no picture's
    ├── NotDrawnError        a chart could not be drawn
    ├── UnclearPurgeError    it is not said, or said twice, what is to be deleted
    └── NobodyToAskError     deleting has to be confirmed, and nobody is at the terminal
"""

from dataclasses import dataclass
from pathlib import Path

from .tree import PullquoteError


class CommandError(PullquoteError):
    """A command that is not carried out as it was given."""


@dataclass(eq=False)
class FileThereError(CommandError):
    """There is a file where one is to be written."""

    path: Path


@dataclass(eq=False)
class NotPngError(CommandError):
    """A chart was to be written to a file that is not called like one."""

    path: Path


class NotDrawnError(CommandError):
    """Drawing a chart took too long, or failed."""


class UnclearPurgeError(CommandError):
    """Neither or both of the ways to name a day were used."""


class NobodyToAskError(CommandError):
    """Standard input is no terminal, and nothing may be deleted unasked."""


def command_sentence(error: CommandError) -> str:
    """What is wrong, and how to mend it."""
    match error:
        case FileThereError(path):
            return f"{path} is there already: name another file, or replace it with --force."
        case NotPngError(path):
            return f"A chart is a picture: name it {path.with_suffix('.png')}."
    return _WORDS[type(error)]


_WORDS: dict[type[CommandError], str] = {
    NotDrawnError: "The chart could not be drawn: try again when the machine is less busy.",
    UnclearPurgeError: "Say what is to go, either by --older-than DAYS or by --before DATE.",
    NobodyToAskError: (
        "Nobody is at the terminal to be asked: add --yes to delete for good all the same."
    ),
}
