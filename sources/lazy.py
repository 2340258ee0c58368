"""Sequences whose members are made only when asked for."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import Any, TypeVar, overload

from pydantic import PrivateAttr

from .documents import Document

_T = TypeVar("_T")


class Lazy(Sequence[_T]):
    """A sequence whose members are made when asked for; equal to any sequence of the same."""

    def __init__(self, size: int) -> None:
        self._size = size

    def _at(self, place: int) -> _T:
        raise NotImplementedError

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_T]: ...
    def __getitem__(self, place: int | slice) -> _T | Sequence[_T]:
        if isinstance(place, slice):
            return tuple(self._at(number) for number in range(*place.indices(self._size)))
        number = int(place) + (self._size if place < 0 else 0)
        if not 0 <= number < self._size:
            raise IndexError(place)
        return self._at(number)

    def __iter__(self) -> Iterator[_T]:
        return map(self._at, range(self._size))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list


class Joined(Lazy[_T]):
    """Sequences one after the other."""

    def __init__(self, every: Sequence[Sequence[_T]]) -> None:
        self._every = every
        self._ends = [*accumulate(map(len, every))]
        super().__init__(self._ends[-1] if self._ends else 0)

    def __iter__(self) -> Iterator[_T]:
        return chain.from_iterable(self._every)

    def _at(self, place: int) -> _T:
        which = bisect_right(self._ends, place)
        part = self._every[which]
        return part[place - self._ends[which] + len(part)]


class Part(Lazy[_T]):
    """Members of a sequence that follow one another."""

    def __init__(self, whole: Sequence[_T], first: int, last: int) -> None:
        super().__init__(last - first)
        self._whole, self._first = whole, first

    def _at(self, place: int) -> _T:
        return self._whole[self._first + place]


class StoredDocument(Document):
    """A document whose text is read when it is asked for; equal to one that has it."""

    _texts: Sequence[str] = PrivateAttr()
    _place: int = PrivateAttr()

    @classmethod
    def of(cls, document: Document, texts: Sequence[str], place: int) -> "StoredDocument":
        """Return a document with the text at a place among several, in place of its own."""
        stored = cls.__new__(cls)  # as pydantic copies a model, but for the text
        values = {name: value for name, value in document.__dict__.items() if name != "text"}
        object.__setattr__(stored, "__dict__", values)
        object.__setattr__(stored, "__pydantic_extra__", None)
        object.__setattr__(stored, "__pydantic_fields_set__", document.model_fields_set)
        object.__setattr__(stored, "__pydantic_private__", {"_texts": texts, "_place": place})
        return stored

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # as pydantic has it
        """Read the text; it is the only field that is not there."""
        if name != "text":
            return super().__getattr__(name)  # type: ignore[misc]  # pydantic hides it from checkers
        private = self.__pydantic_private__ or {}  # quicker than by their names
        return private["_texts"][private["_place"]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in Document.model_fields)

    __hash__ = None  # type: ignore[assignment]  # no document is hashed
