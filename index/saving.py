"""An index on disk: written aside and renamed, checked before it is believed.

A folder has the arrays end to end; passages (a line of JSON each) and texts as bytes; the
documents (a line of JSON each); and a manifest that tells where each array is, with the digest of
each of these files. The arrays stay on the disk and are mapped into memory: see `stored`.
"""

import json
import shutil
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from time import time_ns
from unicodedata import unidata_version
from weakref import WeakKeyDictionary

import numpy as np
import Stemmer
from pydantic import TypeAdapter

from sources import FORMAT as SOURCES_FORMAT
from sources import Library, Passage, Problem
from sources.lines import (
    document_line,
    line,
    passage_line,
    read_document,
    read_line,
    read_passage,
)

from .arrays import Abbreviations
from .drafts import MANIFEST, Array, Draft, Place, Writer, digest_of, mapped, sync
from .library_index import LibraryIndex
from .packing import LEXICON, pack, unpack
from .stored import Decoded, Lexicon, StoredDocuments, decoded, encoded

FORMAT = 8
"""Raised when the same documents are analysed or written in another way."""

WRITTEN_BY = f"{SOURCES_FORMAT} {FORMAT} {Stemmer.version()} {unidata_version}"
_ARRAYS, _LIBRARY = "arrays.bin", "library.json"
_DOCUMENTS, PASSAGES, TEXTS = "documents.jsonl", "passages.jsonl", "texts.bin"
FILES = (MANIFEST, _ARRAYS, _LIBRARY, _DOCUMENTS, PASSAGES, TEXTS)
"""The files of an index."""

_SEEN = "seen.json"
_RACE_NS = 2_000_000_000  # within which a file could change without a change of its time
_AT_ONCE = 1 << 20  # bytes
_DOCUMENTS_ROOM, _PASSAGES_ROOM = 4 << 20, 4 << 20  # bytes of what stays decoded
_TEXTS_ROOM = 16 << 20
_MISSING = "It is not there, or not whole."
_UNREADABLE = "It cannot be read ({})."
_DAMAGED = "It is damaged: a file is not as it was written."
_OTHER = "It was written by another version of Pullquote, or on another version of Python."

_Head = tuple[str, tuple[Problem, ...], tuple[Abbreviations, ...]]
_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)


class SnapshotError(Exception):
    """A folder holds no index that can be used; `reason` is one plain sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def save_index(index: LibraryIndex, folder: Path) -> None:
    """Write an index to a folder that must not be there yet: all of it, or nothing.

    If it lies in another folder, it gets the same files as far as the system can share them.

    A crash may leave a folder beside it whose name begins with a dot and the folder's own name.

    Raises:
        OSError: If it cannot be written, or an index is there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        if not _share(index, aside):
            _write_all(index, aside)
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync(folder.parent)


_homes: WeakKeyDictionary[LibraryIndex, Path] = WeakKeyDictionary()


def _share(index: LibraryIndex, folder: Path) -> bool:
    """Give the files of an index that lies on the disk to another folder, too, if they are there.

    Files of an index never change, so that one file may well have two names.
    """
    home = _homes.get(index)
    if home is None:
        return False
    try:
        for name in FILES:
            _link(home / name, folder / name)
    except FileNotFoundError:
        for path in folder.iterdir():
            path.unlink()
        return False
    sync(folder)
    return True


def _link(path: Path, other: Path) -> None:
    try:
        other.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:  # not all file systems can
        shutil.copyfile(path, other)


def load_index(folder: Path) -> LibraryIndex:
    """Read an index that `save_index` wrote.

    Its files are read whole when they are seen first, and again whenever one of them has another
    size, time or place on the disk than when all were found whole.

    Raises:
        SnapshotError: If it is missing, damaged, or written by another version of Pullquote.
    """
    with _refusing():
        return read_index(folder, _checked(folder, again=False))


def check_index(folder: Path) -> None:
    """Read every file of an index, and look whether it is as this version of Pullquote wrote it.

    Raises:
        SnapshotError: As `load_index`.
    """
    with _refusing():
        _checked(folder, again=True)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SnapshotError(_MISSING) from error
    except OSError as error:
        raise SnapshotError(_UNREADABLE.format(error.strerror)) from error
    except (ValueError, KeyError) as error:  # whole, but not what this version writes
        raise SnapshotError(_OTHER) from error


def _write_all(index: LibraryIndex, folder: Path) -> None:
    library, draft = index.library, Draft(folder)
    with writing_contents(draft) as contents:
        for raw in raw_documents(library):
            contents.add(raw)
    with writing_arrays(draft, library, index.analysed.abbreviations, contents) as file:
        for name, found in pack(index).items():
            draft.add(file, name, [found], found.shape[1:])


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as bytes: its line, its text, and a line for each passage."""

    doc_id: str
    line: bytes
    text: bytes
    passages: Sequence[bytes]


def raw_documents(library: Library) -> Iterator[Raw]:
    """Return the documents of a library as they are written."""
    rest = _Peeking(library.passages)
    for doc_id, document in library.documents.items():
        known = document_line(document)
        passages = [passage_line(passage) for passage in rest.of(doc_id)]
        yield Raw(doc_id, known, encoded(document.text), passages)


class _Peeking:
    """Passages of one document after the other."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._rest = iter(passages)
        self._next = next(self._rest, None)

    def of(self, doc_id: str) -> Iterator[Passage]:
        while self._next is not None and self._next.doc_id == doc_id:
            yield self._next
            self._next = next(self._rest, None)


