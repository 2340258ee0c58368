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

from dataclasses import dataclass
from pathlib import Path


class PullquoteError(Exception):
    """Something a person can mend; carries facts, and `sentence` words them."""

    def __str__(self) -> str:
        """Give the sentence, for logs and tests."""
        from .words import sentence  # noqa: PLC0415  # which imports this module

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
