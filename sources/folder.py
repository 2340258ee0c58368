"""The files of a folder tree: which are sources, and why the others are not."""

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from . import problems
from .documents import Problem
from .files import SourceFile
from .readers import READERS
from .reading import NotServedError

_ABOUT_THE_FOLDER = {"readme", "licence", "license", "copying"}  # any ending
_IGNORED_NAMES = {"questions.jsonl", "synonyms.toml", "thumbs.db", "desktop.ini"}


def find_files(folder: Path, most: int) -> tuple[list[SourceFile], list[Problem]]:
    """All files of a folder tree that a reader is there for, by their paths.

    Passed over in silence are hidden files and folders, an editor's and the system's leftovers,
    `questions.jsonl`, `synonyms.toml`, and what is about the folder itself: README and LICENSE.
    Links are followed to files inside the folder only.

    Args:
        folder: The root of the tree.
        most: So many files are looked at, the first by their paths.

    Returns:
        The files, and one problem for each other thing. Neither order nor result depends on the
        file system's own order.

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
            found.append(Problem(name, problems.too_many_files(most)))
            break
        try:
            files.append(SourceFile.inside(root, _place(path, root), name))
        except NotServedError as error:
            found.append(Problem(name, str(error)))
    files.sort(key=lambda file: file.doc_id)
    found.sort(key=lambda problem: problem.source)
    return files, found


def source_name(path: Path, folder: Path) -> str:
    """The path inside the folder, with forward slashes and only what UTF-8 can hold."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _walk(folder: Path, found: list[Problem]) -> Iterator[Path]:
    """Every file and every link, in the order of their paths; folders linked to are not entered."""
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
            found.append(Problem(source_name(path, folder), problems.unreadable(error)))
            continue
        # The stack gives the last first; "a.txt" comes before what is in the folder "a".
        inside.sort(key=_order, reverse=True)
        waiting += [(Path(entry.path), _is_folder(entry)) for entry in inside]


def _order(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if _is_folder(entry) else entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_ignored(name: str) -> bool:
    small = name.casefold()
    leftover = small.startswith((".", "~", "__")) or small.endswith("~")
    return leftover or small in _IGNORED_NAMES or Path(small).stem in _ABOUT_THE_FOLDER


def _place(path: Path, root: Path) -> Path:
    """Where a file really is, relative to the root."""
    try:
        path.name.encode()
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except UnicodeEncodeError as error:
        raise NotServedError(problems.ODD_NAME) from error
    except (FileNotFoundError, RuntimeError) as error:  # before 3.13, for a loop of links
        raise NotServedError(problems.DANGLING) from error
    except OSError as error:
        raise NotServedError(problems.unreadable(error)) from error
    if not real.is_relative_to(root):
        raise NotServedError(problems.OUTSIDE)
    if not stat.S_ISREG(mode):
        is_folder = stat.S_ISDIR(mode)
        raise NotServedError(problems.LINKED_FOLDER if is_folder else problems.NOT_A_FILE)
    ending = path.suffix.casefold()
    if ending not in READERS:
        raise NotServedError(problems.unknown_format(ending, READERS))
    return real.relative_to(root)
