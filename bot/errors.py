"""The errors that a person can mend, as facts; `words` turns them into sentences.

PullquoteError
├── MissingFolderError       the sources folder is not there
├── NoDocumentsError         the sources folder has nothing that could be read
├── ReaderNotStartedError    no process could be started to read them
├── DataFolderError          the data folder cannot be made or written
├── LogUnusableError         nor can the query log in it
├── NewerLogError            the query log is of a version to come
├── KeyUnusableError         the key of the pseudonyms is lost or damaged
├── QuestionLineError        a line of a batch is no question
├── SynonymFileError         the class's own synonyms are not written as they should be
├── EmptyQuestionError       a question has no word in it
├── MissingTokenError        the bot was started without a token
├── TokenRefusedError        Discord does not know the token
├── DiscordUnreachableError  no connection to Discord could be made
├── ExtraMissingError        a part that is installed on request is not installed
├── CommandError             of the commands about the log; its own tree is in `commands`
└── RefusedError             what was asked for on Discord is not done; told to whoever asked
    ├── NotModeratorError        it is for moderators
    ├── UnknownSourceError       no document or collection is called so
    ├── CommonDocumentError      only the operator can change a common document
    ├── NoReceiptError           no answer that may be seen has this id
    ├── LibraryError             of a server's library; its own tree is in `libraries`
    └── ReviewError              of the log's review and of what is taught; its tree is in `review`

Settings have a tree of their own, in `config`.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from config import (
    TOKEN_VARIABLE,
    SecretInFileError,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
)
from index import QuestionsError

from .text import cut


class PullquoteError(Exception):
    """Something a person can mend; carries facts, and `sentence` words them."""

    def __str__(self) -> str:
        """Give the sentence, for logs and tests."""
        return sentence(self)


@dataclass(eq=False)
class MissingFolderError(PullquoteError):
    """The sources folder is missing, or is a file."""

    folder: Path


@dataclass(eq=False)
class NoDocumentsError(PullquoteError):
    """The sources folder was read, and nothing of it can be served.

    Attributes:
        unread: How many files could not be read; 0 if there are none that look like documents.
    """

    folder: Path
    unread: int


@dataclass(eq=False)
class ReaderNotStartedError(PullquoteError):
    """No process could be started that reads files; `reason` is what was said, a line or more."""

    reason: str


@dataclass(eq=False)
class DataFolderError(PullquoteError):
    """The data folder cannot be made or written; `reason` is a phrase of the system's."""

    folder: Path
    reason: str


@dataclass(eq=False)
class LogUnusableError(PullquoteError):
    """The query log cannot be read or written where it is."""

    path: Path
    cause: Exception


@dataclass(eq=False)
class NewerLogError(PullquoteError):
    """The query log's tables have version `found`; this program knows those up to `known`."""

    path: Path
    found: int
    known: int


@dataclass(eq=False)
class KeyUnusableError(PullquoteError):
    """The key file cannot be made or read, or does not hold a key; `cause` is a phrase."""

    key_file: Path
    cause: str


@dataclass(eq=False)
class QuestionLineError(PullquoteError):
    """A line of a batch that is no question.

    Attributes:
        line: From 1.
        reason: A phrase that follows the place: "it is not JSON".
    """

    file: str
    line: int
    reason: str


@dataclass(eq=False)
class SynonymFileError(PullquoteError):
    """A synonym file that cannot be used.

    Attributes:
        line: From 1.
        reason: A phrase that follows the place: "it is not UTF-8".
    """

    path: Path
    line: int
    reason: str


class EmptyQuestionError(PullquoteError):
    """A question that is empty, or white space only."""


class MissingTokenError(PullquoteError):
    """The Discord bot was started without a token."""


class TokenRefusedError(PullquoteError):
    """Discord does not know the token."""


@dataclass(eq=False)
class DiscordUnreachableError(PullquoteError):
    """No connection to Discord could be made; `cause` is a phrase of a library's."""

    cause: str


@dataclass(eq=False)
class ExtraMissingError(PullquoteError):
    """A part of Pullquote that is installed on request is not installed.

    Attributes:
        needs: What is missing, as a sentence begins: "The preview needs a simulated Discord".
        command: What needs it, and sees to it when started by scripts/pullquote.
        extra: Its name for pip.
    """

    needs: str
    command: str
    extra: str


class RefusedError(PullquoteError):
    """Something asked for on Discord that is not done; its sentence is shown there, privately."""


@dataclass(eq=False)
class NotModeratorError(RefusedError):
    """Somebody who is no moderator asked for what only moderators may do.

    Attributes:
        role: The name of the role that the operator lets moderate; None if there is none.
    """

    role: str | None


@dataclass(eq=False)
class UnknownSourceError(RefusedError):
    """No document or collection of the server, or more than one, is called what somebody typed.

    Attributes:
        near: Names that are like it, the likest first.
    """

    typed: str
    near: tuple[str, ...]


class CommonDocumentError(RefusedError):
    """A document of the operator's folder was to be changed from Discord."""


@dataclass(eq=False)
class NoReceiptError(RefusedError):
    """No answer, or more than one, that whoever asks may see has an id that begins so."""

    typed: str


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
    return _COMMAND_WORDS[type(error)]


