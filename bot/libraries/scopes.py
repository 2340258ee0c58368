"""Parts of a library that a question can be limited to: a collection, or one document."""

import hashlib
import weakref
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from threading import Lock

import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.errors import UnknownSourceError
from sources import Document, Library

OWN = "~/"
"""What the ids of a server's own documents begin with: the folder walk passes such names over."""

MOST_CHOICES = 25  # Discord's limit

_NEAR = 60.0  # of 100, as rapidfuzz counts likeness
_MOST_NEAR = 3
_MOST_KNOWN = 100_000  # scopes, about 1 kB each
_CHOICE_BYTES = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """A collection or a document, under the names that people and the log know it by.

    Attributes:
        key: A document's id, or a collection's path with a slash at its end.
        name: The document's title, or the collection's path.
        about: What tells it from others of the same name, in a few words.
        doc_ids: The documents in it; at least one.
    """

    key: str
    name: str
    about: str
    doc_ids: frozenset[str]

    @property
    def is_collection(self) -> bool:
        """Whether it is a collection, not a document."""
        return self.key.endswith("/")

    @property
    def choice(self) -> str:
        """Short value that Discord sends for this choice, the same in each version."""
        digest = hashlib.blake2b(self.key.encode(), digest_size=_CHOICE_BYTES)
        return f"#{digest.hexdigest()}"


def own_id(name: str) -> str:
    """The id of a document that moderators added under this name."""
    return f"{OWN}{name}"


def path_of(doc_id: str) -> PurePosixPath:
    """A document's path as people know it: own and common documents share the collections."""
    return PurePosixPath(doc_id.removeprefix(OWN))


class Scopes:
    """Scopes to choose from, ready to find one among thousands while somebody types."""

    def __init__(self, scopes: Iterable[Scope]) -> None:
        """Get ready to find them.

        Args:
            scopes: In the order in which they are offered.
        """
        self.every = tuple(scopes)
        paths = [path_of(scope.key) for scope in self.every]
        self._names = [scope.name.casefold() for scope in self.every]
        self._by_key = _grouped(scope.key for scope in self.every)
        self._by_choice = _grouped(scope.choice for scope in self.every)
        self._by_name = _grouped(self._names)
        self._by_path = _grouped(str(path).casefold() for path in paths)
        self._by_file = _grouped(path.name.casefold() for path in paths)
        named = (f"{scope.name} {scope.about}" for scope in self.every)
        # What is compared with what was typed: names, then files.
        self._compared = [utils.default_process(text) for text in (*named, *map(str, paths))]

    @cached_property
    def documents(self) -> "Scopes":
        """Those that are documents."""
        return Scopes(scope for scope in self.every if not scope.is_collection)

    def matching(self, typed: str) -> list[Scope]:
        """Return the scopes that match what was typed, best first; the first ones for nothing."""
        if not typed.strip():
            return [*self.every[:MOST_CHOICES]]
        return self._alike(typed, MOST_CHOICES)

    def find(self, typed: str) -> Scope:
        """Find the scope that was chosen, or whose key, name, file or part of a name was typed.

        If a collection and documents have the same name, the collection is meant.

        Raises:
            UnknownSourceError: If there is none, or several documents have this name, or several
                scopes have it as a part of their names.
        """
        words = typed.strip().casefold()
        named = self._by_name.get(words, [])
        found = (
            sorted({*self._by_choice.get(typed, []), *self._by_key.get(typed, [])})
            or [number for number in named if self.every[number].is_collection]
            or named
            or self._by_path.get(words)
            or self._by_file.get(words)
            or [number for number, name in enumerate(self._names) if words and words in name]
        )
        if len(found) == 1:
            return self.every[found[0]]
        alike = [self.every[number] for number in found] or self._alike(typed, _MOST_NEAR)
        times = Counter(scope.name for scope in alike)
        near = (
            f"{s.name} ({s.about})" if times[s.name] > 1 else s.name for s in alike[:_MOST_NEAR]
        )
        raise UnknownSourceError(typed, tuple(near))

    def _alike(self, typed: str, limit: int) -> list[Scope]:
        """Return the scopes whose names or files are most like what was typed, best first."""
        if not self.every:
            return []
        (scores,) = process.cdist(  # the event loop goes on meanwhile
            [utils.default_process(typed)],
            self._compared,
            scorer=fuzz.WRatio,
            score_cutoff=_NEAR,
            dtype=np.float64,
        )
        best = np.argsort(-scores, kind="stable")[: 2 * limit]
        numbers = dict.fromkeys(int(n) % len(self.every) for n in best if scores[n] >= _NEAR)
        return [self.every[number] for number in [*numbers][:limit]]


def scopes_of(library: Library) -> Scopes:
    """Return all scopes of a library: collections by path, then documents by title.

    They are worked out once. Slow the first time.
    """
    return _KNOWN.of(library)


class _Known:
    """The scopes of the libraries that were asked for last; for all threads."""

    def __init__(self, most: int) -> None:
        """Keep at most so many scopes, or those of one library."""
        self._most = most
        self._lock = Lock()
        # Weakly: the texts of a version that nobody searches are not to stay in memory.
        self._known: OrderedDict[int, tuple[weakref.ref[Library], Scopes]] = OrderedDict()

    def of(self, library: Library) -> Scopes:
        with self._lock:
            known = self._known.get(id(library))
            if known is not None and known[0]() is library:
                self._known.move_to_end(id(library))
                return known[1]
        documents = library.documents
        scopes = Scopes([*collection_scopes(documents), *document_scopes(documents)])
        with self._lock:
            self._known.pop(id(library), None)  # of one that had its place in memory before
            self._known[id(library)] = weakref.ref(library), scopes
            self._forget()
        return scopes

    def _forget(self) -> None:
        for key in [key for key, (of, _) in self._known.items() if of() is None]:
            del self._known[key]
        while len(self._known) > 1 and self._size() > self._most:
            self._known.popitem(last=False)

    def _size(self) -> int:
        return sum(len(scopes.every) for _, scopes in self._known.values())


_KNOWN = _Known(_MOST_KNOWN)


def collection_scopes(documents: Mapping[str, Document]) -> list[Scope]:
    """Each collection, by its path; those in others are part of them as well."""
    collections: defaultdict[str, set[str]] = defaultdict(set)
    for doc_id in documents:
        for folder in path_of(doc_id).parents[:-1]:
            collections[folder.as_posix()].add(doc_id)
    folders = (
        Scope(f"{path}/", path, f"collection of {len(inside)}", frozenset(inside))
        for path, inside in collections.items()
    )
    return sorted(folders, key=_by_name)


def document_scopes(documents: Mapping[str, Document]) -> list[Scope]:
    """Each document as a scope of its own, by title."""
    times = Counter(document.title for document in documents.values())
    files = Counter((document.title, path_of(i).name) for i, document in documents.items())

    def about(document: Document) -> str:
        path = path_of(document.doc_id)
        if times[document.title] == 1:
            return ", ".join(document.authors)
        return path.name if files[document.title, path.name] == 1 else str(path)

    single = (
        Scope(doc_id, document.title, about(document), frozenset({doc_id}))
        for doc_id, document in documents.items()
    )
    return sorted(single, key=_by_name)


def _grouped(names: Iterable[str]) -> dict[str, list[int]]:
    """Return by each name the numbers of those that have it, in order."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[name].append(number)
    return dict(groups)


def _by_name(scope: Scope) -> tuple[str, str]:
    return scope.name.casefold(), scope.key
