"""What the libraries of all servers share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.log.query_log import QueryLog
from bot.views import Views
from sources import Limits

from .editions import Edition, Editions


@dataclass(frozen=True, slots=True)
class Rules:
    """What an operator decided about libraries.

    Attributes:
        kept_versions: How many versions of each server can be gone back to; at least 1.
        switch_without_asking: Whether a new version is put in place at once when no answer
            vanishes and no golden question turns wrong.
        watch: Whether the folder is watched, and rehearsed when it changes.
    """

    kept_versions: int = 10
    switch_without_asking: bool = False
    watch: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """What the libraries of all servers share.

    Attributes:
        sources: The operator's folder.
        limits: What its files, and those of servers, may cost.
        servers: A folder for each server is in it.
        commons: The versions of the operator's folder.
        start: What that folder held when the bot was started.
        changed: Called after whatever may have left something behind that nobody uses.
        turn: Held while a library is rebuilt, and while what nobody uses is removed.
    """

    sources: Path
    limits: Limits
    servers: Path
    commons: Editions
    start: Edition
    views: Views
    log: QueryLog
    rules: Rules
    changed: Callable[[], None]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
