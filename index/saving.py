"""An index on disk: written aside and renamed, checked before it is believed.

A folder has the arrays, the documents and passages (a line of JSON each, or for some together),
the words, and a manifest with the digest of each of these files.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypedDict, TypeVar
from unicodedata import unidata_version

import numpy as np
import Stemmer
from pydantic import TypeAdapter, ValidationError

from sources import FORMAT as SOURCES_FORMAT
from sources import Document, Library, Passage, Problem

from .arrays import Analysed, Parts
from .bm25 import Segment
from .library_index import LibraryIndex
from .spelling import Wordlist

FORMAT = 4
"""Raised when the same documents are analysed or written in another way."""

_WRITTEN_BY = f"{SOURCES_FORMAT} {FORMAT} {Stemmer.version()} {unidata_version}"
_MANIFEST, _ARRAYS, _WORDS = "manifest.json", "arrays.npz", "words.json"
_LIBRARY, _DOCUMENTS, _PASSAGES = "library.json", "documents.jsonl", "passages.jsonl"
_TOGETHER = 20  # passages a line: reading one holds other threads up for a few milliseconds
_MISSING = "It is not there, or not whole."
_UNREADABLE = "It cannot be read ({})."
_DAMAGED = "It is damaged: a file is not as it was written."
_OTHER = "It was written by another version of Pullquote, or on another version of Python."

_T = TypeVar("_T")
_Head = tuple[str, tuple[Problem, ...]]
_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)
_DOCUMENT = TypeAdapter(Document)
_SOME_PASSAGES = TypeAdapter(tuple[Passage, ...])


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
        return _read_all(_checked(folder))


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
    arrays, words = pack(index)
    packed = BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    every = library.passages
    lines = (every[at : at + _TOGETHER] for at in range(0, len(every), _TOGETHER))
    files = {
        _ARRAYS: packed.getvalue(),
        _WORDS: json.dumps(words).encode(),
        _LIBRARY: _line(_HEAD, (library.version, library.problems)),
        _DOCUMENTS: b"\n".join(
            _line(_DOCUMENT, document) for document in library.documents.values()
        ),
        _PASSAGES: b"\n".join(_line(_SOME_PASSAGES, some) for some in lines),
    }
    digests = {name: _digest(content) for name, content in files.items()}
    manifest = json.dumps({"written_by": _WRITTEN_BY, "files": digests}).encode()
    files[_MANIFEST] = _digest(manifest).encode() + b"\n" + manifest
    for name, content in files.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync(folder)


def _checked(folder: Path) -> Mapping[str, bytes]:
    """All files, each of which is as it was written."""
    digest, _, manifest = (folder / _MANIFEST).read_bytes().partition(b"\n")
    if digest != _digest(manifest).encode():
        raise SnapshotError(_DAMAGED)
    found = json.loads(manifest)
    if found["written_by"] != _WRITTEN_BY:
        raise SnapshotError(_OTHER)
    files = {}
    for name, digest in found["files"].items():
        files[name] = content = (folder / name).read_bytes()
        if _digest(content) != digest:
            raise SnapshotError(_DAMAGED)
    return files


def _read_all(files: Mapping[str, bytes]) -> LibraryIndex:
    [(version, found)] = _read(_HEAD, files[_LIBRARY])
    documents = _read(_DOCUMENT, files[_DOCUMENTS])
    passages = _read(_SOME_PASSAGES, files[_PASSAGES])
    library = Library(
        version,
        {document.doc_id: document for document in documents},
        tuple(passage for some in passages for passage in some),
        found,
    )
    with np.load(BytesIO(files[_ARRAYS]), allow_pickle=False) as arrays:
        return unpack(library, arrays, json.loads(files[_WORDS]))


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


def _sync(folder: Path) -> None:
    """Make sure that names are on the disk, too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


Arrays = Mapping[str, Any]
"""NumPy arrays by name."""

_ANALYSED = [one.name for one in fields(Analysed) if one.name != "abbreviations"]
_SEGMENT = [one.name for one in fields(Segment) if one.name != "numbers"]


class Words(TypedDict):
    """What is no number.

    Attributes:
        terms: By their numbers.
        words: As they are written, by their numbers.
        abbreviations: Of each document; each with its name.
    """

    terms: list[str]
    words: list[str]
    abbreviations: list[list[tuple[str, str]]]


def pack(index: LibraryIndex) -> tuple[Arrays, Words]:
    """An index without its library as arrays by their names, and words."""
    letters = index.wordlist.letters
    arrays = {name: getattr(index.analysed, name) for name in _ANALYSED}
    arrays |= {f"letters_{name}": getattr(letters, name) for name in _SEGMENT}
    arrays |= {"counts": index.wordlist.counts, "originals": index.originals}
    words = Words(
        terms=list(index.parts.vocabulary),
        words=list(index.wordlist.words),
        abbreviations=[list(known) for known in index.analysed.abbreviations],
    )
    return arrays, words


def unpack(library: Library, arrays: Arrays, words: Words) -> LibraryIndex:
    """The index of a library again.

    Raises:
        KeyError: If an array is missing.
    """
    known = tuple(tuple((a, b) for a, b in some) for some in words["abbreviations"])
    analysed = Analysed(**{name: arrays[name] for name in _ANALYSED}, abbreviations=known)
    spelled = {word: number for number, word in enumerate(words["words"])}
    letters = Segment({}, **{name: arrays[f"letters_{name}"] for name in _SEGMENT})
    wordlist = Wordlist(words["words"], spelled, arrays["counts"], letters)
    return LibraryIndex.of(
        library, analysed, Parts(analysed, words["terms"]), wordlist, arrays["originals"]
    )
