"""`/synonyms` and `/pin`: what moderators taught the bot, to be seen, added to and taken back."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.app_commands import Choice

from .errors import NothingTaughtError
from .guidance import Guidance, OwnSynonym, PinnedPassage
from .log_commands.desk import Desk, desk_of
from .log_commands.pin_cards import candidates_reply
from .messages.choices import CHOICE_CHARS
from .messages.layout import Reply, ago, card, notice, turning
from .messages.markdown import clip, escape
from .messages.moderation import ModeratorButton, ModeratorCog, is_moderator
from .messages.paging import paged
from .messages.replying import BotInteraction, answer_privately, respond
from .review.lessons import MOST_WORD_CHARS, key_of, with_synonym, without
from .scopes import MOST_CHOICES
from .wording import count, short_name

TAUGHT_PAGE = re.compile(r"taught:(?P<kind>synonyms|pins):(?P<page>[0-9]{1,4})")
"""The custom id of a button that turns the pages of a list."""

MOST_QUESTION_CHARS = 300

_PAGE_CHARS = 3000
_PAGE_LINES = 10
_QUESTION_CHARS = 150
_WORDS_CHARS = 200

_Lesson = TypeVar("_Lesson", OwnSynonym, PinnedPassage)


class Synonyms(ModeratorCog, name="synonyms", description="Words that stand for one another"):
    """Lets moderators teach words."""

    @app_commands.command(name="list", description="The words that moderators here have taught")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        reply = taught_reply(desk_of(interaction).library.guidance, "synonyms", 1)
        await respond(interaction, reply, private=True)

    @app_commands.command(description="Let two words or names stand for one another")
    @app_commands.describe(word="As the class says it", means="As the sources say it")
    async def add(
        self,
        interaction: BotInteraction,
        word: app_commands.Range[str, 1, MOST_WORD_CHARS],
        means: app_commands.Range[str, 1, MOST_WORD_CHARS],
    ) -> None:
        """Teach a synonym."""
        adding = _add_synonym(desk_of(interaction), (word.strip(), means.strip()))
        await answer_privately(interaction, adding)

    @app_commands.command(description="Forget a synonym")
    @app_commands.describe(synonym="Choose one while you type")
    async def remove(self, interaction: BotInteraction, synonym: str) -> None:
        """Forget a synonym."""
        desk = desk_of(interaction)
        removing = _remove(desk, _chosen(desk.library.guidance.synonyms, synonym))
        await answer_privately(interaction, removing)

    @remove.autocomplete("synonym")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return _choices(interaction, "synonyms", typed)


class Pins(ModeratorCog, name="pin", description="Passages that are shown first"):
    """Lets moderators choose the passage that answers a question."""

    @app_commands.command(name="list", description="The passages that moderators here have pinned")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        reply = taught_reply(desk_of(interaction).library.guidance, "pins", 1)
        await respond(interaction, reply, private=True)

    @app_commands.command(description="Choose the passage to show first for a question")
    @app_commands.describe(question="As a student would ask it")
    async def add(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MOST_QUESTION_CHARS],
    ) -> None:
        """Show passages to choose from."""
        desk = desk_of(interaction)
        subject = interaction.client.kept_words.keep(desk.guild_id, question)
        finding = candidates_reply(desk, subject, question, question)
        await answer_privately(interaction, finding)

    @app_commands.command(description="No longer show a passage first")
    @app_commands.describe(pin="Choose one while you type")
    async def remove(self, interaction: BotInteraction, pin: str) -> None:
        """Forget a pin."""
        desk = desk_of(interaction)
        removing = _remove(desk, _chosen(desk.library.guidance.pins, pin))
        await answer_privately(interaction, removing)

    @remove.autocomplete("pin")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return _choices(interaction, "pins", typed)


class TaughtPage(ModeratorButton, template=TAUGHT_PAGE):
    """The buttons that turn the pages of what was taught."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        guidance = desk_of(interaction).library.guidance
        reply = taught_reply(guidance, self.match["kind"], int(self.match["page"]))
        await interaction.response.edit_message(view=reply.view)


def taught_reply(guidance: Guidance, kind: str, page: int) -> Reply:
    """A page (from 1) of the synonyms or pins; the last one if there are fewer by now."""
    taught: Sequence[OwnSynonym | PinnedPassage] = getattr(guidance, kind)
    if not taught:
        return notice(_NONE[kind])
    pages = paged(map(_line, reversed(taught)), _PAGE_CHARS, _PAGE_LINES)
    page = min(max(page, 1), len(pages))
    turn = turning(f"taught:{kind}", page, len(pages))
    head = f"### {count(len(taught), kind.removesuffix('s'))}"
    foot = f"-# Page {page} of {len(pages)}" if turn else ""
    return card("\n".join((head, *pages[page - 1])), foot=foot, buttons=turn)


_NONE = {
    "synonyms": "No synonyms yet: add some with `/synonyms add`, or from `/logs gaps`.",
    "pins": "No pins yet: add some with `/pin add`, or from `/logs gaps`.",
}


def _line(lesson: OwnSynonym | PinnedPassage) -> str:
    by = f"-# {ago(lesson.at)} by {short_name(lesson.by)}"
    if isinstance(lesson, OwnSynonym):
        words = " = ".join(f"**{escape(clip(word, MOST_WORD_CHARS))}**" for word in lesson.words)
        return f"{words}\n{by}"
    question = escape(clip(lesson.question, _QUESTION_CHARS))
    text = escape(clip(lesson.text, _WORDS_CHARS))
    return f"**{question}**\n> {text}\n{by}, in {escape(clip(lesson.source, _QUESTION_CHARS))}"


async def _add_synonym(desk: Desk, words: tuple[str, str]) -> Reply:
    synonym = OwnSynonym(by=desk.by, at=datetime.now(UTC), words=words)
    await desk.teach(lambda known: with_synonym(known, synonym), "synonyms add", {"words": words})
    return notice(f"{_line(synonym).splitlines()[0]}: from now on, questions find both.")


async def _remove(desk: Desk, lesson: OwnSynonym | PinnedPassage) -> Reply:
    kind = "synonyms" if isinstance(lesson, OwnSynonym) else "pin"
    told = (
        {"words": lesson.words}
        if isinstance(lesson, OwnSynonym)
        else {"question": lesson.question, "source": lesson.source}
    )
    await desk.teach(lambda known: without(known, lesson), f"{kind} remove", told)
    return notice(f"Forgotten: {escape(_named(lesson))}")


def _chosen(taught: Sequence[_Lesson], key: str) -> _Lesson:
    for lesson in taught:
        if key in {key_of(lesson), _named(lesson)}:
            return lesson
    raise NothingTaughtError


def _choices(interaction: discord.Interaction[Any], kind: str, typed: str) -> list[Choice[str]]:
    """What is offered while a moderator types; to others nothing."""
    if not is_moderator(interaction):
        return []
    taught: Sequence[OwnSynonym | PinnedPassage] = getattr(
        desk_of(interaction).library.guidance, kind
    )
    words = typed.casefold().strip()
    fitting = [lesson for lesson in reversed(taught) if words in _named(lesson).casefold()]
    return [Choice(name=_named(one), value=key_of(one)) for one in fitting[:MOST_CHOICES]]


def _named(lesson: OwnSynonym | PinnedPassage) -> str:
    words = " = ".join(lesson.words) if isinstance(lesson, OwnSynonym) else lesson.question
    return clip(words, CHOICE_CHARS)
