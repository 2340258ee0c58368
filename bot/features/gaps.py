"""The desk of `/logs gaps`: one message that shows a gap after the other, each with its fixes."""

import asyncio

from discord import ui
from discord.ext import commands

from bot.services.class_answers import (
    BY_ROLE,
    MOST_AUTHOR_CHARS,
    MOST_LINK_CHARS,
    OwnWords,
    answer_in_own_words,
)
from bot.services.fixes import (
    Fixed,
    Subject,
    add_synonym,
    pin_passage,
    put_out_of_scope,
    set_aside,
    undo_fix,
)
from bot.services.gaps import Gap, close_answered, gap_with
from bot.services.lessons import MOST_WORD_CHARS, lacking_word, likely_words
from bot.services.previews import others_meant, synonym_changes
from bot.storage.feedback import waiting_for
from bot.storage.lessons import MOST_ANSWER_CHARS
from bot.text import count
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply
from bot.ui.quotation import clip, escape

from .context import Server, Servers
from .gap_cards import PLACE, Desk, Place, Said, changes_reply, desk_reply, finished_reply
from .notifications import Notifications
from .pins import closest, find_passage
from .question_list import KEY_PATTERN, TokenCache

MOST_SENTENCE_CHARS = 500
MOST_PASSAGES = 3
_MOST_SEARCH_CHARS = 300
_HINT_CHARS = 100  # Discord's limit
_SAID_CHARS = 100
_OUT_OF_SCOPE = "This is beyond our sources. Please ask in class."
_QUOTED = "Students see it word for word, with what you enter below."
_BETWEEN = "\n"  # the words of a synonym that is tried
_NOT_ENOUGH = (
    "The synonym was added, but doesn't answer this question yet. `/synonyms remove` removes it."
)


def _id(act: str, more: str = "") -> str:
    return rf"desk:{act}:{PLACE}:(?P<key>[a-z0-9]{{1,64}}){more}"


