"""`/synonyms`, `/pin` and `/out-of-scope`: what moderators taught, to be seen and taken back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.errors import NothingTaughtError
from bot.libraries.scopes import MOST_CHOICES
from bot.services.lessons import MOST_WORD_CHARS, key_of, with_synonym, without_moment
from bot.storage.lessons import Guidance, OutsideQuestion, OwnSynonym, PinnedPassage
from bot.storage.reviews import reopen
from bot.text import count, short_name
from bot.ui.buttons import ModeratorButton, ModeratorCog, is_moderator
from bot.ui.layout import Reply, ago, card, notice, turning
from bot.ui.pages import CHOICE_CHARS, paged
from bot.ui.quotation import clip, escape
from bot.ui.replies import BotInteraction, answer_privately, respond
from index import Searcher

from .context import Desk, desk_of
from .pins import candidates_reply

MOST_QUESTION_CHARS = 300


class Synonyms(ModeratorCog, name="synonyms", description="Words that stand for one another"):
    """Lets moderators teach words."""

    @app_commands.command(name="list", description="The words that moderators here have taught")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await respond(interaction, taught_reply(desk_of(interaction), "synonyms"), private=True)

    @app_commands.command(description="Let two words or names stand for one another")
    @app_commands.describe(word="As the class says it", means="As the sources say it")
    async def add(
        self,
        interaction: BotInteraction,
        word: app_commands.Range[str, 1, MOST_WORD_CHARS],
        means: app_commands.Range[str, 1, MOST_WORD_CHARS],
    ) -> None:
        """Teach a synonym, and tell those whose question it answers."""
        adding = _add_synonym(desk_of(interaction), (word.strip(), means.strip()))
        await answer_privately(interaction, adding)
        interaction.client.wishes.tell_soon()

    @app_commands.command(description="Forget a synonym")
    @app_commands.describe(synonym="Choose one while you type")
    async def remove(self, interaction: BotInteraction, synonym: str) -> None:
        """Forget a synonym."""
        forgetting = take_back(desk_of(interaction), "synonyms", synonym)
        await answer_privately(interaction, forgetting)

    @remove.autocomplete("synonym")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return taught_choices(interaction, "synonyms", typed)


class Pins(ModeratorCog, name="pin", description="Passages that are shown first"):
    """Lets moderators choose the passage that answers a question."""

    @app_commands.command(name="list", description="The passages that moderators here have pinned")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await respond(interaction, taught_reply(desk_of(interaction), "pins"), private=True)

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
        await answer_privately(interaction, take_back(desk_of(interaction), "pins", pin))

    @remove.autocomplete("pin")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return taught_choices(interaction, "pins", typed)


class OutOfScope(ModeratorCog, name="out-of-scope", description="Questions beyond the sources"):
    """Lets moderators take back what they put out of scope from a gap."""

    @app_commands.command(name="list", description="What is out of scope here, and what is said")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await respond(interaction, taught_reply(desk_of(interaction), "outside"), private=True)

    @app_commands.command(description="Answer a question from the sources again")
    @app_commands.describe(question="Choose one while you type")
    async def remove(self, interaction: BotInteraction, question: str) -> None:
        """Forget what to say to a question."""
        await answer_privately(interaction, take_back(desk_of(interaction), "outside", question))

    @remove.autocomplete("question")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return taught_choices(interaction, "outside", typed)


async def _add_synonym(desk: Desk, words: tuple[str, str]) -> Reply:
    synonym = OwnSynonym(by=desk.by, at=datetime.now(UTC), words=words)
    await desk.teach(lambda known: with_synonym(known, synonym), "synonyms add", {"words": words})
    return notice(f"{synonym_line(words)}: from now on, questions find both.")


Kind = Literal["synonyms", "pins", "outside"]

TAUGHT_PAGE = re.compile(r"taught:(?P<kind>synonyms|pins|outside):(?P<page>[0-9]{1,4})")
"""The custom id of a button that turns the pages of a list."""

_PAGE_CHARS = 3000

_PAGE_LINES = 10

_QUESTION_CHARS = 150

_WORDS_CHARS = 200

_Lesson: TypeAlias = OwnSynonym | PinnedPassage | OutsideQuestion


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a kind of lessons.

    Attributes:
        lessons: All of it, the oldest first.
        named: The head of a list, for a number of them.
        none: Instead of an empty list.
        removed: For the audit table.
    """

    lessons: Callable[[Guidance], Sequence[_Lesson]]
    named: Callable[[int], str]
    none: str
    removed: str


