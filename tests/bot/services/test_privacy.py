"""Once a day: terms begin, what is past its time goes, and a failure waits for the next day."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.features import background
from bot.libraries.registry import Libraries
from bot.services.privacy import Keeping, tidy
from bot.services.pseudonyms import Pseudonyms
from bot.storage.lessons import Lessons, OwnSynonym, ServerChoices
from bot.storage.query_log import QueryLog
from tests.bot.classroom import Classroom
from tests.bot.entries import locked, make_entry, questions, select
from tests.bot.libraries.stage import teach
from tests.bot.staff import background_of

from .test_pseudonyms import Calendar

KEEPING = Keeping(180, ("02-01", "09-01"))


async def test_questions_and_the_keys_of_their_askers_go_when_their_time_is_past(
    log: QueryLog, path: Path, tmp_path: Path, libraries: Libraries
) -> None:
    calendar = Calendar(date(2026, 8, 1))
    pseudonyms = Pseudonyms.load(tmp_path / "keys", calendar.today)
    summer = pseudonyms.of(7, 11)
    names = []
    for days in range(0, 270, 90):  # 1 August, 30 October, 28 January
        calendar.day = date(2026, 8, 1) + timedelta(days)
        at = datetime.combine(calendar.day, datetime.min.time(), UTC)
        await tidy(log, pseudonyms, libraries, KEEPING, calendar.day)
        names.append(pseudonyms.of(7, 11))
        await log.record(make_entry(question=f"day {days}", asked_at=at))
    still = pseudonyms.all_of(7, 11)

    calendar.day += timedelta(days=36)  # 5 March
    deleted = await tidy(log, pseudonyms, libraries, KEEPING, calendar.day)

    assert names == [summer, names[1], names[1]]
    assert names[1] != summer
    assert summer in still
    assert deleted == 1
    assert questions(path) == ["day 90", "day 180"]
    assert summer in pseudonyms.all_of(7, 11)  # it was used until 30 October

    calendar.day += timedelta(days=60)
    await tidy(log, pseudonyms, libraries, KEEPING, calendar.day)

    assert questions(path) == ["day 180"]
    assert set(pseudonyms.all_of(7, 11)) == {names[1], pseudonyms.of(7, 11)}


async def test_without_terms_everybody_keeps_their_name(
    log: QueryLog, tmp_path: Path, libraries: Libraries
) -> None:
    pseudonyms = Pseudonyms.load(tmp_path / "keys")
    name = pseudonyms.of(7, 11)

    await tidy(log, pseudonyms, libraries, Keeping(), date(2026, 9, 2))

    assert pseudonyms.of(7, 11) == name


async def test_what_is_kept_without_a_time_limit_stays(
    log: QueryLog, path: Path, tmp_path: Path, libraries: Libraries
) -> None:
    await log.record(make_entry(question="old", asked_at=datetime(2020, 1, 1, tzinfo=UTC)))

    await tidy(log, Pseudonyms.load(tmp_path / "keys"), libraries, Keeping(None), date(2026, 9, 2))

    assert questions(path) == ["old"]


async def test_what_fails_is_logged_and_done_the_next_time(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, "_FIRST_CLEAN_UP_S", 0)
    monkeypatch.setattr(background, "_CLEAN_UP_HOURS", 0)
    monkeypatch.setattr("bot.storage.query_log.CHANGE_SECONDS", 0.05)
    log = classroom.answerer.query_log
    await log.record(make_entry(asked_at=datetime(2020, 1, 1, tzinfo=UTC)))
    jobs = background_of(classroom.new_bot())
    jobs.clean_up.change_interval(seconds=0)

    with locked(log.path):
        jobs.clean_up.start()
        async with asyncio.timeout(60):
            while "tried again" not in caplog.text:  # noqa: ASYNC110 - the log has no event
                await asyncio.sleep(0.01)
    async with asyncio.timeout(60):
        while questions(log.path):  # noqa: ASYNC110 - neither has the database
            await asyncio.sleep(0.01)

    assert jobs.clean_up.is_running()
    jobs.clean_up.cancel()


async def test_what_was_deleted_is_audited_without_a_name(
    log: QueryLog, path: Path, tmp_path: Path, libraries: Libraries
) -> None:
    pseudonyms = Pseudonyms.load(tmp_path / "keys")
    await log.record(make_entry(asked_at=datetime(2020, 1, 1, tzinfo=UTC)))

    for day in (1, 2):
        await tidy(log, pseudonyms, libraries, Keeping(), date(2026, 9, day))

    audited = select(path, "SELECT guild_id, actor, action, details FROM audit")
    assert audited == [
        (None, "bot", "retention", '{"before": "2026-03-05", "questions": 1}'),
    ]


async def test_server_that_chose_a_shorter_time_has_its_questions_deleted_sooner(
    log: QueryLog, path: Path, tmp_path: Path, libraries: Libraries
) -> None:
    pseudonyms = Pseudonyms.load(tmp_path / "keys")
    choices = ServerChoices(by="", at=datetime(2026, 8, 1, tzinfo=UTC), retention_days=30)
    await teach(libraries.of(11), Lessons(choices=(choices,)))
    for guild_id in (11, 12):
        for month in (7, 8):
            asked_at = datetime(2026, month, 20, tzinfo=UTC)
            await log.record(make_entry(asked_at=asked_at, guild_id=guild_id))

    deleted = await tidy(log, pseudonyms, libraries, Keeping(), date(2026, 9, 1))

    assert deleted == 1
    kept = select(path, "SELECT guild_id, substr(asked_at, 6, 2) FROM question ORDER BY 1, 2")
    assert kept == [(11, "08"), (12, "07"), (12, "08")]
    assert select(path, "SELECT guild_id, action FROM audit WHERE action = 'retention'") == [
        (11, "retention")
    ]


async def test_who_taught_something_is_forgotten_in_time(
    log: QueryLog, tmp_path: Path, libraries: Libraries
) -> None:
    pseudonyms = Pseudonyms.load(tmp_path / "keys")
    taught = OwnSynonym(by="a" * 32, at=datetime(2026, 3, 4, tzinfo=UTC), words=("hive", "nest"))
    await teach(libraries.of(11), Lessons(synonyms=(taught,)))

    await tidy(log, pseudonyms, libraries, Keeping(), date(2026, 9, 1))

    assert [(one.by, one.words) for one in libraries.of(11).lessons.synonyms] == [
        ("", ("hive", "nest"))
    ]


async def test_bot_tidies_up_by_itself_and_stops_when_it_is_closed(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_FIRST_CLEAN_UP_S", 0)
    old = make_entry(asked_at=datetime(2020, 1, 1, tzinfo=UTC))
    await classroom.answerer.query_log.record(old)

    await classroom.env.restart_bot(classroom.new_bot())
    async with asyncio.timeout(60):
        while questions(classroom.database):  # noqa: ASYNC110 - the database has no event
            await asyncio.sleep(0.01)
    await classroom.env.bot.close()

    assert not background_of(classroom.env.bot).clean_up.is_running()
