"""Words and passages as bytes, on the disk or in memory; objects are made only when asked for."""

from bisect import bisect_left
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    ValuesView,
)
from itertools import chain, pairwise, takewhile
from typing import Any, Generic, TypeVar, overload
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sources import Document, Lazy, StoredDocument

from .arrays import Longs
from .bm25 import Ints
from .postings import Bytes

_T = TypeVar("_T")
_KNOWN = 4_000  # words whose numbers are remembered
_DOCUMENTS = 50  # that stay made
_WORDS_ROOM = 1 << 16  # bytes of words that stay decoded
_READ_ON, _MOST_READ_ON = 1 << 20, 1_000  # bytes and things that are read together, one by one
_CODEC = "utf-8", "surrogatepass"  # a text may hold half of a surrogate pair
_PER_BUCKET = 2  # words on average
_BEGINNING_ALIKE = 16  # words, of most beginnings that somebody looks for


class Decoded(Lazy[_T], Generic[_T]):
    """Things written as bytes end to end."""

    def __init__(
        self, content: Bytes, starts: Longs, decode: Callable[[bytes], _T], room: int
    ) -> None:
        """Take bytes.

        Args:
            content: All of them.
            starts: Where each thing begins; then the end.
            decode: Makes a thing of its bytes.
            room: Bytes of what stays decoded.
        """
        super().__init__(len(starts) - 1)
        self.content, self.starts = content, starts
        self._decode, self._room, self._left = decode, room, room
        self._known: dict[int, _T] = {}

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_T]: ...
    def __getitem__(self, place: int | slice) -> _T | Sequence[_T]:
        known = self._known.get(place) if isinstance(place, int) else None
        return super().__getitem__(place) if known is None else known

    def __iter__(self) -> Iterator[_T]:
        step = min(max(_READ_ON * len(self) // max(len(self.content), 1), 1), _MOST_READ_ON)
        return self.following(0, step)

    def following(self, first: int, step: int) -> Iterator[_T]:
        """Return all things from one on, of which so many are read at a time; none stays made."""
        for begin_at in range(first, len(self), step):
            ends = self.starts[begin_at : begin_at + step + 1].tolist()
            raw = self.content[ends[0] : ends[-1]].tobytes()
            for begin, end in pairwise(ends):
                yield self._decode(raw[begin - ends[0] : end - ends[0]])

    def written(self, place: int) -> bytes:
        """Return the bytes of one thing."""
        starts = self.starts
        return self.content[starts.item(place) : starts.item(place + 1)].tobytes()

    def _at(self, place: int) -> _T:
        found = self._known.get(place)
        if found is None:
            raw = self.written(place)
            self._left -= len(raw)
            if self._left < 0:
                self._known.clear()
                self._left = self._room - len(raw)
            found = self._known[place] = self._decode(raw)
        return found


class Picked(Lazy[_T]):
    """Some members of a sequence."""

    def __init__(self, whole: Sequence[_T], places: Ints) -> None:
        self._whole, self._places = whole, places
        super().__init__(len(places))

    def _at(self, place: int) -> _T:
        return self._whole[int(self._places[place])]


def written(every: Iterator[bytes] | Sequence[bytes]) -> tuple[Bytes, Longs]:
    """Put byte strings end to end, and tell where each begins; then the end."""
    parts = list(every)
    content = np.frombuffer(b"".join(parts), np.uint8)
    return content, np.cumsum([0, *map(len, parts)], dtype=np.int64)


class Lexicon(Mapping[str, int]):
    """The number of each of V different words, found by its hash.

    Attributes:
        words: By their numbers.
        buckets: Words whose hash is h stand in `hashed` from `buckets[h]` to `buckets[h + 1]`.
        hashed: Numbers of words by their hashes.
    """

    __slots__ = ("_known", "_mask", "buckets", "hashed", "words")

    def __init__(self, words: Decoded[str], buckets: Ints, hashed: Ints) -> None:
        self.words, self.buckets, self.hashed = words, buckets, hashed
        self._mask = len(buckets) - 2
        self._known: dict[str, int | None] = {}

    @classmethod
    def of(cls, words: Iterable[str]) -> "Lexicon":
        """Number words, each different, from 0."""
        every = [encoded(word) for word in words]
        return cls.hashing(*written(every), np.fromiter(map(crc32, every), np.uint32, len(every)))

    @classmethod
    def hashing(cls, content: Bytes, starts: Longs, hashes: npt.NDArray[np.uint32]) -> "Lexicon":
        """Number words, given as bytes and by their hashes, each different, from 0."""
        size = 1 << max(len(hashes) // _PER_BUCKET, 1).bit_length()
        places = hashes & np.uint32(size - 1)
        sizes = np.bincount(places, minlength=size)
        hashed = np.argsort(places, kind="stable").astype(np.int32)
        buckets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        return cls(as_words(content, starts), buckets, hashed)

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    @overload
    def get(self, word: str, default: None = None, /) -> int | None: ...
    @overload
    def get(self, word: str, default: int, /) -> int: ...
    @overload
    def get(self, word: str, default: _T, /) -> int | _T: ...
    def get(self, word: str, default: object = None, /) -> object:
        """Return the number of a word, and remember it; a default if it is not there."""
        try:
            found = self._known[word]
        except KeyError:
            if len(self._known) > _KNOWN:
                self._known = {}
            found = self._known[word] = self._find(word)
        return default if found is None else found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def _find(self, word: str) -> int | None:
        wanted = encoded(word)
        at = crc32(wanted) & self._mask
        for place in range(self.buckets.item(at), self.buckets.item(at + 1)):
            number: int = self.hashed.item(place)
            if self.words.written(number) == wanted:
                return number
        return None

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the words that begin with some letters, if all of them are ascending."""
        every, written = range(len(self.words)), self.words.written  # in the order of their bytes
        first = bisect_left(every, encoded(letters), key=written)
        following = self.words.following(first, _BEGINNING_ALIKE)
        return [*takewhile(lambda word: word.startswith(letters), following)]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what it is made of."""
        words = self.words
        return {
            "content": words.content,
            "starts": words.starts,
            "buckets": self.buckets,
            "hashed": self.hashed,
        }

    @classmethod
    def made(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "Lexicon":
        """Return it again from what it was made of."""
        words = as_words(arrays["content"], arrays["starts"])
        return cls(words, arrays["buckets"], arrays["hashed"])


def as_words(content: Bytes, starts: Longs) -> Decoded[str]:
    """Return words from their bytes."""
    return Decoded(content, starts, decoded, _WORDS_ROOM)


def decoded(text: bytes) -> str:
    """Return a text from its bytes."""
    return text.decode(*_CODEC)


def encoded(text: str) -> bytes:
    """Return the bytes of a text."""
    return text.encode(*_CODEC)


class _Values(ValuesView[Document]):
    _mapping: "StoredDocuments"

    def __iter__(self) -> Iterator[Document]:
        return self._mapping.each()


class _ByIds(Mapping[str, Document]):
    """Documents whose ids are known, though they themselves are made only when asked for."""

    _ids: Mapping[str, object]

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)


class StoredDocuments(_ByIds):
    """Documents by their ids, made only when asked for."""

    _ids: Lexicon

    def __init__(self, ids: "Lexicon", documents: Sequence[Document], texts: Sequence[str]) -> None:
        """Take documents.

        Args:
            ids: The place of each document.
            documents: Without their texts.
            texts: Those of all documents.
        """
        self._ids, self._documents, self._texts = ids, documents, texts
        self._known: dict[int, Document] = {}

    def __getitem__(self, doc_id: str) -> Document:
        place = self._ids[doc_id]
        found = self._known.get(place)
        if found is None:
            if len(self._known) > _DOCUMENTS:
                self._known = {}
            found = StoredDocument.of(self._documents[place], self._texts, place)
            self._known[place] = found
        return found

    def values(self) -> ValuesView[Document]:
        """Return all documents, in order."""
        return _Values(self)

    def each(self) -> Iterator[Document]:
        """Make all documents anew, one after the other."""
        for place, document in enumerate(self._documents):
            yield StoredDocument.of(document, self._texts, place)

    def place(self, doc_id: str) -> int | None:
        """Return which of them a document is, from 0; None if it is not there."""
        return self._ids.get(doc_id)


class PickedDocuments(_ByIds):
    """Some documents of others by their ids, which are told in order."""

    def __init__(self, others: Mapping[str, Document], doc_ids: Iterable[str]) -> None:
        self._others, self._ids = others, dict.fromkeys(doc_ids)

    def __getitem__(self, doc_id: str) -> Document:
        if doc_id not in self._ids:
            raise KeyError(doc_id)
        return self._others[doc_id]


class JoinedDocuments(Mapping[str, Document]):
    """Documents of several libraries by their ids, none of which stands in two of them."""

    def __init__(self, every: Sequence[Mapping[str, Document]]) -> None:
        self._every = every

    def __getitem__(self, doc_id: str) -> Document:
        for some in self._every:
            if doc_id in some:
                return some[doc_id]
        raise KeyError(doc_id)

    def __contains__(self, doc_id: object) -> bool:
        return any(doc_id in some for some in self._every)

    def __len__(self) -> int:
        return sum(map(len, self._every))

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._every)


def places_of(documents: Mapping[str, Document], doc_ids: Collection[str]) -> dict[str, int]:
    """Return which of the documents, from 0, those are that have these ids; ascending."""
    if isinstance(documents, StoredDocuments):
        found = [(place, i) for i in doc_ids if (place := documents.place(i)) is not None]
        return {doc_id: place for place, doc_id in sorted(found)}
    return {doc_id: place for place, doc_id in enumerate(documents) if doc_id in doc_ids}
