"""What people read changes only on purpose, and is reviewed in one place."""

from tests.wording import SNAPSHOT, wording


def test_every_sentence_is_as_it_was_last_reviewed() -> None:
    assert wording() == SNAPSHOT.read_text("utf-8"), (
        "review with: python -m tests.wording; git diff"
    )
