"""One file with what belongs together: the database, its key, uploads and settings; and back.

The file is a ZIP archive with a list of its content and the SHA-256 of each part.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import BackupUnusableError, FolderNotEmptyError, NothingToBackUpError

from .database import address, backup
from .files import DRAFT, make_folder, phrase, settle_names

DATABASE = "queries.db"
KEY_FILE = "pseudonyms.key"
"""In the data folder, both."""

_SERVERS = "servers"
_SETTINGS = "pullquote.toml"
_CONTENTS = "contents.json"
_UPLOAD = re.compile(r"servers/[0-9]{1,20}/files/(?P<sha256>[0-9a-f]{64})")
_BLOCK = 1_000_000
_MOST_LISTED = 100_000_000  # bytes of the list of contents: a million uploads
_NO_BACKUP = "it is not a backup of Pullquote"
_DAMAGED = "it is damaged"
# What zipfile raises for archives with wrong bytes; RuntimeError for those that claim a password.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    EOFError,
    RuntimeError,
)


class _Contents(BaseModel):
    """The list of an archive: the SHA-256 of each part."""

    model_config = ConfigDict(frozen=True)

    format: Literal["pullquote-backup-1"]
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup contains.

    Attributes:
        questions: Rows of the log.
        uploads: Files that moderators added.
        missing: How many of them were not in the data folder any more.
        settings: What the settings file is to contain; "" without any.
    """

    questions: int
    uploads: int
    missing: int
    settings: str


