"""The one place that turns errors into sentences."""

import sqlite3

import click

from bot.wording import cut
from config import (
    TOKEN_VARIABLE,
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)
from index import QuestionsError

from .commands import CommandError, command_sentence
from .libraries import LibraryError, library_sentence
from .review import ReviewError, review_sentence
from .tree import (
    CommonDocumentError,
    DataFolderError,
    DiscordUnreachableError,
    EmptyQuestionError,
    ExtraMissingError,
    KeyUnusableError,
    LogUnusableError,
    MissingFolderError,
    MissingTokenError,
    NewerLogError,
    NoDocumentsError,
    NoReceiptError,
    NotModeratorError,
    PullquoteError,
    QuestionLineError,
    ReaderNotStartedError,
    RefusedError,
    SynonymFileError,
    TokenRefusedError,
    UnknownSourceError,
)

MENDABLE = (
    PullquoteError,
    SettingsError,
    QuestionsError,
    click.ClickException,
    OSError,
    sqlite3.Error,
)
"""What `sentence` has words for; any other exception is a defect of the program."""

_GET_TOKEN = (
    "in the Discord Developer Portal (discord.com/developers/applications) open your application, "
    f"choose Bot, then Reset Token, and set {TOKEN_VARIABLE} to what it shows."
)


def sentence(error: BaseException) -> str:
    """One line that says what is wrong and how to mend it; never a secret.

    Args:
        error: One of `MENDABLE`.
    """
    match error:
        case SettingsError():
            words = _of_settings(error)
        case CommandError():
            words = command_sentence(error)
        case PullquoteError():
            words = _of_pullquote(error)
        case QuestionsError():
            words = f"{error}."
        case click.ClickException():
            words = _of_usage(error)
        case OSError():
            words = _of_system(error)
        case _:
            words = f"The database cannot be used ({error}): name another folder with --data."
    return " ".join(words.split())


def _of_pullquote(error: PullquoteError) -> str:
    match error:
        case MissingTokenError():
            words = f"The bot needs a token: {_GET_TOKEN}"
        case TokenRefusedError():
            words = f"Discord refuses the token in {TOKEN_VARIABLE}: {_GET_TOKEN}"
        case DiscordUnreachableError(cause):
            words = (
                f"Discord cannot be reached ({cause}): check this machine's network and "
                "discordstatus.com, then start the bot again."
            )
        case ExtraMissingError(needs, command, extra):
            words = (
                f"{needs}, which is not installed: start it with scripts/pullquote {command}, "
                f"which sees to that, or run pip install '.[{extra}]' in Pullquote's folder."
            )
        case QuestionLineError(file, line, reason):
            words = (
                f"{file}, line {line}: {reason}, so nothing was answered; a line looks like "
                '{"id": "q1", "question": "Who was Ada?"}.'
            )
        case SynonymFileError(path, line, reason):
            words = (
                f"{path}, line {line}: {reason}, so these synonyms are not used; a file looks like "
                'groups = [["ussr", "soviet union"]].'
            )
        case ReviewError():
            words = review_sentence(error)
        case RefusedError():
            words = _of_discord(error)
        case EmptyQuestionError():
            words = 'The question is empty: put it in quotation marks, as in ask "Who was Ada?".'
        case _:
            words = _of_places(error)
    return words


def _of_places(error: PullquoteError) -> str:
    match error:
        case MissingFolderError(folder) if folder.exists():
            words = f"{folder} is a file: name the folder that it is in with --sources."
        case MissingFolderError(folder):
            words = f"There is no folder {folder}: name the one with your documents with --sources."
        case NoDocumentsError(folder, 0):
            words = (
                f"There is no document in {folder}: put text (.txt) or Markdown (.md) files there, "
                "or name another folder with --sources."
            )
        case NoDocumentsError(folder, _):
            words = (
                f"No file in {folder} can be read: `pullquote sources check --sources {folder}` "
                "says why."
            )
        case ReaderNotStartedError(reason):
            words = (
                "No process can be started to read the documents in "
                f"({cut(reason.splitlines()[-1])}): see that the machine has memory left, "
                "and that Pullquote is installed whole."
            )
        case _:
            words = _of_data(error)
    return words


def _of_data(error: PullquoteError) -> str:
    match error:
        case DataFolderError(folder, reason):
            words = (
                f"The data folder {folder} cannot be used ({reason}): make it a folder that you "
                "may write to, or name another one with --data."
            )
        case LogUnusableError(path, cause):
            reason = str(getattr(cause, "strerror", None) or cause)  # without number and path
            words = (
                f"The query log {path} cannot be used ({reason}): make its folder writable, or "
                "name another one with --data."
            )
        case NewerLogError(path, found, known):
            words = (
                f"The query log {path} is a newer Pullquote's (version {found}, this one knows "
                f"{known}): update Pullquote, or name another folder with --data."
            )
        case KeyUnusableError(key_file, cause):
            words = (
                f"The key of the pseudonyms, {key_file}, cannot be used ({cause}): restore it from "
                "a backup, or move it away to begin with a new key, under which everybody is new."
            )
        case _:
            words = Exception.__str__(error)
    return words


def _of_discord(error: RefusedError) -> str:
    match error:
        case LibraryError():
            words = library_sentence(error)
        case NotModeratorError(role):
            or_role = f" or the role {role}" if role else ""
            words = (
                f"This is for moderators: who may do it has the permission Manage Server{or_role} "
                "here; please ask one of them."
            )
        case CommonDocumentError():
            words = (
                "This is one of the common documents, which only the operator of the bot can "
                "change: please ask them."
            )
        case NoReceiptError(typed):
            words = (
                f"There is no receipt “{cut(typed)}” that you can see here: it is the eight "
                "letters and digits after Receipt under an answer, and those of private answers "
                "are for their askers."
            )
        case UnknownSourceError(typed, near):
            meant = "; ".join(f"“{cut(name)}”" for name in near)
            words = (
                f"No single source is called “{cut(typed)}”: choose one of those that are "
                "offered while you type" + (f", such as {meant}." if meant else ".")
            )
        case _:
            words = Exception.__str__(error)
    return words


def _of_settings(error: SettingsError) -> str:
    match error:
        case UnreadableSettingsError(file, reason):
            return f"The settings file {file} cannot be read: {reason}."
        case UnknownSettingError(name, place, None, known):
            return f'"{name}" in {place} is not a setting; there are {", ".join(known)}.'
        case UnknownSettingError(name, place, closest, _):
            return f'"{name}" in {place} is not a setting; did you mean "{closest}"?'
        case UnusableValueError(name, place, value, allowed):
            return f'"{name}" in {place} is {cut(repr(value))}, but must be {allowed}.'
        case SecretInFileError(name, file, variable):
            return (
                f'Remove "{name}" from {file} and set the environment variable {variable} instead: '
                "files are shared, and who has the token has the bot."
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
