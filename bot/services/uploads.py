"""Files that come from Discord: what they are, under which name, and whether they may come in.

Nothing here writes anything: what is refused was held in memory only.
"""

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Self

import aiohttp
import discord

from sources import Document, Problem, problems
from sources.limits import Limits
from sources.readers import READERS, UnreadableFileError
from sources.readers.decoding import decode_within
from sources.readers.kinds import ENDINGS, kind_of

MOST_FILES = 10  # Discord's limit for a modal
MOST_BYTES = 100_000_000  # of all files of one upload, which are in memory together
FETCH_SECONDS = 60.0
"""What the files of one upload may take to come from Discord, all together."""


_NAME_CHARS = 80
_COLLECTION_CHARS = 100
_UNSAFE = re.compile(r'[\\/:*?"<>|]')  # on Windows, or in a path
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_TEXT_ENDING = ".txt"
_UNNAMED = "document"
_MAY_LACK_MARKS = {".html", ".htm", ".xhtml"}  # a part of a page is read as one
NOT_FETCHED = "Discord didn't deliver it. Please send it again."
TOGETHER_TOO_LARGE = (
    f"The files have more than {MOST_BYTES / 1e6:.0f} MB together. Please send fewer at once."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may become a document of a server.

    Attributes:
        path: Its collection, if it is to be in one, and its safe name, with forward slashes.
        sha256: Of the bytes, in hexadecimal.
    """

    path: str
    raw: bytes
    sha256: str

    @classmethod
    def checked(cls, folder: str, name: str, raw: bytes, limits: Limits) -> Self:
        """Make sure that a file may come in; takes a while for a large one.

        Raises:
            UnreadableFileError: If it is nothing that is read; the sentence says what.
        """
        path = PurePosixPath(folder, checked_name(name, raw, limits))
        return cls(str(path), raw, hashlib.sha256(raw).hexdigest())


async def fetch_uploads(
    attachments: Sequence[discord.Attachment], collection: str, limits: Limits
) -> tuple[list[Upload], list[Problem]]:
    """Fetch attachments one by one, and check each.

    Args:
        attachments: As Discord announces them.
        collection: The folder that they are to be in, as somebody typed it; "" for none.
        limits: The sizes that are read.

    Returns:
        The files that may come in, in order, each under a name of its own; and one problem for
        each other file.
    """
    folder = safe_folder(collection)
    until = asyncio.get_running_loop().time() + FETCH_SECONDS
    uploads: list[Upload] = []
    refused: list[Problem] = []
    for attachment in attachments:
        name = _name_of(attachment)
        try:
            left = MOST_BYTES - sum(len(upload.raw) for upload in uploads)
            raw = await _fetch(attachment, limits, left, until)
            upload = await asyncio.to_thread(Upload.checked, folder, name, raw, limits)
        except UnreadableFileError as error:
            refused.append(Problem(name, str(error)))
        else:
            uploads.append(upload)
    return _apart(uploads), refused


def without_duplicates(
    uploads: Sequence[Upload], documents: Mapping[str, Document]
) -> tuple[list[Upload], list[Problem]]:
    """Set apart what is there already, word for word.

    Args:
        uploads: In order; of equal ones the first is kept.
        documents: What the server searches now.
    """
    there = {
        document.sha256: f"It already exists, as “{document.title}”."
        for document in documents.values()
    }
    new: list[Upload] = []
    known: list[Problem] = []
    for upload in uploads:
        same = there.get(upload.sha256)
        if same:
            known.append(Problem(upload.path, same))
        else:
            new.append(upload)
            there[upload.sha256] = f"It is identical to {upload.path}."
    return new, known


def safe_folder(typed: str) -> str:
    """A collection's path, of safe names only; "" if nothing is left."""
    path = ""
    for part in re.split(r"[\\/]", typed):
        longer = "/".join(filter(None, (path, safe_name(part))))
        if len(longer) <= _COLLECTION_CHARS:
            path = longer
    return path


def safe_name(name: str) -> str:
    """A file's or folder's name that is one on every system, in any script; "" if none is left."""
    words = unicodedata.normalize("NFC", name)
    words = "".join(c if c.isprintable() else " " for c in _UNSAFE.sub(" ", words))
    words = " ".join(words.split()).lstrip("._~ ").rstrip(". ")
    stem, dot, ending = words.rpartition(".")
    if dot and len(ending) < _NAME_CHARS // 2:
        words = stem[: _NAME_CHARS - len(dot + ending)].rstrip(". ") + dot + ending
    else:
        words = words[:_NAME_CHARS].rstrip(". ")
    return _DEVICE.sub(r"_\g<0>", words, count=1) if _DEVICE.match(words) else words


def checked_name(name: str, raw: bytes, limits: Limits) -> str:
    """The safe name of a file, with the ending that its content asks for.

    Raises:
        UnreadableFileError: If it is nothing that is read; the sentence says what.
    """
    if not raw:
        raise UnreadableFileError(problems.EMPTY)
    safe = PurePosixPath(safe_name(name) or _UNNAMED)
    ending = safe.suffix.casefold()
    kind = kind_of(raw)
    right = [known for known in ENDINGS.get(kind, ()) if known in READERS] if kind else []
    if right:
        known = ending in READERS or ending in _all_endings()
        stem = safe.stem if known else safe.name
        return safe.name if ending in right else f"{stem}{right[0]}"
    if not ending and kind is None:
        safe, ending = safe.with_name(f"{safe.name}{_TEXT_ENDING}"), _TEXT_ENDING
    if ending not in READERS:
        raise UnreadableFileError(problems.unknown_format(ending, READERS))
    if kind is not None:
        raise UnreadableFileError(problems.other_kind(kind, ending, ()))
    _check_text(raw, ending, limits)
    return safe.name


def _check_text(raw: bytes, ending: str, limits: Limits) -> None:
    """Make sure that what has no mark of any format is text, as its name says."""
    if ending in _all_endings() - _MAY_LACK_MARKS:
        raise UnreadableFileError(problems.DAMAGED)
    decode_within(raw, limits)


def _all_endings() -> set[str]:
    return {ending for endings in ENDINGS.values() for ending in endings}


def _name_of(attachment: discord.Attachment) -> str:
    """The name that its owner gave it: Discord's own has no letters but the Latin ones."""
    if not attachment.title:
        return attachment.filename
    ending = PurePosixPath(attachment.filename).suffix
    title = attachment.title
    return title if title.casefold().endswith(ending.casefold()) else f"{title}{ending}"


async def _fetch(attachment: discord.Attachment, limits: Limits, left: int, until: float) -> bytes:
    """The bytes of an attachment; its announced size is checked first, and then the real one."""
    _check_size(attachment.size, limits, left)
    try:
        async with asyncio.timeout_at(until):
            raw = await attachment.read()
    except (TimeoutError, aiohttp.ClientError, discord.HTTPException) as error:
        raise UnreadableFileError(NOT_FETCHED) from error
    _check_size(len(raw), limits, left)
    return raw


def _check_size(size: int, limits: Limits, left: int) -> None:
    if size > limits.max_file_bytes:
        raise UnreadableFileError(problems.too_large(size, limits.max_file_bytes))
    if size > left:
        raise UnreadableFileError(TOGETHER_TOO_LARGE)


def _apart(uploads: list[Upload]) -> list[Upload]:
    """Number the files that have one name and are not one file: Discord allows that."""
    taken: dict[str, str] = {}
    named: list[Upload] = []
    for upload in uploads:
        path, number = PurePosixPath(upload.path), 1
        while taken.setdefault(str(path).casefold(), upload.sha256) != upload.sha256:
            number += 1
            path = path.with_name(f"{PurePosixPath(upload.path).stem} ({number}){path.suffix}")
        named.append(replace(upload, path=str(path)))
    return named
