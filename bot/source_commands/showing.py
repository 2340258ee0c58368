"""What anybody may see of the library: the list, and one document."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.errors import LogUnusableError
from bot.messages.layout import Reply
from bot.messages.moderation import is_moderator
from bot.messages.replying import BotInteraction
from bot.scopes import document_scopes, find_scope

from .document_card import CITED_DAYS, DocumentFacts, document_reply
from .listing import list_reply, own_by_id
from .shelf import engine_of, library_of, somebody

_COUNT = "SELECT ifnull(sum(answers), 0) FROM cited WHERE guild_id = ? AND day >= ? AND source = ?"


async def list_page(interaction: BotInteraction, page: int) -> Reply:
    """A page of the list, for whoever asks."""
    engine = engine_of(interaction)
    return await asyncio.to_thread(
        list_reply,
        library_of(interaction),
        own_by_id(engine.own),
        page,
        for_moderator=is_moderator(interaction),
    )


async def document_page(interaction: BotInteraction, typed: str) -> Reply:
    """What is known about the document that was meant.

    Raises:
        UnknownSourceError: If there is none, or more than one may be meant.
    """
    library = library_of(interaction)
    engine = engine_of(interaction)
    chosen = find_scope(document_scopes(library.documents), typed)
    added = own_by_id(engine.own).get(chosen.key)
    shown = DocumentFacts(
        document=library.documents[chosen.key],
        library=library,
        added=added,
        by=somebody(added.by if added else None),
        cited=await _cited_lately(interaction, chosen.key),
        for_moderator=is_moderator(interaction),
    )
    return await asyncio.to_thread(document_reply, shown)


async def _cited_lately(interaction: BotInteraction, doc_id: str) -> int | None:
    """In how many answers of the server a document was shown; None if the log is unusable now."""
    log = interaction.client.answerer.query_log
    since = (datetime.now(UTC) - timedelta(days=CITED_DAYS)).date().isoformat()
    try:
        rows = await log.rows(_COUNT, (interaction.guild_id or 0, since, doc_id))
    except LogUnusableError:
        return None
    return int(rows[0][0])
