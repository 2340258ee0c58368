"""Lessons are read as they were stored, after any change."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.storage.database import Parameters
from bot.storage.lessons import (
    GoldenQuestion,
    Lessons,
    OutsideQuestion,
    OwnSynonym,
    PinnedPassage,
    lesson_changes,
    read_lessons,
)
from bot.storage.schema import STEPS

BY, AT = "a" * 32, datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
SERVER = 7

_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    str.strip
)
_taught = {"by": st.just(BY), "at": st.just(AT)}


def _some(kind: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(kind, max_size=3).map(tuple)


_lessons = st.builds(
    Lessons,
    synonyms=_some(st.builds(OwnSynonym, words=_some(_words), **_taught)),
    pins=_some(
        st.builds(
            PinnedPassage,
            question=_words,
            source=_words,
            start=st.integers(0),
            text=_words,
            **_taught,
        )
    ),
    golden=_some(
        st.builds(GoldenQuestion, question=_words, source=_words, quote=_words, **_taught)
    ),
    outside=_some(st.builds(OutsideQuestion, question=_words, sentence=_words, **_taught)),
)


@given(_lessons, _lessons, st.data())
def test_lessons_are_read_as_they_were_stored_after_any_change(
    before: Lessons, added: Lessons, choice: st.DataObject
) -> None:
    kept = {
        field: tuple(one for one in getattr(before, field) if choice.draw(st.booleans()))
        for field in Lessons.model_fields
    }
    after = Lessons(**{field: (*kept[field], *getattr(added, field)) for field in kept})
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        for statement in (statement for step in STEPS for statement in step):
            connection.execute(statement)
        for old, new in ((Lessons(), before), (before, after)):
            for sql, parameters in lesson_changes(SERVER, old, new):
                connection.execute(sql, parameters)

        async def rows(sql: str, parameters: Parameters) -> list[sqlite3.Row]:
            return connection.execute(sql, parameters).fetchall()

        found = asyncio.run(read_lessons(rows))

    assert found.get(SERVER, Lessons()) == after


def test_fix_is_removed_with_everything_that_it_added() -> None:
    synonym = OwnSynonym(by=BY, at=AT, fix="one", words=("hive", "colony"))
    golden = GoldenQuestion(by=BY, at=AT, fix="one", question="Who?", source="a.txt", quote="I.")
    other = golden.model_copy(update={"id": "other", "fix": "two"})
    lessons = Lessons(synonyms=(synonym,), golden=(golden, other))

    assert lessons.without_fix("one") == Lessons(golden=(other,))
