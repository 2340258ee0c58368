"""What the cluster keeps of an index: windows, sentences and passages, as its documents."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from index import weights
from index.arrays import starts
from index.library_index import LibraryIndex
from index.saving import WRITTEN_BY

FORMAT = 2
"""Raised when the same index is written to a cluster in another way."""

EVERYBODY = ""
"""Instead of a server, for what all of them search."""

_LONGEST_TERM = 100  # characters; the cluster would cut longer ones
_SHARD = 5_000_000  # passages in a shard: about ten gigabytes
_MOST_SHARDS = 24

FIELDS = {1.0: "whole", 0.5: "half", 0.25: "quarter"}
"""What a name counts in its concept -> the field that scores it.

Of a name that counts p, f occurrences score p * f / (p * f + saturation), which
is f / (f + saturation / p): BM25 with k1 / p.
"""

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # What is counted and matched is not stored again.
    "_source": {"excludes": ["sentence"]},
    "properties": {
        "kind": {"type": "keyword"},
        "segment": {"type": "keyword"},
        "server": {"type": "keyword"},
        "document": {"type": "keyword"},
        "at": {"type": "integer"},
        "words": {
            "type": "text",
            "analyzer": "whitespace",
            "similarity": FIELDS[1.0],
            "fields": {
                name: {
                    "type": "text",
                    "analyzer": "whitespace",
                    "similarity": name,
                    "index_options": "freqs",
                }
                for part, name in FIELDS.items()
                if part < 1
            },
        },
        "sentence": {"type": "text", "analyzer": "whitespace", "norms": False},
        "parts": {"type": "keyword", "index": False, "doc_values": False},
    },
}


def settings(passages: int) -> dict[str, Any]:
    """Return the settings of an index for so many passages."""
    return {
        "number_of_shards": min(1 + passages // _SHARD, _MOST_SHARDS),
        "auto_expand_replicas": "0-1",  # a second copy as soon as there is a second node
        "refresh_interval": "-1",
        "similarity": {
            name: {"type": "BM25", "k1": weights.K1 / part, "b": weights.B}
            for part, name in FIELDS.items()
        },
    }


def segment_of(version: str, server: str = EVERYBODY) -> str:
    """Return the name of what the cluster keeps of a version of a library, for a server."""
    about = f"{FORMAT} {WRITTEN_BY} {version}"
    name = blake2b(about.encode(), digest_size=10).hexdigest()
    return f"{server}-{name}" if server else name


@lru_cache(maxsize=100_000)
def token(term: str) -> str:
    """Return a term as the cluster has it: itself, unless it would be cut, split or refused."""
    if len(term) <= _LONGEST_TERM and term.isprintable() and " " not in term:
        return term
    return digest(term)


def digest(text: str) -> str:
    """Return a short name for any text."""
    return "#" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def documents_of(
    index: LibraryIndex, segment: str, server: str, first: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield all documents of an index, those of one passage after those of the one before.

    Args:
        index: What is to be kept.
        segment: Its name.
        server: Whose it is.
        first: The passage to begin with.
    """
    parts = _Parts(index)
    common = {"segment": segment, "server": server}
    for number in range(first, len(index.library.passages)):
        document = digest(index.library.passages[number].doc_id)
        head = {**common, "document": document}
        begin, end = parts.passages[number : number + 2].tolist()
        texts = [parts.text(part) for part in range(begin, end)]
        yield _document(f"p{number}", "passage", head, at=number, parts=texts)
        for part, text in enumerate(texts, start=begin):
            if text:
                yield _document(f"s{part}", "sentence", head, at=number, sentence=text)
        for window in range(*parts.opening(begin, end)):
            at, words = parts.window(window)
            yield _document(f"w{window}", "window", head, at=at, words=words)


def _document(name: str, kind: str, head: dict[str, str], **fields: object) -> dict[str, Any]:
    return {"_id": f"{head['segment']}:{name}", "kind": kind, **head, **fields}


class _Parts:
    """Headings and sentences of an index as texts of terms."""

    def __init__(self, index: LibraryIndex) -> None:
        self.passages = starts(index.analysed.passage_sizes)
        self._windows = index.windows
        self._vocabulary: Sequence[str] = index.numbers.words
        self._tokens = index.analysed.tokens
        self._starts = starts(index.analysed.part_sizes)
        self._opens = np.append(np.flatnonzero(index.analysed.opens), len(self._starts) - 1)
        self.text = lru_cache(maxsize=1_000)(self._text)  # a window's are those of the next, too

    def opening(self, begin: int, end: int) -> tuple[int, int]:
        """Return the first of the windows that begin within some parts, and the end."""
        first, last = np.searchsorted(self._opens[:-1], (begin, end)).tolist()
        return first, last

    def window(self, number: int) -> tuple[list[int], list[str]]:
        """Return the passages that a window overlaps, and its headings and sentences."""
        [first], [end] = self._windows.overlapping(np.array([number], np.int32))
        after = number + int(self._windows.reach[number]) + 1
        parts = range(int(self._opens[number]), int(self._opens[after]))
        return list(range(first, end)), [text for text in map(self.text, parts) if text]

    def _text(self, part: int) -> str:
        begin, end = self._starts[part : part + 2].tolist()
        return " ".join(token(self._vocabulary[t]) for t in self._tokens[begin:end].tolist())
