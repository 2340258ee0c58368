"""How answers change with a new version: one line, then each answer before and after."""

from collections.abc import Iterator, Sequence

from bot.libraries.comparison import Replayed, Shown
from bot.libraries.scopes import path_of
from bot.services.gaps import Closed
from bot.text import count
from bot.ui.layout import Reply, notice
from bot.ui.quotation import clip, escape

_QUESTION_CHARS = 80  # with the rest, little more than half of a phone's screen
_QUOTE_CHARS = 64
_CITATION_CHARS = 50
_MOST_MOVED = 3  # in one block
_MOVES = "moves"
# What happens to answers, the worst first: the title, and how it counts.
_EFFECTS = {
    "turns wrong": ("A checked answer is lost", "lost"),
    "vanishes": ("An answer is lost", "lost"),
    "misleads": ("An answer to a question that has none", "worse"),
    "fades": ("A possible answer is gone", "worse"),
    "changes": ("Another answer", "different"),
    "nears": ("A possible answer in place of none", "better"),
    "appears": ("An answer appears", "better"),
    "turns right": ("A checked answer is found again", "better"),
    "admits": ("A wrong answer is no longer given", "better"),
    _MOVES: ("The same words in another place", "moved"),
}
_ORDER = tuple(_EFFECTS)
_COUNTED = {  # for one answer and for several, in this order
    "lost": ("is lost", "are lost"),
    "worse": ("gets worse", "get worse"),
    "different": ("is different", "are different"),
    "better": ("gets better", "get better"),
    "moved": ("only moves", "only move"),
}
_STATUSES = {"found": "found", "weak": "possible answer", "none": "no answer"}


def effect_of(one: Replayed) -> str:
    """Return what happens to an answer, as one of the keys above."""
    if one.breaks:
        return "misleads" if one.unanswerable else "turns wrong"
    if one.mends:
        return "admits" if one.unanswerable else "turns right"
    if one.effect == "appears" and one.after.status != "found":
        return "nears"
    if one.effect == "vanishes" and one.before.status != "found":
        return "fades"
    return one.effect


def effects_line(replayed: Sequence[Replayed]) -> str:
    """Count the answers that are lost, get worse and so on: a sentence, the worst first."""
    kinds = [_EFFECTS[effect_of(one)][1] for one in replayed]
    counts = [(kind, kinds.count(kind)) for kind in _COUNTED if kind in kinds]
    if not counts:
        return "No answer changes."
    words = [f"{number:,} {_COUNTED[kind][number > 1]}" for kind, number in counts]
    number, _, rest = words[0].partition(" ")
    noun = "answer" if counts[0][1] == 1 else "answers"
    nothing = [] if "lost" in kinds else ["nothing is lost"]
    return f"{', '.join((f'{number} {noun} {rest}', *words[1:], *nothing))}."


def harms(one: Replayed) -> bool:
    """Return whether an answer is lost or gets worse."""
    return _EFFECTS[effect_of(one)][1] in {"lost", "worse"}


def answer_blocks(replayed: Sequence[Replayed]) -> Iterator[str]:
    """Each answer before and after, those that are lost first; those that moved are together."""
    ranked = sorted(replayed, key=_rank)
    yield from (_block(one) for one in ranked if effect_of(one) != _MOVES)
    moved = [one for one in ranked if effect_of(one) == _MOVES]
    for first in range(0, len(moved), _MOST_MOVED):
        lines = map(_moved_lines, moved[first : first + _MOST_MOVED])
        yield "\n".join((f"**{_EFFECTS[_MOVES][0]}**", *lines))


def _rank(one: Replayed) -> tuple[int, bool]:
    """The worst first; what was no answer before matters less."""
    return _ORDER.index(effect_of(one)), one.before.status != "found"


def _block(one: Replayed) -> str:
    title = _EFFECTS[effect_of(one)][0]
    golden = " · checked question" if one.is_golden and "checked" not in title else ""
    same = one.after.quote is not None and one.before.quote == one.after.quote
    before = _same_words(one) if same else _shown("Before", one.before)
    # The empty line ends the quotation also for those who read Markdown as others than Discord do.
    return (
        f"**{title}**{golden}\n"
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
