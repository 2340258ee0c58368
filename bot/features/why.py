"""*Why this?*: why an answer's passage was chosen, in plain words, for whoever asks only."""

import asyncio
from collections.abc import Iterable, Iterator

from discord.ext import commands

from bot.errors import PlaceGoneError
from bot.libraries.scopes import scopes_of
from bot.services.answering import Answerer
from bot.storage.entries import Entry
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import cited, clip, escape
from index import Hit, Reasons, Searcher, find_reasons

WHY = r"why:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that explains why an answer's first passage was chosen."""

_WORD_CHARS = 40
_MOST_WORDS = 8
_NOTHING = "I quoted nothing: no passage has enough of what you asked."
_CHANGED = (
    "The sources have changed since this answer: today I would quote another passage first. Please "
    "ask again."
)
_MEANING = {
    "off": "- Only words counted, so a passage that says it in other words may be missing.",
    "preparing": "- Some sources can't be compared by meaning yet, so only their words counted.",
    "compared": "- Passages that are similar in meaning were compared, too.",
}


class WhyThis(commands.Cog):
    """Explains why a passage was chosen."""

    def __init__(self, answerer: Answerer, permissions: Permissions) -> None:
        self._answerer = answerer
        self._permissions = permissions

    @route(WHY)
    async def why(self, press: Press) -> Reply:
        """Explain an answer that the reader may see."""
        viewer = self._permissions.viewer(press.interaction)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if entry is None:
            raise PlaceGoneError
        searcher = await self._answerer.searchers.of(viewer.guild_id)
        return await asyncio.to_thread(_explained, searcher, entry)


def _explained(searcher: Searcher, entry: Entry) -> Reply:
    if entry.scope is not None:
        scope = scopes_of(searcher.library).find(entry.scope)
        searcher = searcher.within(scope.doc_ids)
    if not entry.passages:
        return notice(_NOTHING)
    reasons = find_reasons(searcher, entry.question, correct=not entry.as_typed)
    hits = reasons.answer.hits
    if not hits or hits[0].passage.passage_id != entry.passages[0].passage_id:
        return notice(_CHANGED)
    return notice("\n".join(("### Why this passage?", *reason_lines(reasons, hits[0]))))


def reason_lines(reasons: Reasons, hit: Hit) -> Iterator[str]:
    """Say why a passage is the first, one reason a line."""
    if hit.pinned:
        yield "- A moderator pinned it to this question."
    elsewise = {written for written, _ in reasons.synonyms}
    if said := [word for word in hit.matched if word not in elsewise]:
        yield f"- It has these words of your question: {_words(said)}."
    for correction in reasons.corrections[:_MOST_WORDS]:
        yield f"- I read {_words([correction.original])} as {_words([correction.corrected])}."
    for written, other in reasons.synonyms[:_MOST_WORDS]:
        yield f"- It says {_words([other])}, which counts as {_words([written])}."
    if hit.unmatched:
        yield f"- It doesn't mention: {_words(hit.unmatched)}."
    yield _MEANING[reasons.answer.meaning]
    if reasons.second:
        yield f"-# Ranked second: {cited(reasons.second.citation)}"


def _words(words: Iterable[str]) -> str:
    shown = [f"*{escape(clip(word, _WORD_CHARS))}*" for word in words]
    more = f" and {len(shown) - _MOST_WORDS} more" if len(shown) > _MOST_WORDS else ""
    return ", ".join(shown[:_MOST_WORDS]) + more
