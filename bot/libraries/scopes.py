"""Parts of a library that a question can be limited to: a collection, or one document."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process, utils

from bot.errors import UnknownSourceError
from sources import Document

OWN = "~/"
"""What the ids of a server's own documents begin with: the folder walk passes such names over."""

MOST_CHOICES = 25  # Discord's limit

_NEAR = 60.0  # of 100, as rapidfuzz counts likeness
_MOST_NEAR = 3
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


def scopes_of(documents: Mapping[str, Document]) -> list[Scope]:
    """Return all scopes: collections by path, then documents by title."""
    return [*collection_scopes(documents), *document_scopes(documents)]


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


def matching(scopes: Sequence[Scope], typed: str) -> list[Scope]:
    """Return the scopes that match what was typed, best first; the first ones for nothing."""
    if not typed.strip():
        return [*scopes[:MOST_CHOICES]]
    return [scopes[number] for number in _alike(scopes, typed, MOST_CHOICES)]


def find_scope(scopes: Sequence[Scope], typed: str) -> Scope:
    """The scope that was chosen, or whose key, name, file or part of a name was typed.

    Of a collection and documents that are called the same, the collection is meant.

    Raises:
        UnknownSourceError: If there is none, or several documents are called so, or several
            scopes have it as a part of their names.
    """
    words = typed.strip().casefold()
    chosen = [scope for scope in scopes if typed in {scope.choice, scope.key}]
    named = [scope for scope in scopes if scope.name.casefold() == words]
    collections = [scope for scope in named if scope.is_collection]
    placed = [scope for scope in scopes if str(path_of(scope.key)).casefold() == words]
    filed = [scope for scope in scopes if path_of(scope.key).name.casefold() == words]
    partly = [scope for scope in scopes if words and words in scope.name.casefold()]
    found = chosen or collections or named or placed or filed or partly
    if len(found) == 1:
        return found[0]
    alike = found or [scopes[number] for number in _alike(scopes, typed, _MOST_NEAR)]
    times = Counter(scope.name for scope in alike)
    near = (f"{s.name} ({s.about})" if times[s.name] > 1 else s.name for s in alike[:_MOST_NEAR])
    raise UnknownSourceError(typed, tuple(near))


def _alike(scopes: Sequence[Scope], typed: str, limit: int) -> list[int]:
    """The numbers of the scopes whose names and files are most like what was typed."""
    names = [f"{scope.name} {scope.about}" for scope in scopes]
    files = [str(path_of(scope.key)) for scope in scopes]
    found = process.extract(
        typed,
        [*names, *files],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=2 * limit,
        score_cutoff=_NEAR,
    )
    numbers = dict.fromkeys(number % len(scopes) for _, _, number in found)
    return [*numbers][:limit]


def _by_name(scope: Scope) -> tuple[str, str]:
    return scope.name.casefold(), scope.key
