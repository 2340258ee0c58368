"""The documents that one server's moderators added: the list, their files, and their index."""

import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from bot.errors import LibraryFullError, NoOwnDocumentError, NotWrittenError
from bot.storage.files import DRAFT, phrase, sweep, write_whole
from bot.storage.server_state import OwnDocument
from index import SnapshotError
from sources import Limits, Problem

from .reading import OwnSource, read_own
from .versions import IndexVersion, VersionStore

_log = logging.getLogger(__name__)

MOST_DOCUMENTS = 1_000

MOST_MEGABYTES = 1_000
"""What one server may add."""


@dataclass(frozen=True, slots=True)
class Change:
    """What moderators change about their server's own documents.

    Attributes:
        add: Files by name ("week 3/notes.pdf"); one that is there is replaced.
        remove: Names.
        refused: Files that were to be added as well, and why they are not.
    """

    add: Mapping[str, bytes] = field(default_factory=dict)
    remove: Collection[str] = ()
    refused: Sequence[Problem] = ()

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.add or self.remove)


NO_CHANGE = Change()


class OwnDocuments:
    """One server's files and the versions that were made of them; the choice is the state's."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Name the server's folder; it need not be there.

        Args:
            folder: Of the server.
            limits: What a document may cost.
        """
        self._folder = folder
        self._limits = limits
        self.files = OwnFiles(folder / "files")
        self.versions = VersionStore(folder / "libraries")

    def sweep(self) -> None:
        """Remove what a process that is no more left unfinished; blocks."""
        sweep(self._folder)
        self.files.sweep()
        self.versions.sweep()

    def keep(self, change: Change) -> None:
        """Write the files that a change adds; blocks.

        Raises:
            NotWrittenError: If one cannot be written.
        """
        try:
            for content in change.add.values():
                self.files.add(content)
        except OSError as error:
            raise NotWrittenError(phrase(error)) from error

    def sources(
        self, documents: tuple[OwnDocument, ...], before: tuple[OwnDocument, ...] | None = None
    ) -> tuple[OwnSource, ...]:
        """Return where the files of documents are.

        Args:
            documents: As they are to be.
            before: As they were; None if none of them is new.
        """
        old = {one.name: one.sha256 for one in (documents if before is None else before)}
        return tuple(
            OwnSource(
                name=one.name,
                path=self._path(one.sha256),
                is_new=old.get(one.name) != one.sha256,
                replaces=self._path(old[one.name]) if one.name in old else None,
            )
            for one in documents
        )

    def _path(self, sha256: str) -> Path:
        return self.files.path(sha256).absolute()

    def load(self, documents: tuple[OwnDocument, ...], version: str | None) -> IndexVersion | None:
        """Load the index version of documents, or read them again. None without any. Blocking.

        Raises:
            ReaderNotStartedError: If they have to be read again, and cannot be.
        """
        if not documents:
            return None
        try:
            if version is not None:
                return self.versions.load(version)
        except SnapshotError as error:
            _log.warning("A server's own documents are read again: %s", error.reason)
        read = IndexVersion.of(read_own(self.sources(documents), limits=self._limits))
        try:
            return self.versions.add(read)
        except OSError as error:
            _log.warning("A server's own documents cannot be saved as read (%s).", error)
            return read


def planned(
    documents: tuple[OwnDocument, ...], change: Change, by: str | None
) -> tuple[OwnDocument, ...]:
    """Return a server's own documents after a change, by name; slow for large files.

    Args:
        documents: As they are.
        change: What is to be different.
        by: The pseudonym of the moderator who changes it.

    Raises:
        NoOwnDocumentError: If a name that is to be removed is not there.
        LibraryFullError: If there would be too many, or too much.
    """
    named = {document.name: document for document in documents}
    for name in change.remove:
        if named.pop(name, None) is None:
            raise NoOwnDocumentError(name)
    now = datetime.now(UTC)
    for name, content in change.add.items():
        named[name] = OwnDocument(
            name=check_name(name),
            sha256=digest_of(content),
            size=len(content),
            added_at=now,
            by=by,
        )
    size = sum(document.size for document in named.values())
    if len(named) > MOST_DOCUMENTS or size > MOST_MEGABYTES * 1_000_000:
        raise LibraryFullError(MOST_DOCUMENTS, MOST_MEGABYTES)
    return tuple(sorted(named.values(), key=lambda document: document.name))


def without_left_out(
    documents: tuple[OwnDocument, ...],
    before: tuple[OwnDocument, ...],
    left_out: Collection[str],
) -> tuple[OwnDocument, ...]:
    """Return documents without files that gave nothing; those that they were to replace stay.

    Args:
        documents: As they were to be.
        before: As they were.
        left_out: Names.
    """
    old = {one.name: one for one in before}
    kept = (old.get(one.name) if one.name in left_out else one for one in documents)
    return tuple(one for one in kept if one is not None)


_LONGEST_NAME = 200  # characters; with its folder, and within what file systems and Discord take

_UNWRITABLE = set('<>:"\\|?*')


class OwnFiles:
    """Kept by content: a file that is added twice is there once."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it need not be there."""
        self._folder = folder

    def add(self, content: bytes) -> None:
        """Keep a file.

        Raises:
            OSError: If it cannot be written.
        """
        path = self.path(digest_of(content))
        if not path.exists():
            write_whole(path, content)

    def path(self, sha256: str) -> Path:
        """Return the path of a file, stored or not."""
        return self._folder / sha256

    def sweep(self) -> None:
        """Remove what a process that is no more left unfinished."""
        sweep(self._folder)

    def forget(self, used: Collection[str]) -> None:
        """Remove all files but those that are used, and what was left unfinished."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in used or path.suffix == DRAFT:
                    path.unlink(missing_ok=True)


def digest_of(content: bytes) -> str:
    """Return the hash that names a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def check_name(name: str) -> str:
    """Give the name of a document back if it is one that can be kept.

    Args:
        name: A path with forward slashes; folders are collections.

    Raises:
        ValueError: If it could lead anywhere else, is hidden, or cannot be written: whoever takes
            files in gives them safe names.
    """
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~")) or part != part.strip() for part in path.parts)
    strange = _UNWRITABLE.intersection(name) or not name.isprintable()
    if (
        path.as_posix() != name
        or not path.name
        or path.is_absolute()
        or hidden
        or strange
        or len(name) > _LONGEST_NAME
    ):
        raise ValueError(name)
    return name
