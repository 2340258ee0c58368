"""The errors that a person can mend, and the one place that words them.

PullquoteError
├── NoSuchFolder      the sources folder is not there
├── NoDocuments       the sources folder has nothing that could be read
├── BadQuestionLine   a line of a batch that is no question
├── EmptyQuestion     a question without a character to look for
├── NoToken           `run` without a token
└── errors of the query log and of the pseudonyms, beside what raises them

Settings have a tree of their own, in `config`.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import click

from config import (
    TOKEN_VARIABLE,
    SecretInFile,
    SettingsError,
    SettingsUnreadable,
    UnknownSetting,
    UnusableValue,
)


class PullquoteError(Exception):
    """Something a person can mend; `sentence` says how."""


@dataclass(eq=False)
class NoSuchFolder(PullquoteError):
    """The sources folder is missing, or is a file."""

    folder: Path


@dataclass(eq=False)
class NoDocuments(PullquoteError):
    """The sources folder was read, and nothing of it can be served.

    Attributes:
        unread: How many files could not be read; 0 if there are none that look like documents.
    """

    folder: Path
    unread: int


@dataclass(eq=False)
class BadQuestionLine(PullquoteError):
    """A line of a batch that is no question.

    Attributes:
        line: From 1.
        reason: A phrase that follows the place: "it is not JSON".
    """

    file: str
    line: int
    reason: str


class EmptyQuestion(PullquoteError):
    """A question that is empty, or white space only."""


class NoToken(PullquoteError):
    """The Discord bot was started without a token."""


MENDABLE = (PullquoteError, SettingsError, click.ClickException, OSError, sqlite3.Error)
"""What `sentence` has words for; any other exception is a defect of the program."""

_LONGEST_VALUE = 60


def sentence(error: BaseException) -> str:
    """One line that says what is wrong and how to mend it; never a secret.

    Args:
        error: One of `MENDABLE`.
    """
    match error:
        case SettingsError():
            words = _of_settings(error)
        case PullquoteError():
            words = _of_pullquote(error)
        case click.ClickException():
            words = _of_usage(error)
        case OSError():
            words = _of_system(error)
        case _:
            words = f"The database cannot be used ({error}): choose another folder with --data."
    return " ".join(words.split())


def _of_pullquote(error: PullquoteError) -> str:
    match error:
        case NoSuchFolder(folder) if folder.exists():
            return f"{folder} is a file: name the folder that it is in with --sources."
        case NoSuchFolder(folder):
            return f"There is no folder {folder}: name the one with your documents with --sources."
        case NoDocuments(folder, 0):
            return (
                f"There is no document in {folder}: put text (.txt) or Markdown (.md) files there, "
                "or choose another folder with --sources."
            )
        case NoDocuments(folder, unread):
            return (
                f"None of the {unread} files in {folder} can be read: "
                f"`pullquote sources check --sources {folder}` says why."
            )
        case BadQuestionLine(file, line, reason):
            return (
                f"{file}, line {line}: {reason}; nothing was answered. A line looks like "
                '{"id": "q1", "question": "Who was Mao?"}.'
            )
        case EmptyQuestion():
            return 'The question is empty: ask it in quotation marks, as in pullquote ask "who?".'
        case NoToken():
            return (
                f"There is no token in {TOKEN_VARIABLE}: in the Discord Developer Portal "
                "(discord.com/developers/applications) open your application, choose Bot, then "
                f"Reset Token, and set {TOKEN_VARIABLE} to what it shows."
            )
    return str(error)


def _of_settings(error: SettingsError) -> str:
    match error:
        case SettingsUnreadable(file, reason):
            return f"The settings file {file} cannot be read: {reason}."
        case UnknownSetting(name, place, None, known):
            return f'{place}: "{name}" is not a setting; there are {", ".join(known)}.'
        case UnknownSetting(name, place, closest, _):
            return f'{place}: "{name}" is not a setting; did you mean "{closest}"?'
        case UnusableValue(name, place, value, allowed):
            shown = repr(value)
            if len(shown) > _LONGEST_VALUE:
                shown = shown[:_LONGEST_VALUE] + "…"
            return f"{place}: {name} is {shown}, but must be {allowed}."
        case SecretInFile(name, file, variable):
            return (
                f'{file}: remove "{name}" and set the environment variable {variable} instead; '
                "files are shared and committed, a token must not be."
            )
    return str(error)


def _of_usage(error: click.ClickException) -> str:
    words = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{words.rstrip('.')}; `{error.ctx.command_path} --help` tells what is possible."
    return words


def _of_system(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        return f"The system refused: {reason}."
    return f"{error.filename} cannot be used: {reason}."
