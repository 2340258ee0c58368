"""A receipt: what was answered once, word for word, and whether the source still says so."""

import re
from collections.abc import Iterator
from typing import Any

from discord import ui
from discord.utils import format_dt

from bot.log.entry import Entry, LoggedPassage
from bot.messages.layout import MAX_TEXT, MessageDraft, Reply
from bot.messages.markdown import clip, escape
from bot.messages.quotation import quotation
from bot.scopes import path_of
from sources import citation_line

from .kept_answers import quoted_pair
from .standing import Standing, State

RECEIPT = re.compile(r"receipt:(?P<answer_id>[a-z0-9]{1,64}):(?P<rank>[0-9]{1,4})")
"""The custom id of a button that shows a receipt's passage of this rank."""

_QUESTION_CHARS = 120
_SCOPE_CHARS = 60
_NOW_CHARS = 300
_CITATION_CHARS = 300  # the place comes last in it
_WAYS = {
    "slash": "by /ask",
    "mention": "by a mention",
    "menu": "from a message's menu",
    "terminal": "in the terminal",
}
_STATUSES = {
    "found": "An answer was found.",
    "weak": "The closest passages were shown; they may not answer it.",
    "none": "The sources did not answer it, so nothing was quoted.",
}
_STANDINGS: dict[State, str] = {
    "unchanged": "**The source still says exactly this**, at the same place.",
    "moved": "**The source still says exactly this**, at another place.",
    "changed": "**The source was changed since**, and no longer says exactly this.",
    "gone": "**The document is no longer in the library.** These words are kept here only.",
}
_NOT_KEPT = "The words of this answer were not kept yet: it is of an older version of Pullquote."
_DIGEST_CHARS = 12


def receipt_reply(entry: Entry, rank: int, standing: Standing | None) -> Reply:
    """One passage of an answer as it was quoted, and what became of it.

    Args:
        entry: The answer, as it was logged.
        rank: Of the passage, from 1; passed over if the answer quoted none.
        standing: Of this passage; None if its words were not kept, or there is none.
    """
    draft = MessageDraft()
    head = _head(entry)
    draft.text(head)
    if standing is None:
        if entry.passages:
            draft.text(_NOT_KEPT)
        return draft.reply()
    logged = entry.passages[rank - 1]
    told = _told(standing, logged)
    place = f"-# Passage {rank} of {len(entry.passages)}, as it was quoted"
    stands = f"{_STANDINGS[standing.state]}\n{place}"
    draft.separator()
    draft.text(stands)
    room = MAX_TEXT - len(head) - len(told) - len(stands)
    draft.quotation(quotation(*quoted_pair(logged, rank), room), rank)
    draft.separator()
    draft.text(told)
    draft.buttons(*_buttons(entry, rank))
    return draft.reply()


def _head(entry: Entry) -> str:
    where = escape(clip(str(path_of(entry.scope)), _SCOPE_CHARS)) if entry.scope else ""
    scope = f" · only in *{where}*" if where else ""
    private = " · privately" if entry.private else ""
    return "\n".join(
        (
            f"### {escape(clip(entry.question, _QUESTION_CHARS))}",
            _STATUSES[entry.status],
            f"-# Asked {format_dt(entry.asked_at, 'f')} {_WAYS[entry.surface]}{private}{scope}",
            f"-# Receipt {entry.answer_id} · library version {entry.library_version}",
        )
    )


def _told(standing: Standing, logged: LoggedPassage) -> str:
    digest = f" · file {logged.quoted.document[:_DIGEST_CHARS]}" if logged.quoted else ""
    lines = [
        f"-# Quoted from characters {logged.start:,} to {logged.end:,}{digest}",
    ]
    if standing.citation:
        line = escape(clip(citation_line(standing.citation), _CITATION_CHARS))
        lines.append(f"-# Now in {line}")
    if standing.now is not None:
        lines.append(f"What is most like it reads now:\n> {escape(clip(standing.now, _NOW_CHARS))}")
    return "\n".join(lines)


def _buttons(entry: Entry, rank: int) -> Iterator[ui.Button[Any]]:
    prefix = f"receipt:{entry.answer_id}"
    if rank > 1:
        yield ui.Button(label="Previous passage", custom_id=f"{prefix}:{rank - 1}")
    if rank < len(entry.passages):
        yield ui.Button(label="Next passage", custom_id=f"{prefix}:{rank + 1}")
