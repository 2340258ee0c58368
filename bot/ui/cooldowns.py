"""Cool-downs: how many questions a person and a channel may ask in a minute."""

from math import ceil

from cachetools import LRUCache
from discord.app_commands import Cooldown

from bot.errors import BusyChannelError, TooManyQuestionsError

PER_PERSON = 30
"""Questions of a person in a minute, unless the operator set another number."""

PER_CHANNEL = 120
"""Questions in a channel in a minute, unless the operator set another number."""

_SECONDS = 60.0
_REMEMBERED = 10_000  # people, and channels; of more, the longest silent start afresh


class Cooldowns:
    """Counts questions in memory, over the last minute."""

    def __init__(self, per_person: int = PER_PERSON, per_channel: int = PER_CHANNEL) -> None:
        """Start with no question.

        Args:
            per_person: Questions of a person in a minute, in all channels together; at least 1.
            per_channel: Questions in a channel in a minute; at least 1.
        """
        self._per_person = per_person
        self._per_channel = per_channel
        self._people: LRUCache[int, Cooldown] = LRUCache(_REMEMBERED)
        self._channels: LRUCache[int, Cooldown] = LRUCache(_REMEMBERED)

    def admit(self, user_id: int, channel_id: int | None) -> None:
        """Count a question.

        Raises:
            TooManyQuestionsError: If its asker has to wait.
            BusyChannelError: If its channel has to wait; then it isn't counted for its asker.
        """
        person = _of(self._people, user_id, self._per_person)
        if left := person.get_retry_after():
            raise TooManyQuestionsError(ceil(left))
        if channel_id is not None:
            channel = _of(self._channels, channel_id, self._per_channel)
            if wait := channel.update_rate_limit():
                raise BusyChannelError(ceil(wait))
        person.update_rate_limit()


def _of(known: LRUCache[int, Cooldown], key: int, rate: int) -> Cooldown:
    found = known.get(key)
    if found is None:
        found = known[key] = Cooldown(rate, _SECONDS)
    return found
