"""An index on disk: written aside and renamed, checked before it is believed.

A folder has the arrays end to end, words, passages and texts among them as bytes, the documents (a
line of JSON each), and a manifest that tells where each array is, with the digest of each of these
files. The arrays stay on the disk and are mapped into memory: see `stored`.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any, Self, TypeVar
from unicodedata import unidata_version

import numpy as np
import Stemmer
from pydantic import TypeAdapter, ValidationError

from sources import FORMAT as SOURCES_FORMAT
from sources import Document, Library, Passage, Problem

from .arrays import Abbreviations
from .library_index import LibraryIndex
from .packing import Arrays, pack, unpack
from .stored import Decoded, StoredDocument, decoded, encoded, written

FORMAT = 5
"""Raised when the same documents are analysed or written in another way."""

WRITTEN_BY = f"{SOURCES_FORMAT} {FORMAT} {Stemmer.version()} {unidata_version}"
_MANIFEST, _ARRAYS = "manifest.json", "arrays.bin"
_LIBRARY, _DOCUMENTS = "library.json", "documents.jsonl"
_ALIGNED = 64  # bytes
_AT_ONCE = 1 << 20  # bytes
_PASSAGES_ROOM, _TEXTS_ROOM = 4 << 20, 16 << 20  # bytes of what stays decoded
_MISSING = "It is not there, or not whole."
_UNREADABLE = "It cannot be read ({})."
_DAMAGED = "It is damaged: a file is not as it was written."
_OTHER = "It was written by another version of Pullquote, or on another version of Python."

_T = TypeVar("_T")
_Head = tuple[str, tuple[Problem, ...], tuple[Abbreviations, ...]]
_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)
_DOCUMENT = TypeAdapter(Document)
_PASSAGE = TypeAdapter(Passage)


class SnapshotError(Exception):
    """A folder holds no index that can be used; `reason` is one plain sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def save_index(index: LibraryIndex, folder: Path) -> None:
    """Write an index to a folder that must not be there yet: all of it, or nothing.

    A crash may leave a folder beside it whose name begins with a dot and the folder's own name.

    Raises:
        OSError: If it cannot be written, or an index is there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_all(index, aside)
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _sync(folder.parent)


def load_index(folder: Path) -> LibraryIndex:
    """Read an index that `save_index` wrote.

    Raises:
        SnapshotError: If it is missing, damaged, or written by another version of Pullquote.
    """
    with _refusing():
        return _read_all(folder, _checked(folder))


def check_index(folder: Path) -> None:
    """Look whether every file of an index is as this version of Pullquote wrote it.

    Raises:
        SnapshotError: As `load_index`.
    """
    with _refusing():
        _checked(folder)


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
    library = index.library
    head = library.version, library.problems, index.analysed.abbreviations
    documents = library.documents.values()
    lines = (_line(_DOCUMENT, one.model_copy(update={"text": ""})) for one in documents)
    digests, table = {}, {}
    with _writing(folder / _LIBRARY) as file:
        digests[_LIBRARY] = file.write(_line(_HEAD, head)).digest
    with _writing(folder / _DOCUMENTS) as file:
        digests[_DOCUMENTS] = file.write(b"\n".join(lines)).digest
    content, starts = written(_line(_PASSAGE, passage) for passage in library.passages)
    arrays = {**pack(index), "passages": content, "passage_bytes": starts}
    arrays["texts"], arrays["text_bytes"] = written(encoded(one.text) for one in documents)
    with _writing(folder / _ARRAYS) as file:
        for name, array in arrays.items():
            table[name] = str(array.dtype), list(array.shape), file.size
            file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
            file.write(bytes(-file.size % _ALIGNED))
        digests[_ARRAYS] = file.digest
    found = {"written_by": WRITTEN_BY, "files": digests, "arrays": table}
    manifest = json.dumps(found).encode()
    with _writing(folder / _MANIFEST) as file:
        file.write(_digest(manifest).encode() + b"\n" + manifest)
    _sync(folder)


class _Writer:
    """A file that knows its size and its digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, blake2b(digest_size=16)
        self.size = 0

    def write(self, content: bytes | memoryview) -> Self:
        self._file.write(content)
        self._hash.update(content)
        self.size += len(content)
        return self

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def _writing(path: Path) -> Iterator[_Writer]:
    with path.open("wb") as file:
        yield _Writer(file)
        file.flush()
        os.fsync(file.fileno())


def _checked(folder: Path) -> Mapping[str, Any]:
    """Return where the arrays are, if all files are as they were written."""
    digest, _, manifest = (folder / _MANIFEST).read_bytes().partition(b"\n")
    if digest != _digest(manifest).encode():
        raise SnapshotError(_DAMAGED)
    found = json.loads(manifest)
    if found["written_by"] != WRITTEN_BY:
        raise SnapshotError(_OTHER)
    for name, digest in found["files"].items():
        if _digest_of(folder / name) != digest:
            raise SnapshotError(_DAMAGED)
    arrays: Mapping[str, Any] = found["arrays"]
    return arrays


def _read_all(folder: Path, table: Mapping[str, Any]) -> LibraryIndex:
    [(version, found, abbreviations)] = _read(_HEAD, (folder / _LIBRARY).read_bytes())
    documents = _read(_DOCUMENT, (folder / _DOCUMENTS).read_bytes())
    arrays = _mapped(folder / _ARRAYS, table)
    passages = Decoded(arrays["passages"], arrays["passage_bytes"], _passage, _PASSAGES_ROOM)
    texts = Decoded(arrays["texts"], arrays["text_bytes"], decoded, _TEXTS_ROOM)
    every = {one.doc_id: StoredDocument.of(one, texts, n) for n, one in enumerate(documents)}
    return unpack(Library(version, every, passages, found), arrays, abbreviations)


def _mapped(path: Path, table: Mapping[str, Any]) -> Arrays:
    """Map arrays into memory; none is read before it is used."""
    content = np.asarray(np.memmap(path, np.uint8, "r"))
    arrays = {}
    for name, (dtype, shape, first) in table.items():
        size = np.dtype(dtype).itemsize * int(np.prod(shape))
        arrays[name] = content[first : first + size].view(dtype).reshape(shape)
    return arrays


def _passage(line: bytes) -> Passage:
    [passage] = _read(_PASSAGE, line)
    return passage


def _line(adapter: TypeAdapter[_T], value: _T) -> bytes:
    return json.dumps(adapter.dump_python(value)).encode()


def _read(adapter: TypeAdapter[_T], lines: bytes) -> Iterator[_T]:
    for line in BytesIO(lines):
        try:
            yield adapter.validate_json(line)  # makes hardly any work for the garbage collector
        except ValidationError:  # a text may hold half of a surrogate pair, which that refuses
            yield adapter.validate_python(json.loads(line))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _digest_of(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while some := file.read(_AT_ONCE):
            digest.update(some)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """Make sure that names are on the disk, too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
