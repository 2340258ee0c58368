"""An earlier answer once more, after a restart and after a change of the library."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.pseudonyms import Pseudonyms
from bot.query_log import QueryLog
from bot.views import Views
from index import Hit, Searcher
from sources import Library

from .asking import ANTS, BEES, WASPS, ask, make_library
from .entries import questions


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make_library(tmp_path / "documents", bees=BEES, wasps=WASPS)


async def test_recall_after_a_restart_gives_the_same_answer_and_logs_nothing(
    answerer: Answerer, log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    answered = await ask(answerer, limit=1)
    await log.close()

    restarted = await QueryLog.open(path)
    again = Answerer(Views(Searcher(library)), restarted, Pseudonyms.load(tmp_path / "key"))
    recalled = await again.recall(answered.answer_id, guild_id=11)
    await restarted.close()

    assert recalled == answered
    assert len(questions(path)) == 1


async def test_recall_keeps_the_logged_passages_while_the_library_has_them(
    answerer: Answerer, tmp_path: Path
) -> None:
    """A document that would now rank among them does not move them."""
    answered = await ask(answerer, "dance of bees to flowers in the hive")
    grown = make_library(tmp_path / "documents", ants=ANTS)

    answerer.views = Views(Searcher(grown))
    recalled = await answerer.recall(answered.answer_id, guild_id=11)
    fresh = await ask(answerer, "dance of bees to flowers in the hive")

    assert recalled is not None
    assert len(answered.answer.hits) > 1
    assert [places(hit) for hit in recalled.answer.hits] == [
        places(hit) for hit in answered.answer.hits
    ]
    assert recalled.answer.quotes == answered.answer.quotes
    assert recalled.answer.library_version == grown.version
    assert {hit.passage.doc_id for hit in fresh.answer.hits} > {
        hit.passage.doc_id for hit in recalled.answer.hits
    }


def places(hit: Hit) -> tuple[object, ...]:
    """What of a hit does not depend on the rest of the library."""
    return hit.rank, hit.score, hit.passage


async def test_recall_asks_again_when_a_logged_passage_is_gone(
    answerer: Answerer, path: Path, tmp_path: Path
) -> None:
    answered = await ask(answerer)
    changed = Searcher(make_library(tmp_path / "changed", ants=ANTS))

    answerer.views = Views(changed)
    recalled = await answerer.recall(answered.answer_id, guild_id=11)

    assert recalled == replace(
        answered, answer=changed.answer("Where do bees dance?", limit=len(answered.answer.hits))
    )
    assert len(questions(path)) == 1


async def test_recall_of_a_question_that_had_no_answer_tells_what_the_library_has_now(
    answerer: Answerer, tmp_path: Path
) -> None:
    answered = await ask(answerer, "ants")
    answerer.views = Views(Searcher(make_library(tmp_path / "documents", ants=ANTS)))

    recalled = await answerer.recall(answered.answer_id, guild_id=11)

    assert answered.answer.hits == ()
    assert recalled is not None
    assert {hit.passage.doc_id for hit in recalled.answer.hits} == {"ants.txt"}


async def test_recall_of_an_unknown_answer_is_none(answerer: Answerer) -> None:
    assert await answerer.recall("nobodyasked", guild_id=11) is None
