"""What is on disk of a server: whole, or set aside and told."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.libraries.own_documents import Change, OwnDocuments, planned
from bot.libraries.state import FILE_NAME, OwnDocument, ServerState, StateFile, entry
from sources import Limits

NOTES = OwnDocument(
    name="week 3/notes.pdf", sha256="0" * 64, size=5, added_at=datetime.now(UTC), by="a" * 32
)


def test_state_is_read_again_as_it_was(tmp_path: Path) -> None:
    new = entry("switch", common="0" * 12, own=(NOTES,), own_version="1" * 12, by="a" * 32)
    state = ServerState(common=f"{'0' * 12}-{'a' * 8}", own=(NOTES,), history=(new,))

    StateFile(tmp_path / "7").write(state)

    assert StateFile(tmp_path / "7").read() == state


@pytest.mark.parametrize("content", ["", "{", '{"common": "../../etc"}', '{"unknown": 1}'])
def test_damaged_state_is_set_aside_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    (tmp_path / FILE_NAME).write_text(content)

    with caplog.at_level(logging.ERROR):
        assert StateFile(tmp_path).read() is None

    assert "set aside as state.damaged-" in caplog.text
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("state.damaged-")


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
