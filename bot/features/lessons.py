"""`/synonyms`, `/pin` and so on: list and remove what moderators taught."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from discord import app_commands
from discord.app_commands import Choice

from bot.errors import NothingTaughtError
from bot.libraries.active import CLASS_ANSWERS
from bot.libraries.scopes import MOST_CHOICES
from bot.services.checked import remove_checked
from bot.services.fixes import add_synonym, remove_lesson
from bot.services.lessons import MOST_WORD_CHARS
from bot.storage.lessons import (
    ClassAnswer,
    GoldenQuestion,
    Lesson,
    Lessons,
    OutsideQuestion,
    OwnSynonym,
    PinnedPassage,
)
from bot.storage.masking import masked
from bot.text import count, short_name
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import Reply, ago, card, notice
from bot.ui.pages import CHOICE_CHARS, page_of
from bot.ui.permissions import ModeratorCog, Permissions
from bot.ui.quotation import clip, escape
from bot.ui.replies import BotInteraction, answer_privately
from index import Searcher

from .context import Server, Servers
from .notifications import Notifications
from .pins import candidates_reply
from .question_list import TokenCache

MOST_QUESTION_CHARS = 300
Kind = Literal["synonyms", "pins", "outside", "checked", "answers"]
TAUGHT_PAGE = r"taught:(?P<kind>synonyms|pins|outside|checked|answers):(?P<page>[0-9]{1,4})"
"""The custom id of a button that turns the pages of a list."""


class LessonsCog(ModeratorCog):
    """What the groups share."""

    def __init__(self, permissions: Permissions, servers: Servers) -> None:
        super().__init__(permissions)
        self._servers = servers

    async def _list(self, interaction: BotInteraction, kind: Kind) -> None:
        server = self._servers.moderated(interaction)
        await answer_privately(interaction, taught_reply(server, kind))

    def _choices(self, interaction: BotInteraction, kind: Kind, typed: str) -> list[Choice[str]]:
        server = self._servers.of(interaction)
        return taught_choices(server, kind, typed) if server.moderates else []

    async def _remove(self, interaction: BotInteraction, kind: Kind, chosen: str) -> None:
        removing = take_back(self._servers.moderated(interaction), kind, chosen)
        await answer_privately(interaction, removing)


class Synonyms(LessonsCog, name="synonyms", description="Words that mean the same here"):
    """Lets moderators add and remove synonyms."""

    def __init__(
        self, permissions: Permissions, servers: Servers, notifications: Notifications
    ) -> None:
        super().__init__(permissions, servers)
        self._notifications = notifications

    @app_commands.command(name="list", description="List the synonyms added in this server")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await self._list(interaction, "synonyms")

    @app_commands.command(description="Add two words or names that mean the same")
    @app_commands.describe(word="The class's word", means="The sources' word")
    async def add(
        self,
        interaction: BotInteraction,
        word: app_commands.Range[str, 1, MOST_WORD_CHARS],
        means: app_commands.Range[str, 1, MOST_WORD_CHARS],
    ) -> None:
        """Add a synonym, and notify those whose question it answers."""
        server = self._servers.moderated(interaction)
        await answer_privately(interaction, _add_synonym(server, (word.strip(), means.strip())))
        self._notifications.send_soon()

    @app_commands.command(description="Remove a synonym")
    @app_commands.describe(synonym="Choose one as you type")
    async def remove(self, interaction: BotInteraction, synonym: str) -> None:
        """Remove a synonym."""
        await self._remove(interaction, "synonyms", synonym)

    @remove.autocomplete("synonym")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return self._choices(interaction, "synonyms", typed)

    @route(TAUGHT_PAGE, moderators=True, shows=Shows.IN_PLACE)
    async def turn(self, press: Press) -> Reply:
        """Show another page of any of the lists."""
        server = self._servers.of(press.interaction)
        return await taught_reply(server, press["kind"], int(press["page"]))


class Pins(LessonsCog, name="pin", description="Passages to show first"):
    """Lets moderators choose the passage that answers a question."""

    def __init__(self, permissions: Permissions, servers: Servers, tokens: TokenCache) -> None:
        super().__init__(permissions, servers)
        self._tokens = tokens

    @app_commands.command(name="list", description="List the passages pinned in this server")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await self._list(interaction, "pins")

    @app_commands.command(description="Choose the passage to show first for a question")
    @app_commands.describe(question="As a student would ask it")
    async def add(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MOST_QUESTION_CHARS],
    ) -> None:
        """Show passages to choose from."""
        server = self._servers.moderated(interaction)
        question = masked(question)  # as the pin will be stored, so that the trial finds it
        subject = self._tokens.keep(server.guild_id, question)
        finding = candidates_reply(server, subject, question, question)
        await answer_privately(interaction, finding)

    @app_commands.command(description="Remove a pin")
    @app_commands.describe(pin="Choose one as you type")
    async def remove(self, interaction: BotInteraction, pin: str) -> None:
        """Remove a pin."""
        await self._remove(interaction, "pins", pin)

    @remove.autocomplete("pin")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return self._choices(interaction, "pins", typed)


class OutOfScope(LessonsCog, name="out-of-scope", description="Questions beyond the sources"):
    """Lets moderators see and undo what they put out of scope."""

    @app_commands.command(name="list", description="List the questions that are out of scope here")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await self._list(interaction, "outside")

    @app_commands.command(description="Answer a question from the sources again")
    @app_commands.describe(question="Choose one as you type")
    async def remove(self, interaction: BotInteraction, question: str) -> None:
        """Answer a question again."""
        await self._remove(interaction, "outside", question)

    @remove.autocomplete("question")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return self._choices(interaction, "outside", typed)


async def _add_synonym(server: Server, words: tuple[str, str]) -> Reply:
    await add_synonym(server.library, server.by, words)
    return notice(f"{synonym_line(words)}: questions now find both.")


_PAGE_CHARS = 3000
_PAGE_LINES = 10
_QUESTION_CHARS = 150
_WORDS_CHARS = 200
_Lesson: TypeAlias = OwnSynonym | PinnedPassage | OutsideQuestion | GoldenQuestion | ClassAnswer


@dataclass(frozen=True, slots=True)
class _Words:
    """Texts about one kind of lesson.

    Attributes:
        lessons: All of it, the oldest first.
        named: The head of a list, for a number of them.
        none: Instead of an empty list.
        removed: For the audit table.
    """

    lessons: Callable[[Lessons], Sequence[_Lesson]]
    named: Callable[[int], str]
    none: str
    removed: str


_KINDS: Mapping[str, _Words] = {
    "synonyms": _Words(
        lessons=lambda lessons: lessons.synonyms,
        named=lambda number: count(number, "synonym"),
        none="No synonyms yet. Add some with `/synonyms add` or from `/logs gaps`.",
        removed="synonyms remove",
    ),
    "pins": _Words(
        lessons=lambda lessons: [one for one in lessons.pins if not _is_of_answer(one, lessons)],
        named=lambda number: count(number, "pin"),
        none="No pins yet. Add some with `/pin add` or from `/logs gaps`.",
        removed="pin remove",
    ),
    "outside": _Words(
        lessons=lambda lessons: lessons.outside,
        named=lambda number: f"{count(number, 'question')} out of scope",
        none="No questions are out of scope. Mark some in `/logs gaps`.",
        removed="out-of-scope remove",
    ),
    "checked": _Words(
        lessons=lambda lessons: lessons.golden,
        named=lambda number: (
            f"{count(number, 'checked question')}\nEach reload says if one of "
            "these loses its answer."
        ),
        none="No checked questions yet. Add some with `/checked add`, or from the menu of an "
        "answer: Apps, *Keep as checked*.",
        removed="golden remove",
    ),
    "answers": _Words(
        lessons=lambda lessons: lessons.answers,
        named=lambda number: f"{count(number, 'answer')} of this class",
        none="No answers yet. Write some with `/answers add` or from `/logs gaps`.",
        removed="answer remove",
    ),
}


def _is_of_answer(pin: PinnedPassage, lessons: Lessons) -> bool:
    """Return whether a pin comes and goes with an answer of the class to the same question."""
    answered = (answer.question for answer in lessons.answers)
    return pin.source == CLASS_ANSWERS and pin.question in answered


async def taught_reply(server: Server, kind: str, page: int = 1) -> Reply:
    """A page (from 1) of the lessons of a kind, the newest first.

    Args:
        server: The moderator's.
        kind: Of the lessons.
        page: The last one is given if there are fewer by now.
    """
    words = _KINDS[kind]
    taught = words.lessons(server.library.lessons)
    if not taught:
        return notice(words.none)
    searcher = await server.searcher()
    lines = (_line(lesson, searcher) for lesson in reversed(taught))
    turned = page_of(lines, page, f"taught:{kind}:{{}}", _PAGE_CHARS, _PAGE_LINES)
    head = f"### {words.named(len(taught))}"
    return card("\n".join((head, *turned.blocks)), foot=turned.foot, buttons=turned.buttons)


def taught_choices(server: Server, kind: Kind, typed: str) -> list[Choice[str]]:
    """Return the lessons that match what a moderator has typed so far."""
    taught = _KINDS[kind].lessons(server.library.lessons)
    words = typed.casefold().strip()
    fitting = [lesson for lesson in reversed(taught) if words in _named(lesson).casefold()]
    return [Choice(name=_named(one), value=one.id) for one in fitting[:MOST_CHOICES]]


async def take_back(server: Server, kind: Kind, chosen: str) -> Reply:
    """Forget a lesson with its golden question, and reopen the gap that it was a fix of.

    Args:
        server: The moderator's.
        kind: Of the lesson.
        chosen: What Discord sent for it, or its words.

    Raises:
        NothingTaughtError: If there is no such lesson.
        NotWrittenError: If it cannot be stored; then nothing has changed.
    """
    words = _KINDS[kind]
    lesson = _chosen(words.lessons(server.library.lessons), chosen)
    if isinstance(lesson, GoldenQuestion):
        await remove_checked(server.library, server.by, lesson)
        return notice(f"No longer checked: {escape(_named(lesson))}")
    hidden = {"id", "fix", "by", "at", "question", "text", "start", "author", "writer", "link"}
    details = lesson.model_dump(mode="json", exclude=hidden)
    reopened = await remove_lesson(server.library, server.by, lesson, words.removed, details)
    back = "\nThe question it answered is open again in `/logs gaps`." if reopened else ""
    return notice(f"Removed: {escape(_named(lesson))}{back}")


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
    if isinstance(lesson, GoldenQuestion):
        quote = escape(clip(" ".join(lesson.quote.split()), _WORDS_CHARS))
        return f"{question}\n{f'> {quote}' if quote else 'Out of scope'}\n{by}"
    text = escape(clip(" ".join(lesson.text.split()), _WORDS_CHARS))
    if isinstance(lesson, ClassAnswer):
        return f"{question}\n> {text}\n-# {escape(lesson.author)}, {ago(lesson.at)}"
    return f"{question}\n> {text}\n{by}, {_place(lesson, searcher)}"


def _place(pin: PinnedPassage, searcher: Searcher) -> str:
    """Say where a pinned passage is, or that it is gone."""
    document = searcher.library.documents.get(pin.source)
    name = escape(clip(document.title if document else pin.source, _QUESTION_CHARS))
    if any(lost.question == pin.question for lost in searcher.lost_pins):
        return f"in {name}, which no longer contains it: **not shown**"
    return f"in *{name}*"


def chosen_lesson(server: Server, kind: Kind, key: str) -> Lesson:
    """Return the lesson that was chosen, or whose words were typed.

    Raises:
        NothingTaughtError: If there is no such lesson.
    """
    return _chosen(_KINDS[kind].lessons(server.library.lessons), key)


def _chosen(taught: Sequence[_Lesson], key: str) -> _Lesson:
    for lesson in taught:
        if key in {lesson.id, _named(lesson)}:
            return lesson
    raise NothingTaughtError


def _named(lesson: _Lesson) -> str:
    words = " = ".join(lesson.words) if isinstance(lesson, OwnSynonym) else lesson.question
    return clip(words, CHOICE_CHARS)
