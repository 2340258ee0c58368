"""The query log in Discord: `/logs`, and what moderators make of what they read there."""

from .cog import Logs
from .digest import Digests
from .gap_buttons import GapButton, GapsPage
from .kept import KeptWords
from .pin_cards import PinButton, PinSearch
from .question_list import LogPageButton, OpenButton
from .taught import TaughtPage

BUTTONS = (GapButton, GapsPage, LogPageButton, OpenButton, PinButton, PinSearch, TaughtPage)
"""To be registered before the bot connects, so that they work after a restart."""

__all__ = ["BUTTONS", "Digests", "KeptWords", "Logs"]
