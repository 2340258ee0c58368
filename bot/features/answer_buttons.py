"""What can be done with an answer: three buttons in words, and a menu for the rest.

A feature adds its own by one line in `_buttons` or `menu_options`. The value of a menu's
option is a custom id: the router handles it as if a button with this id had been pressed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.services.answering import Answered
from bot.ui.quotation import clip
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

FOLLOW_UP = r"follow:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that asks for a follow-up to an answer."""

QUOTED = r"(?P<rank>[0-9]{1,4})(?::(?P<start>[0-9]{1,7}):(?P<end>[0-9]{1,7}))?"
"""The end of a custom id that names what an answer shows of a passage: `Quoted.key`."""

SHARE = r"share:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that posts a private answer in the channel."""

REMOVE = r"remove:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of an option that deletes the message with an answer."""

PREFER = r"prefer:(?P<choice>private|channel)"
"""The custom id of an option that says who sees a person's answers from now on."""

MENU = "menu:{answer_id}"
"""The custom id of an answer's menu."""

_MENU_WORDS = "More choices"
_QUESTION_CHARS = 90
_MOST_BUTTONS = 5  # Discord's limit for a row


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer shows of a passage: [start, end) of its text.

    Attributes:
        rank: Of the passage, from 1.
        question: The part of the question that it answers; "" for the whole.
    """

    rank: int
    start: int
    end: int
    question: str = ""

    @property
    def key(self) -> str:
        """The end of the custom ids of *Cite* and *Read in context*."""
        span = f":{self.start}:{self.end}" if self.start < self.end else ""
        return f"{self.rank}{span}"


Choice = tuple[str, str]
"""What a button or an option says, and its custom id."""


def answer_controls(
    answered: Answered, quoted: Sequence[Quoted], *, follow_up: bool
) -> tuple[list[ui.Button[Any]], ui.Select[Any] | None]:
    """The buttons under an answer, the most wanted first, and the menu; None if it has no option.

    Args:
        answered: The answer.
        quoted: What it shows; without it, what it would show in full is cited.
        follow_up: Whether *Follow up* is wanted: a reply to the message would not be a mention.
    """
    buttons, options = answer_choices(answered, quoted, follow_up=follow_up)
    shown = [ui.Button[Any](label=label, custom_id=custom_id) for label, custom_id in buttons]
    if not options:
        return shown, None
    menu: ui.Select[Any] = ui.Select(
        custom_id=MENU.format(answer_id=answered.answer_id),
        placeholder=_MENU_WORDS,
        options=[discord.SelectOption(label=label, value=value) for label, value in options],
    )
    return shown, menu


def answer_choices(
    answered: Answered, quoted: Sequence[Quoted], *, follow_up: bool
) -> tuple[list[Choice], list[Choice]]:
    """The buttons and the options of the menu that `answer_controls` makes, before it does."""
    first = quoted[0].key if quoted else "1"
    buttons, options = list(_buttons(answered, first)), list(menu_options(answered))
    # Several parts of a question may be answered by the same words.
    others = {one.key: one for one in quoted if one.key != first}
    for other in others.values():
        label = f"Cite: {clip(other.question, _QUESTION_CHARS)}"
        options.append((label, f"cite:{answered.answer_id}:{other.key}"))
    follow = ("Follow up", f"follow:{answered.answer_id}")
    is_kept = answered.asker.is_kept  # a follow-up looks up the question that it leans on
    if follow_up and is_kept and answered.answer.hits and not answered.direct:
        if len(buttons) < _MOST_BUTTONS:
            buttons.append(follow)
        else:
            options.insert(0, follow)
    return buttons, options


def _buttons(answered: Answered, first: str) -> Iterator[Choice]:
    answer, answer_id = answered.answer, answered.answer_id
    if answer.hits:
        yield "Read in context", f"context:{answer_id}:{first}"
        yield "Cite", f"cite:{answer_id}:{first}"
        yield "More", f"more:{answer_id}:1"
    elif is_open(answer) and answer.confidence > 0:  # 0 if no passage has any of its words
        yield "Show closest passages", f"closest:{answer_id}:1"
    if answer.corrections:
        yield "Use my spelling", f"typed:{answer_id}"
    if is_open(answer) and answered.asker.is_kept:
        yield "Notify me", f"wish:{answer_id}"


def menu_options(answered: Answered) -> Iterator[Choice]:
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
