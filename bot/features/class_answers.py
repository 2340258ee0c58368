"""Answers of this class: `/answers`, the forms, and *Use as answer* in a message's menu."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import BotMessageError, CannotAskWriterError
from bot.services.answering import Answerer
from bot.services.class_answers import (
    BY_MEMBER,
    BY_ROLE,
    MOST_AUTHOR_CHARS,
    MOST_LINK_CHARS,
    OwnWords,
    accept_proposal,
    answer_in_own_words,
    decline_proposal,
    edit_answer,
    find_answer,
    message_answer,
    propose_answer,
)
from bot.services.fixes import Fixed, Subject
from bot.storage.lessons import MOST_ANSWER_CHARS, ClassAnswer
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import GOOD, Reply, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import cited, clip, escape
from bot.ui.replies import BotInteraction

from .answer_changes import closed_lines
from .context import Servers
from .lessons import MOST_QUESTION_CHARS, LessonsCog, chosen_lesson
from .notifications import Notifications
from .question_list import KEY_PATTERN, TokenCache

MENU = "Use as answer"
_LESSON = r"(?P<id>[a-z2-7]{16})"
_QUESTION_CHARS = 200
_WORDS_CHARS = 500


def answer_form(custom_id: str, question: str, words: OwnWords | None = None) -> ui.Modal:
    """Return the form for an answer in a moderator's own words.

    Args:
        custom_id: Of the form.
        question: That is answered.
        words: What stands in the form already.
    """
    words = words or OwnWords("")
    return form(
        "Answer in your own words",
        custom_id,
        Field(
            "text",
            "Answer",
            MOST_ANSWER_CHARS,
            hint=clip(f"To “{question}”", 100),
            default=words.text or None,
            paragraph=True,
        ),
        Field(
            "author",
            "Signed by",
            MOST_AUTHOR_CHARS,
            hint=f"Your name or role, shown to students. Empty: “{BY_ROLE}”.",
            default=words.author or None,
            required=False,
        ),
        Field(
            "link",
            "Link",
            MOST_LINK_CHARS,
            hint="Optional: where to read more, such as an announcement.",
            default=words.link or None,
            required=False,
        ),
    )


class ClassAnswers(LessonsCog, name="answers", description="Answers in this class's own words"):
    """Lets moderators write, change and remove answers."""

    def __init__(
        self,
        permissions: Permissions,
        servers: Servers,
        tokens: TokenCache,
        notifications: Notifications,
    ) -> None:
        super().__init__(permissions, servers)
        self._tokens = tokens
        self._notifications = notifications

    @app_commands.command(name="list", description="List the answers written in this server")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page."""
        await self._list(interaction, "answers")

    @app_commands.command(description="Answer a question in your own words")
    @app_commands.describe(question="As a student would ask it")
    async def add(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MOST_QUESTION_CHARS],
    ) -> None:
        """Ask for the answer."""
        server = self._servers.moderated(interaction)
        key = self._tokens.keep(server.guild_id, question)
        await interaction.response.send_modal(answer_form(f"answer:new:{key}", question))

    @app_commands.command(description="Change an answer that moderators wrote")
    @app_commands.describe(answer="Choose one as you type")
    async def edit(self, interaction: BotInteraction, answer: str) -> None:
        """Ask for the new words."""
        server = self._servers.moderated(interaction)
        chosen = chosen_lesson(server, "answers", answer)
        old = find_answer(server.library.lessons, chosen.id)
        words = OwnWords(old.text, old.author, old.link)
        filled = answer_form(f"answer:edit:{old.id}", old.question, words)
        await interaction.response.send_modal(filled)

    @app_commands.command(description="Remove an answer")
    @app_commands.describe(answer="Choose one as you type")
    async def remove(self, interaction: BotInteraction, answer: str) -> None:
        """Remove an answer."""
        await self._remove(interaction, "answers", answer)

    @edit.autocomplete("answer")
    @remove.autocomplete("answer")
    async def _offer(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        return self._choices(interaction, "answers", typed)

    @route(rf"answer:new:(?P<key>{KEY_PATTERN})", moderators=True)
    async def save(self, press: Press) -> Reply:
        """Save an answer, and show it."""
        server = self._servers.of(press.interaction)
        subject = Subject(self._tokens.get(server.guild_id, press["key"]))
        fixed = await answer_in_own_words(server.library, server.by, subject, _words(press))
        closed = await self._notifications.close_answered(server.guild_id)
        return _saved_reply(subject.question, fixed, closed_lines(closed))

    @route(rf"answer:edit:{_LESSON}", moderators=True)
    async def change(self, press: Press) -> Reply:
        """Save the new words of an answer."""
        server = self._servers.of(press.interaction)
        old = find_answer(server.library.lessons, press["id"])
        fixed = await edit_answer(server.library, server.by, old.id, _words(press))
        return _saved_reply(old.question, fixed)


class MemberAnswers(commands.Cog):
    """*Use as answer*: a member's message becomes an answer once that member agrees."""

    def __init__(  # noqa: PLR0913, PLR0917  # all that a message passes through
        self,
        bot: commands.Bot,
        answerer: Answerer,
        servers: Servers,
        permissions: Permissions,
        tokens: TokenCache,
        notifications: Notifications,
    ) -> None:
        self._bot = bot
        self._names = answerer.pseudonyms
        self._servers = servers
        self._tokens = tokens
        self._notifications = notifications
        menu = app_commands.ContextMenu(name=MENU, callback=self._use)
        if permissions.role is None:
            menu.default_permissions = discord.Permissions(manage_guild=True)
        bot.tree.add_command(menu)

    async def _use(self, interaction: BotInteraction, message: discord.Message) -> None:
        """Ask which question a message answers."""
        server = self._servers.moderated(interaction)
        if message.author.bot:
            raise BotMessageError
        written, link = message.created_at.date(), message.jump_url
        message_answer(message.content, written, link, "")  # refused before anybody types
        facts = {
            "text": message.content,
            "written": written.isoformat(),
            "link": link,
            "message": message.id,
            "channel": message.channel.id,
            "author": message.author.id,
        }
        key = self._tokens.keep(server.guild_id, json.dumps(facts))
        question = Field(
            "question",
            "Which question does it answer?",
            MOST_QUESTION_CHARS,
            hint="As a student would ask it. Its author is asked for consent first.",
            default=_asked_before(message),
        )
        await interaction.response.send_modal(form(MENU, f"answer:propose:{key}", question))

    @route(rf"answer:propose:(?P<key>{KEY_PATTERN})", moderators=True)
    async def propose(self, press: Press) -> Reply:
        """Ask the writer of a message for consent, in its channel."""
        server = self._servers.of(press.interaction)
        facts = json.loads(self._tokens.get(server.guild_id, press["key"]))
        writer = self._names.of(facts["author"], server.guild_id)
        message = message_answer(
            facts["text"], date.fromisoformat(facts["written"]), facts["link"], writer
        )
        question = press.fields["question"]
        proposal = await propose_answer(server.library, server.by, question, message)
        try:
            await self._ask_writer(facts, proposal)
        except discord.HTTPException as error:
            await decline_proposal(server.library, writer, proposal.id)
            raise CannotAskWriterError from error
        return notice(
            "I asked the author for consent, in the channel of the message. It becomes an answer "
            "as soon as they agree."
        )

    async def _ask_writer(self, facts: Mapping[str, Any], proposal: ClassAnswer) -> None:
        channel = self._bot.get_partial_messageable(facts["channel"])
        await channel.send(
            view=_consent(facts["author"], proposal).view,
            reference=channel.get_partial_message(facts["message"]),
            # The one person who is asked; nobody else is named.
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, users=[discord.Object(facts["author"])]
            ),
        )

    @route(rf"consent:(?P<how>name|role|no):{_LESSON}", shows=Shows.IN_PLACE)
    async def consent(self, press: Press) -> Reply:
        """Do as the writer of a message wishes."""
        server, member = self._servers.of(press.interaction), press.interaction.user
        if press["how"] == "no":
            await decline_proposal(server.library, server.by, press["id"])
            return notice("Your message isn't used, and nothing of it is stored.")
        author = member.display_name if press["how"] == "name" else BY_MEMBER
        fixed = await accept_proposal(server.library, server.by, press["id"], author)
        await self._notifications.close_answered(server.guild_id)
        question = escape(clip(fixed.after.question, _QUESTION_CHARS))
        return notice(
            f"Thank you! Your message now answers this question:\n“{question}”\n-# To have it "
            "removed, ask a moderator or use `/mydata delete`.",
            accent=GOOD,
        )


