"""What moderators taught: kept whole, one change at a time, and read again as it was."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import files as durable
from bot.storage.lessons import (
    FILE_NAME,
    GoldenQuestion,
    Guidance,
    GuidanceFile,
    OutsideQuestion,
    OwnSynonym,
    PinnedPassage,
    searched_guidance,
)
from index import OutOfScope, Pin

BY, AT = "a" * 32, datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    str.strip
)
_taught = {"by": st.just(BY), "at": st.just(AT)}
_guidance = st.builds(
    Guidance,
    synonyms=st.lists(
        st.builds(OwnSynonym, words=st.lists(_words, max_size=3).map(tuple), **_taught), max_size=3
    ).map(tuple),
    pins=st.lists(
        st.builds(
            PinnedPassage,
            question=_words,
            source=_words,
            start=st.integers(0),
            text=_words,
            **_taught,
        ),
        max_size=2,
    ).map(tuple),
    golden=st.lists(
        st.builds(GoldenQuestion, question=_words, source=_words, quote=_words, **_taught),
        max_size=2,
    ).map(tuple),
    outside=st.lists(
        st.builds(OutsideQuestion, question=_words, sentence=_words, **_taught), max_size=2
    ).map(tuple),
)


def test_nothing_is_taught_where_no_file_is(tmp_path: Path) -> None:
    assert GuidanceFile(tmp_path / "7").read() == Guidance()


@given(_guidance)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_taught_is_read_again_as_it_was(tmp_path: Path, guidance: Guidance) -> None:
    GuidanceFile(tmp_path).write(guidance)

    assert GuidanceFile(tmp_path).read() == guidance


def test_disk_that_does_not_take_a_change_leaves_what_was_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = GuidanceFile(tmp_path)
    before = Guidance(synonyms=(OwnSynonym(by=BY, at=AT, words=("before",)),))
    file.write(before)
    with monkeypatch.context() as broken:
        broken.setattr(durable.os, "fsync", full)  # type: ignore[attr-defined]  # it has it
        with pytest.raises(OSError, match="No space left"):
            file.write(Guidance())

    assert file.read() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_damaged_file_is_set_aside_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE_NAME).write_text('{"pins": [')

    with caplog.at_level(logging.ERROR):
        assert GuidanceFile(tmp_path).read() == Guidance()

    assert "set aside as guidance.damaged-" in caplog.text
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("guidance.damaged-")


def test_of_rival_lessons_the_newest_is_the_first_that_a_searcher_sees() -> None:
    pins = tuple(
        PinnedPassage(by=BY, at=AT, question="Why?", source=f"{n}.txt", start=n, text=f"Text {n}.")
        for n in range(2)
    )
    outside = OutsideQuestion(by=BY, at=AT, question="Lunch?", sentence="At noon.")

    seen = searched_guidance(Guidance(pins=pins, outside=(outside,)))

    assert seen.pins == (Pin("Why?", "1.txt", "Text 1.", 1), Pin("Why?", "0.txt", "Text 0.", 0))
    assert seen.out_of_scope == (OutOfScope("Lunch?", "At noon."),)
