"""Questions in flight while versions are switched: none waits, none fails, none gets a mixture."""

import asyncio

import pytest

from bot.libraries.own_documents import Change
from bot.services.answering import Answerer
from bot.services.pseudonyms import Pseudonyms

from .stage import BY, OTHER, SERVER, Opened, Stage

pytestmark = pytest.mark.usefixtures("quick")

QUESTIONS, ASKERS = 1_000, 8
QUESTION = "Who counted the swallows, and how many swallows were there?"


async def test_each_of_a_thousand_questions_during_switches_is_answered_by_one_version_whole(
    stage: Stage,
) -> None:
    """A version is one number in two documents, so that a mixture would have two."""
    async with stage.open() as bot:
        await bot.server.switch((await bot.server.reload(_numbered(0), by=BY)).id, by=BY)
        await bot.server.switch((await bot.server.reload(_numbered(1), by=BY)).id, by=BY)
        answerer = Answerer(bot.searchers, bot.log, Pseudonyms.load(stage.data / "key"))
        switching = asyncio.create_task(_to_and_fro(bot))

        answered = await asyncio.gather(*(_ask_on(answerer) for _ in range(ASKERS)))
        elsewhere = await _ask(answerer, OTHER)
        switching.cancel()
        await asyncio.wait({switching})
        await answerer.settle()

    answers = [numbers for some in answered for numbers in some]
    assert len(answers) == QUESTIONS
    assert {len(numbers) for numbers in answers} == {1}
    assert set().union(*answers) == {"0", "1"}
    assert elsewhere == set()


def _numbered(number: int) -> Change:
    first = f"On swallows\n\nAda counted the swallows; there were {number} swallows.\n"
    second = f"On counting\n\nBob counted the swallows too, and of swallows saw {number}.\n"
    return Change(add={"first.txt": first.encode(), "second.txt": second.encode()})


async def _ask_on(answerer: Answerer) -> list[set[str]]:
    return [await _ask(answerer, SERVER) for _ in range(QUESTIONS // ASKERS)]


async def _ask(answerer: Answerer, guild_id: int) -> set[str]:
    """The numbers in all passages of an answer, and of its version's documents."""
    asked = await answerer.ask(
        QUESTION, surface="slash", user_id=1, guild_id=guild_id, channel_id=None
    )
    answer = asked.answer
    assert len(answer.hits) == 2 or guild_id == OTHER
    return {c for hit in answer.hits for c in hit.passage.text if c.isdigit()}


async def _to_and_fro(bot: Opened) -> None:
    while True:
        await bot.server.rollback(bot.server.history()[1].id, by=BY)