def _saved_reply(question: str, fixed: Fixed, closed: str = "") -> Reply:
    """Show an answer as students will get it."""
    quote = fixed.after.quotes[0]
    words = escape(clip(" ".join(quote.text.split()), _WORDS_CHARS))
    return notice(
        f"**Saved.** Students get this answer from now on.{closed}\n"
        f"“{escape(clip(question, _QUESTION_CHARS))}”\n> {words}\n-# {cited(quote.citation)}\n"
        "-# `/answers edit` changes it, `/answers remove` removes it.",
        accent=GOOD,
    )


def _consent(author_id: int, proposal: ClassAnswer) -> Reply:
    """Ask a member whether their message may be quoted."""
    buttons = [
        ui.Button[Any](label=label, custom_id=f"consent:{how}:{proposal.id}")
        for label, how in (
            ("Yes, with my name", "name"),
            ("Yes, without my name", "role"),
            ("No", "no"),
        )
    ]
    return notice(
        f"<@{author_id}>, may I quote your message, word for word and with a link to it, when "
        f"somebody asks “{escape(clip(proposal.question, _QUESTION_CHARS))}”?",
        *buttons,
    )


def _asked_before(message: discord.Message) -> str | None:
    """Return the text that a message replies to, if it is known: probably the question."""
    replied = message.reference.resolved if message.reference else None
    text = replied.content if isinstance(replied, discord.Message) else ""
    return " ".join(text.split())[:MOST_QUESTION_CHARS] or None


def _words(press: Press) -> OwnWords:
    fields = press.fields
    return OwnWords(fields["text"], fields.get("author", ""), fields.get("link", ""))
