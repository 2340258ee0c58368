"""`/synonyms`, `/pin` and `/out-of-scope`: what moderators taught, to be seen and taken back."""

from datetime import UTC, datetime

from discord import app_commands
from discord.app_commands import Choice

from .guidance import OwnSynonym
from .log_commands.desk import Desk, desk_of
from .log_commands.pin_cards import candidates_reply
from .log_commands.taught import synonym_line, take_back, taught_choices, taught_reply
from .messages.layout import Reply, notice
from .messages.moderation import ModeratorCog
from .messages.replying import BotInteraction, answer_privately, respond
from .review.lessons import MOST_WORD_CHARS, with_synonym

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