class Gaps(commands.Cog):
    """Handles the buttons and forms of the desk; each puts the next gap in its place."""

    def __init__(self, servers: Servers, tokens: TokenCache, notifications: Notifications) -> None:
        self._servers = servers
        self._tokens = tokens
        self._notifications = notifications

    @route(r"gap:open:(?P<key>[a-z0-9]{1,64})", moderators=True)
    async def open(self, press: Press) -> Reply:
        """Show the desk with one gap first, from a list as in the digest."""
        server = self._servers.of(press.interaction)
        return await _gap_reply(server, Place("all"), press["key"])

    @route(rf"desk:show:{PLACE}:(?P<key>[a-z0-9]{{1,64}}|-)", moderators=True, shows=Shows.IN_PLACE)
    async def show(self, press: Press) -> Reply:
        """Show a gap again, or the first one."""
        server, place = self._at(press)
        if press["key"] == "-":
            return await desk(server, place)
        return await _gap_reply(server, place, press["key"])

    @route(_id("skip"), moderators=True, shows=Shows.IN_PLACE)
    async def skip(self, press: Press) -> Reply:
        """Leave a gap open, and show the next one."""
        server, place = self._at(press)
        self._notifications.release(server.guild_id)
        return await desk(server, Place(place.period, place.at + 1))

    @route(_id("pin", ":(?P<passage_id>[0-9a-f]{12})"), moderators=True, shows=Shows.IN_PLACE)
    async def pin(self, press: Press) -> Reply:
        """Pin the passage that answers a gap."""
        server, place = self._at(press)
        gap = await server.gap(press["key"])
        passage = await asyncio.to_thread(
            find_passage, await server.searcher(), press["passage_id"]
        )
        fixed = await pin_passage(server.library, server.by, Subject.of(gap), passage)
        return await self._next(server, place, gap, fixed, "**Answered** with a passage")

    @route(_id("set-aside"), moderators=True, shows=Shows.IN_PLACE)
    async def set_aside(self, press: Press) -> Reply:
        """Close what is no question."""
        server, place = self._at(press)
        gap = await server.gap(press["key"])
        fixed = await set_aside(server.library, server.by, gap)
        return await self._next(server, place, gap, fixed, "**Closed** as not a question")

    @route(_id("undo"), moderators=True, shows=Shows.IN_PLACE)
    async def undo(self, press: Press) -> Reply:
        """Undo the last fix, and show its gap again."""
        server, place = self._at(press)
        self._notifications.drop(server.guild_id)
        await undo_fix(server.library, server.by, press["key"])
        said = Said("**Undone.** The question is open again.")
        return await _gap_reply(server, place, press["key"], said)

    @route(_id("words"), moderators=True, shows=Shows.FORM)
    async def ask_words(self, press: Press) -> ui.Modal:
        """Ask which words to search for."""
        _, place = self._at(press)
        words = Field("words", "Words in the passage", _MOST_SEARCH_CHARS)
        return form("Search for a passage", place.id("search", press["key"]), words)

    @route(_id("search"), moderators=True, shows=Shows.IN_PLACE)
    async def search(self, press: Press) -> Reply:
        """Show the passages that are closest to other words."""
        server, place = self._at(press)
        return await _gap_reply(server, place, press["key"], words=press.fields["words"])

    @route(_id("answer"), moderators=True, shows=Shows.FORM)
    async def ask_answer(self, press: Press) -> ui.Modal:
        """Ask for an answer in the moderator's own words."""
        _, place = self._at(press)
        return form(
            "Answer",
            place.id("reply", press["key"]),
            Field("text", "Your answer", MOST_ANSWER_CHARS, hint=_QUOTED, paragraph=True),
            Field("author", "Cited as", MOST_AUTHOR_CHARS, default=BY_ROLE, required=False),
            Field("link", "Link to more", MOST_LINK_CHARS, hint="Optional", required=False),
        )

    @route(_id("reply"), moderators=True, shows=Shows.IN_PLACE)
    async def answer(self, press: Press) -> Reply:
        """Answer a gap in the moderator's own words."""
        server, place = self._at(press)
        gap, given = await server.gap(press["key"]), press.fields
        words = OwnWords(given["text"], given["author"], given["link"])
        fixed = await answer_in_own_words(server.library, server.by, Subject.of(gap), words)
        return await self._next(server, place, gap, fixed, "**Answered** in your own words")

    @route(_id("outside"), moderators=True, shows=Shows.FORM)
    async def ask_sentence(self, press: Press) -> ui.Modal:
        """Ask what to say to a question that is out of scope."""
        _, place = self._at(press)
        sentence = Field(
            "sentence",
            "What to say instead",
            MOST_SENTENCE_CHARS,
            hint="To this question and to others that ask the same.",
            default=_OUT_OF_SCOPE,
            paragraph=True,
        )
        return form("Out of scope", place.id("refuse", press["key"]), sentence)

    @route(_id("refuse"), moderators=True, shows=Shows.IN_PLACE)
    async def outside(self, press: Press) -> Reply:
        """Put the question out of scope."""
        server, place = self._at(press)
        gap = await server.gap(press["key"])
        sentence = " ".join(press.fields["sentence"].split())
        fixed = await put_out_of_scope(server.library, server.by, gap, sentence)
        return await self._next(server, place, gap, fixed, "**Out of scope** from now on")

    @route(_id("synonym"), moderators=True, shows=Shows.FORM)
    async def ask_synonym(self, press: Press) -> ui.Modal:
        """Ask for a word of the class and one of the sources that mean the same."""
        server, place = self._at(press)
        gap, searcher = await server.gap(press["key"]), await server.searcher()
        lacking = await asyncio.to_thread(lacking_word, searcher, gap.question)
        likely = await asyncio.to_thread(likely_words, searcher, gap.question)
        hint = f"Perhaps {', '.join(likely)}"[:_HINT_CHARS] if likely else None
        asked, most = lacking[:MOST_WORD_CHARS], MOST_WORD_CHARS
        return form(
            "Add a synonym",
            place.id("try", gap.key),
            Field("asked", "The word in the question", most, default=asked),
            Field("meant", "The sources' word for it", most, hint=hint),
        )

    @route(_id("try"), moderators=True, shows=Shows.IN_PLACE)
    async def try_synonym(self, press: Press) -> Reply:
        """Add a synonym; first show what it changes in other answers, if it changes any."""
        server, place = self._at(press)
        gap = await server.gap(press["key"])
        words = press.fields["asked"].strip(), press.fields["meant"].strip()
        changes = await synonym_changes(server.library, server.by, words, gap)
        if changes:
            token = self._tokens.keep(server.guild_id, _BETWEEN.join(words))
            return changes_reply(place, gap, changes, token)
        return await self._add(server, place, gap, words)

    @route(_id("add", f":(?P<token>{KEY_PATTERN})"), moderators=True, shows=Shows.IN_PLACE)
    async def add(self, press: Press) -> Reply:
        """Add a synonym whose changes were shown."""
        server, place = self._at(press)
        gap = await server.gap(press["key"])
        asked, meant = self._tokens.get(server.guild_id, press["token"]).split(_BETWEEN)
        return await self._add(server, place, gap, (asked, meant))

    async def _add(self, server: Server, place: Place, gap: Gap, words: tuple[str, str]) -> Reply:
        fixed = await add_synonym(server.library, server.by, words, gap)
        assert fixed is not None  # noqa: S101  # there is a gap
        if not fixed.is_done:
            self._notifications.send_soon()
            return await _gap_reply(server, place, gap.key, Said(_NOT_ENOUGH))
        return await self._next(server, place, gap, fixed, "**Answered** with a synonym")

    def _at(self, press: Press) -> tuple[Server, Place]:
        return self._servers.of(press.interaction), Place(press["period"], int(press["at"]))

    async def _next(self, server: Server, place: Place, gap: Gap, fixed: Fixed, told: str) -> Reply:
        """Show the next gap, what was done to the last one, and whom that concerns."""
        self._notifications.hold(server.guild_id, fixed.id)
        closed = await close_answered(
            server.log, server.guild_id, await server.searcher(), fixed.id
        )
        parts = [f"{told}: “{escape(clip(gap.question, _SAID_CHARS))}”"]
        if closed.questions:
            parts.append(f"{count(closed.questions, 'other question')} closed with it.")
        if waiting := fixed.waiting + closed.waiting:
            parts.append(f"{count(waiting, 'asker')} will be notified in a minute.")
        return await desk(server, place, Said("\n-# ".join(parts), gap.key))