_KINDS: Mapping[str, _Words] = {
    "synonyms": _Words(
        lessons=lambda guidance: guidance.synonyms,
        named=lambda number: count(number, "synonym"),
        none="No synonyms yet: add some with `/synonyms add`, or from `/logs gaps`.",
        removed="synonyms remove",
    ),
    "pins": _Words(
        lessons=lambda guidance: guidance.pins,
        named=lambda number: count(number, "pin"),
        none="No pins yet: add some with `/pin add`, or from `/logs gaps`.",
        removed="pin remove",
    ),
    "outside": _Words(
        lessons=lambda guidance: guidance.outside,
        named=lambda number: f"{count(number, 'question')} out of scope",
        none="No question is out of scope: what is can be said in `/logs gaps`.",
        removed="out-of-scope remove",
    ),
}


class TaughtPage(ModeratorButton, template=TAUGHT_PAGE):
    """The buttons that turn the pages of what was taught."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        reply = taught_reply(desk_of(interaction), self.match["kind"], int(self.match["page"]))
        await interaction.response.edit_message(view=reply.view)


def taught_reply(desk: Desk, kind: str, page: int = 1) -> Reply:
    """A page (from 1) of the lessons of a kind, the newest first.

    Args:
        desk: The moderator's.
        kind: Of the lessons.
        page: The last one is given if there are fewer by now.
    """
    words = _KINDS[kind]
    taught = words.lessons(desk.library.guidance)
    if not taught:
        return notice(words.none)
    searcher = desk.searcher()
    lines = (_line(lesson, searcher) for lesson in reversed(taught))
    pages = paged(lines, _PAGE_CHARS, _PAGE_LINES)
    page = min(max(page, 1), len(pages))
    turn = turning(f"taught:{kind}", page, len(pages))
    foot = f"-# Page {page} of {len(pages)}" if turn else ""
    head = f"### {words.named(len(taught))}"
    return card("\n".join((head, *pages[page - 1])), foot=foot, buttons=turn)


def taught_choices(
    interaction: discord.Interaction[Any], kind: Kind, typed: str
) -> list[Choice[str]]:
    """What is offered while a moderator types; to others nothing."""
    if not is_moderator(interaction):
        return []
    taught = _KINDS[kind].lessons(desk_of(interaction).library.guidance)
    words = typed.casefold().strip()
    fitting = [lesson for lesson in reversed(taught) if words in _named(lesson).casefold()]
    return [Choice(name=_named(one), value=key_of(one)) for one in fitting[:MOST_CHOICES]]


async def take_back(desk: Desk, kind: Kind, chosen: str) -> Reply:
    """Forget a lesson with its golden question, and reopen the gap that it was a fix of.

    Args:
        desk: The moderator's.
        kind: Of the lesson.
        chosen: What Discord sent for it, or its words.

    Raises:
        NothingTaughtError: If there is no such lesson.
        NotWrittenError: If the disk does not take it; then all is as before.
        LogUnusableError: If the gap cannot be reopened now.
    """
    words = _KINDS[kind]
    lesson = _chosen(words.lessons(desk.library.guidance), chosen)
    told = lesson.model_dump(mode="json", exclude={"by", "at", "question", "text", "start"})
    # First, for it may fail: then the lesson is still there, to be taken back another time.
    reopened = await reopen(desk.log, desk.guild_id, lesson.at)
    await desk.teach(lambda known: without_moment(known, lesson.at), words.removed, told)
    back = "\nThe question that it was to answer is back in `/logs gaps`." if reopened else ""
    return notice(f"Forgotten: {escape(_named(lesson))}{back}")


def synonym_line(words: Sequence[str]) -> str:
    """Words that stand for one another, in Markdown."""
    return " = ".join(f"**{escape(clip(word, MOST_WORD_CHARS))}**" for word in words)


def _line(lesson: _Lesson, searcher: Searcher) -> str:
    by = f"-# {ago(lesson.at)} by {short_name(lesson.by)}"
    if isinstance(lesson, OwnSynonym):
        return f"{synonym_line(lesson.words)}\n{by}"
    question = f"**{escape(clip(lesson.question, _QUESTION_CHARS))}**"
    if isinstance(lesson, OutsideQuestion):
        return f"{question}\n{escape(clip(lesson.sentence, _WORDS_CHARS))}\n{by}"
    text = escape(clip(lesson.text, _WORDS_CHARS))
    return f"{question}\n> {text}\n{by}, {_place(lesson, searcher)}"


def _place(pin: PinnedPassage, searcher: Searcher) -> str:
    """Where a pinned passage stands, or that it does no longer."""
    document = searcher.library.documents.get(pin.source)
    name = escape(clip(document.title if document else pin.source, _QUESTION_CHARS))
    if any(lost.question == pin.question for lost in searcher.lost_pins):
        return f"in {name}, which no longer has it: **it is not shown**"
    return f"in *{name}*"


def _chosen(taught: Sequence[_Lesson], key: str) -> _Lesson:
    for lesson in taught:
        if key in {key_of(lesson), _named(lesson)}:
            return lesson
    raise NothingTaughtError


def _named(lesson: _Lesson) -> str:
    words = " = ".join(lesson.words) if isinstance(lesson, OwnSynonym) else lesson.question
    return clip(words, CHOICE_CHARS)
