"""From a question to its logged answer: nothing lost, nothing twice, nobody named."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import Answered, Answerer
from bot.log_store import LogStore
from bot.pseudonyms import Pseudonyms
from bot.query_log import Entry, QueryLog, Surface
from index import Answer, Hit, Searcher
from sources import Library, load_library

from .entries import locked, questions, select

USER_ID = 918273645546372819
BEES = "On bees\n\nBees dance in the hive to tell where the flowers stand.\n"
WASPS = "On wasps\n\nWasps never dance; they follow the smell of flowers.\n"
ANTS = "On ants\n\nAnts find flowers by the dance of bees in the hive, says the tale of flowers.\n"


class SlowSearcher(Searcher):
    """Searches only once it is let go, so that a test can act in the meantime."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def answer(self, question: str, *, limit: int = 10) -> Answer:
        """Wait, then answer."""
        self.begun.set()
        assert self.let_go.wait(timeout=10), "the event loop stood still during the search"
        return super().answer(question, limit=limit)


def make_library(folder: Path, **documents: str) -> Library:
    """Write documents into a folder and load it."""
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text)
    return load_library(folder)


class FailingSearcher(Searcher):
    """Stands for any defect of a search."""

    def answer(self, question: str, *, limit: int = 10) -> Answer:
        """Fail."""
        raise RuntimeError(question, limit)


