"""What a moderator did stays when they are deleted; that it was they does not."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.libraries.own_documents import Change
from bot.storage.lessons import Lessons, OutsideQuestion, OwnSynonym
from bot.storage.people import export_person

from .stage import ANTS, BY, OTHER, OWLS, SERVER, Opened, Stage, teach

pytestmark = pytest.mark.usefixtures("quick")

COLLEAGUE = "b" * 32


async def _act(bot: Opened, by: str, name: str, text: str) -> None:
    """Add a document, switch to it, and teach a synonym."""
    at = datetime.now(UTC)
    found = await bot.server.reload(Change(add={name: text.encode()}), by=by)
    await bot.server.switch(found.id, by=by)
    synonym = OwnSynonym(by=by, at=at, words=(name.removesuffix(".txt"), by[:8]))
    outside = OutsideQuestion(by=by, at=at, question="What next?", sentence="Ask later.")
    known = bot.server.lessons
    lessons = Lessons(synonyms=(*known.synonyms, synonym), outside=(*known.outside, outside))
    await teach(bot.server, lessons)


def _files(stage: Stage) -> bytes:
    files = (file for file in stage.data.rglob("*") if file.is_file())
    return b"".join(file.read_bytes() for file in files)


async def _named(bot: Opened) -> dict[str, list[dict[str, object]]]:
    """What is stored under the moderator's name."""
    kept = await export_person(bot.log.rows, [BY])
    return {kind: kept[kind] for kind in ("taught", "documents", "versions")}


async def test_name_of_a_deleted_moderator_is_in_no_file_and_what_they_did_stays(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _act(bot, BY, "ants.txt", ANTS)
        await _act(bot, COLLEAGUE, "owls.txt", OWLS)

        await bot.libraries.erase_person(SERVER, [BY, "c" * 32])

        assert [one.by for one in bot.server.active.documents] == [None, COLLEAGUE]
        assert [one.by for one in bot.server.history()] == [COLLEAGUE, None, None]
        assert [one.by for one in bot.server.lessons.synonyms] == ["", COLLEAGUE]
        assert BY.encode() not in _files(stage)
        assert COLLEAGUE.encode() in _files(stage)
    async with stage.open() as bot:
        assert "~/ants.txt" in await bot.knows()
        assert len(bot.server.lessons.synonyms) == 2
        assert await _named(bot) == {"taught": [], "documents": [], "versions": []}


async def test_document_that_waits_for_a_switch_does_not_bring_a_name_back(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(Change(add={"ants.txt": ANTS.encode()}), by=BY)
        await bot.libraries.erase_person(SERVER, [BY])

        await bot.server.switch(found.id, by=COLLEAGUE)

        assert BY.encode() not in _files(stage)


async def test_whoever_acts_again_is_known_by_that_alone(stage: Stage) -> None:
    async with stage.open() as bot:
        await _act(bot, BY, "ants.txt", ANTS)
        await bot.libraries.erase_person(SERVER, [BY])

        await _act(bot, BY, "owls.txt", OWLS)

        named = await _named(bot)
        assert [one["name"] for one in named["documents"]] == ["owls.txt"]
        assert [len(named[kind]) for kind in ("taught", "versions")] == [2, 1]


async def test_who_did_what_is_forgotten_in_time(stage: Stage) -> None:
    async with stage.open() as bot:
        await _act(bot, BY, "ants.txt", ANTS)

        await bot.libraries.erase_before(datetime.now(UTC).date() - timedelta(days=1))
        assert len((await _named(bot))["taught"]) == 2
        await bot.libraries.erase_before(datetime.now(UTC).date() + timedelta(days=1))

        assert BY.encode() not in _files(stage)
        assert await bot.knows() >= {"~/ants.txt"}


async def test_forgetting_makes_no_folder_for_a_server_without_one(stage: Stage) -> None:
    async with stage.open() as bot:
        await bot.libraries.erase_person(OTHER, [BY])

        assert not (stage.data / "servers" / str(OTHER)).exists()
