"""Whether a person's answers are private unless they say otherwise."""

import asyncio
from collections.abc import Callable

from bot.errors import LogUnusableError
from bot.storage.preferences import chose_private, set_private
from bot.storage.query_log import QueryLog

from .pseudonyms import Pseudonyms

PATIENCE_S = 0.5
"""The longest an answer waits for its asker's choice; Discord waits 3 s for the answer."""


class Preferences:
    """Each person's choice in each server, and the operator's and server's for everyone else."""

    def __init__(
        self, log: QueryLog, pseudonyms: Pseudonyms, *, private: Callable[[int | None], bool]
    ) -> None:
        """Read from a log.

        Args:
            log: Where choices are stored.
            pseudonyms: Name the people.
            private: Gives what holds in a server for people who have not chosen.
        """
        self._log = log
        self._pseudonyms = pseudonyms
        self._private = private

    async def private(self, user_id: int, guild_id: int | None) -> bool:
        """Return whether a person's answers are private; they are while the log can't be read."""
        name = self._pseudonyms.choices(user_id, guild_id)
        try:
            async with asyncio.timeout(PATIENCE_S):
                chosen = await chose_private(self._log, name)
        except (LogUnusableError, TimeoutError):
            return True
        return self._private(guild_id) if chosen is None else chosen

    async def choose(self, user_id: int, guild_id: int | None, *, private: bool) -> None:
        """Store a person's choice.

        Raises:
            LogUnusableError: If the log cannot be written now; the earlier choice stays.
        """
        name = self._pseudonyms.choices(user_id, guild_id)
        await set_private(self._log, name, private=private)