class Contents:
    """Writes documents, passages and texts to a draft.

    Attributes:
        files: Of documents, of passages, and of texts.
    """

    def __init__(self, files: tuple[Writer, Writer, Writer]) -> None:
        self.files = files
        self._ids: list[str] = []
        self._bounds = tuple(array("q", [0]) for _ in files)

    def add(self, raw: Raw) -> None:
        """Write a document; those of one library in order."""
        self._ids.append(raw.doc_id)
        for part, file, bounds in zip(_parts(raw), self.files, self._bounds, strict=True):
            for content in part:
                bounds.append(file.write(content).size)

    def flush(self) -> None:
        """Let other processes see what was written."""
        for file in self.files:
            file.flush()

    def arrays(self) -> dict[str, Array]:
        """Return the arrays that tell where each thing is."""
        names = ("document_bytes", "passage_bytes", "text_bytes")
        bounds = zip(names, self._bounds, strict=True)
        ids = Lexicon.of(self._ids).arrays().items()
        return {
            **{name: np.array(bound, np.int64) for name, bound in bounds},
            **{f"ids_{name}": found for name, found in ids},
        }


def _parts(raw: Raw) -> tuple[Sequence[bytes], Sequence[bytes], Sequence[bytes]]:
    return [raw.line], raw.passages, [raw.text]


@contextmanager
def writing_contents(draft: Draft) -> Iterator[Contents]:
    """Write what a library consists of."""
    names = {_DOCUMENTS: "documents", PASSAGES: "passages", TEXTS: "texts"}
    with ExitStack() as stack:
        files = [stack.enter_context(draft.file(name)) for name in names]
        yield Contents((files[0], files[1], files[2]))
        for file, name in zip(files, names.values(), strict=True):
            draft.places[name] = "uint8", (file.size,), 0, file.name


@contextmanager
def writing_arrays(
    draft: Draft, library: Library, known: Sequence[Abbreviations], contents: Contents
) -> Iterator[Writer]:
    """Write the arrays of an index, and all that comes after its contents.

    Args:
        draft: The index.
        library: Its problems and its version are written, too.
        known: The abbreviations of each document.
        contents: What was written of the library.
    """
    with draft.file(_LIBRARY) as file:
        file.write(line(_HEAD, (library.version, library.problems, tuple(known))))
    with draft.file(_ARRAYS) as file:
        yield file
        for name, found in contents.arrays().items():
            draft.add(file, name, [found])
    draft.finish(WRITTEN_BY)


def _checked(folder: Path, *, again: bool) -> Mapping[str, Place]:
    """Return where the arrays are, if all files are as they were written.

    Args:
        folder: Of the index.
        again: Read files again that were seen whole, and have not been touched since.
    """
    digest, _, manifest = (folder / MANIFEST).read_bytes().partition(b"\n")
    if digest != digest_of(manifest).encode():
        raise SnapshotError(_DAMAGED)
    found = json.loads(manifest)
    if found["written_by"] != WRITTEN_BY:
        raise SnapshotError(_OTHER)
    files = found["files"]
    before = {name: _stamp(folder / name) for name in files}
    if again or _seen(folder) != before:
        began = time_ns()
        for name, digest in files.items():
            if _digest_of(folder / name) != digest:
                raise SnapshotError(_DAMAGED)
        if max(stamp[2] for stamp in before.values()) < began - _RACE_NS:
            _note(folder, before)
    places: Mapping[str, Place] = found["arrays"]
    return places


_Stamp = tuple[int, int, int]


def _stamp(path: Path) -> _Stamp:
    """Return what changes whenever a file does: its number, size and time in nanoseconds."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _seen(folder: Path) -> Mapping[str, _Stamp] | None:
    """Return the files of an index as they were when all of them were found whole."""
    try:
        found = json.loads((folder / _SEEN).read_bytes())
        return {name: (int(a), int(b), int(c)) for name, (a, b, c) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _note(folder: Path, stamps: Mapping[str, _Stamp]) -> None:
    with suppress(OSError):  # the next start reads them again
        (folder / _SEEN).write_text(json.dumps(stamps), "ascii")


def read_index(folder: Path, places: Mapping[str, Place]) -> LibraryIndex:
    """Read an index whose arrays are at these places, without a check."""
    version, found, abbreviations = read_line(_HEAD, (folder / _LIBRARY).read_bytes())
    arrays = mapped(folder, places)
    index = unpack(stored_library(arrays, version, found), arrays, abbreviations)
    _homes[index] = folder
    return index


def stored_library(
    arrays: Mapping[str, Array], version: str, found: tuple[Problem, ...] = ()
) -> Library:
    """Return a library whose contents are in arrays: see `Contents`."""
    passages = Decoded(arrays["passages"], arrays["passage_bytes"], read_passage, _PASSAGES_ROOM)
    texts = Decoded(arrays["texts"], arrays["text_bytes"], decoded, _TEXTS_ROOM)
    ids = Lexicon.made({name: arrays[f"ids_{name}"] for name in LEXICON})
    lines = Decoded(arrays["documents"], arrays["document_bytes"], read_document, _DOCUMENTS_ROOM)
    return Library(version, StoredDocuments(ids, lines, texts), passages, found)


def _digest_of(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while some := file.read(_AT_ONCE):
            digest.update(some)
    return digest.hexdigest()
