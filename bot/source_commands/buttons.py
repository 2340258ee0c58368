"""The buttons under what `/sources` shows; they outlive a restart, and look who presses them."""

from bot.errors import RehearsalGoneError, sentence
from bot.messages.buttons import LastingButton
from bot.messages.layout import Reply, notice
from bot.messages.moderation import ModeratorButton
from bot.messages.replying import BotInteraction, change_message

from .history_card import HISTORY, ROLLBACK, gone_back_reply, history_reply
from .listing import LIST, PROBLEMS, problems_reply
from .rehearsal_card import REHEARSAL, discarded_reply, rehearsal_reply, switched_reply
from .shelf import Shelf, library_of, shelf_of
from .showing import list_page


class ListButton(LastingButton, template=LIST):
    """Turns the pages of the list."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        await change_message(interaction, list_page(interaction, int(self.match["page"])))


class ProblemsButton(ModeratorButton, template=PROBLEMS):
    """Shows what is wrong with files."""

    async def press(self, interaction: BotInteraction) -> None:
        """Show a page of the problems."""
        await change_message(interaction, self._page(interaction))

    async def _page(self, interaction: BotInteraction) -> Reply:
        return problems_reply(library_of(interaction).problems, int(self.match["page"]))


class HistoryButton(ModeratorButton, template=HISTORY):
    """Turns the pages of the history."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        await change_message(interaction, self._page(interaction))

    async def _page(self, interaction: BotInteraction) -> Reply:
        shelf = shelf_of(interaction)
        return history_reply(shelf.engine.history(), int(self.match["page"]))


class RollbackButton(ModeratorButton, template=ROLLBACK):
    """Puts an earlier version in place again."""

    async def press(self, interaction: BotInteraction) -> None:
        """Go back."""
        await change_message(interaction, self._go_back(interaction))

    async def _go_back(self, interaction: BotInteraction) -> Reply:
        shelf = shelf_of(interaction)
        known = {one.id: one for one in shelf.engine.history()}  # the oldest is forgotten by it
        await shelf.engine.rollback(self.match["id"], by=shelf.by)
        return gone_back_reply(known[self.match["id"]])


class RehearsalButton(ModeratorButton, template=REHEARSAL):
    """The buttons of the card that shows what a reload would change."""

    async def press(self, interaction: BotInteraction) -> None:
        """Switch, discard, or turn the page."""
        await change_message(interaction, self._decide(interaction))

    async def _decide(self, interaction: BotInteraction) -> Reply:
        try:
            return await self._decided(shelf_of(interaction))
        except RehearsalGoneError as error:
            return notice(sentence(error))  # in the card's place: its buttons can do nothing now

    async def _decided(self, shelf: Shelf) -> Reply:
        act, rehearsal_id = self.match["act"], self.match["id"]
        if act == "switch":
            await shelf.engine.switch(rehearsal_id, by=shelf.by)
            return switched_reply()
        if act == "discard":
            await shelf.engine.discard(rehearsal_id, by=shelf.by)
            return discarded_reply()
        return rehearsal_reply(shelf.engine.rehearsal(rehearsal_id), int(act))


BUTTONS = (ListButton, ProblemsButton, HistoryButton, RollbackButton, RehearsalButton)
"""All of them, for the bot to know them by their ids."""
