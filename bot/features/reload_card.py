"""The card that shows what a reload would change, before a teacher decides."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.libraries.comparison import ChangedDocument, FileProblem, Rehearsal, Replayed, Shown
from bot.libraries.scopes import OWN, path_of
from bot.services.gaps import Closed
from bot.text import count, listed
from bot.ui.layout import GOOD, Reply, notice, sheet
from bot.ui.pages import page_of, paged
from bot.ui.quotation import clip, escape
from sources import Problem

REHEARSAL = r"rehearsal:(?P<act>switch|discard|[0-9]{1,4}):(?P<id>[a-z2-7]{16})"
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
    turn = f"rehearsal:{{}}:{rehearsal.id}"
    turned = page_of(_blocks(rehearsal), page, turn, BODY_CHARS, MOST_BLOCKS)
    foot = " · ".join(filter(None, (_foot(rehearsal), turned.place)))
    return sheet(
        [*refusals(refused), _head(rehearsal), *turned.blocks, f"-# {foot}"],
        [*_buttons(rehearsal), *turned.buttons],
        accent=_HARM if rehearsal.does_harm else GOOD,
    )


def switched_reply(closed: Closed) -> Reply:
    """Replace the card after a switch, and say which open questions it answered."""
    return notice(
        "**Switched.** Questions are now answered from the new version. `/sources rollback` "
        f"goes back.{closed_lines(closed)}"
    )


def closed_lines(closed: Closed) -> str:
    """Lines about open questions that closed themselves, in Markdown; "" for none."""
    if not closed.questions:
        return ""
    verb = "is" if closed.questions == 1 else "are"
    line = f"\n{count(closed.questions, 'open question')} {verb} answered now and closed."
    return f"{line} {count(closed.waiting, 'asker')} will be notified." if closed.waiting else line


def discarded_reply() -> Reply:
    """Replace the card after a discard."""
    return notice("**Discarded.** The library has not changed, and your uploads were deleted.")


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
    return ["\n".join(("**Couldn't add**", *shown, *([f"-# and {more:,} more"] if more else [])))]


def _head(rehearsal: Rehearsal) -> str:
    if rehearsal.switched:
        title = "Switched: no answer was lost"
    elif rehearsal.is_switch:
        title = "What this update would change"
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
        return "**No documents are added, removed or changed.**"
    (first, number), *others = counts
    words = [f"{count(number, 'document')} {first}", *(f"{n:,} {name}" for name, n in others)]
    return f"**{', '.join(words)}.**"


def _answers_line(rehearsal: Rehearsal) -> str:
    asked = _asked(rehearsal)
    if not asked:
        return (
            "There are no checked questions and no questions in the log yet, so no answers "
            "were compared."
        )
    return f"{asked}: **{effects_line(rehearsal.replayed) or 'no answer changes'}.**"


def _asked(rehearsal: Rehearsal) -> str:
    asked = rehearsal.golden + rehearsal.recent
    kinds = f"{rehearsal.golden:,} checked, {rehearsal.recent:,} recent"
    return f"{count(asked, 'question')} asked of both versions ({kinds})" if asked else ""


def _foot(rehearsal: Rehearsal) -> str:
    size = f"{count(rehearsal.documents, 'document')}, {count(rehearsal.passages, 'passage')}"
    if rehearsal.is_switch and not rehearsal.switched:
        return f"Nothing has changed yet. The new version has {size}"
    return size


def _blocks(rehearsal: Rehearsal) -> Iterator[str]:
    """Yield the blocks of the pages: problems, documents, then answers, losses first."""
    new = [problem for problem in rehearsal.problems if problem.is_new]
    old = [problem for problem in rehearsal.problems if not problem.is_new]
    yield from _problem_blocks("Problems with files", new)
    yield from _title_blocks(rehearsal)
    yield from answer_blocks(rehearsal.replayed)
    yield from _problem_blocks("Existing problems", old)


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


def _buttons(rehearsal: Rehearsal) -> Iterator[ui.Button[Any]]:
    if rehearsal.is_switch and not rehearsal.switched:
        primary = discord.ButtonStyle.primary
        yield ui.Button(label="Switch", custom_id=f"rehearsal:switch:{rehearsal.id}", style=primary)
        yield ui.Button(label="Discard", custom_id=f"rehearsal:discard:{rehearsal.id}")


_QUESTION_CHARS = 200
_QUOTE_CHARS = 160
_CITATION_CHARS = 80
_MOST_MOVED = 3  # in one block
_MOVES = "moves"
# What happens to answers, the worst first: to one, to several, and as a title.
_EFFECTS = {
    "turns wrong": ("checked answer lost", "checked answers lost", "A checked answer is lost"),
    "misleads": (
        "answer to an out-of-scope question",
        "answers to out-of-scope questions",
        "An answer to an out-of-scope question",
    ),
    "vanishes": ("answer disappears", "answers disappear", "An answer disappears"),
    "changes": ("answer changes", "answers change", "An answer changes"),
    "appears": ("answer appears", "answers appear", "An answer appears"),
    "turns right": (
        "checked answer found again",
        "checked answers found again",
        "A checked answer is found",
    ),
    "admits": (
        "wrong answer no longer given",
        "wrong answers no longer given",
        "A wrong answer is no longer given",
    ),
    _MOVES: (
        "answer only moved",
        "answers only moved",
        "The same words in another place",
    ),
}
_ORDER = tuple(_EFFECTS)
_STATUSES = {"found": "found", "weak": "weak answer", "none": "no answer"}


def effect_of(one: Replayed) -> str:
    """Return what happens to an answer, as one of the keys above."""
    if one.breaks:
        return "misleads" if one.unanswerable else "turns wrong"
    if one.mends:
        return "admits" if one.unanswerable else "turns right"
    return one.effect


def effects_line(replayed: Sequence[Replayed]) -> str:
    """Count the answers that are lost, change and so on; "" for none."""
    effects = [effect_of(one) for one in replayed]
    counts = [(name, effects.count(name)) for name in _ORDER if name in effects]
    return ", ".join(f"{count:,} {_EFFECTS[name][count > 1]}" for name, count in counts)


def answer_blocks(replayed: Sequence[Replayed]) -> Iterator[str]:
    """Each answer before and after, those that are lost first; those that moved are together."""
    ranked = sorted(replayed, key=_rank)
    yield from (_block(one) for one in ranked if effect_of(one) != _MOVES)
    moved = [one for one in ranked if effect_of(one) == _MOVES]
    for first in range(0, len(moved), _MOST_MOVED):
        lines = map(_moved_lines, moved[first : first + _MOST_MOVED])
        yield "\n".join((f"**{_EFFECTS[_MOVES][-1]}**", *lines))


def _rank(one: Replayed) -> tuple[int, bool]:
    """The worst first; what was no answer before matters less."""
    return _ORDER.index(effect_of(one)), one.before.status != "found"


def _block(one: Replayed) -> str:
    golden = " · checked question" if one.is_golden else ""
    same = one.after.quote is not None and one.before.quote == one.after.quote
    before = _same_words(one) if same else _shown("Before", one.before)
    # The empty line ends the quotation also for those who read Markdown as others than Discord do.
    return (
        f"**{_EFFECTS[effect_of(one)][-1]}**{golden}\n"
        f"“{escape(clip(one.question, _QUESTION_CHARS))}”\n"
        f"{before}\n\n{_shown('After', one.after)}"
    )


def _same_words(one: Replayed) -> str:
    """Say that the words are unchanged instead of repeating them."""
    before = one.before
    words = f"-# Before: {_STATUSES[before.status]}, the same words"
    if before.doc_id is None or before.doc_id == one.after.doc_id:
        return words
    return f"{words} in {escape(clip(str(path_of(before.doc_id)), _CITATION_CHARS))}"


def _moved_lines(one: Replayed) -> str:
    before, after = (
        escape(clip(shown.citation or "", _CITATION_CHARS)) for shown in (one.before, one.after)
    )
    question = escape(clip(one.question, _CITATION_CHARS))
    return f"“{question}”\n-# Before: {before}\n-# After: {after}"


def _shown(when: str, shown: Shown) -> str:
    head = f"-# {when}: {_STATUSES[shown.status]}"
    if shown.quote is None:
        return head
    citation = escape(clip(shown.citation or "", _CITATION_CHARS))
    return f"{head} · {citation}\n> {escape(clip(shown.quote, _QUOTE_CHARS))}"
