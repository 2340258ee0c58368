"""Which engine searches: the one in this process, or an OpenSearch cluster."""

import asyncio
import logging
from collections.abc import Sequence

from bot.errors import ExtraMissingError, ReloadFailedError
from config import Settings
from index import LibraryIndex
from index.embedded import Embedded
from index.first_stage import FirstStage
from index.opensearch import (
    EVERYBODY,
    Cluster,
    Connection,
    EngineAwayError,
    OpenSearchMissingError,
)
from index.view import Engine

from .comparison import Progress, Tell

_log = logging.getLogger(__name__)

_NEEDS = "Searching with OpenSearch needs its client"
_UNREACHABLE = "the library can't be reached right now"


def open_cluster(settings: Settings) -> Cluster | None:
    """Return the cluster that the operator has; None without one. Nothing is asked yet.

    Raises:
        ExtraMissingError: If what talks to it is not installed.
        OSError: If the file of certificates can't be read.
    """
    if not settings.opensearch:
        return None
    password = settings.opensearch_password
    try:
        connection = Connection(
            settings.opensearch,
            user=settings.opensearch_user,
            password=password.get_secret_value() if password else None,
            authorities=settings.opensearch_certificates,
        )
    except OpenSearchMissingError as error:
        raise ExtraMissingError(_NEEDS, "run", "opensearch") from error
    part = f"-{settings.part.replace('/', '-of-')}" if settings.part else ""
    return Cluster(connection, f"{settings.opensearch_prefix}{part}")


def engine_for(cluster: Cluster | None, guild_id: int | None) -> Engine:
    """Return what searches for a server, or for the terminal.

    Making a first stage of it raises EngineAwayError if documents have to be loaded into the
    cluster, and it can't be reached.
    """
    if cluster is None:
        return Embedded
    server = server_of(guild_id)

    def first_stage(indexes: Sequence[LibraryIndex]) -> FirstStage:
        return cluster.first_stage(indexes, server)

    return first_stage


async def load_into(
    cluster: Cluster, indexes: Sequence[LibraryIndex], guild_id: int, tell: Tell
) -> None:
    """Load what a reload built, so that nothing is missing in the cluster at the switch.

    Args:
        cluster: What it has already is not sent again.
        indexes: The operator's; then the server's own, if there is one.
        guild_id: Of the server.
        tell: Is told how far it is.

    Raises:
        ReloadFailedError: If the cluster can't be reached for some minutes.
    """
    loop = asyncio.get_running_loop()

    def show(done: int, total: int) -> None:
        loop.call_soon_threadsafe(tell, Progress(step="loading", done=done, total=total))

    def load() -> None:
        for index, server in zip(indexes, (EVERYBODY, server_of(guild_id)), strict=False):
            cluster.load(index, server, show)

    try:
        await asyncio.to_thread(load)
    except EngineAwayError as error:
        _log.warning("A reload could not load documents into OpenSearch: %s", error.reason)
        raise ReloadFailedError(_UNREACHABLE) from error


def server_of(guild_id: int | None) -> str:
    """Return the name of a server in the cluster."""
    return EVERYBODY if guild_id is None else str(guild_id)
