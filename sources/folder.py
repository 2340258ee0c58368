"""Find the source files of a folder tree, and open them without following links out of it."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from .documents import Problem
from .problems import (
    DANGLING,
    LINKED_FOLDER,
    MOVED,
    NOT_A_FILE,
    ODD_NAME,
    OUTSIDE,
    NotServedError,
    too_large,
    too_many_files,
    unknown_format,
    unreadable,
)
from .readers import READERS

_LICENCES = {"licence", "license", "copying"}  # any extension
_OUR_OWN = {"questions.jsonl", "synonyms.toml", "corrections.toml"}
_IGNORED_NAMES = {"readme", *_OUR_OWN, "thumbs.db", "desktop.ini"}
# Each is 0 on systems without it. Without NONBLOCK, opening a pipe waits for a writer.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | _NO_LINK
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_MOVED = (FileNotFoundError, NotADirectoryError)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: the id of its document, and how to open it.

    Attributes:
        doc_id: A path with forward slashes; its extension determines the format.
        open: Called when the file is about to be read, in any thread. May raise OSError.
    """

    doc_id: str
    open: Callable[[], BinaryIO]

    @classmethod
    def inside(cls, folder: Path, path: Path, doc_id: str) -> "SourceFile":
        """Refer to a file in a folder; links below the folder are not followed.

        Args:
            folder: May itself be reached through links.
            path: The file's path, relative to the folder, without `..`.
            doc_id: The id of its document.
        """
        return cls(doc_id, partial(_open_inside, folder, path.parts))

    def read(self, most: int) -> bytes:
        """Return all of its bytes.

        Raises:
            NotServedError: If it cannot be read, or has more than `most` bytes.
        """
        try:
            with self.open() as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                raw = file.read(most + 1) if size <= most else b""
        except OSError as error:
            moved = isinstance(error, _MOVED) or error.errno == errno.ELOOP
            reason = MOVED if moved else unreadable(error)
            raise NotServedError(reason, lasting=False) from error
        size = max(size, len(raw))  # it may have grown
        if size > most:
            raise NotServedError(too_large(size, most))
        return raw


def find_files(folder: Path, most: int) -> tuple[list[SourceFile], list[Problem]]:
    """List the files of a folder tree that have a reader, sorted by path.

    Ignores hidden files and folders, leftovers of editors and the system, `questions.jsonl`,
    `synonyms.toml`, `corrections.toml`, and licences. A README is read: it may be a syllabus.
    Follows links only to files inside the folder.

    Args:
        folder: The root of the tree.
        most: The most files to look at, in the order of their paths.

    Returns:
        The files, and one problem for everything else. Neither depends on the file system's order.

    Raises:
        NotADirectoryError: If `folder` is not a folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    root = folder.resolve()
    files: list[SourceFile] = []
    found: list[Problem] = []
    for path in islice(_walk(root, found), most + 1):
        name = source_name(path, root)
        if len(files) + len(found) >= most:
            found.append(Problem(name, too_many_files(most)))
            break
        try:
            files.append(SourceFile.inside(root, _resolved(path, root), name))
        except NotServedError as error:
            found.append(Problem(name, str(error)))
    files.sort(key=lambda file: file.doc_id)
    found.sort(key=lambda problem: problem.source)
    return files, found


def source_name(path: Path, folder: Path) -> str:
    """Return the path inside the folder, with forward slashes, as text that UTF-8 can encode."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _walk(folder: Path, found: list[Problem]) -> Iterator[Path]:
    """Yield every file and link, sorted by path; linked folders are not entered."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                inside = [entry for entry in entries if not _is_ignored(entry.name)]
        except OSError as error:
            found.append(Problem(source_name(path, folder), unreadable(error)))
            continue
        # The stack is last in, first out; "a.txt" comes before the contents of the folder "a".
        inside.sort(key=_order, reverse=True)
        waiting += [(Path(entry.path), _is_folder(entry)) for entry in inside]


def _order(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if _is_folder(entry) else entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_ignored(name: str) -> bool:
    small = name.casefold()
    leftover = small.startswith((".", "~", "__")) or small.endswith("~")
    return leftover or small in _IGNORED_NAMES or Path(small).stem in _LICENCES


def _resolved(path: Path, root: Path) -> Path:
    """Resolve a file's path, relative to the root."""
    try:
        path.name.encode()
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except UnicodeEncodeError as error:
        raise NotServedError(ODD_NAME) from error
    except (FileNotFoundError, RuntimeError) as error:  # before 3.13, for a loop of links
        raise NotServedError(DANGLING) from error
    except OSError as error:
        raise NotServedError(unreadable(error)) from error
    if not real.is_relative_to(root):
        raise NotServedError(OUTSIDE)
    if not stat.S_ISREG(mode):
        is_folder = stat.S_ISDIR(mode)
        raise NotServedError(LINKED_FOLDER if is_folder else NOT_A_FILE)
    ending = path.suffix.casefold()
    if ending not in READERS:
        raise NotServedError(unknown_format(ending, READERS))
    return real.relative_to(root)


def _open_inside(folder: Path, parts: tuple[str, ...]) -> BinaryIO:
    if os.open not in os.supports_dir_fd:
        return folder.joinpath(*parts).open("rb")
    # Step by step: a folder on the path may have become a link since it was resolved.
    place = os.open(folder, _FOLDER & ~_NO_LINK)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=place)
            os.close(place)
            place = inner
        file = os.open(parts[-1], _FLAGS, dir_fd=place)
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise NotServedError(NOT_A_FILE)
    return os.fdopen(file, "rb")
