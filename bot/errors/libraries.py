"""What moderators ask of their server's library and is not done, and its sentences.

RefusedError
└── LibraryError
    ├── ReloadFailedError    a reload did not get to its end; the library is as it was
    ├── ReloadRunningError   what was asked for has to wait for the end of a reload
    ├── RehearsalGoneError   a reload that was decided, or replaced, or is of another server
    ├── NoVersionError       there is no such version to go back to
    ├── NoOwnDocumentError   the server has not added a document of this name
    ├── NotWrittenError      the disk did not take it; all is as before
    └── LibraryFullError     the server has as many documents as it may have
"""

from dataclasses import dataclass

from bot.wording import cut

from .tree import RefusedError


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