_COMMAND_WORDS: dict[type[CommandError], str] = {
    NotDrawnError: "The chart could not be drawn: try again when the machine is less busy.",
    UnclearPurgeError: "Say what is to go, either by --older-than DAYS or by --before DATE.",
    NobodyToAskError: (
        "Nobody is at the terminal to be asked: add --yes to delete for good all the same."
    ),
}


class LibraryError(RefusedError):
    """Something asked of a server's library that is not done."""


@dataclass(eq=False)
class ReloadFailedError(LibraryError):
    """A reload did not get to its end; `reason` is a phrase: "it was stopped"."""

    reason: str


class ReloadRunningError(LibraryError):
    """A reload is under way, which this would get in the way of."""


@dataclass(eq=False)
class NotWrittenError(LibraryError):
    """The disk did not take what was decided; `reason` is a phrase of the system's."""

    reason: str


class RehearsalGoneError(LibraryError):
    """There is no undecided reload of this id in this server."""


class NoVersionError(LibraryError):
    """There is no such version in this server's history, or it is not kept any more."""


@dataclass(eq=False)
class NoOwnDocumentError(LibraryError):
    """The server's moderators have added no document of this name."""

    name: str


@dataclass(eq=False)
class LibraryFullError(LibraryError):
    """A server's own documents would be more, or larger, than they may be.

    Attributes:
        documents: How many it may have.
        megabytes: How large they may be together.
    """

    documents: int
    megabytes: int


def library_sentence(error: LibraryError) -> str:
    """What is wrong, and how to mend it."""
    match error:
        case ReloadFailedError(reason):
            words = (
                f"The reload did not get to its end ({reason}): the library is as it was, and "
                "answers go on; please try again."
            )
        case ReloadRunningError():
            words = "A reload of this library is under way: please wait until its result is shown."
        case NotWrittenError(reason):
            words = (
                f"This could not be written to the bot's disk ({reason}), so nothing is changed: "
                "please ask the operator to look at it, and try again."
            )
        case RehearsalGoneError():
            words = (
                "This can no longer be decided: somebody has decided it, or sent files or begun "
                "a reload since, or the bot was restarted; /sources reload shows what there is to "
                "decide now."
            )
        case NoVersionError():
            words = (
                "There is no such version to go back to: /sources history shows those that are "
                "kept."
            )
        case NoOwnDocumentError(name):
            words = (
                f"No document called “{cut(name)}” was added in this server: /sources list shows "
                "those that were; the others are the operator's."
            )
        case LibraryFullError(documents, megabytes):
            words = (
                f"A server can add {documents:,} documents of {megabytes:,} MB in all, and these "
                "would be more: remove some with /sources remove."
            )
        case _:
            words = Exception.__str__(error)
    return words


class ReviewError(RefusedError):
    """Something that is not done while the log is reviewed."""


class AlreadyTaughtError(ReviewError):
    """The very same was taught before."""


@dataclass(eq=False)
class TooMuchTaughtError(ReviewError):
    """A server has `most` lessons of a kind already."""

    most: int


@dataclass(eq=False)
class UnusableWordsError(ReviewError):
    """Words that cannot stand for one another; `reason` is a phrase: "both are the same"."""

    reason: str


class NothingTaughtError(ReviewError):
    """There is no such synonym, pin or question out of scope in this server, or not any more."""


class DecidedGapError(ReviewError):
    """The gap is decided, or its question is not kept any more."""


class ForgottenError(ReviewError):
    """What a button leads to was kept in memory only, and is forgotten."""


class PassageGoneError(ReviewError):
    """The server's sources have no such passage any more."""


@dataclass(eq=False)
class BadDateError(ReviewError):
    """What was typed is no date."""

    typed: str


@dataclass(eq=False)
class DaysReversedError(ReviewError):
    """The first day is after the last one."""

    first: date
    last: date


@dataclass(eq=False)
class DigestChannelError(ReviewError):
    """A channel that digests cannot be sent to.

    Attributes:
        open: Everyone can see it; otherwise the bot may not write there.
    """

    open: bool


def review_sentence(error: ReviewError) -> str:
    """What is wrong, and how to mend it."""
    match error:
        case TooMuchTaughtError(most):
            words = (
                f"There are {most:,} of this kind already, which is all that there may be: remove "
                "some with /synonyms remove, /pin remove or /out-of-scope remove."
            )
        case UnusableWordsError(reason):
            words = f"These words cannot stand for one another: {reason}."
        case BadDateError(typed):
            words = f"“{cut(typed)}” is no date: write it as in 2026-09-30."
        case DaysReversedError(first, last):
            words = f"There is no day from {first} to {last}: the first is after the last one."
        case DigestChannelError(True):
            words = "Everyone can see that channel: choose one that only moderators can see."
        case DigestChannelError(False):
            words = "I may not write there: give me View Channel and Send Messages in that channel."
        case _:
            words = _REVIEW_WORDS[type(error)]
    return words


_REVIEW_WORDS: dict[type[ReviewError], str] = {
    AlreadyTaughtError: "These words stand for one another already: /synonyms list shows all.",
    NothingTaughtError: (
        "There is no such thing here: choose one of those that are offered while you type."
    ),
    DecidedGapError: (
        "This question is decided already, or no longer kept: /logs gaps shows those that are open."
    ),
    ForgottenError: (
        "I no longer know what this button was about, for I was restarted since, or too much else "
        "was asked: please run the command again."
    ),
    PassageGoneError: "The sources no longer have this passage: please search for it again.",
}

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
