"""What each server is answered from, for a command beside a running bot: nothing is changed."""

from bot.guidance import Guidance, GuidanceFile
from bot.libraries.cache import COMMON
from bot.libraries.editions import Edition, Editions
from bot.libraries.history import decided
from bot.libraries.libraries import SERVERS
from bot.libraries.own import OwnDocuments
from bot.libraries.seeing import make_searcher
from bot.libraries.state import ServerState, StateFile
from bot.limits import reading_limits
from config import Settings
from index import Searcher, SnapshotError


class ServerSearchers:
    """Searchers by server, each made when it is asked for."""

    def __init__(self, settings: Settings, common: Edition) -> None:
        """Look in the data folder of the settings.

        Args:
            settings: All of them.
            common: What the operator's folder holds now.
        """
        self._servers = settings.data / SERVERS
        self._commons = Editions(settings.data / COMMON)
        self._limits = reading_limits(settings)
        self._common = common

    def of(self, guild_id: int | None) -> Searcher:
        """What a server is answered from; None for the terminal.

        A version that is not to be found is passed over: then it is what the folder holds now.
        """
        if guild_id is None:
            return make_searcher(self._common, None, Guidance())
        folder = self._servers / str(guild_id)
        state = StateFile(folder).read() or ServerState()
        own = OwnDocuments(folder, self._limits).editions
        return make_searcher(
            _kept(self._commons, decided(state, self._common.version)) or self._common,
            _kept(own, state.own_version),
            self.guidance(guild_id),
        )

    def guidance(self, guild_id: int | None) -> Guidance:
        """What the moderators of a server taught."""
        if guild_id is None:
            return Guidance()
        return GuidanceFile(self._servers / str(guild_id)).read()


def _kept(editions: Editions, version: str | None) -> Edition | None:
    try:
        return editions.load(version) if version else None
    except SnapshotError:
        return None
