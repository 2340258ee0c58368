"""What costs memory waits for its turn, over all servers."""

import asyncio

from bot.services.turns import Turns


async def test_so_many_run_at_once_and_the_others_wait() -> None:
    turns, running, most = Turns(2), 0, 0

    async def work() -> None:
        nonlocal running, most
        async with turns.taken():
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(work() for _ in range(7)))

    assert (most, running) == (2, 0)


async def test_one_that_fails_or_is_cancelled_gives_its_turn_back() -> None:
    turns = Turns(1)

    async def hold() -> None:
        async with turns.taken():
            await asyncio.Event().wait()

    holding = asyncio.create_task(hold())
    await asyncio.sleep(0)
    holding.cancel()
    await asyncio.wait({holding})

    async with asyncio.timeout(5), turns.taken():
        pass


def test_turns_work_in_one_event_loop_after_another() -> None:
    turns = Turns(1)

    async def work() -> None:
        async with turns.taken():
            await asyncio.sleep(0)

    async def both() -> None:
        await asyncio.gather(work(), work())

    for _ in range(2):
        asyncio.run(both())
