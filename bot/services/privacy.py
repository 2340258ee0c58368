"""Retention, and one person's data: showing, exporting and deleting it."""

import asyncio
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.libraries.registry import Libraries
from bot.storage.deletion import forget_before
from bot.storage.feedback import undelivered_requests
from bot.storage.lessons import chosen_retention
from bot.storage.people import (
    Amounts,
    count_person,
    export_person,
    newest_questions,
    opt_in,
    opt_out,
    opted_out_since,
)
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit

from .answering import Answerer
from .pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class Keeping:
    """The operator's retention settings.

    Attributes:
        days: How long a question is kept; None without end.
        new_term_on: Days of the year, "09-01", on which everybody gets another pseudonym.
    """

    days: int | None = 180
    new_term_on: tuple[str, ...] = ()

    @property
    def how_long(self) -> str:
        """The period in words that continue a sentence: "for 180 days"."""
        if self.days is None:
            return "for an unlimited time"
        return "for one day" if self.days == 1 else f"for {self.days:,} days"

    def within(self, days: int | None) -> "Keeping":
        """Return the settings of a server that chose a number of days; None if it chose none."""
        if days is None or (self.days is not None and days >= self.days):
            return self
        return replace(self, days=days)

    def first_day(self, today: date) -> date | None:
        """The first day of which questions are kept; None if those of all days are."""
        return None if self.days is None else today - timedelta(days=self.days)

    def term_begun(self, today: date) -> date | None:
        """The latest day on which a term was to begin, today included; None without terms."""
        begun = (
            date.fromisoformat(f"{year}-{day}")
            for year in (today.year - 1, today.year)
            for day in self.new_term_on
        )
        return max((day for day in begun if day <= today), default=None)


KeepingIn = Callable[[int | None], Keeping]
"""Gives the retention settings of a server; of none, the operator's."""

_NEWEST = 3

_CODE_CHARS = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """One person's stored data.

    Attributes:
        acts: What they did as a moderator, in the log and in files.
        newest: Their newest questions, each with its time.
        opted_out: Since when their questions are not kept; None if they are.
        missed: Questions that were answered, and of which Discord refused the notification.
    """

    amounts: Amounts
    acts: int
    newest: tuple[tuple[str, datetime], ...]
    opted_out: datetime | None
    missed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to delete."""
        amounts = self.amounts
        return not (amounts.questions or amounts.votes or amounts.wishes or self.acts)


class Person:
    """Somebody in a server, over all terms of which there is a key."""

    def __init__(
        self, user_id: int, guild_id: int, answerer: Answerer, libraries: Libraries
    ) -> None:
        """Name them.

        Args:
            user_id: Of Discord; it is not kept.
            guild_id: Of the server.
            answerer: Has the log and the keys.
            libraries: Have the files of the server.
        """
        self.guild_id = guild_id
        self._names = answerer.pseudonyms.all_of(user_id, guild_id)
        self._choices = answerer.pseudonyms.choices(user_id, guild_id)
        self._opted_out_as = answerer.pseudonyms.opted_out(user_id, guild_id)
        self._log = answerer.query_log
        self._askers = answerer.askers
        self._libraries = libraries

    @property
    def code(self) -> str:
        """Code that identifies the person in a button: permanent and unique."""
        return hashlib.sha256(f"button/{self._opted_out_as}".encode()).hexdigest()[:_CODE_CHARS]

    async def kept(self) -> Kept:
        """Look up what is kept.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        rows, names = self._log.rows, self._names
        amounts = await count_person(rows, self.guild_id, names)
        return Kept(
            amounts=amounts,
            acts=amounts.actions,
            newest=tuple(await newest_questions(rows, self.guild_id, names, _NEWEST)),
            opted_out=await opted_out_since(self._log, self._opted_out_as),
            missed=tuple(
                request.question
                for request in await undelivered_requests(self._log, self.guild_id, names)
            ),
        )

    async def export(self, keeping: Keeping, max_bytes: int) -> tuple[str, bytes]:
        """Export everything stored: a file name and its content.

        The file is JSON, or a ZIP archive of it if the JSON has more than `max_bytes`.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        opted_out = await opted_out_since(self._log, self._opted_out_as)
        everything: dict[str, object] = {
            "server": str(self.guild_id),
            "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kept_for_days": keeping.days,
            "opted_out_since": opted_out.isoformat(timespec="seconds") if opted_out else None,
            "pseudonyms": self._names,
            **await export_person(self._log.rows, (*self._names, self._choices)),
        }
        return await asyncio.to_thread(_file, everything, max_bytes)

    async def delete(self) -> None:
        """Delete what they asked, voted and wished, and their name where they moderated.

        Raises:
            LogUnusableError: If the log cannot be read or written now; some may be deleted.
        """
        await self._libraries.erase_person(self.guild_id, (*self._names, self._choices))
        self._askers.forget(self._opted_out_as)

    async def opt_out(self) -> None:
        """Have no question kept from now on.

        Raises:
            LogUnusableError: If it cannot be written; then it is not so.
        """
        await opt_out(self._log, self._opted_out_as, self.guild_id, datetime.now(UTC))

    async def opt_in(self) -> None:
        """Have questions kept again.

        Raises:
            LogUnusableError: If it cannot be written; then it is not so.
        """
        await opt_in(self._log, self._opted_out_as)


def _file(everything: dict[str, object], max_bytes: int) -> tuple[str, bytes]:
    written = json.dumps(everything, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    if len(written) <= max_bytes:
        return "mydata.json", written
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("mydata.json", written)
    return "mydata.zip", archive.getvalue()


async def tidy(
    log: QueryLog, pseudonyms: Pseudonyms, libraries: Libraries, keeping: Keeping, today: date
) -> int:
    """Do once what is due.

    Returns:
        How many questions were deleted.

    Raises:
        LogUnusableError, KeyUnusableError, OSError: If the log or the keys cannot be read or
            written; the next call continues.
    """
    # Even without terms: it reads the keys that another process may have made.
    begun = keeping.term_begun(today) or date.min
    await asyncio.to_thread(pseudonyms.rotate, begun)
    sooner = await _tidy_servers(log, keeping, today)
    first_day = keeping.first_day(today)
    if first_day is None:
        return sooner
    deleted = await libraries.erase_before(first_day)
    if deleted:
        details = {"before": first_day.isoformat(), "questions": deleted}
        await audit(log, None, None, "retention", details)
    # Afterwards: as long as there are rows, their person must be able to have them deleted.
    await asyncio.to_thread(pseudonyms.forget_before, first_day)
    return sooner + deleted


async def _tidy_servers(log: QueryLog, keeping: Keeping, today: date) -> int:
    """Delete the questions of servers that chose a shorter period than the operator."""
    deleted = 0
    for guild_id, days in (await chosen_retention(log.rows)).items():
        first_day = keeping.within(days).first_day(today)
        if first_day is None or first_day == keeping.first_day(today):
            continue
        gone = await forget_before(log, first_day, guild_id)
        if gone:
            details = {"before": first_day.isoformat(), "questions": gone}
            await audit(log, guild_id, None, "retention", details)
        deleted += gone
    return deleted


def first_notice(keeping: Keeping) -> str:
    """The line under somebody's first answer, which all may see: it says nothing about them."""
    return f"-# Questions are stored {keeping.how_long} without your name: `/about` · `/mydata`"
