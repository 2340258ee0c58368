"""Uploads on disk: by content, so that a file is stored once."""

from pathlib import Path

from bot.libraries.own_documents import Change, OwnDocuments, planned
from sources import Limits


def test_the_same_file_under_two_names_is_kept_once_and_removed_with_the_last(
    tmp_path: Path,
) -> None:
    own = OwnDocuments(tmp_path, Limits())
    change = Change(add={"a.txt": b"the same", "b.txt": b"the same"})

    documents = planned((), change, None)
    own.keep(change)

    assert len({document.sha256 for document in documents}) == 1
    assert len([*(tmp_path / "files").iterdir()]) == 1
    own.files.forget(set())
    assert [*(tmp_path / "files").iterdir()] == []
