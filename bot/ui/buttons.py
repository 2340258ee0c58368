"""Persistent buttons and forms: one router finds the handler of each press by its custom id.

A custom id says all that a press is about, so buttons under old messages keep working after a
restart, and so do forms that were open during one. The options of a menu have custom ids as their
values: choosing one is pressing a button.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

import discord
from discord import ui

from .permissions import Permissions
from .replies import (
    BotInteraction,
    Deliveries,
    answer_privately,
    change_message,
    or_report,
    respond,
)

FORM_SECONDS = 15 * 60.0
"""How long Discord accepts a reply to an interaction, so a form can't be answered later."""

_MARK = "__route__"


class Shows(Enum):
    """How to show the reply that a handler returns."""

    PRIVATELY = "a new message that only the sender sees"
    IN_CHANNEL = "a new message that everyone in the channel sees; errors are private"
    IN_PLACE = "the content of the message whose button was pressed"
    FORM = "a form; the handler must be quick, for Discord accepts no form later"
    NOTHING = "nothing: the handler replies by itself"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button or a submitted form.

    Attributes:
        match: What its custom id says.
        fields: A form's texts, by the names of its fields.
        files: A form's files.
        values: What was chosen in a menu: ids or keys.
    """

    interaction: BotInteraction
    match: re.Match[str]
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[discord.Attachment] = ()
    values: Sequence[str] = ()

    def __getitem__(self, name: str) -> str:
        """Return a named group of the custom id; "" if it is missing."""
        return self.match[name] or ""


@dataclass(frozen=True, slots=True)
class _Route:
    pattern: re.Pattern[str]
    moderators: bool
    shows: Shows


Handler = Callable[[Press], Awaitable[Any]]
_Method = TypeVar("_Method", bound=Callable[..., Awaitable[Any]])


def route(
    pattern: str, *, moderators: bool = False, shows: Shows = Shows.PRIVATELY
) -> Callable[[_Method], _Method]:
    """Make a cog's method handle the buttons and forms with a custom id of this pattern.

    Args:
        pattern: A regular expression for the whole custom id.
        moderators: Refuse anyone else.
        shows: What becomes of the `Reply` that the method returns.
    """

    def mark(method: _Method) -> _Method:
        setattr(method, _MARK, _Route(re.compile(pattern, re.DOTALL), moderators, shows))
        return method

    return mark


class Router:
    """Finds the handler of a press, and checks who may press."""

    def __init__(self, permissions: Permissions, deliveries: Deliveries) -> None:
        self._permissions = permissions
        self._deliveries = deliveries
        self._routes: list[tuple[_Route, Handler]] = []

    def add(self, cog: object) -> None:
        """Add the handlers of a cog."""
        for name in dir(type(cog)):
            marked = getattr(getattr(type(cog), name), _MARK, None)
            if isinstance(marked, _Route):
                self._routes.append((marked, getattr(cog, name)))

    def patterns(self, *, moderators: bool) -> Iterator[re.Pattern[str]]:
        """Yield the patterns of custom ids, those for moderators or those for everyone."""
        return (route.pattern for route, _ in self._routes if route.moderators == moderators)

    async def dispatch(self, interaction: BotInteraction) -> None:
        """Handle a press or a form; ignore all other interactions, and second deliveries."""
        custom_id = _chosen(_data(interaction))
        if custom_id is None:
            return
        for known, handler in self._routes:
            if (match := known.pattern.fullmatch(custom_id)) is not None:
                if self._deliveries.admit(interaction.id):
                    await or_report(interaction, self._handle(known, handler, interaction, match))
                return

    async def _handle(
        self, known: _Route, handler: Handler, interaction: BotInteraction, match: re.Match[str]
    ) -> None:
        if known.moderators:
            self._permissions.demand_moderator(interaction)
        fields, files = _filled_in(interaction)
        values = _data(interaction).get("values", ())
        work = handler(Press(interaction, match, fields, files, values))
        match known.shows:
            case Shows.PRIVATELY:
                await answer_privately(interaction, work)
            case Shows.IN_CHANNEL:
                await respond(interaction, await work, private=False)
            case Shows.IN_PLACE:
                await change_message(interaction, work)
            case Shows.FORM:
                await interaction.response.send_modal(await work)
            case Shows.NOTHING:
                await work


@dataclass(frozen=True, slots=True)
class Field:
    """A text field of a form.

    Attributes:
        name: By which the handler finds it in `Press.fields`.
        label: At most 45 characters.
        longest: Most characters.
        hint: At most 100 characters.
    """

    name: str
    label: str
    longest: int
    hint: str | None = None
    default: str | None = None
    required: bool = True
    paragraph: bool = False


def form(
    title: str, custom_id: str, *fields: Field, files: ui.Label[Any] | None = None
) -> ui.Modal:
    """Make a form that the router handles when it is submitted.

    Args:
        title: At most 45 characters.
        custom_id: Matches the route of its handler.
        fields: In order.
        files: A labelled file upload above the fields.
    """
    modal = ui.Modal(title=title, custom_id=custom_id)
    if files is not None:
        modal.add_item(files)
    for one in fields:
        text: ui.TextInput[Any] = ui.TextInput(
            custom_id=one.name,
            style=discord.TextStyle.paragraph if one.paragraph else discord.TextStyle.short,
            default=one.default,
            required=one.required,
            max_length=one.longest,
        )
        modal.add_item(ui.Label(text=one.label, description=one.hint, component=text))
    # discord.py keeps nothing of a form that is finished: the router alone handles it.
    modal.stop()
    return modal


def _data(interaction: BotInteraction) -> Mapping[str, Any]:
    return interaction.data or {}


def _chosen(data: Mapping[str, Any]) -> str | None:
    """Return the custom id of a pressed button or submitted form, or a menu's chosen value."""
    if data.get("component_type") == discord.ComponentType.string_select.value:
        return next(iter(data.get("values", ())), None)
    return data.get("custom_id")


def _filled_in(interaction: BotInteraction) -> tuple[dict[str, str], list[discord.Attachment]]:
    """Return the texts and files of a submitted form; nothing for a button."""
    data = _data(interaction)
    inner = [part.get("component") or {} for part in data.get("components", ())]
    fields = {part["custom_id"]: part["value"] for part in inner if "value" in part}
    ids = [file_id for part in inner if "value" not in part for file_id in part.get("values", ())]
    known = data.get("resolved", {}).get("attachments", {})
    state = interaction._state  # noqa: SLF001  # as discord.py's own forms do; it offers no other way
    return fields, [discord.Attachment(data=known[one], state=state) for one in ids if one in known]
