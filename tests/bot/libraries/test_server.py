"""What moderators do to their server's library: reload, switch, discard, go back, teach."""

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import (
    AllLibrariesFullError,
    LibraryFullError,
    NoOwnDocumentError,
    NotWrittenError,
    NoVersionError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
)
from bot.libraries import active
from bot.libraries import own_documents as own
from bot.libraries import reload as reloading
from bot.libraries.active import InUse, Rules
from bot.libraries.comparison import Progress, Tell
from bot.libraries.own_documents import Change
from bot.libraries.reload import Built, Request
from bot.services.fixes import add_synonym
from bot.storage import query_log
from bot.storage.lessons import GoldenQuestion, Lessons, OutsideQuestion, OwnSynonym, PinnedPassage
from tests.bot.entries import locked, make_entry

from .stage import (
    ANTS,
    BY,
    DANCE,
    HERDS,
    HUNT,
    NESTS,
    OTHER,
    OWLS,
    SERVER,
    Opened,
    Stage,
    rebuild_here,
    teach,
    tidied,
)

pytestmark = pytest.mark.usefixtures("quick")

ADD_ANTS = Change(add={"week 3/ants.txt": ANTS.encode()})


async def test_reload_shows_what_would_change_and_changes_nothing(stage: Stage) -> None:
    stage.write("owls.txt", OWLS)
    (stage.sources / "wasps.txt").unlink()
    async with stage.open() as before:
        pass
    stage.write("wasps.txt", "On wasps\n\nWasps sting whoever comes near their nests.\n")
    (stage.sources / "owls.txt").unlink()
    async with stage.open() as bot:
        assert await bot.knows() == {"bees.txt", "wasps.txt"}
    del before

    async with stage.open() as bot:
        stage.write("bees.txt", "On bees\n\nBees sleep at night.\n")
        (stage.sources / "wasps.txt").unlink()
        found = await bot.server.reload(ADD_ANTS, by=BY)

        assert [d.doc_id for d in found.added] == ["~/week 3/ants.txt"]
        assert [d.doc_id for d in found.removed] == ["wasps.txt"]
        assert [d.doc_id for d in found.changed] == ["bees.txt"]
        assert (found.documents, found.summary) == (2, "1 added, 1 removed, 1 changed")
        assert found.is_switch
        assert not found.switched
        assert await bot.knows() == {"bees.txt", "wasps.txt"}
        assert await bot.status(HERDS) == "none"


