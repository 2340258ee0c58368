"""What every answer on Discord respects, however its question came."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.preferences import Preferences
from bot.services.privacy import Keeping
from bot.storage.lessons import ServerChoices
from bot.ui.cooldowns import Cooldowns


@dataclass(frozen=True, slots=True)
class Manners:
    """The choices of the operator, of each server and of each person.

    Attributes:
        keeping: The retention period that a first answer mentions.
        preferences: Whose answers are private.
        cooldowns: How many questions people and channels may ask in a minute.
        chosen: Gives what the moderators of a server chose.
    """

    keeping: Keeping
    preferences: Preferences
    cooldowns: Cooldowns
    chosen: Callable[[int | None], ServerChoices]
