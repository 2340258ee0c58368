"""From a question to its logged answer: nothing lost, nothing twice, nobody named."""

import asyncio
import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.libraries.searchers import SearcherRegistry
from bot.services.answering import Answerer, Viewer
from bot.services.pseudonyms import Pseudonyms
from bot.storage.entries import Entry, Surface, read_entry
from bot.storage.people import opt_out
from bot.storage.query_log import QueryLog
from bot.storage.store import LogStore
from index import Answer, Searcher
from sources import Library
from tests.bot.asking import ANTS, BEES, USER_ID, WASPS, ask, make_library
from tests.bot.entries import locked, questions, select


class SlowSearcher(Searcher):
    """Searches only once it is let go, so that a test can act in the meantime."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def answer(self, question: str, *, limit: int = 10, correct: bool = True) -> Answer:
        """Wait, then answer."""
        self.begun.set()
        assert self.let_go.wait(timeout=10), "the event loop stood still during the search"
        return super().answer(question, limit=limit, correct=correct)


class CountingSearcher(Searcher):
    """Counts how many of its searches run at once; each waits a little for another one."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.most = self._running = 0
        self._counting = threading.Condition()

    def answer(self, question: str, *, limit: int = 10, correct: bool = True) -> Answer:
        """Count, then answer."""
        with self._counting:
            self._running += 1
            self.most = max(self.most, self._running)
            self._counting.notify_all()
            self._counting.wait_for(lambda: self._running > 1, timeout=0.1)
        try:
            return super().answer(question, limit=limit, correct=correct)
        finally:
            with self._counting:
                self._running -= 1


class FailingSearcher(Searcher):
    """Stands for any defect of a search."""

    def answer(self, question: str, *, limit: int = 10, correct: bool = True) -> Answer:
        """Fail."""
        raise RuntimeError(question, limit, correct)


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
    await answerer.ask(
        "Alone?", surface="mention", user_id=USER_ID, guild_id=None, channel_id=USER_ID
    )

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


async def test_half_a_character_from_the_command_line_costs_no_answer(
    answerer: Answerer, path: Path
) -> None:
    answered = await ask(answerer, "Where do bees dance \udcff?")

    assert answered.answer.hits
    assert questions(path) == ["Where do bees dance \\udcff?"]
    assert await answerer.recall(answered.answer_id, Viewer(USER_ID, 11)) is not None


async def test_a_locked_log_delays_an_answer_but_never_costs_it(
    answerer: Answerer, log: QueryLog, path: Path
) -> None:
    with locked(path):
        answered = await ask(answerer)
        recalled = await answerer.recall(answered.answer_id, Viewer(USER_ID, 11))
    await log.close()

    assert recalled is not None
    assert [q.text for q in recalled.answer.quotes] == [q.text for q in answered.answer.quotes]
    assert select(path, "SELECT answer_id FROM question") == [answered.answer_id]


async def test_a_question_cancelled_during_its_search_is_logged_once(
    log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    searcher = SlowSearcher(library)
    answerer = Answerer(SearcherRegistry(searcher), log, Pseudonyms.load(tmp_path / "key"))
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
    answerer = Answerer(SearcherRegistry(Searcher(library)), log, Pseudonyms.load(tmp_path / "key"))
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
    answerer.searchers = SearcherRegistry(FailingSearcher(library))

    with pytest.raises(RuntimeError):
        await ask(answerer)

    assert questions(path) == []


async def test_a_library_swapped_during_a_question_serves_the_next_one(
    log: QueryLog, path: Path, library: Library, tmp_path: Path
) -> None:
    searcher = SlowSearcher(library)
    answerer = Answerer(SearcherRegistry(searcher), log, Pseudonyms.load(tmp_path / "key"))
    asking = asyncio.create_task(ask(answerer))
    await asyncio.to_thread(searcher.begun.wait)
    newer = make_library(tmp_path / "newer", ants=ANTS)

    answerer.searchers = SearcherRegistry(Searcher(newer))
    searcher.let_go.set()
    during, after = await asking, await ask(answerer)

    assert during.answer.library_version == library.version
    assert after.answer.library_version == newer.version
    assert select(path, "SELECT library_version FROM question ORDER BY id") == [
        library.version,
        newer.version,
    ]


async def test_what_is_shown_is_kept_word_for_word_and_each_text_once(
    answerer: Answerer, path: Path, library: Library
) -> None:
    answered = [await ask(answerer) for _ in range(2)]

    entries = [await read_entry(answerer.query_log.rows, one.answer_id) for one in answered]
    for entry, one in zip(entries, answered, strict=True):
        assert entry is not None
        for logged, hit, quote in zip(
            entry.passages, one.answer.hits, one.answer.quotes, strict=True
        ):
            assert logged.quoted is not None
            assert (logged.quoted.text, logged.quoted.breaks) == (
                hit.passage.text,
                hit.passage.breaks,
            )
            assert logged.quoted.text[logged.quote_start : logged.quote_end] == quote.text
            assert logged.quoted.citation == quote.citation
            assert logged.quoted.document == library.documents[logged.source].sha256
    assert select(path, "SELECT count(*) FROM quoted") == [len(answered[0].answer.hits)]


async def test_the_question_of_whoever_opted_out_is_answered_and_only_counted(
    answerer: Answerer, path: Path
) -> None:
    name = answerer.pseudonyms.opted_out(USER_ID, 11)
    await opt_out(answerer.query_log, name, 11, datetime.now(UTC))

    answered = await ask(answerer)

    assert answered.answer.hits
    assert questions(path) == []
    assert select(path, "SELECT found + weak, unkept FROM daily") == [(1, 1)]


async def test_personal_data_in_a_question_is_masked_before_it_is_stored(
    answerer: Answerer, path: Path
) -> None:
    await ask(answerer, "Where do bees dance? Write to ada@school.edu or +44 20 7946 0958!")

    assert questions(path) == ["Where do bees dance? Write to [e-mail] or [phone number]!"]


async def test_two_searches_run_at_once_and_the_others_wait_their_turn(
    library: Library, log: QueryLog, tmp_path: Path
) -> None:
    searcher = CountingSearcher(library)
    answerer = Answerer(SearcherRegistry(searcher), log, Pseudonyms.load(tmp_path / "key"))

    answered = await asyncio.gather(*(ask(answerer) for _ in range(12)))

    assert all(one.answer.hits for one in answered)
    assert searcher.most == 2
