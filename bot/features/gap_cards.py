"""Gaps as a teacher sees them on a phone: the list, and one with all that can be done about it."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.services.gaps import Gap
from bot.services.reports import PERIODS
from bot.text import STATUSES, count, listed
from bot.ui.layout import DOUBTFUL, GOOD, ROWS_PER_PAGE, Reply, Row, ago, card, notice
from bot.ui.pages import page_of
from bot.ui.quotation import clip, escape
from index import Answer

GAP_PAGE = rf"gaps:(?P<period>{'|'.join(PERIODS)}):(?P<page>[0-9]{{1,4}})"
"""The custom id of a button that turns the pages of the list."""

_QUESTION_CHARS = 200
_TITLE_CHARS = 80
_QUOTE_CHARS = 300
_REASON_CHARS = 150
_MOST_WORDINGS = 3
_KEEP = "-# *Keep this answer* closes the gap and checks the answer at each reload."
_MOST_REASONS = 3
_VOICE_CHARS = 120  # of another wording, or of a reason


def gaps_reply(gaps: Sequence[Gap], period: str, page: int) -> Reply:
    """A page (from 1) of the list; the last one if there are fewer by now."""
    if not gaps:
        return card(f"### No gaps\nEvery question {PERIODS[period].told} was answered or closed.")
    turned = page_of(["-"] * len(gaps), page, f"gaps:{period}:{{}}", len(gaps) * 2, ROWS_PER_PAGE)
    shown = gaps[turned.first : turned.first + len(turned.blocks)]
    head = f"### {count(len(gaps), 'gap')} {PERIODS[period].told}\n-# Most asked first"
    return card(head, [*map(gap_row, shown)], turned.foot, turned.buttons)


def gap_row(gap: Gap) -> Row:
    """A gap in a list, with the button that opens it."""
    question = escape(clip(gap.question, _QUESTION_CHARS))
    return Row(f"**{question}**\n-# {_told(gap)}", gap_button("Fix", "open", gap.key))


def gap_reply(gap: Gap, now: Answer) -> Reply:
    """One gap: how it was asked, what is answered now, and what can be done.

    Args:
        gap: An open one.
        now: The answer to it as it would be now.
    """
    head = [f"### {escape(clip(gap.question, _QUESTION_CHARS))}", f"-# {_told(gap)}"]
    others = [f"“{escape(clip(w, _VOICE_CHARS))}”" for w in gap.wordings[1 : 1 + _MOST_WORDINGS]]
    if others:
        head.append(f"-# Also asked as {listed(others, len(gap.wordings) - 1)}")
    reasons = [f"“{escape(clip(r, _VOICE_CHARS))}”" for r in gap.reasons[-_MOST_REASONS:]]
    if reasons:
        head.append(f"-# Not helpful, because {', '.join(reasons)}")
    head.append(answer_lines("Now", now))
    buttons = fix_buttons(gap.key)
    if gap.status != "found" and now.status == "found":  # by another version, or another fix
        head.append(_KEEP)
        buttons[2] = gap_button("Keep this answer", "again", gap.key)
    return notice("\n".join(head), *buttons, accent=DOUBTFUL)


def fix_buttons(key: str) -> list[ui.Button[Any]]:
    """Return the buttons that fix a gap."""
    return [
        gap_button("Add a synonym", "synonym", key),
        gap_button("Pin a passage", "pin", key),
        gap_button("Add a source", "source", key),
        gap_button("Out of scope", "outside", key),
        gap_button("Done", "done", key),
    ]


def gap_button(label: str, act: str, key: str) -> ui.Button[Any]:
    """A button that does something about a gap."""
    return ui.Button(label=label, custom_id=f"gap:{act}:{key}")


def changed_reply(  # noqa: PLR0913 - what a fix did, each part by its name
    title: str,
    question: str,
    changed: tuple[Answer | None, Answer],
    foot: Sequence[str] = (),
    buttons: Sequence[ui.Button[Any]] = (),
    *,
    good: bool = False,
) -> Reply:
    """Show a question's answer before and after a fix.

    Args:
        title: In one or two words.
        question: As it was asked.
        changed: The answer before, None if there is nothing to compare with, and now. One that
            is as before is shown once.
        foot: Lines of Markdown below.
        buttons: At most five.
        good: Whether it is answered now.
    """
    before, after = changed
    if before is not None and answer_lines("", before) == answer_lines("", after):
        before = None  # told once
    lines = [
        f"### {title}",
        f"“{escape(clip(question, _QUESTION_CHARS))}”",
        *([answer_lines("Before", before)] if before else []),
        answer_lines("Now", after),
        *(f"-# {line}" for line in foot),
    ]
    return notice("\n".join(lines), *buttons, accent=GOOD if good else DOUBTFUL)


def answer_lines(when: str, answer: Answer) -> str:
    """The verdict of an answer and its first words, in Markdown."""
    if answer.out_of_scope:
        return f"**{when}:** out of scope: “{escape(clip(answer.reason, _QUOTE_CHARS))}”"
    if not answer.hits:
        return f"**{when}:** {STATUSES['none']}. {escape(clip(answer.reason, _QUOTE_CHARS))}"
    hit, quote = answer.hits[0], answer.quotes[0]
    verdict = "pinned by a moderator" if hit.pinned else _verdict(answer)
    title = escape(clip(quote.citation.title, _TITLE_CHARS))
    words = hit.passage.shown(quote.start, quote.end)
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
