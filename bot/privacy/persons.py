"""One person in one server: all that is kept of them there, and deleting it."""

import asyncio
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answering import Answerer
from bot.libraries import Libraries
from bot.log.opt_outs import opt_in, opt_out, opted_out_since
from bot.log.people_queries import Amounts, count_person, export_person, newest_questions
from bot.log.retention import delete_person
from bot.messages.layout import MAX_FILE_BYTES, Attachment

from .keeping import Keeping

_NEWEST = 3
_CODE_CHARS = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person.

    Attributes:
        acts: What they did as a moderator, in the log and in files.
        newest: Their newest questions, each with its time.
        opted_out: Since when their questions are not kept; None if they are.
    """

    amounts: Amounts
    acts: int
    newest: tuple[tuple[str, datetime], ...]
    opted_out: datetime | None

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
        self._guild_id = guild_id
        self._names = answerer.pseudonyms.all_of(user_id, guild_id)
        self._opted_out_as = answerer.pseudonyms.opted_out(user_id, guild_id)
        self._log = answerer.query_log
        self._askers = answerer.askers
        self._libraries = libraries

    @property
    def code(self) -> str:
        """What a button of theirs has in its id: the same for ever, and nobody else's."""
        return hashlib.sha256(f"button/{self._opted_out_as}".encode()).hexdigest()[:_CODE_CHARS]

    async def kept(self) -> Kept:
        """Look up what is kept.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        rows, names = self._log.rows, self._names
        amounts = await count_person(rows, self._guild_id, names)
        in_files = self._libraries.named(self._guild_id, names)
        return Kept(
            amounts=amounts,
            acts=amounts.actions + sum(map(len, in_files.values())),
            newest=tuple(await newest_questions(rows, self._guild_id, names, _NEWEST)),
            opted_out=await opted_out_since(self._log, self._opted_out_as),
        )

    async def export(self, keeping: Keeping) -> Attachment:
        """All that is kept, as a file: JSON, in an archive if that is larger than Discord takes.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        opted_out = await opted_out_since(self._log, self._opted_out_as)
        everything: dict[str, object] = {
            "server": str(self._guild_id),
            "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kept_for_days": keeping.days,
            "opted_out_since": opted_out.isoformat(timespec="seconds") if opted_out else None,
            "pseudonyms": self._names,
            **await export_person(self._log.rows, self._names),
            **self._libraries.named(self._guild_id, self._names),
        }
        return await asyncio.to_thread(_file, everything)

    async def delete(self) -> None:
        """Delete what they asked, voted and wished, and their name where they moderated.

        Raises:
            LogUnusableError, NotWrittenError: If the disk does not take it; some may be deleted.
        """
        await delete_person(self._log, self._guild_id, self._names)
        await self._libraries.forget(self._guild_id, self._names)
        self._askers.forget(self._opted_out_as)

    async def opt_out(self) -> None:
        """Have no question kept from now on.

        Raises:
            LogUnusableError: If it cannot be written; then it is not so.
        """
        await opt_out(self._log, self._opted_out_as, self._guild_id, datetime.now(UTC))

    async def opt_in(self) -> None:
        """Have questions kept again.

        Raises:
            LogUnusableError: If it cannot be written; then it is not so.
        """
        await opt_in(self._log, self._opted_out_as)


def _file(everything: dict[str, object]) -> Attachment:
    written = json.dumps(everything, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    if len(written) <= MAX_FILE_BYTES:
        return Attachment("mydata.json", written)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("mydata.json", written)
    return Attachment("mydata.zip", archive.getvalue())
