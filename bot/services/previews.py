"""What a fix would change in other questions, shown before it is made."""

import asyncio
from collections.abc import Sequence

from bot.libraries.comparison import Replayed, compare
from bot.libraries.server import ServerLibrary
from bot.storage.entries import asked_as
from bot.storage.lessons import OwnSynonym
from bot.storage.questions import recent_questions
from index import Searcher, group_questions

from .gaps import Gap
from .lessons import with_synonym, without_personal_data

MOST_RECENT = 100
"""Different questions that a fix is tried on, the newest."""


async def others_meant(library: ServerLibrary, gap: Gap) -> list[str]:
    """Return recent questions that ask the same as a gap without belonging to it.

    A pinned passage, and a reply that a question is out of scope, is shown for them, too.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    recent = await _recent(library, gap)
    return await asyncio.to_thread(_same, await library.searcher(), gap.question, recent)


async def synonym_changes(
    library: ServerLibrary, by: str, words: tuple[str, str], gap: Gap
) -> list[Replayed]:
    """Return what happens to the answers of recent questions, except those of the gap itself.

    Args:
        library: Of the server.
        by: The moderator's pseudonym.
        words: Of the synonym that is tried.
        gap: Which it is to fix.

    Raises:
        UnusableWordsError, AlreadyTaughtError, TooMuchTaughtError: If it cannot be added.
        LogUnusableError: If the log cannot be read now.
    """
    recent = await _recent(library, gap)
    async with library.teaching() as teaching:
        tried = without_personal_data(words)
        synonym = OwnSynonym(words=tried, by=by, at=gap.last_asked)
        before = teaching.searcher
        await teaching.set(with_synonym(teaching.lessons, synonym))
        after = teaching.searcher
    compared = await asyncio.to_thread(compare, before, after, (), recent, _untold)
    return [one for one in compared.replayed if one.effect != "moves"]


async def _recent(library: ServerLibrary, gap: Gap) -> Sequence[str]:
    recent = await recent_questions(library.log.rows, library.guild_id, MOST_RECENT)
    own = {asked_as(wording) for wording in gap.wordings}
    return [question for question in recent if asked_as(question) not in own]


def _same(searcher: Searcher, question: str, others: Sequence[str]) -> list[str]:
    (first, *same), *_ = group_questions([question, *others], searcher)
    assert first == 0  # noqa: S101  # groups are in the order of their first question
    return [others[place - 1] for place in same]


def _untold(_done: int, _total: int) -> None:
    """Nobody watches a trial this short."""
