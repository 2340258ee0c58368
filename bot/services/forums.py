"""Forum channels in which the bot answers each new post, chosen by moderators; none at first."""

from bot.storage.forums import choice, chosen_forums, is_chosen
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit

__all__ = ["choose_forum", "chosen_forums", "is_chosen"]


async def choose_forum(
    log: QueryLog, guild_id: int, channel_id: int, *, answers: bool, by: str
) -> None:
    """Turn answers to a forum channel's new posts on or off.

    Args:
        log: The database.
        guild_id: Of the server; the caller has checked that `by` moderates it.
        channel_id: Of a forum channel of that server.
        answers: Whether new posts are answered from now on.
        by: The moderator's pseudonym.

    Raises:
        LogUnusableError: If it cannot be written; then nothing has changed.
    """
    await log.change(choice(guild_id, channel_id, answers=answers))
    details = {"channel": str(channel_id), "answers": answers}
    await audit(log, guild_id, by, "forum", details)
