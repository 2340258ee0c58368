"""The files of a folder tree: which are sources, and why the others are not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from . import problems
from .documents import Problem
from .readers import READERS

_ABOUT_THE_FOLDER = {"readme", "licence", "license", "copying"}  # any ending
_IGNORED_NAMES = {"questions.jsonl", "synonyms.toml", "thumbs.db", "desktop.ini"}


def find_files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """All files of a folder tree that a reader is there for, by their paths.

    Passed over in silence are hidden files and folders, an editor's and the system's leftovers,
    `questions.jsonl`, `synonyms.toml`, and what is about the folder itself: README and LICENSE.
    Links are followed to files inside the folder only.

    Returns:
        The files, and one problem for each other thing. Neither order nor result depends on the
        file system's own order.

    Raises:
        NotADirectoryError: If `folder` is not a folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    files: list[Path] = []
    found: list[Problem] = []
    for path in _walk(folder, found):
        reason = _why_not(path, folder)
        if reason:
            found.append(Problem(source_name(path, folder), reason))
        else:
            files.append(path)
    files.sort(key=lambda path: source_name(path, folder))
    found.sort(key=lambda problem: problem.source)
    return files, found


def source_name(path: Path, folder: Path) -> str:
    """The path inside the folder, with forward slashes and only what UTF-8 can hold."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _walk(folder: Path, found: list[Problem]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        found.append(Problem(source_name(Path(error.filename), folder), problems.unreadable(error)))

    for place, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not _is_ignored(name)]
        links = (name for name in folders if Path(place, name).is_symlink())
        yield from (Path(place, name) for name in (*links, *files) if not _is_ignored(name))


def _is_ignored(name: str) -> bool:
    small = name.casefold()
    leftover = small.startswith((".", "~", "__")) or small.endswith("~")
    return leftover or small in _IGNORED_NAMES or Path(small).stem in _ABOUT_THE_FOLDER


def _why_not(path: Path, folder: Path) -> str | None:
    try:
        path.name.encode()
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except UnicodeEncodeError:
        return problems.ODD_NAME
    except (FileNotFoundError, RuntimeError):  # a loop of links is a RuntimeError before 3.13
        return problems.DANGLING
    except OSError as error:
        return problems.unreadable(error)
    if not real.is_relative_to(folder.resolve()):
        return problems.OUTSIDE
    if not stat.S_ISREG(mode):
        return problems.LINKED_FOLDER if stat.S_ISDIR(mode) else problems.NOT_A_FILE
    ending = path.suffix.casefold()
    return None if ending in READERS else problems.unknown_format(ending, READERS)