async def desk(server: Server, place: Place, said: Said | None = None) -> Reply:
    """The desk with the gap at a place.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    gaps = await server.gaps(place.period)
    if place.at >= len(gaps):
        return finished_reply(place, len(gaps), said)
    return await _desk(server, place, gaps, said, None)


async def _gap_reply(
    server: Server, place: Place, key: str, said: Said | None = None, words: str | None = None
) -> Reply:
    """The desk with a certain gap.

    Raises:
        DecidedGapError: If it is no longer open.
    """
    gaps = await server.gaps(place.period)
    at = gaps.index(gap_with(gaps, key))
    return await _desk(server, Place(place.period, at), gaps, said, words)


async def _desk(
    server: Server, place: Place, gaps: list[Gap], said: Said | None, words: str | None
) -> Reply:
    gap, searcher = gaps[place.at], await server.searcher()
    words = words or gap.question
    shown = Desk(
        place=place,
        gap=gap,
        total=len(gaps),
        waiting=await waiting_for(server.log, server.guild_id, gap.answer_ids),
        passages=await asyncio.to_thread(closest, searcher, words, MOST_PASSAGES),
        words=words,
        meant=await others_meant(server.library, gap),
        said=said,
    )
    return await asyncio.to_thread(desk_reply, shown, searcher)
