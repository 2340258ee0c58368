"""What a reload would change, so that a teacher sees it on a phone before deciding."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.libraries.rehearsal import ChangedDocument, FileProblem, Rehearsal
from bot.messages.layout import GOOD, Reply, notice, sheet
from bot.messages.markdown import clip, escape
from bot.messages.paging import paged
from bot.scopes import OWN, path_of
from bot.wording import count, listed
from sources import Problem

from .replayed import answer_blocks, effects_line

REHEARSAL = re.compile(r"rehearsal:(?P<act>switch|discard|[0-9]{1,4}):(?P<id>[a-z2-7]{16})")
"""The custom id of a button of the card: what it does, or the page it turns to."""

_REFUSED_CHARS = 1000
BODY_CHARS = 1500  # of a page, so that it is two screens of a phone at most
MOST_BLOCKS = 6
_MOST_TITLES = 5
_TITLE_CHARS = 60
_FILE_CHARS = 30
_MOST_PROBLEMS = 4  # in one block
_REASON_CHARS = 200

_HARM = discord.Colour(0xB3261E)


def rehearsal_reply(rehearsal: Rehearsal, page: int = 1, refused: Sequence[Problem] = ()) -> Reply:
    """The card.

    Args:
        rehearsal: What was found out.
        page: From 1; the last one if there are fewer.
        refused: Files that are no part of it, and why.
    """
    pages = paged(_blocks(rehearsal), BODY_CHARS, MOST_BLOCKS)
    page = min(max(page, 1), len(pages))
    foot = _foot(rehearsal)
    if len(pages) > 1:
        foot += f" · page {page} of {len(pages)}"
    return sheet(
        [*refusals(refused), _head(rehearsal), *pages[page - 1], f"-# {foot}"],
        [*_buttons(rehearsal, page, len(pages))],
        accent=_HARM if rehearsal.does_harm else GOOD,
    )


def switched_reply() -> Reply:
    """What is in the card's place once the new version is in place."""
    return notice(
        "**Switched.** From now on questions are answered from the new version; "
        "`/sources rollback` takes it back."
    )


def discarded_reply() -> Reply:
    """What is in the card's place once it was decided against."""
    return notice(
        "**Discarded.** The library stays as it is, and files that were to be added are forgotten."
    )


def refusals(refused: Sequence[Problem]) -> list[str]:
    """Files that were not taken in, and why, in one part of a message; none if there are none."""
    if not refused:
        return []
    lines = [
        f"- {escape(clip(one.source, _TITLE_CHARS))}: {escape(clip(one.reason, _REASON_CHARS))}"
        for one in refused
    ]
    (shown, *rest) = paged(lines, _REFUSED_CHARS, len(lines))
    more = sum(map(len, rest))
    return ["\n".join(("**Not taken in**", *shown, *([f"-# and {more:,} more"] if more else [])))]


def _head(rehearsal: Rehearsal) -> str:
    if rehearsal.switched:
        title = "Switched: nothing is lost"
    elif rehearsal.is_switch:
        title = "What the new version would change"
    else:
        title = "Nothing has changed"
    return f"### {title}\n{_documents_line(rehearsal)}\n{_answers_line(rehearsal)}"


def _documents_line(rehearsal: Rehearsal) -> str:
    kinds = (
        ("added", len(rehearsal.added)),
        ("removed", len(rehearsal.removed)),
        ("changed", len(rehearsal.changed)),
    )
    counts = [(name, number) for name, number in kinds if number]
    if not counts:
        return "**No document is added, removed or changed.**"
    (first, number), *others = counts
    words = [f"{count(number, 'document')} {first}", *(f"{n:,} {name}" for name, n in others)]
    return f"**{', '.join(words)}.**"


def _answers_line(rehearsal: Rehearsal) -> str:
    asked = _asked(rehearsal)
    if not asked:
        return (
            "There are neither golden questions nor questions in the log yet, so no answers could "
            "be compared."
        )
    return f"{asked}: **{effects_line(rehearsal.replayed) or 'no answer changes'}.**"


def _asked(rehearsal: Rehearsal) -> str:
    asked = rehearsal.golden + rehearsal.recent
    kinds = f"{rehearsal.golden:,} golden, {rehearsal.recent:,} recent"
    return f"{count(asked, 'question')} asked of both versions ({kinds})" if asked else ""


def _foot(rehearsal: Rehearsal) -> str:
    size = f"{count(rehearsal.documents, 'document')}, {count(rehearsal.passages, 'passage')}"
    if rehearsal.is_switch and not rehearsal.switched:
        return f"The old version answers until you switch. The new one has {size}"
    return size


def _blocks(rehearsal: Rehearsal) -> Iterator[str]:
    """What the pages consist of: problems, documents, then answers, those that are lost first."""
    new = [problem for problem in rehearsal.problems if problem.is_new]
    old = [problem for problem in rehearsal.problems if not problem.is_new]
    yield from _problem_blocks("Problems with files", new)
    yield from _title_blocks(rehearsal)
    yield from answer_blocks(rehearsal.replayed)
    yield from _problem_blocks("Problems that were there before", old)


def _title_blocks(rehearsal: Rehearsal) -> Iterator[str]:
    kinds = (
        ("Added", rehearsal.added),
        ("Removed", rehearsal.removed),
        ("Changed", rehearsal.changed),
    )
    lines = [f"**{name}:** {_titles(found)}" for name, found in kinds if found]
    if lines:
        yield "\n".join(lines)


def _titles(documents: Sequence[ChangedDocument]) -> str:
    times = Counter(one.title for one in documents)
    shown = [_title(one, alone=times[one.title] == 1) for one in documents[:_MOST_TITLES]]
    return listed(shown, len(documents))


def _title(document: ChangedDocument, *, alone: bool) -> str:
    title = f"*{escape(clip(document.title, _TITLE_CHARS))}*"
    return (
        title if alone else f"{title} ({escape(clip(path_of(document.doc_id).name, _FILE_CHARS))})"
    )


def _problem_blocks(title: str, problems: Sequence[FileProblem]) -> Iterator[str]:
    for first in range(0, len(problems), _MOST_PROBLEMS):
        lines = map(_problem_line, problems[first : first + _MOST_PROBLEMS])
        yield "\n".join((f"**{title}**", *lines))


def _problem_line(problem: FileProblem) -> str:
    name = escape(clip(problem.source.removeprefix(OWN), _TITLE_CHARS))
    return f"- {name}: {escape(clip(problem.reason, _REASON_CHARS))}"


def _buttons(rehearsal: Rehearsal, page: int, pages: int) -> Iterator[ui.Button[Any]]:
    def button(label: str, act: object, **more: Any) -> ui.Button[Any]:  # noqa: ANN401  # discord's
        return ui.Button(label=label, custom_id=f"rehearsal:{act}:{rehearsal.id}", **more)

    if rehearsal.is_switch and not rehearsal.switched:
        yield button("Switch", "switch", style=discord.ButtonStyle.primary)
        yield button("Discard", "discard")
    if page > 1:
        yield button("Previous page", page - 1)
    if page < pages:
        yield button("Next page", page + 1)
