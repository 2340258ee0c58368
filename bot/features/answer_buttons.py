"""What can be done with an answer: three buttons in words, and a menu for the rest.

A feature adds its own by one line in `answer_buttons` or `menu_options`. The value of a menu's
option is a custom id: the router handles it as if a button with this id had been pressed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.services.answering import Answered
from index import Answer

AS_TYPED = r"typed:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that asks an answer's question again, with its words as typed."""

MORE_PASSAGES = r"more:(?P<answer_id>[a-z0-9]{1,64}):(?P<rank>[0-9]{1,4})"
"""The custom id of a button that shows an answer's passages from `rank` on."""

WISH = r"wish:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button by which a reader asks to be notified of a better answer."""

MENU = "menu:{answer_id}"
"""The custom id of an answer's menu."""

_MENU_WORDS = "More choices"


def answer_buttons(answered: Answered) -> Sequence[ui.Button[Any]]:
    """The buttons under an answer, the most wanted first; at most five."""
    answer, answer_id = answered.answer, answered.answer_id
    buttons: list[ui.Button[Any]] = []
    if answer.hits:
        buttons.append(ui.Button(label="More", custom_id=f"more:{answer_id}:1"))
    if answer.corrections:
        buttons.append(ui.Button(label="Use my spelling", custom_id=f"typed:{answer_id}"))
    if is_open(answer) and answered.asker.is_kept:
        buttons.append(ui.Button(label="Notify me", custom_id=f"wish:{answer_id}"))
    return buttons


def menu(answered: Answered) -> ui.Select[Any] | None:
    """The menu under an answer; None if it would be empty."""
    options = [
        discord.SelectOption(label=label, value=custom_id)
        for label, custom_id in menu_options(answered)
    ]
    if not options:
        return None
    return ui.Select(
        custom_id=MENU.format(answer_id=answered.answer_id),
        placeholder=_MENU_WORDS,
        options=options,
    )


def menu_options(answered: Answered) -> Iterator[tuple[str, str]]:
    """Yield the label and the custom id of each option, at most 25."""
    answer, answer_id = answered.answer, answered.answer_id
    if len(answer.hits) > 1:
        yield "Next passages", f"more:{answer_id}:2"
    if answer.hits and answered.asker.is_kept:  # what is not kept cannot be voted on
        yield "Helpful", f"vote:up:{answer_id}"
        yield "Not helpful", f"vote:down:{answer_id}"
    if answered.asker.is_kept and answer.kind == "question":
        yield "Receipt", f"proof:{answer_id}"


def is_open(answer: Answer) -> bool:
    """Return whether an answer leaves its question open, so that a better one may follow."""
    return answer.status != "found" and answer.kind == "question" and not answer.out_of_scope
