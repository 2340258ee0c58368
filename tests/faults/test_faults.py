"""Each fault once, one after another, with one class; `benchmarks.soak` draws them for hours."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from benchmarks.faults import FAULTS, Fault, attempt
from benchmarks.local_class import LOCAL_DISCORD, LocalClass, open_class

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalClass]:
    if not LOCAL_DISCORD.is_dir():
        pytest.skip("needs the local Discord in ../shared/discord")
    async with open_class(tmp_path_factory.mktemp("class"), seed=1) as place:
        await place.start()
        await place.ready()
        yield place


@pytest.mark.parametrize("fault", [pytest.param(f, id=f.name) for f in FAULTS if not f.slow])
async def test_after_a_fault_each_question_has_one_right_answer_and_one_row(
    place: LocalClass, fault: Fault
) -> None:
    seconds, problems = await attempt(fault, place)

    assert problems == []
    assert seconds < float("inf")


async def test_a_wrong_answer_is_found(place: LocalClass) -> None:
    right, other = await place.ask("slash"), await place.ask("private")
    await place.settle()
    right.fact, other.fact = other.fact, right.fact

    problems = await place.check()
    place.asked.clear()

    assert [problem.partition(":")[0] for problem in problems] == ["wrong", "wrong"]


async def test_a_question_without_an_answer_and_a_row_that_is_missing_are_found(
    place: LocalClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await place.ask("slash")
    assert await place.check() == []
    with closing(sqlite3.connect(place.data / "queries.db")) as log, log:
        log.execute("DELETE FROM question WHERE question = ?", (asked.fact.question,))
    monkeypatch.setattr(place, "patience_s", 0)
    place.asked.append(asked)

    row = await place.check()
    asked.sent.original = None
    answer = [problem for problem in await place.check() if "rows" not in problem]
    place.asked.clear()

    assert row == [f"rows of {asked.fact.question!r}: 0, not 1"]
    assert answer == [f"no answer and no line: slash {asked.fact.question}"]
