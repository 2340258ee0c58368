"""Pseudonyms: keyed names that replace user ids."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from bot.errors import KeyUnusableError

_PSEUDONYM_CHARS = 32  # hexadecimal: 128 bits, so that no two people share one by accident
_NONCE_BYTES = 12
_SLACK = timedelta(days=2)  # how long a process may use a key after the next one's first day


def _today() -> date:
    return datetime.now(UTC).date()


def _key(value: object) -> bytes:
    key = value if isinstance(value, bytes) else bytes.fromhex(str(value))
    if len(key) != _KEY_BYTES:
        message = f"a key has {len(key)} bytes instead of {_KEY_BYTES}"
        raise ValueError(message)
    return key


Key = Annotated[bytes, BeforeValidator(_key), PlainSerializer(bytes.hex)]
"""32 bytes; in the file 64 hexadecimal digits."""


class TermKey(BaseModel):
    """The key of the pseudonyms that are given from a day on, in UTC."""

    model_config = ConfigDict(frozen=True)

    since: date
    key: Key = Field(repr=False)


class Keys(BaseModel):
    """All keys.

    Attributes:
        standing: Of what must outlast terms.
        terms: At least one, in the order of their days.
    """

    model_config = ConfigDict(frozen=True)

    standing: Key = Field(repr=False)
    terms: tuple[TermKey, ...] = Field(min_length=1)


class Pseudonyms:
    """Names people by HMAC-SHA256 under a secret key, which changes from term to term.

    The keys live in a file of their own, outside the database, so that a copy of the database
    alone never leads back to a user id, not even by trying all ids there are.
    """

    def __init__(self, key_file: Path, keys: Keys, today: Callable[[], date] = _today) -> None:
        self._key_file = key_file
        self._keys = keys
        self._today = today

    @classmethod
    def load(cls, key_file: Path, today: Callable[[], date] = _today) -> Self:
        """Read the keys, or make some on first use, readable by their owner only.

        Args:
            key_file: Where they are, or are to be.
            today: Tells the day in UTC.

        Raises:
            KeyUnusableError: If the file cannot be read or made, or does not hold keys.
        """
        make_keys(key_file, today())
        return cls(key_file, read_keys(key_file), today)

    @property
    def check(self) -> str:
        """A value that tells this key from others, and says nothing about it; it never changes."""
        return _named(self._keys.standing, "check")

    def of(self, user_id: int, guild_id: int | None) -> str:
        """Name a user within a guild (None: outside any) by 32 hexadecimal digits.

        The same person has unlinkable pseudonyms in two guilds, and in two terms.
        """
        begun = [term for term in self._keys.terms if term.since <= self._today()]
        term = begun[-1] if begun else self._keys.terms[0]
        return _named(term.key, f"{guild_id}/{user_id}")

    def all_of(self, user_id: int, guild_id: int | None) -> tuple[str, ...]:
        """Every pseudonym under which this person may still be in the log, at least one."""
        return tuple(_named(term.key, f"{guild_id}/{user_id}") for term in self._keys.terms)

    def opted_out(self, user_id: int, guild_id: int | None) -> str:
        """Name a person who opted out: permanently, and unlinkable to what they asked."""
        return _named(self._keys.standing, f"opted out/{guild_id}/{user_id}")

    def choices(self, user_id: int, guild_id: int | None) -> str:
        """Name a person whose preferences are stored: permanently, and for nothing else."""
        return _named(self._keys.standing, f"choices/{guild_id}/{user_id}")

    def seal(self, user_id: int) -> bytes:
        """Encrypt a user id, differently each time; nobody can change it unnoticed."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, str(user_id).encode(), None)

    def unseal(self, sealed: bytes) -> int:
        """Decrypt a user id.

        Raises:
            KeyUnusableError: If it was sealed with other keys.
        """
        try:
            return int(self._cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None))
        except (InvalidTag, ValueError) as error:
            cause = "it is not the one that a user's id was sealed with"
            raise KeyUnusableError(self._key_file, cause) from error

    def rotate(self, since: date) -> bool:
        """Give everyone a new name from a day on, today at the earliest.

        Returns:
            False if there are keys of that day or a later one, so that nothing is to be done.

        Raises:
            KeyUnusableError: If the file cannot be read or written; then nothing changes.
        """
        self.refresh()
        if self._keys.terms[-1].since >= since:
            return False
        term = TermKey(since=max(since, self._today()), key=new_key())
        self._write((*self._keys.terms, term))
        return True

    def forget_before(self, day: date) -> None:
        """Drop the keys that named nobody from that day on; who they named is never found again.

        Raises:
            KeyUnusableError: If the file cannot be read or written; then nothing changes.
        """
        self.refresh()
        terms = self._keys.terms
        ends = [following.since + _SLACK for following in terms[1:]]
        kept = tuple(term for term, end in zip(terms, ends, strict=False) if end > day)
        if len(kept) + 1 < len(terms):
            self._write((*kept, terms[-1]))

    def refresh(self) -> None:
        """Read what another process has changed; to be called once a day at least.

        Raises:
            KeyUnusableError: If the file cannot be read.
        """
        self._keys = read_keys(self._key_file)

    def _write(self, terms: tuple[TermKey, ...]) -> None:
        keys = Keys(standing=self._keys.standing, terms=terms)
        write_keys(self._key_file, keys)
        self._keys = keys

    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"seal" + self._keys.standing).digest())


def _named(key: bytes, person: str) -> str:
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:_PSEUDONYM_CHARS]


_KEY_BYTES = 32


def new_key() -> bytes:
    """Draw a key."""
    return secrets.token_bytes(_KEY_BYTES)


def make_keys(key_file: Path, today: date) -> None:
    """Make the file if there is none; of several processes at once, one makes it for all.

    Raises:
        KeyUnusableError: If it cannot be made.
    """
    with _telling(key_file):
        if key_file.exists():
            return
        key_file.parent.mkdir(parents=True, exist_ok=True)
        keys = Keys(standing=new_key(), terms=(TermKey(since=today, key=new_key()),))
        # A link appears whole or not at all, and never replaces what another process made.
        with _draft(key_file, keys) as draft, suppress(FileExistsError):
            os.link(draft, key_file)


def read_keys(key_file: Path) -> Keys:
    """Read the file, also one of an older version: a single key.

    Raises:
        KeyUnusableError: If it cannot be read or does not hold keys.
    """
    with _telling(key_file):
        written = key_file.read_bytes()
        if written.lstrip().startswith(b"{"):
            return Keys.model_validate_json(written)
        key = _key(written.decode("ascii").strip())
        # Not drawn: each process that finds the old file must come to the same.
        standing = hmac.new(key, b"standing", hashlib.sha256).digest()
        return Keys(standing=standing, terms=(TermKey(since=date.min, key=key),))


def write_keys(key_file: Path, keys: Keys) -> None:
    """Replace the file.

    Raises:
        KeyUnusableError: If it cannot be written; then it is as it was.
    """
    with _telling(key_file), _draft(key_file, keys) as draft:
        draft.replace(key_file)


@contextmanager
def _draft(key_file: Path, keys: Keys) -> Iterator[Path]:
    """Draft of the key file, synced to disk; deleted afterwards unless it was moved."""
    draft = key_file.with_name(f"{key_file.name}.{secrets.token_hex(8)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("w") as file:
            file.write(f"{keys.model_dump_json(indent=2)}\n")
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _telling(key_file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeyUnusableError(key_file, error.strerror or str(error)) from error
    except (ValidationError, ValueError):
        # Without its cause: that repeats what stands in the file.
        raise KeyUnusableError(key_file, "it is damaged") from None
