"""The pseudonym keys and the database belong together: notice if they don't, and go on."""

import asyncio
import logging
from pathlib import Path

from bot.errors import KeyLostError, KeyMismatchError, LogUnusableError
from bot.storage.key_check import check_change, has_people, new_key_change, read_check
from bot.storage.query_log import QueryLog

from .pseudonyms import Pseudonyms

_log = logging.getLogger(__name__)


async def open_pseudonyms(log: QueryLog, key_file: Path) -> Pseudonyms:
    """Read the keys, or make some for a new database.

    Args:
        log: The database; it stores a check value of the key.
        key_file: Where the keys are, or are to be.

    Raises:
        KeyLostError: If there are none, and the database was written with some.
        KeyMismatchError: If the database was written with others.
        KeyUnusableError: If the file cannot be read or created, or has no keys in it.
        LogUnusableError: If there are none, and the database cannot be read now.
    """
    is_there = await asyncio.to_thread(key_file.exists)
    try:
        check = await read_check(log.rows)
        if not is_there and (check is not None or await has_people(log.rows)):
            raise KeyLostError(key_file)
    except LogUnusableError as error:
        # While the disk fails, questions are answered; but no key is made in place of a lost one.
        if not is_there and await asyncio.to_thread(log.path.exists):
            raise
        _log.warning("The pseudonym key was not checked: %s", error)
        return Pseudonyms.load(key_file)
    pseudonyms = Pseudonyms.load(key_file)
    if check is None:
        await _store(log, pseudonyms)
    elif check != pseudonyms.check:
        raise KeyMismatchError(key_file)
    return pseudonyms


async def _store(log: QueryLog, pseudonyms: Pseudonyms) -> None:
    try:
        await log.change(*check_change(pseudonyms.check))
    except LogUnusableError as error:
        _log.warning("The check value of the pseudonym key can't be stored yet: %s", error)


async def accept_key(log: QueryLog, key_file: Path) -> None:
    """Go on with the key that is there, or a new one, though the database had another.

    What was asked before stays, under pseudonyms that lead to nobody any more.

    Raises:
        KeyUnusableError: If the file cannot be read or created, or has no keys in it.
        LogUnusableError: If the database cannot be written now.
    """
    await log.change(*new_key_change(Pseudonyms.load(key_file).check))
