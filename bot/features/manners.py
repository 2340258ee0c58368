"""What every answer on Discord respects, however its question came."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.preferences import Preferences
from bot.services.privacy import KeepingIn
from bot.storage.lessons import ServerChoices
from bot.ui.cooldowns import Cooldowns


@dataclass(frozen=True, slots=True)
class Manners:
    """The choices of the operator, of each server and of each person.

    Attributes:
        keeping: Gives the retention period of a server, which a first answer mentions.
        preferences: Whose answers are private.
        cooldowns: How many questions people and channels may ask in a minute.
        chosen: Gives what the moderators of a server chose.
    """

    keeping: KeepingIn
    preferences: Preferences
    cooldowns: Cooldowns
    chosen: Callable[[int | None], ServerChoices]
