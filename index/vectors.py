"""The vectors of documents on disk: one file a document, named by its words and the model.

A file is an array of float16 in NumPy's format, memory-mapped: one row for each passage, then one
for each sentence.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sources import Library, Passage

Rows = npt.NDArray[np.float16]
"""Vectors of length 1; shape (rows, d)."""

_FORMAT = "1"  # raised when the same passages are encoded in another way
_SUFFIX = ".npy"
_DRAFT = ".draft"


def document_passages(library: Library) -> Iterator[tuple[Passage, ...]]:
    """Yield the passages of each document that has some, in order."""
    for _, passages in groupby(library.passages, lambda passage: passage.doc_id):
        yield tuple(passages)


def texts(passages: Sequence[Passage]) -> list[str]:
    """Return what is encoded of a document: its passages below their headings, its sentences."""
    whole = [f"{p.locator.section}. {p.text}" if p.locator.section else p.text for p in passages]
    return [*whole, *(p.text[slice(*sentence)] for p in passages for sentence in p.sentences)]


class VectorStore:
    """The vectors of one model in one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, model_id: str, dimensions: int) -> None:
        """Name the folder; it need not be there.

        Args:
            folder: Of all models.
            model_id: Of the one whose vectors these are.
            dimensions: Of each vector.
        """
        self._folder = folder / model_id
        self._dimensions = dimensions

    def key(self, passages: Sequence[Passage]) -> str:
        """Return the name of a document's vectors: a hash of all that is encoded."""
        found = blake2b(_FORMAT.encode(), digest_size=16)
        for text in texts(passages):
            encoded = text.encode("utf-8", "surrogatepass")
            found.update(len(encoded).to_bytes(8, "big") + encoded)
        return found.hexdigest()

    def load(self, key: str, rows: int) -> Rows | None:
        """Map the vectors of a document into memory; None if they aren't there, or not whole."""
        try:
            found = np.load(self._path(key), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        is_whole = found.dtype == np.float16 and found.shape == (rows, self._dimensions)
        return np.asarray(found) if is_whole else None  # no memmap: its slices take longer

    def has(self, key: str) -> bool:
        """Return whether the vectors of a document are there."""
        return self._path(key).exists()

    def save(self, key: str, rows: Rows) -> None:
        """Write the vectors of a document, all or nothing.

        Raises:
            OSError: If they can't be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._path(key).with_suffix(f".{os.getpid()}{_DRAFT}")
        try:
            with draft.open("wb") as file:
                np.save(file, rows, allow_pickle=False)
            draft.rename(self._path(key))
        finally:
            draft.unlink(missing_ok=True)

    def __len__(self) -> int:
        return sum(1 for _ in self._folder.glob(f"*{_SUFFIX}"))

    def remove(self, keys: Iterable[str]) -> None:
        """Remove the vectors of some documents.

        Raises:
            OSError: If one can't be removed.
        """
        for key in keys:
            self._path(key).unlink(missing_ok=True)

    def forget(self, used: Collection[str]) -> None:
        """Remove the vectors of all documents but some, and what an ended process left behind.

        Raises:
            OSError: If the folder can't be read.
        """
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.suffix == _DRAFT or path.stem not in used:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"
