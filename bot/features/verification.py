"""`/verify` and *Check quotation*: whether words are in the sources, and where. Always private."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.libraries.scopes import scopes_of
from bot.libraries.searchers import SearcherRegistry
from bot.services.places import place_in
from bot.services.verification import HEADLINES, explain, verify, verify_all
from bot.ui.layout import DOUBTFUL, GOOD, NEUTRAL, MessageDraft, Reply, notice
from bot.ui.pages import choices
from bot.ui.quotation import cited, clip, escape
from bot.ui.replies import BotInteraction, answer_privately
from index import Claim, Searcher, Verdict, Verification
from sources import citation_line

from .ask import MAX_SOURCE_CHARS
from .questions import question_words

MAX_QUOTATION_CHARS = 2000
_MAX_PAGE_CHARS = 20
_MOST_CHECKED = 4  # of one message; with more, nothing could be shown of each
_MOST_PLACES = 3
_SHOWN_CHARS = 500  # of a quotation; of each side, if it differs
_SHOWN_OF_SEVERAL = 150
_CITATION_CHARS = 200
_EDGES: dict[Verdict, discord.Colour] = {
    "exact": GOOD,
    "differs": DOUBTFUL,
    "elsewhere": DOUBTFUL,
    "absent": NEUTRAL,
    "short": NEUTRAL,
}
_NO_TEXT = (
    "This message has no text to check. Use *Check quotation* on a message with a quotation, or "
    "paste one into `/verify`."
)


class Quotations(commands.Cog):
    """Checks quotations."""

    def __init__(self, bot: commands.Bot, searchers: SearcherRegistry) -> None:
        """Create the cog.

        Args:
            bot: Gets the message menu.
            searchers: What each server searches.
        """
        self._bot = bot
        self._searchers = searchers
        self._menu = app_commands.ContextMenu(name="Check quotation", callback=self._check)

    async def cog_load(self) -> None:
        """Add the message menu."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the message menu."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(description="Check whether a quotation is in the sources, word for word")
    @app_commands.describe(
        quote="The words to check, with or without quotation marks",
        source="Where they should be from: choose a collection or document from the list",
        page="The page that they should be on",
    )
    async def verify(
        self,
        interaction: BotInteraction,
        quote: app_commands.Range[str, 1, MAX_QUOTATION_CHARS],
        source: app_commands.Range[str, 1, MAX_SOURCE_CHARS] | None = None,
        page: app_commands.Range[str, 1, _MAX_PAGE_CHARS] | None = None,
    ) -> None:
        """Check a quotation, for its sender only."""
        check = partial(_checked, quotation=quote, source=source, page=page)
        await answer_privately(interaction, self._answer(interaction.guild_id, check))

    @verify.autocomplete("source")
    async def _sources(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = (await self._searchers.of(interaction.guild_id)).library
        return await asyncio.to_thread(lambda: choices(scopes_of(library), typed))

    async def _check(self, interaction: BotInteraction, message: discord.Message) -> None:
        """Check the quotations of a message; all of it, if it has none in quotation marks."""
        check = partial(_checked_message, content=message.content)
        await answer_privately(interaction, self._answer(interaction.guild_id, check))

    async def _answer(self, guild_id: int | None, check: Callable[[Searcher], Reply]) -> Reply:
        return await asyncio.to_thread(check, await self._searchers.of(guild_id))


def _checked(searcher: Searcher, quotation: str, source: str | None, page: str | None) -> Reply:
    """Check a quotation.

    Raises:
        UnknownSourceError: If there is no such source.
    """
    scope = scopes_of(searcher.library).find(source) if source else None
    found = verify(searcher, quotation, Claim(scope.doc_ids if scope else None, page))
    return verification_reply(searcher, [found])


def _checked_message(searcher: Searcher, content: str) -> Reply:
    words = question_words(content)
    if not words:
        return notice(_NO_TEXT)
    return verification_reply(searcher, verify_all(searcher, content, words, _MOST_CHECKED))


def verification_reply(searcher: Searcher, found: Sequence[Verification]) -> Reply:
    """Show what became of one or several quotations.

    Args:
        searcher: In which they were looked for.
        found: At least one.
    """
    single = len(found) == 1
    draft = MessageDraft(_EDGES[found[0].verdict] if single else None)
    for number, one in enumerate(found):
        if number:
            draft.separator()
        draft.text(_shown(one, _SHOWN_CHARS if single else _SHOWN_OF_SEVERAL))
    if single and found[0].places:
        place = found[0].places[0]
        document = searcher.library.documents[place.doc_id]
        key = place_in(document, place.locator.start, place.locator.end).key
        draft.buttons(
            ui.Button(label="Read in context", custom_id=f"open:{key}"),
            ui.Button(label="Cite", custom_id=f"citing:{key}"),
        )
    return draft.reply()


def _shown(found: Verification, room: int) -> str:
    lines = [f"**{HEADLINES[found.verdict]}.** {escape(explain(found))}"]
    if found.parts:
        lines += [
            "You wrote:",
            f"> {_differing(((p.quoted, p.same) for p in found.parts), '~~', room)}",
        ]
        lines += [
            "The source:",
            f"> {_differing(((p.source, p.same) for p in found.parts), '**', room)}",
        ]
    else:
        lines.append(f"> {escape(clip(found.quotation, room))}")
    return "\n".join((*lines, *_places(found, is_single=room == _SHOWN_CHARS)))


def _places(found: Verification, *, is_single: bool) -> list[str]:
    """Cite the places, the first one with a link if there is room for it."""
    if not found.places:
        return []
    plain = [escape(clip(citation_line(p.citation), _CITATION_CHARS)) for p in found.places]
    if not is_single:
        return [f"-# {plain[0]}"]
    first, *others = [cited(found.places[0].citation), *plain[1:_MOST_PLACES]]
    return [f"-# {first}", *(f"-# Also in {other}" for other in others)]


def _differing(parts: Iterable[tuple[str, bool]], mark: str, room: int) -> str:
    """Return words on one line with those marked that differ; as many as there is room for."""
    shown: list[str] = []
    for words, same in parts:
        if words and room > 0:
            part = escape(clip(words, max(room, 2)))
            shown.append(part if same else f"{mark}{part}{mark}")
            room -= len(words) + 1
    return " ".join(shown)
