"""What can be wrong with the settings, each in one sentence that says how to fix it."""

from dataclasses import dataclass
from pathlib import Path

_LONGEST_VALUE = 60  # characters shown of a wrong value


class SettingsError(Exception):
    """Base class of unusable settings; its text is one sentence that says how to fix them."""


@dataclass(eq=False)
class UnreadableSettingsError(SettingsError):
    """A settings file can't be read; `reason` is a phrase."""

    file: Path
    reason: str

    def __str__(self) -> str:
        """Return the sentence."""
        return f"The settings file {self.file} can't be read: {self.reason}."


@dataclass(eq=False)
class UnknownSettingError(SettingsError):
    """A name is not a setting.

    Attributes:
        place: A file's path, or "the environment".
        closest: The setting that was probably meant, if any.
        known: All settings of that place.
    """

    name: str
    place: str
    closest: str | None
    known: tuple[str, ...]

    def __str__(self) -> str:
        """Return the sentence."""
        if self.closest is None:
            known = ", ".join(self.known)
            return f'"{self.name}" in {self.place} is not a setting. The settings are {known}.'
        return f'"{self.name}" in {self.place} is not a setting. Did you mean "{self.closest}"?'


@dataclass(eq=False)
class UnusableValueError(SettingsError):
    """A setting has a value that it can't take.

    Attributes:
        name: As written at its place: an option, a variable or a key.
        place: A file's path, "the environment" or "the command line".
        allowed: A phrase: "a whole number from 1 to 10".
    """

    name: str
    place: str
    value: object
    allowed: str

    def __str__(self) -> str:
        """Return the sentence, a long value shortened."""
        value = repr(self.value)
        shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
        return f'"{self.name}" in {self.place} is {shown}, but must be {self.allowed}.'


@dataclass(eq=False)
class HeadingError(SettingsError):
    """A settings file has a heading, such as [pullquote]."""

    name: str
    file: Path

    def __str__(self) -> str:
        """Return the sentence."""
        return f"Remove the heading [{self.name}] from {self.file}: settings have no heading."


@dataclass(eq=False)
class SecretInFileError(SettingsError):
    """A settings file holds a secret that belongs in the environment variable `variable`."""

    name: str
    file: Path
    variable: str
    danger: str = "anyone who sees the token controls the bot"

    def __str__(self) -> str:
        """Return the sentence."""
        return (
            f'Remove "{self.name}" from {self.file} and set the environment variable '
            f"{self.variable} instead: {self.danger}."
        )
