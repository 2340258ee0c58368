"""What each server searches: references that are swapped, never changed in place."""

from collections.abc import Mapping

from index import Searcher


class Views:
    """Which searcher answers for which server; read once per question."""

    def __init__(self, common: Searcher, servers: Mapping[int, Searcher] | None = None) -> None:
        """Begin with what is served.

        Args:
            common: Of the operator's documents: for servers without anything of their own, and
                for the terminal.
            servers: By guild id, for those that have.
        """
        self._common = common
        self._servers = dict(servers or {})

    def of(self, guild_id: int | None) -> Searcher:
        """The searcher of a server, or of none, as in the terminal."""
        if guild_id is None:
            return self._common
        return self._servers.get(guild_id, self._common)

    def switch(self, guild_id: int, searcher: Searcher) -> None:
        """Let questions of a server that are asked from now on be answered by another searcher."""
        self._servers[guild_id] = searcher
