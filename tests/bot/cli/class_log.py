"""A log of a class for the commands to work on."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.entries import Entry
from bot.storage.query_log import QueryLog
from tests.bot.entries import make_entry

NOW = datetime.now(UTC)
OURS, THEIRS = 1102233445566778899, 998877665544332211
VOTE = (
    "INSERT INTO vote (answer_id, voter, guild_id, at, helpful) "
    "SELECT answer_id, 'v', guild_id, asked_at, ? FROM question WHERE answer_id = ?"
)


def write_log(entries: Iterable[Entry], data: str = "data") -> Path:
    """Log entries where the commands look for them; the file."""
    path = Path(data, "queries.db")

    async def write() -> None:
        log = await QueryLog.open(path)
        try:
            await asyncio.gather(*map(log.record, entries))
        finally:
            await log.close()

    asyncio.run(write())
    return path


def asked(question: str, *, by: str = "ada", days_ago: int = 0, **changes: object) -> Entry:
    """A question that found nothing, unless `changes` say otherwise."""
    fields: dict[str, object] = {
        "question": question,
        "asker": by,
        "asked_at": NOW - timedelta(days=days_ago),
        "guild_id": OURS,
        "status": "none",
        "passages": (),
    }
    return make_entry(**(fields | changes))


def week() -> list[Entry]:
    """Six people ask about the bees, who are found, and two about the exam, which is not."""
    found = [
        make_entry(question="How do bees dance?", asker=f"asker{n}", guild_id=OURS, asked_at=NOW)
        for n in range(6)
    ]
    return [
        *found,
        asked("When is the exam?", by="asker1", days_ago=1),
        asked("when is the exam", by="asker2"),
        asked("Where is the library?", by="asker3", guild_id=THEIRS, days_ago=2),
    ]
