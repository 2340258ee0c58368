"""What does not fit into a button: kept in memory, under a key that nobody guesses."""

import secrets

from bot.errors import ForgottenError
from bot.latest import Latest

MOST_KEPT = 1_000

KEPT_KEY = r"~[\w-]{1,24}"
"""What a key looks like, as part of a regular expression; nothing else in a button begins so."""

_MARK = "~"
_KEY_BYTES = 9


class KeptWords:
    """The words that buttons lead to, each for one server; a restart forgets them all."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Begin empty.

        Args:
            most: Beyond it, new words cost those that were not used for longest.
        """
        self._words: Latest[tuple[int, str], str] = Latest(most)

    def keep(self, guild_id: int, words: str) -> str:
        """Keep words under a new key of 13 characters: ~, then letters, digits, - and _."""
        key = _MARK + secrets.token_urlsafe(_KEY_BYTES)
        self._words[guild_id, key] = words
        return key

    def get(self, guild_id: int, key: str) -> str:
        """The words that were kept for a server.

        Raises:
            ForgottenError: If there are none, or no longer.
        """
        try:
            self._words.move_to_end((guild_id, key))
        except KeyError as error:
            raise ForgottenError from error
        return self._words[guild_id, key]


def is_kept(key: str) -> bool:
    """Whether it is a key to words, and not what stands in a button in their place."""
    return key.startswith(_MARK)
