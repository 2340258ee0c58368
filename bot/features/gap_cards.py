"""Gaps as a teacher sees them on a phone: one after the other, with all that can be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from discord import ui

from bot.libraries.comparison import Replayed
from bot.services.gaps import Gap
from bot.services.reports import PERIODS
from bot.storage.entries import asked_as
from bot.text import STATUSES, count, listed
from bot.ui.layout import DOUBTFUL, GOOD, MessageDraft, Reply, Row, ago, notice
from bot.ui.quotation import clip, escape
from bot.ui.screen import QUOTED_CHARS
from index import Answer, Searcher
from sources import Passage, citation_line

from .answer_changes import answer_blocks, effects_line

PLACE = rf"(?P<period>{'|'.join(PERIODS)}):(?P<at>[0-9]{{1,4}})"
"""Where a moderator is in the list, as part of a custom id."""

_QUESTION_CHARS = 200
_TITLE_CHARS = 80
_QUOTE_CHARS = 300
_REASON_CHARS = 150
_MOST_WORDINGS = 3
_MOST_REASONS = 3
_MOST_MEANT = 2
_MOST_CHANGES = 4
_VOICE_CHARS = 120  # of another wording, or of a reason
_PASSAGE_CHARS = 2 * QUOTED_CHARS - 6  # two lines on a phone
_BRIEF_CHARS = 28  # of a title, which shares a line with the page
_ACTS = (
    ("Answer", "answer"),
    ("Synonym", "synonym"),
    ("Out of scope", "outside"),
    ("Not a question", "set-aside"),
)
_OTHERS = "-# None of these?"
_NONE_FIT = (
    "No passage has any of these words. Search with others, or `/sources add` what answers it."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a moderator is in the list of gaps.

    Attributes:
        period: A key of `PERIODS`.
        at: How many gaps come before: those that were skipped.
    """

    period: str
    at: int = 0

    def id(self, act: str, key: str) -> str:
        """Return the custom id of a button that does something about a gap."""
        return f"desk:{act}:{self.period}:{self.at}:{key}"


@dataclass(frozen=True, slots=True)
class Said:
    """What the last press did, and the key of the gap if that can be undone."""

    text: str
    undo: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """One gap with all that a decision needs.

    Attributes:
        total: The number of open gaps.
        waiting: How many people will be notified of an answer.
        passages: The closest ones, the best first.
        words: That they were searched for.
        meant: Other questions that a pin, or "out of scope", applies to.
        said: What happened before; None at the start.
    """

    place: Place
    gap: Gap
    total: int
    waiting: int
    passages: Sequence[Passage]
    words: str
    meant: Sequence[str]
    said: Said | None = None


def desk_reply(desk: Desk, searcher: Searcher) -> Reply:
    """The gap, the closest passages with a button each, and what else can be done."""
    place, gap = desk.place, desk.gap
    message = MessageDraft(DOUBTFUL)
    _say(message, place, desk.said)
    message.text("\n".join(_head(desk)))
    for number, passage in enumerate(desk.passages, start=1):
        place_line = f"-# **{number}** · {place_of(passage, searcher)}"
        message.text(f"{place_line}\n> {snippet(passage, desk.words)}")
    others = _OTHERS if desk.passages else _NONE_FIT
    search = ui.Button[Any](label="Search", custom_id=place.id("words", gap.key))
    message.row(Row(others, search))
    pins = (place.id("pin", f"{gap.key}:{passage.passage_id}") for passage in desk.passages)
    message.buttons(
        *(ui.Button(label=f"{n} answers it", custom_id=pin) for n, pin in enumerate(pins, start=1)),
        ui.Button(label="Skip", custom_id=place.id("skip", gap.key)),
    )
    message.buttons(*(ui.Button(label=n, custom_id=place.id(act, gap.key)) for n, act in _ACTS))
    return message.reply()


def finished_reply(place: Place, left: int, said: Said | None) -> Reply:
    """The end of the list, with the way back to what was skipped."""
    message = MessageDraft(GOOD)
    _say(message, place, said)
    if left:
        message.text(f"### That was the last one\nYou skipped {count(left, 'gap')}.")
        start = Place(place.period).id("show", "-")
        message.buttons(ui.Button(label="Start again", custom_id=start))
    else:
        told = PERIODS[place.period].told
        message.text(f"### No gaps\nEvery question {told} was answered or closed.")
    return message.reply()


