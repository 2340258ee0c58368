"""What of a cluster's index a question asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.bm25 import Ints
from index.library_index import LibraryIndex

from .documents import digest


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An index, or some documents of it, as a cluster has it.

    Attributes:
        name: Of the version, and of the server that it belongs to.
        index: Of the cluster, that has it.
        documents: Those that are asked, by their names there; None for all.
        first: The number of its first passage among those of all segments.
        passages: The number of each passage in the cluster, ascending.
    """

    name: str
    index: str
    documents: tuple[str, ...] | None
    first: int
    passages: Ints

    @classmethod
    def of(
        cls, name: str, where: str, spans: Mapping[str, range], index: LibraryIndex, first: int
    ) -> "Segment":
        """Return all of a segment, or the part of it that an index has.

        Args:
            name: Of the segment.
            where: The cluster's index.
            spans: The passages of each document in it.
            index: May have some of its documents only.
            first: See the attributes.
        """
        chosen = [*index.library.documents]
        numbers = [
            np.arange(s.start, s.stop, dtype=np.int32) for s in map(spans.__getitem__, chosen)
        ]
        passages = np.concatenate([_NONE, *numbers])
        documents = None if len(chosen) == len(spans) else tuple(map(digest, chosen))
        return cls(name, where, documents, first, passages)

    @property
    def filter(self) -> dict[str, Any]:
        """What finds its documents, and no others."""
        here: list[dict[str, Any]] = [{"term": {"segment": self.name}}]
        if self.documents is not None:
            here.append({"terms": {"document": self.documents}})
        return {"bool": {"filter": here}}

    def numbers(self, passages: Sequence[int]) -> list[int]:
        """Return the numbers among all segments of passages that it has."""
        own: list[int] = (self.passages.searchsorted(passages) + self.first).tolist()
        return own


def spans_of(index: LibraryIndex) -> dict[str, range]:
    """Return which passages each document of a whole index has."""
    sizes = index.analysed.document_sizes
    ends = np.cumsum(sizes).tolist()
    every = zip(index.library.documents, sizes.tolist(), ends, strict=True)
    return {doc_id: range(end - size, end) for doc_id, size, end in every}


_NONE = np.zeros(0, np.int32)