class TellingLog(QueryLog):
    """Tells when an entry is handed over."""

    def __init__(self, store: LogStore) -> None:
        super().__init__(store)
        self.handed_over = asyncio.Event()

    async def record(self, entry: Entry) -> bool:
        """Tell, then record."""
        self.handed_over.set()
        return await super().record(entry)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make_library(tmp_path / "documents", bees=BEES, wasps=WASPS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queries.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[QueryLog]:
    opened = await QueryLog.open(path)
    yield opened
    await opened.close()


@pytest.fixture
def answerer(library: Library, log: QueryLog, tmp_path: Path) -> Answerer:
    return Answerer(Searcher(library), log, Pseudonyms.load(tmp_path / "key"))


async def ask(
    answerer: Answerer,
    question: str = "Where do bees dance?",
    *,
    surface: Surface = "slash",
    guild_id: int | None = 11,
    channel_id: int | None = 22,
    limit: int = 10,
) -> Answered:
    """Ask as one student in one channel, unless told otherwise."""
    return await answerer.ask(
        question,
        surface=surface,
        user_id=USER_ID,
        guild_id=guild_id,
        channel_id=channel_id,
        limit=limit,
    )


async def test_an_answer_is_on_disk_with_all_its_passages_when_it_is_returned(
    answerer: Answerer, path: Path, library: Library
) -> None:
    answered = await ask(answerer)

    ((*row, confidence, latency_ms),) = select(
        path,
        "SELECT answer_id, guild_id, channel_id, surface, question, status, library_version,"
        " confidence, latency_ms FROM question",
    )
    assert row == [
        *(answered.answer_id, 11, 22, "slash"),
        *("Where do bees dance?", answered.answer.status, library.version),
    ]
    assert confidence == answered.answer.confidence
    assert latency_ms == answered.latency_ms > 0
    assert len(answered.answer.hits) > 0
    assert select(
        path, 'SELECT rank, passage_id, source, start, "end", score FROM passage ORDER BY rank'
    ) == [
        (
            *(hit.rank, hit.passage.passage_id, hit.passage.doc_id),
            *(hit.passage.locator.start, hit.passage.locator.end, hit.score),
        )
        for hit in answered.answer.hits
    ]


async def test_a_question_without_an_answer_is_logged_too(answerer: Answerer, path: Path) -> None:
    answered = await ask(answerer, "quantum chromodynamics")

    assert answered.answer.status == "none"
    assert select(path, "SELECT question, status FROM question") == [
        ("quantum chromodynamics", "none")
    ]


async def test_no_file_and_no_line_of_the_processs_log_holds_the_askers_id(
    answerer: Answerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await ask(answerer, f"Do bees dance, <@{USER_ID}> and <@!{USER_ID}>?")
    await ask(answerer, guild_id=None, channel_id=USER_ID)

    stored = b"".join(file.read_bytes() for file in files_of(tmp_path))
    told = stored + caplog.text.encode()
    written_ways = [
        str(USER_ID).encode(),
        f"{USER_ID:x}".encode(),
        USER_ID.to_bytes(8, "big"),
        USER_ID.to_bytes(8, "little"),
    ]
    assert b"Do bees dance, @user and @user?" in stored
    assert [way for way in written_ways if way in told] == []


def files_of(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [file for file in folder.rglob("*") if file.is_file()]


async def test_one_asker_has_one_pseudonym_in_a_guild_and_another_elsewhere(
    answerer: Answerer, path: Path
) -> None:
    for guild_id in (11, 11, 12, None):
        await ask(answerer, guild_id=guild_id)

    here, again, there, outside = select(path, "SELECT asker FROM question ORDER BY id")
    assert here == again
    assert len({here, there, outside}) == 3


@pytest.mark.parametrize("surface", ["slash", "mention", "menu", "terminal"])
async def test_each_surface_is_told_apart(answerer: Answerer, path: Path, surface: Surface) -> None:
    await ask(answerer, surface=surface)

    assert select(path, "SELECT surface FROM question") == [surface]


async def test_answer_ids_are_unlike_each_other_and_fit_into_a_custom_id(
    answerer: Answerer,
) -> None:
    ids = [(await ask(answerer)).answer_id for _ in range(20)]

    assert len({answer_id[:8] for answer_id in ids}) == 20
    assert all(answer_id.isascii() and answer_id.isalnum() for answer_id in ids)
    assert {len(answer_id) for answer_id in ids} == {16}


async def test_half_characters_from_the_command_line_and_in_file_names_cost_no_answer(
    log: QueryLog, path: Path, tmp_path: Path
) -> None:
    library = make_library(tmp_path / "documents", **{"bees\udcff": BEES})
    answerer = Answerer(Searcher(library), log, Pseudonyms.load(tmp_path / "key"))

    answered = await ask(answerer, "Where do bees dance \udcff?")

    assert answered.answer.hits
    assert questions(path) == ["Where do bees dance \\udcff?"]
    assert select(path, "SELECT DISTINCT source FROM passage") == ["bees\\udcff.txt"]
    assert await answerer.recall(answered.answer_id) is not None


async def test_a_locked_log_delays_an_answer_but_never_costs_it(
    answerer: Answerer, log: QueryLog, path: Path
) -> None:
    with locked(path):
        answered = await ask(answerer)
        recalled = await answerer.recall(answered.answer_id)
    await log.close()

    assert recalled == answered
    assert select(path, "SELECT answer_id FROM question") == [answered.answer_id]


async def test_a_question_cancelled_during_its_search_is_logged_once(
    log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    searcher = SlowSearcher(library)
    answerer = Answerer(searcher, log, Pseudonyms.load(tmp_path / "key"))
    asking = asyncio.create_task(ask(answerer))
    await asyncio.to_thread(searcher.begun.wait)

    asking.cancel()
    await asyncio.wait({asking})
    searcher.let_go.set()
    await answerer.settle()

    assert asking.cancelled()
    assert questions(path) == ["Where do bees dance?"]


async def test_a_question_cancelled_while_its_row_is_written_is_logged_once(
    path: Path, library: Library, tmp_path: Path
) -> None:
    log = await TellingLog.open(path)
    answerer = Answerer(Searcher(library), log, Pseudonyms.load(tmp_path / "key"))
    with locked(path):
        asking = asyncio.create_task(ask(answerer))
        await log.handed_over.wait()
        asking.cancel()
        await asyncio.wait({asking})
    await answerer.settle()
    await log.close()

    assert asking.cancelled()
    assert questions(path) == ["Where do bees dance?"]


async def test_a_search_that_fails_raises_its_error_and_logs_nothing(
    answerer: Answerer, path: Path, library: Library
) -> None:
    answerer.searcher = FailingSearcher(library)

    with pytest.raises(RuntimeError):
        await ask(answerer)

    assert questions(path) == []


async def test_a_library_swapped_during_a_question_serves_the_next_one(
    log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    searcher = SlowSearcher(library)
    answerer = Answerer(searcher, log, Pseudonyms.load(tmp_path / "key"))
    asking = asyncio.create_task(ask(answerer))
    await asyncio.to_thread(searcher.begun.wait)
    newer = make_library(tmp_path / "newer", ants=ANTS)

    answerer.searcher = Searcher(newer)
    searcher.let_go.set()
    during, after = await asking, await ask(answerer)

    assert during.answer.library_version == library.version
    assert after.answer.library_version == newer.version
    assert select(path, "SELECT library_version FROM question ORDER BY id") == [
        library.version,
        newer.version,
    ]


async def test_recall_after_a_restart_gives_the_same_answer_and_logs_nothing(
    answerer: Answerer, log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    answered = await ask(answerer, limit=1)
    await log.close()

    restarted = await QueryLog.open(path)
    again = Answerer(Searcher(library), restarted, Pseudonyms.load(tmp_path / "key"))
    recalled = await again.recall(answered.answer_id)
    await restarted.close()

    assert recalled == answered
    assert len(questions(path)) == 1


async def test_recall_keeps_the_logged_passages_while_the_library_has_them(
    answerer: Answerer, tmp_path: Path
) -> None:
    """A document that would now rank among them does not move them."""
    answered = await ask(answerer, "dance of bees to flowers in the hive")
    grown = make_library(tmp_path / "documents", ants=ANTS)

    answerer.searcher = Searcher(grown)
    recalled = await answerer.recall(answered.answer_id)
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

    answerer.searcher = changed
    recalled = await answerer.recall(answered.answer_id)

    assert recalled == replace(
        answered, answer=changed.answer("Where do bees dance?", limit=len(answered.answer.hits))
    )
    assert len(questions(path)) == 1


async def test_recall_of_a_question_that_had_no_answer_tells_what_the_library_has_now(
    answerer: Answerer, tmp_path: Path
) -> None:
    answered = await ask(answerer, "ants")
    answerer.searcher = Searcher(make_library(tmp_path / "documents", ants=ANTS))

    recalled = await answerer.recall(answered.answer_id)

    assert answered.answer.hits == ()
    assert recalled is not None
    assert {hit.passage.doc_id for hit in recalled.answer.hits} == {"ants.txt"}


async def test_recall_of_an_unknown_answer_is_none(answerer: Answerer) -> None:
    assert await answerer.recall("nobodyasked") is None