async def test_switch_shows_the_new_version_to_its_own_server_only(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        found = await bot.server.reload(ADD_ANTS, by=BY)

        switched = await bot.server.switch(found.id, by=BY)

        assert await bot.knows() == {"bees.txt", "wasps.txt", "owls.txt", "~/week 3/ants.txt"}
        assert await bot.status(HERDS) == "found"
        assert await bot.knows(OTHER) == await bot.knows(None) == {"bees.txt", "wasps.txt"}
        assert bot.libraries.of(OTHER).history() == ()
        assert (switched.action, switched.by, switched.summary) == ("switch", BY, "2 added")
        assert [d.name for d in bot.server.active.documents] == ["week 3/ants.txt"]
        assert bot.libraries.of(OTHER).active.documents == ()


async def test_what_was_switched_to_is_in_place_after_a_restart(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(ADD_ANTS, by=BY)
        await bot.server.switch(found.id, by=BY)

    async with stage.open() as bot:
        assert await bot.status(HERDS) == "found"
        assert [entry.action for entry in bot.server.history()] == ["switch", "begin"]


async def test_discarded_reload_stays_discarded_after_a_restart_though_the_folder_has_it(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        found = await bot.server.reload(by=BY)

        await bot.server.discard(found.id, by=BY)

        with pytest.raises(RehearsalGoneError):
            await bot.server.switch(found.id, by=BY)
    async with stage.open() as bot:
        assert await bot.status(HUNT) == "none"
        assert await bot.status(HUNT, OTHER) == "found"


async def test_folder_that_changes_again_while_no_bot_runs_is_followed(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        found = await bot.server.reload(by=BY)
        await bot.server.discard(found.id, by=BY)
    stage.write("ants.txt", ANTS)

    async with stage.open() as bot:
        assert await bot.status(HERDS) == "found"
        assert [entry.action for entry in bot.server.history()] == ["restart", "begin"]
        back = await bot.server.rollback(by=BY)
        assert back.restores == bot.server.history()[2].id
        assert await bot.knows() == {"bees.txt", "wasps.txt"}


async def test_id_of_another_server_s_reload_or_of_an_earlier_bot_s_is_gone(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(ADD_ANTS, by=BY)

        with pytest.raises(RehearsalGoneError):
            await bot.libraries.of(OTHER).switch(found.id, by=BY)
        assert bot.server.rehearsal(found.id) == found
    async with stage.open() as bot:
        with pytest.raises(RehearsalGoneError):
            bot.server.rehearsal(found.id)


async def test_reload_of_an_unchanged_folder_has_nothing_to_switch_to(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(by=BY)

        assert not found.is_switch
        assert found.summary == "no document changed"
        with pytest.raises(RehearsalGoneError):
            bot.server.rehearsal(found.id)


async def test_second_request_joins_and_gets_the_same_result_and_a_change_has_to_wait(
    stage: Stage,
) -> None:
    stage.write("owls.txt", OWLS)
    told: list[Progress] = []
    async with stage.open() as bot:
        stage.write("ants.txt", ANTS)
        first = asyncio.create_task(bot.server.reload(by=BY))
        await asyncio.sleep(0)

        second = asyncio.create_task(bot.server.reload(by="b" * 32, progress=told.append))
        with pytest.raises(ReloadRunningError):
            await bot.server.reload(ADD_ANTS, by=BY)

        assert await first is await second
        assert told[-1].step == "loading"


async def test_next_reload_has_what_an_undecided_one_was_to_add(stage: Stage) -> None:
    async with stage.open() as bot:
        first = await bot.server.reload(ADD_ANTS, by=BY)

        second = await bot.server.reload(Change(add={"owls.txt": OWLS.encode()}), by=BY)

        assert {d.doc_id for d in second.added} == {"~/week 3/ants.txt", "~/owls.txt"}
        with pytest.raises(RehearsalGoneError):
            await bot.server.switch(first.id, by=BY)


async def test_document_is_replaced_and_removed_by_its_name(stage: Stage) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        await _switch(bot, Change(add={"week 3/ants.txt": OWLS.encode()}))
        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("none", "found")

        await _switch(bot, Change(remove=["week 3/ants.txt"]))

        assert bot.server.active.documents == ()
        assert await bot.knows() == {"bees.txt", "wasps.txt"}


@pytest.mark.parametrize(
    "name", ["../a.txt", "/a.txt", "a/./b.txt", ".a.txt", "a\n.txt", "~/a", "a\\b"]
)
async def test_name_that_leads_elsewhere_is_refused_and_nothing_is_written(
    stage: Stage, name: str
) -> None:
    async with stage.open() as bot:
        with pytest.raises(ValueError, match=re.escape(name)):
            await bot.server.reload(Change(add={name: b"text"}), by=BY)

    assert not (stage.data / "servers").exists()


async def test_removing_what_is_not_there_and_adding_too_much_is_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "MOST_DOCUMENTS", 1)
    async with stage.open() as bot:
        with pytest.raises(NoOwnDocumentError):
            await bot.server.reload(Change(remove=["bees.txt"]), by=BY)
        with pytest.raises(LibraryFullError):
            await bot.server.reload(Change(add={"a.txt": b"a", "b.txt": b"b"}), by=BY)


async def test_what_all_servers_add_together_is_limited_and_can_be_removed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        other = bot.libraries.of(OTHER)
        monkeypatch.setattr(
            active, "MOST_MEGABYTES_IN_ALL", len(bot.server.active.documents) * 0.0001
        )

        with pytest.raises(AllLibrariesFullError):
            await other.reload(Change(add={"owls.txt": OWLS.encode()}), by=BY)
        removed = await bot.server.reload(Change(remove=["week 3/ants.txt"]), by=BY)

        assert [document.doc_id for document in removed.removed] == ["~/week 3/ants.txt"]
        assert other.active.documents == ()


async def test_rollback_goes_back_step_by_step_and_to_any_version_that_is_kept(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        await _switch(bot, Change(add={"owls.txt": OWLS.encode()}))
        both = bot.server.history()[0]

        await bot.server.rollback(by=BY)
        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("found", "none")
        await bot.server.rollback(by=BY)
        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("none", "none")
        with pytest.raises(NoVersionError):
            await bot.server.rollback(by=BY)

        await bot.server.rollback(both.id, by=BY)
        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("found", "found")
        assert [d.name for d in bot.server.active.documents] == ["owls.txt", "week 3/ants.txt"]


async def test_rollback_survives_a_restart_and_is_read_from_disk_after_one(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        await _switch(bot, ADD_ANTS)
        await bot.server.rollback(by=BY)
    async with stage.open() as bot:
        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("none", "none")

        switched = bot.server.history()[1]
        await bot.server.rollback(switched.id, by=BY)

        assert (await bot.status(HERDS), await bot.status(HUNT)) == ("found", "found")


async def test_rollback_reads_own_documents_again_whose_index_is_damaged(stage: Stage) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        await _switch(bot, Change(remove=["week 3/ants.txt"]))
    for path in (stage.data / "servers" / str(SERVER) / "libraries").rglob("*.json*"):
        path.write_bytes(b"{}")

    async with stage.open() as bot:
        await bot.server.rollback(by=BY)

        assert await bot.status(HERDS) == "found"


async def test_rollback_ends_a_reload_that_is_under_way(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        started = asyncio.Event()

        async def hang(_request: Request, _tell: Tell) -> Built:
            started.set()
            return await asyncio.Future()

        monkeypatch.setattr(reloading, "rebuild_aside", hang)
        running = asyncio.create_task(bot.server.reload(by=BY))
        await started.wait()

        await bot.server.rollback(by=BY)

        with pytest.raises(ReloadFailedError, match="was stopped"):
            await running
        assert await bot.status(HERDS) == "none"


async def test_version_that_is_no_longer_kept_cannot_be_gone_back_to_and_is_off_the_disk(
    stage: Stage,
) -> None:
    async with stage.open(Rules(kept_versions=1)) as bot:
        begin = None
        for number in range(3):
            await _switch(bot, Change(add={f"{number}.txt": f"Note {number} on bees.".encode()}))
            begin = begin or bot.server.history()[-1]

        assert begin is not None
        with pytest.raises(NoVersionError):
            await bot.server.rollback(begin.id, by=BY)
        assert len(bot.server.history()) == 2
    folder = stage.data / "servers" / str(SERVER)
    assert len([*(folder / "libraries").iterdir()]) == 2
    assert len([*(folder / "files").iterdir()]) == 3


async def test_switch_that_cannot_be_written_leaves_everything_as_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(ADD_ANTS, by=BY)
        await tidied()
        with monkeypatch.context() as broken, locked(bot.log.path):
            broken.setattr(query_log, "CHANGE_SECONDS", 0.05)
            with pytest.raises(NotWrittenError):
                await bot.server.switch(found.id, by=BY)
        assert await bot.status(HERDS) == "none"

        await bot.server.switch(found.id, by=BY)

        assert await bot.status(HERDS) == "found"


async def test_what_is_being_activated_stays_in_use_though_the_moderator_is_gone(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(ADD_ANTS, by=BY)
        before = InUse.of(*bot.server.claims())
        await tidied()
        with locked(bot.log.path):
            asking = asyncio.create_task(bot.server.switch(found.id, by=BY))
            await asyncio.sleep(0.1)
            asking.cancel()

            meanwhile = InUse.of(*bot.server.claims())

        assert before.own_versions
        assert meanwhile == before
    async with stage.open() as bot:
        assert await bot.status(HERDS) == "found"


async def test_full_disk_ends_a_reload_in_words_and_the_next_one_succeeds(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_request: Request, _tell: Tell) -> Built:
        raise OSError(28, "No space left on device")

    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        monkeypatch.setattr(reloading, "rebuild_aside", full)
        with pytest.raises(ReloadFailedError, match="no space left"):
            await bot.server.reload(by=BY)
        monkeypatch.setattr(reloading, "rebuild_aside", rebuild_here)

        await _switch(bot)

        assert await bot.status(HUNT) == "found"


async def test_failed_reload_leaves_the_old_version_after_a_restart_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_request: Request, _tell: Tell) -> Built:
        reason = "it broke"
        raise ReloadFailedError(reason)

    monkeypatch.setattr(reloading, "rebuild_aside", fail)
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        with pytest.raises(ReloadFailedError):
            await bot.server.reload(by=BY)

    async with stage.open() as bot:
        assert await bot.status(HUNT) == "none"
        assert await bot.status(HUNT, OTHER) == "found"


async def test_harmless_reload_is_switched_at_once_where_the_operator_allows_it(
    stage: Stage,
) -> None:
    async with stage.open(Rules(switch_without_asking=True)) as bot:
        await bot.log.record(make_entry(guild_id=SERVER, question=DANCE))
        found = await bot.server.reload(ADD_ANTS, by=BY)
        assert found.switched
        assert await bot.status(HERDS) == "found"

        (stage.sources / "bees.txt").unlink()
        found = await bot.server.reload(by=BY)

        assert [(r.question, r.effect) for r in found.replayed] == [(DANCE, "vanishes")]
        assert not found.switched
        assert await bot.status(DANCE) == "found"


async def test_rehearsal_asks_the_server_s_own_questions_once_each_and_the_golden_ones(
    stage: Stage,
) -> None:
    golden = {"id": 1, "question": NESTS, "answers": [{"source": "wasps.txt", "quote": "of paper"}]}
    stage.write("questions.jsonl", json.dumps(golden))
    async with stage.open() as bot:
        for question in (DANCE, DANCE.upper(), HUNT):
            await bot.log.record(make_entry(guild_id=SERVER, question=question))
        await bot.log.record(make_entry(guild_id=OTHER, question="Is this asked elsewhere?"))
        stage.write("wasps.txt", "On wasps\n\nWasps sting whoever comes near.\n")
        stage.write("owls.txt", OWLS)

        found = await bot.server.reload(by=BY)

        assert (found.golden, found.recent) == (1, 2)
        effects = {one.question: (one.effect, one.breaks) for one in found.replayed}
        assert effects == {NESTS: ("vanishes", True), HUNT: ("appears", False)}
        assert found.does_harm


async def test_damaged_golden_questions_and_synonyms_are_told_as_problems(stage: Stage) -> None:
    stage.write("questions.jsonl", "nonsense")
    stage.write("synonyms.toml", 'groups = [["alone"]]')
    async with stage.open() as bot:
        found = await bot.server.reload(by=BY)

        assert {problem.source for problem in found.problems} == {
            "questions.jsonl",
            "synonyms.toml",
        }


async def test_synonyms_beside_the_documents_change_with_a_switch_and_back(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.write("synonyms.toml", '[rules]\nzzyx = ["old wood"]\n')
        assert await bot.status("zzyx") == "none"

        await _switch(bot)

        assert await bot.status("zzyx") != "none"
    async with stage.open() as bot:
        assert await bot.status("zzyx") != "none"
        await bot.server.rollback(by=BY)
        assert await bot.status("zzyx") == "none"


async def test_what_is_taught_counts_at_once_in_its_server_and_outlives_switches_and_restarts(
    stage: Stage,
) -> None:
    lesson = OwnSynonym(by=BY, at=datetime.now(UTC), words=("zzyx", "old wood"))
    async with stage.open() as bot:
        await teach(bot.server, Lessons(synonyms=(lesson,)))
        assert (await bot.status("zzyx") != "none", await bot.status("zzyx", OTHER)) == (
            True,
            "none",
        )
        await _switch(bot, ADD_ANTS)
        assert await bot.status("zzyx") != "none"

    async with stage.open() as bot:
        assert await bot.status("zzyx") != "none"
        assert bot.server.lessons.synonyms == (lesson,)


async def test_golden_question_that_was_taught_and_a_lost_pin_show_in_the_rehearsal(
    stage: Stage,
) -> None:
    now = datetime.now(UTC)
    text = "Wasps chew old wood and build their nests of paper."
    taught = Lessons(
        golden=(
            GoldenQuestion(by=BY, at=now, question=NESTS, source="wasps.txt", quote="of paper"),
        ),
        pins=(
            PinnedPassage(by=BY, at=now, question=NESTS, source="wasps.txt", start=0, text=text),
        ),
        outside=(OutsideQuestion(by=BY, at=now, question="When is lunch?", sentence="At noon."),),
    )
    async with stage.open() as bot:
        await teach(bot.server, taught)
        (stage.sources / "wasps.txt").unlink()

        found = await bot.server.reload(by=BY)

        assert [(one.question, one.breaks) for one in found.replayed] == [(NESTS, True)]
        assert ["wasps.txt" in problem.source for problem in found.problems] == [True]


async def test_each_action_is_in_the_audit_table_by_pseudonym(stage: Stage) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        await bot.server.rollback(by=BY)
        found = await bot.server.reload(ADD_ANTS, by=BY)
        await bot.server.discard(found.id, by=BY)
        await add_synonym(bot.server, BY, ("hive", "nest"))
        rows = await bot.log.rows("SELECT guild_id, actor, action, details FROM audit ORDER BY id")

    assert {(row["guild_id"], row["actor"]) for row in rows} == {(SERVER, BY)}
    assert [row["action"] for row in rows] == [
        "sources reload",
        "sources switch",
        "sources rollback",
        "sources reload",
        "sources discard",
        "synonyms add",
    ]
    assert json.loads(rows[-1]["details"]) == {"words": ["hive", "nest"]}


async def test_switch_pressed_twice_at_once_is_done_once(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(ADD_ANTS, by=BY)

        presses = [bot.server.switch(found.id, by=BY) for _ in range(2)]
        done: list[Any] = await asyncio.gather(*presses, return_exceptions=True)

        assert [type(one).__name__ for one in done] == ["HistoryEntry", "RehearsalGoneError"]
        assert [entry.action for entry in bot.server.history()] == ["switch", "begin"]


async def _switch(bot: Opened, change: Change = Change()) -> None:  # noqa: B008  # it is frozen
    found = await bot.server.reload(change, by=BY)
    await bot.server.switch(found.id, by=BY)
