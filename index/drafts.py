"""The files of an index that is being written: arrays come in parts, each byte is hashed once."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

MANIFEST = "manifest.json"
_ALIGNED = 64  # bytes

Array = npt.NDArray[Any]
Place = tuple[str, tuple[int, ...], int, str]
"""Where an array is: its type, its shape, its first byte, and its file."""


class Writer:
    """A file that knows its size and its digest.

    Attributes:
        name: Of the file.
        size: Bytes so far.
    """

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name, self.size = name, 0
        self._file, self._hash = file, blake2b(digest_size=16)

    def write(self, content: bytes | memoryview) -> Self:
        """Write to its end."""
        self._file.write(content)
        self._hash.update(content)
        self.size += len(content)
        return self

    def write_array(self, array: Array) -> Self:
        """Write the bytes of an array to its end."""
        return self.write(np.ascontiguousarray(array).data.cast("B")) if array.size else self

    def flush(self) -> None:
        """Let other processes see what was written."""
        self._file.flush()

    @property
    def digest(self) -> str:
        """The digest of what was written."""
        return self._hash.hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A folder that becomes an index with its manifest.

    Attributes:
        folder: It is there.
        digests: Of each file that is whole.
        places: Where each array is.
    """

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    @contextmanager
    def file(self, name: str) -> Iterator[Writer]:
        """Write a file, which is on the disk at the end."""
        with (self.folder / name).open("wb") as file:
            writer = Writer(name, file)
            yield writer
            file.flush()
            os.fsync(file.fileno())
        self.digests[name] = writer.digest

    def add(
        self, file: Writer, name: str, parts: Iterable[Array], row: tuple[int, ...] = ()
    ) -> None:
        """Write an array to the end of a file.

        Args:
            file: One of this draft's.
            name: Of the array.
            parts: At least one; they follow one another in the array.
            row: The shape of each of its rows.
        """
        file.write(bytes(-file.size % _ALIGNED))
        first, kind, rows = file.size, np.dtype(np.uint8), 0
        for part in parts:
            kind, rows = part.dtype, rows + len(part)
            file.write_array(part)
        self.places[name] = str(kind), (rows, *row), first, file.name

    def finish(self, written_by: str) -> None:
        """Write the manifest, without which nothing can be read."""
        found = {"written_by": written_by, "files": self.digests, "arrays": self.places}
        manifest = json.dumps(found).encode()
        with self.file(MANIFEST) as file:
            file.write(digest_of(manifest).encode() + b"\n" + manifest)
        sync(self.folder)


def mapped(folder: Path, places: Mapping[str, Place]) -> dict[str, Array]:
    """Map arrays into memory; none is read before it is used."""
    names = {file for *_, file in places.values()}
    contents = {name: _mapped_file(folder / name) for name in names}
    arrays = {}
    for name, (dtype, shape, first, file) in places.items():
        size = np.dtype(dtype).itemsize * int(np.prod(shape))
        arrays[name] = contents[file][first : first + size].view(dtype).reshape(shape)
    return arrays


def _mapped_file(path: Path) -> Array:
    if not path.stat().st_size:  # nothing can be mapped
        return np.zeros(0, np.uint8)
    return np.asarray(np.memmap(path, np.uint8, "r"))


def digest_of(content: bytes) -> str:
    """Return the digest of some bytes."""
    return blake2b(content, digest_size=16).hexdigest()


def sync(folder: Path) -> None:
    """Make sure that names are on the disk, too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
