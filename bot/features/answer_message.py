"""Answer -> message, within Discord's limits."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.services.answering import Answered
from bot.text import listed
from bot.ui.layout import DOUBTFUL, GOOD, MAX_TEXT, NEUTRAL, MessageDraft, Reply, notice
from bot.ui.quotation import clip, escape, quotation
from index import Answer

PASSAGES_PER_PAGE = 3  # behind "More passages"; fewer if they are long
AS_TYPED = r"typed:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that asks an answer's question again, with its words as typed."""

MORE_PASSAGES = r"more:(?P<answer_id>[a-z0-9]{1,64}):(?P<rank>[0-9]{1,4})"
"""The custom id of a button that shows an answer's passages from `rank` on."""

SHORT_ID = 8
"""So many characters of an answer's id are shown: a person can type them."""

_QUESTION_CHARS = 200
_REASON_CHARS = 200
_SENTENCE_CHARS = 500  # what a moderator wrote
_WORD_CHARS = 30
_TITLE_CHARS = 80
_MOST_TITLES = 3
_MOST_CORRECTIONS = 3
_EDGES = {"found": GOOD, "weak": DOUBTFUL, "none": NEUTRAL}


def answer_reply(answered: Answered, *, with_question: bool, foot: str = "") -> Reply:
    """The first passage of an answer in full, and the way to the others.

    Args:
        answered: With status "none" it has no passages; the reply says what to do.
        with_question: Repeat the question on top, for those who do not see it otherwise.
        foot: Markdown for a last line.
    """
    answer = answered.answer
    message = MessageDraft(_EDGES[answer.status])
    head = [*_verdict(answer), *_limit(answered), *_corrections(answer), *_suggestions(answer)]
    if with_question:
        head.insert(0, f"### {escape(clip(answer.question, _QUESTION_CHARS))}")
    message.text("\n".join(head))
    # What is not kept has no receipt, and nothing to vote on.
    receipt = f"-# Receipt {answered.answer_id[:SHORT_ID]}" if answered.asker.is_kept else ""
    last = "\n".join(filter(None, (receipt, foot)))
    if answer.hits:
        room = MAX_TEXT - len("\n".join(head)) - len(last)
        message.quotation(quotation(answer.hits[0], answer.quotes[0], room), 1)
    if last:
        message.text(last)
    message.buttons(*_more_button(answered, 2), *_as_typed_button(answered))
    if answered.asker.is_kept:
        message.buttons(*feedback_buttons(answered.answer_id, answer))
    return message.reply()


def more_reply(answered: Answered, first_rank: int) -> Reply:
    """Passages of an answer from rank `first_rank` (from 1) on, as many as fit."""
    pairs = list(zip(answered.answer.hits, answered.answer.quotes, strict=True))
    if first_rank > len(pairs):
        return notice("There are no more passages for this question.")
    message = MessageDraft()
    room = MAX_TEXT
    rank = first_rank
    for hit, quote in pairs[first_rank - 1 :][:PASSAGES_PER_PAGE]:
        place = f"-# {rank} of {len(pairs)}"
        shown = quotation(hit, quote, MAX_TEXT - len(place))
        room -= len(place) + len(shown)
        if room < 0:
            break
        if rank > first_rank:
            message.separator()
        message.text(place)
        message.quotation(shown, rank)
        rank += 1
    message.buttons(*_more_button(answered, rank))
    return message.reply()


def _more_button(answered: Answered, rank: int) -> Sequence[ui.Button[Any]]:
    if rank > len(answered.answer.hits):
        return ()
    custom_id = f"more:{answered.answer_id}:{rank}"
    return (ui.Button(label="More passages", custom_id=custom_id),)


def _as_typed_button(answered: Answered) -> Sequence[ui.Button[Any]]:
    if not answered.answer.corrections:
        return ()
    return (ui.Button(label="Use my spelling", custom_id=f"typed:{answered.answer_id}"),)


def _verdict(answer: Answer) -> Sequence[str]:
    if answer.out_of_scope:
        return (f"**Out of scope.** {escape(clip(answer.reason, _SENTENCE_CHARS))}",)
    reason = escape(clip(answer.reason, _REASON_CHARS))
    if answer.kind != "question":
        return (reason,)
    match answer.status:
        case "found":
            if not answer.is_likely:
                return (f"**Possible answer.** {reason}",)
            how = "Very likely" if answer.is_sure else "Likely"
            return (f"-# {how} answers this",)
        case "weak":
            return (f"**Possible answer.** This is the closest passage. {reason}",)
        case "none":
            how = "Try other words, a name or a date. `/sources list` shows what I search"
            told = f"-# {how}{_titles(answer)}."
            return (f"**I couldn't find this in the sources.** {reason}", told)


def _limit(answered: Answered) -> Sequence[str]:
    """Say what the question was limited to."""
    if answered.scope is None:
        return ()
    return (f"-# Searched only in *{escape(clip(answered.scope, _TITLE_CHARS))}*",)


def _titles(answer: Answer) -> str:
    shown = [f"*{escape(clip(title, _TITLE_CHARS))}*" for title in answer.titles[:_MOST_TITLES]]
    return f": {listed(shown, len(answer.titles))}" if shown else ""


def _corrections(answer: Answer) -> Sequence[str]:
    pairs = [
        f"*{_word(correction.corrected)}* instead of *{_word(correction.original)}*"
        for correction in answer.corrections[:_MOST_CORRECTIONS]
    ]
    return (f"-# Searched for {', '.join(pairs)}",) if pairs else ()


def _suggestions(answer: Answer) -> Sequence[str]:
    words = [f"*{_word(word)}*" for word in answer.suggestions[:_MOST_CORRECTIONS]]
    return (f"-# Similar words in the sources: {', '.join(words)}",) if words else ()


def _word(word: str) -> str:
    return escape(clip(word, _WORD_CHARS))


WISH = r"wish:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button by which a reader wishes to be told of a better answer."""


def feedback_buttons(answer_id: str, answer: Answer) -> Sequence[ui.Button[Any]]:
    """Votes where something is quoted, and a wish where it may not be what was sought."""
    votes = (
        ui.Button[Any](label="Helpful", custom_id=f"vote:up:{answer_id}"),
        ui.Button[Any](label="Not helpful", custom_id=f"vote:down:{answer_id}"),
    )
    wish = ui.Button[Any](label="Notify me if this gets answered", custom_id=f"wish:{answer_id}")
    unanswered = answer.status != "found" and answer.kind == "question" and not answer.out_of_scope
    return (*(votes if answer.hits else ()), *((wish,) if unanswered else ()))
