"""An index on disk: written aside and renamed, checked when it is read."""

import json
from pathlib import Path

from pydantic import TypeAdapter

from sources import Document, Library, Passage, Problem

from .library_index import LibraryIndex

_ADAPTER = TypeAdapter(tuple[str, list[Document], list[Passage], list[Problem]])


class SnapshotError(Exception):
    """A folder that holds no index that can be used; its words are the reason, as a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def save_index(index: LibraryIndex, folder: Path) -> None:
    """Write an index to a folder that must not be there yet; all of it or nothing.

    Raises:
        OSError: If it cannot be written; nothing is left under the folder's name.
    """
    aside = folder.with_name(f"{folder.name}.new")
    aside.mkdir(parents=True)
    library = index.library
    everything = (
        library.version,
        list(library.documents.values()),
        list(library.passages),
        list(library.problems),
    )
    (aside / "library.json").write_bytes(_ADAPTER.dump_json(everything))
    aside.rename(folder)


def load_index(folder: Path) -> LibraryIndex:
    """Read an index that `save_index` wrote.

    Raises:
        SnapshotError: If it is missing, damaged, or of another version of Pullquote.
    """
    try:
        raw = (folder / "library.json").read_bytes()
        version, documents, passages, found = _ADAPTER.validate_json(raw)
    except (OSError, ValueError, json.JSONDecodeError) as error:
        raise SnapshotError("It cannot be read.") from error
    by_id = {document.doc_id: document for document in documents}
    return LibraryIndex.build(Library(version, by_id, tuple(passages), tuple(found)))