def write_backup(data: Path, to: Path, settings: str) -> Kept:
    """Write a backup, which only its owner can read, and read it again. Blocking.

    A bot may be running. The file appears whole, verified and on disk, or not at all.

    Args:
        data: The data folder.
        to: A new file.
        settings: As a settings file, without any secret.

    Raises:
        NothingToBackUpError: If the folder has no database.
        LogUnusableError: If the database cannot be read.
        BackupUnusableError: If what was written is not what was read, or not sound.
        OSError: If a part is missing or cannot be read, or the file exists or cannot be written.
    """
    if to.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
    if not (data / DATABASE).exists():
        raise NothingToBackUpError(data)
    with _aside(to) as (archive, database):
        backup(data / DATABASE, database)
        with (
            os.fdopen(os.open(archive, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened,
        ):
            _pack(opened, _parts(data, database), settings)
        with archive.open("rb+") as file:
            os.fsync(file.fileno())
        kept = _verified(archive, database)
        os.link(archive, to)  # unlike renaming, this never replaces a file
    settle_names(to.absolute().parent)
    return kept


@contextmanager
def _aside(to: Path) -> Iterator[tuple[Path, Path]]:
    """Name two drafts next to a file; they are deleted afterwards."""
    stem = f".{to.name}.{secrets.token_hex(8)}"
    drafts = to.with_name(f"{stem}{DRAFT}"), to.with_name(f"{stem}.db{DRAFT}")
    try:
        yield drafts
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def _parts(data: Path, database: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and place of each part."""
    yield DATABASE, database
    yield KEY_FILE, data / KEY_FILE
    for name in _uploads(database):
        if (data / name).exists():  # what a disk lost must not keep the rest from being saved
            yield name, data / name


def _uploads(database: Path) -> list[str]:
    with closing(sqlite3.connect(address(database), uri=True)) as connection:
        rows = connection.execute(
            "SELECT DISTINCT guild_id, sha256 FROM document "
            "JOIN version ON version.id = version_id ORDER BY 1, 2"
        ).fetchall()
    return [f"{_SERVERS}/{guild_id}/files/{sha256}" for guild_id, sha256 in rows]


def _pack(archive: zipfile.ZipFile, parts: Iterator[tuple[str, Path]], settings: str) -> None:
    hashes = {_SETTINGS: hashlib.sha256(settings.encode()).hexdigest()}
    archive.writestr(_SETTINGS, settings)
    for name, path in parts:
        with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as part:
            hashes[name] = _copy(file, part)
    contents = _Contents(format="pullquote-backup-1", parts=hashes)
    archive.writestr(_CONTENTS, contents.model_dump_json(indent=1))


def _copy(file: IO[bytes], to: IO[bytes] | None) -> str:
    """Copy a file, if there is somewhere to copy it to, and return its SHA-256."""
    sha256 = hashlib.sha256()
    while block := file.read(_BLOCK):
        sha256.update(block)
        if to is not None:
            to.write(block)
    return sha256.hexdigest()


def _verified(archive: Path, copy: Path) -> Kept:
    """Read a backup again: each part, and whether the database in it is sound."""
    with _reading(archive) as opened:
        parts = _contents(opened, archive)
        _check(opened, archive, parts)
        settings = opened.read(_SETTINGS).decode()
        with opened.open(DATABASE) as file, copy.open("wb") as to:
            _copy(file, to)
    questions = _count(copy, archive)
    uploads = _uploads(copy)
    here = len(parts.keys() & {*uploads})
    return Kept(questions, here, len(uploads) - here, settings)


@contextmanager
def _reading(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it is one error."""
    try:
        with zipfile.ZipFile(archive) as opened:
            yield opened
    except _BROKEN as error:
        reason = _NO_BACKUP if isinstance(error, ValidationError | KeyError) else _DAMAGED
        raise BackupUnusableError(archive, reason) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning, by a number that is damaged
            raise
        raise BackupUnusableError(archive, _DAMAGED) from None


def _contents(opened: zipfile.ZipFile, archive: Path) -> Mapping[str, str]:
    if opened.getinfo(_CONTENTS).file_size > _MOST_LISTED:
        raise BackupUnusableError(archive, _NO_BACKUP)
    parts = _Contents.model_validate_json(opened.read(_CONTENTS)).parts
    known = {DATABASE, KEY_FILE, _SETTINGS}
    strange = [name for name in parts if name not in known and not _UPLOAD.fullmatch(name)]
    if strange or not known <= parts.keys():
        raise BackupUnusableError(archive, _NO_BACKUP)
    return parts


def _check(opened: zipfile.ZipFile, archive: Path, parts: Mapping[str, str]) -> None:
    for name, expected in parts.items():
        with opened.open(name) as file:
            found = _copy(file, None)
        upload = _UPLOAD.fullmatch(name)
        if found != expected or (upload and upload["sha256"] != found):
            raise BackupUnusableError(archive, _DAMAGED)


def _count(database: Path, archive: Path) -> int:
    try:
        with closing(sqlite3.connect(address(database), uri=True)) as connection:
            ((found,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
            ((questions,),) = connection.execute("SELECT count(*) FROM question").fetchall()
    except sqlite3.DatabaseError:
        found, questions = _DAMAGED, 0
    if found != "ok":
        raise BackupUnusableError(archive, "its database is damaged")
    return int(questions)


def restore_backup(archive: Path, data: Path) -> Kept:
    """Put everything in a backup in its place in a data folder without a log. Blocking.

    Args:
        archive: Was written by `write_backup`.
        data: An existing folder, which no bot uses.

    Raises:
        FolderNotEmptyError: If the folder has a database, a key or uploads.
        BackupUnusableError: If the file is no backup, or damaged; then nothing has changed.
        OSError: If the file cannot be read, or the folder not be written.
    """
    for name in (DATABASE, KEY_FILE, _SERVERS):
        if (data / name).exists():
            raise FolderNotEmptyError(data, name)
    aside = data / f"restored.{secrets.token_hex(8)}{DRAFT}"
    try:
        kept = _unpack(archive, aside)
        # The database last: without it, the folder has no log, and this can be repeated.
        for name in (_SERVERS, KEY_FILE, DATABASE):
            if (aside / name).exists():
                (aside / name).rename(data / name)
        settle_names(data)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return kept


def _unpack(archive: Path, aside: Path) -> Kept:
    make_folder(aside)
    kept = _verified(archive, aside / "checked.db")
    with _reading(archive) as opened:
        for name in _contents(opened, archive):
            if name == _SETTINGS:
                continue
            path = aside / name
            make_folder(path.parent)
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as to, opened.open(name) as file:
                _copy(file, to)
                to.flush()
                os.fsync(to.fileno())
    return kept


def restore_settings(settings: str, path: Path) -> str | None:
    """Write a settings file if there is none; return why not, as a phrase, or None."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(settings)
    except FileExistsError:
        return "there is one already"
    except OSError as error:
        return phrase(error)
    return None
