"""An earlier answer once more, after a restart and after a change of the library."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.libraries.searchers import SearcherRegistry
from bot.services.answering import Answerer, Viewer
from bot.services.pseudonyms import Pseudonyms
from bot.storage.query_log import QueryLog
from index import Answer, Searcher
from sources import Library
from tests.bot.asking import ANTS, BEES, USER_ID, WASPS, ask, make_library
from tests.bot.entries import questions

ASKER = Viewer(USER_ID, 11)
OTHER = Viewer(USER_ID + 1, 11)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make_library(tmp_path / "documents", bees=BEES, wasps=WASPS)


def shown(answer: Answer) -> Iterator[tuple[object, ...]]:
    """What of an answer stands in a message about its passages."""
    for hit, quote in zip(answer.hits, answer.quotes, strict=True):
        yield hit.rank, hit.passage.shown(), quote.text, quote.start, quote.end, quote.citation


async def test_recall_after_a_restart_shows_the_same_and_logs_nothing(
    answerer: Answerer, log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    answered = await ask(answerer)
    await log.close()

    restarted = await QueryLog.open(path)
    again = Answerer(
        SearcherRegistry(Searcher(library)), restarted, Pseudonyms.load(tmp_path / "key")
    )
    recalled = await again.recall(answered.answer_id, ASKER)
    await restarted.close()

    assert recalled is not None
    assert recalled.answer_id == answered.answer_id
    assert [*shown(recalled.answer)] == [*shown(answered.answer)]
    assert len(questions(path)) == 1


async def test_recall_shows_what_was_answered_though_the_documents_are_others_now(
    answerer: Answerer, tmp_path: Path
) -> None:
    answered = await ask(answerer, "dance of bees to flowers in the hive")
    answerer.searchers = SearcherRegistry(Searcher(make_library(tmp_path / "changed", ants=ANTS)))

    recalled = await answerer.recall(answered.answer_id, ASKER)

    assert recalled is not None
    assert len(answered.answer.hits) > 1
    assert [*shown(recalled.answer)] == [*shown(answered.answer)]
    assert recalled.answer.library_version == answered.answer.library_version


async def test_recall_of_a_question_that_had_no_answer_has_none_although_there_is_one_now(
    answerer: Answerer, tmp_path: Path
) -> None:
    answered = await ask(answerer, "ants")
    answerer.searchers = SearcherRegistry(Searcher(make_library(tmp_path / "documents", ants=ANTS)))

    recalled = await answerer.recall(answered.answer_id, ASKER)

    assert recalled is not None
    assert recalled.answer.status == "none"
    assert recalled.answer.hits == ()


async def test_answer_whose_words_were_not_kept_is_made_anew(
    answerer: Answerer, log: QueryLog
) -> None:
    answered = await ask(answerer)
    await log.change(("UPDATE passage SET quoted = NULL, quote_start = NULL, quote_end = NULL", ()))
    log.forget(askers=[answerer.pseudonym(USER_ID, 11)])

    recalled = await answerer.recall(answered.answer_id, ASKER)

    assert recalled is not None
    assert recalled.answer == answered.answer


async def test_recall_of_an_unknown_answer_is_none(answerer: Answerer) -> None:
    assert await answerer.recall("nobodyasked", ASKER) is None


async def test_private_answer_is_seen_by_its_asker_and_moderators_of_its_server_alone(
    answerer: Answerer,
) -> None:
    answered = await answerer.ask(
        "Where do bees dance?",
        surface="slash",
        user_id=USER_ID,
        guild_id=11,
        channel_id=22,
        private=True,
    )

    async def may(viewer: Viewer) -> bool:
        return await answerer.find(answered.answer_id, viewer) is not None

    assert await may(ASKER)
    assert not await may(OTHER)
    assert await may(replace(OTHER, moderates=True))
    assert not await may(replace(ASKER, guild_id=12))
    assert not await may(Viewer(USER_ID + 1, 12, moderates=True))


async def test_answer_in_the_channel_is_seen_by_everybody_in_its_server(answerer: Answerer) -> None:
    answered = await ask(answerer)

    assert await answerer.find(answered.answer_id, OTHER) is not None
    assert await answerer.find(answered.answer_id, replace(OTHER, guild_id=12)) is None
