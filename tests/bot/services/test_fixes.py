"""A fix is one transaction: a lesson, a golden question, a decision, and what is audited."""

import asyncio
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.errors import DecidedGapError, NotWrittenError, PassageGoneError
from bot.libraries.active import Current
from bot.libraries.loading import Loading
from bot.services.fixes import (
    Subject,
    add_synonym,
    pin_passage,
    put_out_of_scope,
    set_aside,
    undo_fix,
)
from bot.services.gaps import Gap, open_gaps
from bot.storage import query_log
from bot.storage.lessons import Lessons
from index import Searcher
from sources import Locator, Passage
from tests.bot.entries import locked, make_entry, select
from tests.bot.libraries.stage import BY, SERVER, Opened, Stage
from tests.bot.shelf import ROOT, environment

from .fix_victim import SENTENCE, fix, undo

pytestmark = pytest.mark.usefixtures("quick")

QUESTION = "Who repairs bicycles?"
COLLEAGUE = "b" * 32

OPEN: dict[str, list[object]] = {"gaps": [], "lessons": []}
FIXED = {"gaps": ["out_of_scope"] * 2, "lessons": ["golden", "out_of_scope"]}
FIX_AUDITED = ["out of scope", "golden add", "gap decide"]


async def _ask(bot: Opened) -> None:
    for asker in ("ada", "ben"):
        await bot.log.record(
            make_entry(guild_id=SERVER, asker=asker, question=QUESTION, status="none", passages=())
        )


async def _gap(bot: Opened) -> Gap:
    (gap,) = await open_gaps(bot.log, SERVER, await bot.server.searcher(), bot.server.lessons)
    return gap


def _stored(stage: Stage) -> tuple[dict[str, list[object]], list[object]]:
    path = stage.data / "queries.db"
    decided = {
        "gaps": select(path, "SELECT decision FROM gap"),
        "lessons": select(path, "SELECT kind FROM lesson ORDER BY kind"),
    }
    return decided, select(path, "SELECT action FROM audit ORDER BY id")


@pytest.mark.parametrize("act", ["fix", "undo"])
async def test_kill_9_at_each_step_leaves_all_of_a_fix_or_nothing(tmp_path: Path, act: str) -> None:
    template = Stage(tmp_path / "template").make()
    async with template.open() as bot:
        await _ask(bot)
        if act == "undo":
            await fix(bot)
    before = _stored(template)
    after = {
        "fix": (FIXED, FIX_AUDITED),
        "undo": (OPEN, [*FIX_AUDITED, "gap undo"]),
    }[act]

    seen = []
    for stage in await _killed(act, template.root, tmp_path / "copies"):
        async with stage.open() as bot:  # as the next start finds it
            is_out_of_scope = (await bot.searchers.of(SERVER)).answer(QUESTION).out_of_scope
        stored = _stored(stage)
        assert stored in (before, after)
        assert is_out_of_scope == (stored[0] == FIXED)
        seen.append(stored)

    assert seen[0] == before
    assert seen[-1] == after
    assert len(seen) > 5


async def _killed(act: str, template: Path, copies: Path) -> list[Stage]:
    command = [sys.executable, "-m", f"{__package__}.fix_victim", act, template, copies]
    run = partial(
        subprocess.run, env=environment(), cwd=ROOT, capture_output=True, check=True, text=True
    )
    found = await asyncio.to_thread(run, command)
    return [Stage(Path(line)) for line in found.stdout.split()]


async def test_fix_builds_one_searcher(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    build = Loading.build
    async with stage.open() as bot:
        await _ask(bot)
        gap = await _gap(bot)

        def counted(loading: Loading, current: Current) -> Searcher:
            built.append(current)
            return build(loading, current)

        monkeypatch.setattr(Loading, "build", counted)

        await put_out_of_scope(bot.server, BY, gap, SENTENCE)

        assert len(built) == 1
        assert len(bot.server.lessons.golden) == 1


async def test_undo_restores_what_was_before_the_fix_only(stage: Stage) -> None:
    async with stage.open() as bot:
        await _ask(bot)
        await add_synonym(bot.server, BY, ("hive", "nest"))
        before = bot.server.lessons
        await fix(bot)
        await undo(bot)

        assert bot.server.lessons == before
        assert (await _gap(bot)).askers == 2
        assert not (await bot.server.searcher()).answer(QUESTION).out_of_scope


async def test_gap_that_a_colleague_closes_meanwhile_is_not_fixed_a_second_time(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _ask(bot)
        gap = await _gap(bot)
        await set_aside(bot.server, COLLEAGUE, gap)

        with pytest.raises(DecidedGapError):
            await put_out_of_scope(bot.server, BY, gap, SENTENCE)

        assert bot.server.lessons == Lessons()
        await undo_fix(bot.server, BY, gap.key)
        with pytest.raises(DecidedGapError):
            await undo_fix(bot.server, BY, gap.key)


async def test_two_moderators_at_once_lose_nothing(stage: Stage) -> None:
    async with stage.open() as bot:
        words = [(f"word{n}", "nest") for n in range(5)]

        await asyncio.gather(*(add_synonym(bot.server, BY, pair) for pair in words))

        assert {one.words for one in bot.server.lessons.synonyms} == {*words}
        assert "none" not in {await bot.status(word) for word, _ in words}


async def test_fix_that_cannot_be_written_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.open() as bot:
        await _ask(bot)
        gap = await _gap(bot)
        searcher = await bot.server.searcher()
        with monkeypatch.context() as broken, locked(bot.log.path):
            broken.setattr(query_log, "CHANGE_SECONDS", 0.05)
            with pytest.raises(NotWrittenError):
                await put_out_of_scope(bot.server, BY, gap, SENTENCE)

        assert bot.server.lessons == Lessons()
        assert await bot.server.searcher() is searcher
        await _gap(bot)


async def test_moderator_who_is_cut_off_has_fixed_it_all_the_same_or_not_at_all(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _ask(bot)
        gap = await _gap(bot)
        with locked(bot.log.path):
            fixing = asyncio.create_task(put_out_of_scope(bot.server, BY, gap, SENTENCE))
            await asyncio.sleep(0.3)
            fixing.cancel()
        await asyncio.wait({fixing})

        is_fixed = bool(bot.server.lessons.outside)
        assert (await bot.server.searcher()).answer(QUESTION).out_of_scope == is_fixed
    assert _stored(stage)[0] == (FIXED if is_fixed else OPEN)


async def test_passage_that_is_gone_is_not_pinned(stage: Stage) -> None:
    gone = Passage("gone.txt", Locator(0, 5), "Gone.", ((0, 5),))
    async with stage.open() as bot:
        with pytest.raises(PassageGoneError):
            await pin_passage(bot.server, BY, Subject(QUESTION), gone)

        assert bot.server.lessons == Lessons()
    assert _stored(stage) == (OPEN, [])
