"""Who asked, without saying who: keyed pseudonyms in place of user ids."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Self

from .errors import KeyUnusableError

_KEY_BYTES = 32
_PSEUDONYM_CHARS = 32  # hexadecimal: 128 bits, so that no two people share one by accident


class Pseudonyms:
    """Names people by HMAC-SHA256 under a secret key.

    The key lives in a file of its own, outside the database, so that a copy of the database
    alone never leads back to a user id, not even by trying all ids there are.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def load(cls, key_file: Path) -> Self:
        """Read the key, or make one on first use, readable by its owner only.

        Raises:
            KeyUnusableError: If the file cannot be read or made, or does not hold a key.
        """
        try:
            if not key_file.exists():
                _make_key(key_file)
            key = bytes.fromhex(key_file.read_text("ascii"))
        except OSError as error:
            raise KeyUnusableError(key_file, error.strerror or str(error)) from error
        except ValueError as error:
            raise KeyUnusableError(key_file, "it is damaged") from error
        if len(key) != _KEY_BYTES:
            raise KeyUnusableError(key_file, f"it has {len(key)} bytes instead of {_KEY_BYTES}")
        return cls(key)

    def of(self, user_id: int, guild_id: int | None) -> str:
        """Name a user within a guild (None: outside any) by 32 hexadecimal digits.

        The same person has unlinkable pseudonyms in two guilds.
        """
        person = f"{guild_id}/{user_id}".encode()
        return hmac.new(self._key, person, hashlib.sha256).hexdigest()[:_PSEUDONYM_CHARS]


def _make_key(key_file: Path) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    draft = key_file.with_name(f"{key_file.name}.{secrets.token_hex(8)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("w") as file:
            file.write(f"{secrets.token_hex(_KEY_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never replaces the key that another process made.
        with suppress(FileExistsError):
            os.link(draft, key_file)
    finally:
        draft.unlink(missing_ok=True)
