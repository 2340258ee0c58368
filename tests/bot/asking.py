"""Documents to ask about, and a student who asks."""

from pathlib import Path

from bot.libraries.searchers import SearcherRegistry
from bot.services.answering import Answered, Answerer
from bot.storage.entries import Surface
from index import Searcher
from sources import Library, load_library

USER_ID = 918273645546372819

BEES = "On bees\n\nBees dance in the hive to tell where the flowers stand.\n"
WASPS = "On wasps\n\nWasps never dance; they follow the smell of flowers.\n"
ANTS = "On ants\n\nAnts find flowers by the dance of bees in the hive, says the tale of flowers.\n"


def make_library(folder: Path, **documents: str) -> Library:
    """Write documents into a folder and load it."""
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text)
    return load_library(folder)


class Always:
    """A server that has one searcher, however often it is taken up."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.taken_up = self.rested = 0

    async def take_up(self) -> Searcher:
        """Return the searcher."""
        self.taken_up += 1
        return self.searcher

    def rest(self) -> None:
        """Count that it rests."""
        self.rested += 1


def switch(searchers: SearcherRegistry, guild_id: int, searcher: Searcher) -> None:
    """Answer a server's questions with a searcher of the test's."""
    searchers.switch(guild_id, Always(searcher), searcher)


async def ask(  # noqa: PLR0913  # what a test may ask differently, each by its name
    answerer: Answerer,
    question: str = "Where do bees dance?",
    *,
    surface: Surface = "slash",
    guild_id: int | None = 11,
    limit: int = 10,
    source: str | None = None,
) -> Answered:
    """Ask as one student in one channel, unless told otherwise."""
    return await answerer.ask(
        question,
        surface=surface,
        user_id=USER_ID,
        guild_id=guild_id,
        channel_id=22,
        limit=limit,
        source=source,
    )