def changes_reply(place: Place, gap: Gap, changes: Sequence[Replayed], token: str) -> Reply:
    """What a synonym would do to other answers, before it is added.

    Args:
        place: In the list.
        gap: Which the synonym is to fix.
        changes: At least one.
        token: Stands for the words of the synonym.
    """
    blocks = [*answer_blocks(changes)]
    shown = "\n\n".join(blocks[:_MOST_CHANGES])
    more = len(blocks) - _MOST_CHANGES
    foot = f"\n-# and {more:,} more" if more > 0 else ""
    return notice(
        f"### This synonym changes other answers\n**{effects_line(changes)}**\n\n{shown}{foot}",
        ui.Button(label="Add it", custom_id=place.id("add", f"{gap.key}:{token}")),
        ui.Button(label="Don't add it", custom_id=place.id("show", gap.key)),
        accent=DOUBTFUL,
    )


def gap_row(gap: Gap) -> Row:
    """A gap in a list, with the button that opens it."""
    question = escape(clip(gap.question, _QUESTION_CHARS))
    fix = ui.Button[Any](label="Fix", custom_id=f"gap:open:{gap.key}")
    return Row(f"**{question}**\n-# {_told(gap)}", fix)


def snippet(passage: Passage, words: str) -> str:
    """The passage from the sentence on that has most of the words, in Markdown."""
    wanted = {*asked_as(words).split()}

    def shared(span: tuple[int, int]) -> int:
        return len(wanted & {*asked_as(passage.text[slice(*span)]).split()})

    start, _ = max(passage.sentences, key=shared)
    before = "…" if start else ""
    return escape(before + clip(passage.displayed(start), _PASSAGE_CHARS))


def place_of(passage: Passage, searcher: Searcher) -> str:
    """The title and page of a passage, in Markdown."""
    cited = searcher.library.citation(passage)
    title = clip(cited.title, _BRIEF_CHARS)
    short = replace(cited, title=title, authors=(), publisher=None, published=None, section=None)
    return escape(clip(citation_line(short), _TITLE_CHARS))


def _say(message: MessageDraft, place: Place, said: Said | None) -> None:
    if said is None:
        return
    if said.undo is None:
        message.text(said.text)
    else:
        undo = ui.Button[Any](label="Undo", custom_id=place.id("undo", said.undo))
        message.row(Row(said.text, undo))
    message.separator()


def _head(desk: Desk) -> list[str]:
    gap = desk.gap
    waiting = f" · **{desk.waiting:,} waiting for an answer**" if desk.waiting else ""
    lines = [
        f"### {escape(clip(gap.question, _QUESTION_CHARS))}",
        f"-# Gap {desk.place.at + 1:,} of {desk.total:,} · {_told(gap)}{waiting}",
    ]
    others = [f"“{escape(clip(w, _VOICE_CHARS))}”" for w in gap.wordings[1 : 1 + _MOST_WORDINGS]]
    if others:
        lines.append(f"-# Also asked as {listed(others, len(gap.wordings) - 1)}")
    reasons = [f"“{escape(clip(r, _VOICE_CHARS))}”" for r in gap.reasons[-_MOST_REASONS:]]
    if reasons:
        lines.append(f"-# Marked not helpful: {', '.join(reasons)}")
    meant = [f"“{escape(clip(q, _VOICE_CHARS))}”" for q in desk.meant[:_MOST_MEANT]]
    if meant:
        same = listed(meant, len(desk.meant))
        lines.append(f"-# A passage you choose, or *Out of scope*, also applies to {same}")
    return lines


def answer_lines(when: str, answer: Answer) -> str:
    """The verdict of an answer and its first words, in Markdown."""
    if answer.out_of_scope:
        return f"**{when}:** out of scope: “{escape(clip(answer.reason, _QUOTE_CHARS))}”"
    if not answer.hits:
        return f"**{when}:** {STATUSES['none']}. {escape(clip(answer.reason, _QUOTE_CHARS))}"
    hit, quote = answer.hits[0], answer.quotes[0]
    verdict = "pinned by a moderator" if hit.pinned else _verdict(answer)
    title = escape(clip(quote.citation.title, _TITLE_CHARS))
    words = hit.passage.displayed(quote.start, quote.end)
    why = f". {escape(clip(answer.reason, _REASON_CHARS))}" if answer.status == "weak" else ""
    return f"**{when}:** {verdict}, in *{title}*{why}\n> {escape(clip(words, _QUOTE_CHARS))}"


def _told(gap: Gap) -> str:
    parts = [count(gap.askers, "asker"), STATUSES[gap.status], ago(gap.last_asked)]
    if len(gap.questions) > gap.askers:
        parts.insert(1, f"asked {len(gap.questions):,} times")
    if gap.unhelpful:
        parts.insert(-1, f"{count(gap.unhelpful, 'vote')} “not helpful”")
    return " · ".join(parts)


def _verdict(answer: Answer) -> str:
    if answer.status == "found" and not answer.is_likely:
        return "may be answered"
    return STATUSES[answer.status]
