"""What can be wrong with settings, as facts; whoever talks to a person words them.

SettingsError
├── UnreadableSettingsError  the file is missing, or is not TOML
├── UnknownSettingError      a name that is no setting, often misspelt
├── UnusableValueError       a value of a wrong type, or an impossible one
└── SecretInFileError        a token where files are shared and committed
"""

from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting that cannot be used."""


@dataclass(eq=False)
class UnreadableSettingsError(SettingsError):
    """A settings file that cannot be read; `reason` is a phrase, for it may be a library's."""

    file: Path
    reason: str


@dataclass(eq=False)
class UnknownSettingError(SettingsError):
    """A name that is not a setting.

    Attributes:
        place: Where it stands: a file's path, or "the environment".
        closest: The setting that was perhaps meant.
        known: All settings of that place.
    """

    name: str
    place: str
    closest: str | None
    known: tuple[str, ...]


@dataclass(eq=False)
class UnusableValueError(SettingsError):
    """A value that its setting cannot take.

    Attributes:
        name: As it is written at its place: an option, a variable or a key.
        place: A file's path, "the environment" or "the command line".
        allowed: What it may be, as a phrase: "a whole number from 1 to 10".
    """

    name: str
    place: str
    value: object
    allowed: str


@dataclass(eq=False)
class SecretInFileError(SettingsError):
    """A secret in a settings file; its place is the environment variable `variable`."""

    name: str
    file: Path
    variable: str
