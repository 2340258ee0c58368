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

_PART = r"(?P<rank>[0-9]{1,4})(?::(?P<part>[0-9]{1,4}))?"

MORE_PASSAGES = rf"more:(?P<answer_id>[a-z0-9]{{1,64}}):{_PART}"
"""The custom id of a button that shows an answer's passages from `rank` on, or a part of one."""

WISH = r"wish:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button by which a reader asks to be notified of a better answer."""

CLOSEST = rf"closest:(?P<answer_id>[a-z0-9]{{1,64}}):{_PART}"
"""The custom id of a button that shows the closest passages to an unanswered question."""

SHARE = r"share:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that posts a private answer in the channel."""

REMOVE = r"remove:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that deletes the message with an answer."""

PREFER = r"prefer:(?P<choice>private|channel)"
"""The custom id of an option that says who sees a person's answers from now on."""

MENU = "menu:{answer_id}"
"""The custom id of an answer's menu."""

_MENU_WORDS = "More choices"


def answer_buttons(answered: Answered) -> Sequence[ui.Button[Any]]:
    """The buttons under an answer, the most wanted first; at most five."""
    answer, answer_id = answered.answer, answered.answer_id
    buttons: list[ui.Button[Any]] = []
    if answer.hits:
        buttons.append(ui.Button(label="Read in context", custom_id=f"context:{answer_id}:1"))
        buttons.append(ui.Button(label="Cite", custom_id=f"cite:{answer_id}:1"))
        buttons.append(ui.Button(label="More", custom_id=f"more:{answer_id}:1"))
    elif is_open(answer) and answer.confidence > 0:  # 0 if no passage has any of its words
        closest = f"closest:{answer_id}:1"
        buttons.append(ui.Button(label="Show closest passages", custom_id=closest))
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
    if answer.kind != "question":
        return
    if answered.private and not answered.direct:
        yield "Share in the channel", f"share:{answer_id}"
    if len(answer.hits) > 1:
        yield "Next passages", f"more:{answer_id}:2"
    if answer.hits:
        yield "Why this?", f"why:{answer_id}"
    if answer.hits and answered.asker.is_kept:  # what is not kept cannot be voted on
        yield "Helpful", f"vote:up:{answer_id}"
        yield "Not helpful", f"vote:down:{answer_id}"
    if answered.asker.is_kept:
        yield "Receipt", f"proof:{answer_id}"
    yield "Remove this answer", f"remove:{answer_id}"
    if answered.direct:
        return  # nobody else is here
    if answered.by_default:
        yield "Answer me in the channel from now on", "prefer:channel"
    else:
        yield "Always answer me privately", "prefer:private"


def is_open(answer: Answer) -> bool:
    """Return whether an answer leaves its question open, so that a better one may follow."""
    return answer.status != "found" and answer.kind == "question" and not answer.out_of_scope
