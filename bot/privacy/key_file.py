"""The file with the secret keys: made once, replaced whole, for its owner's eyes only."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from bot.errors import KeyUnusableError

_KEY_BYTES = 32


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
    """A file beside the key file, safe on disk; gone afterwards unless it was moved."""
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
