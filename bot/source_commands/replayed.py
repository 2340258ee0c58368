"""What happens to the answers of known questions, in words: in one line, and one by one."""

from collections.abc import Iterator, Sequence

from bot.libraries.rehearsal import Replayed, Shown
from bot.messages.markdown import clip, escape
from bot.scopes import path_of

_QUESTION_CHARS = 200
_QUOTE_CHARS = 160
_CITATION_CHARS = 80
_MOST_MOVED = 3  # in one block

_MOVES = "moves"
# What happens to answers, the worst first: to one, to several, and as a title.
_EFFECTS = {
    "turns wrong": ("known answer lost", "known answers lost", "A known answer is lost"),
    "misleads": (
        "answer where there should be none",
        "answers where there should be none",
        "An answer where there should be none",
    ),
    "vanishes": ("answer vanishes", "answers vanish", "An answer vanishes"),
    "changes": ("answer changes", "answers change", "An answer changes"),
    "appears": ("answer appears", "answers appear", "An answer appears"),
    "turns right": ("known answer found now", "known answers found now", "A known answer is found"),
    "admits": (
        "wrong answer no longer given",
        "wrong answers no longer given",
        "A wrong answer is no longer given",
    ),
    _MOVES: (
        "answer only cited at another place",
        "answers only cited at another place",
        "The same words, cited at another place",
    ),
}
_ORDER = tuple(_EFFECTS)
_STATUSES = {"found": "found", "weak": "closest passage only", "none": "no answer"}


def effect_of(one: Replayed) -> str:
    """What happens to an answer, as one of the keys above."""
    if one.breaks:
        return "misleads" if one.unanswerable else "turns wrong"
    if one.mends:
        return "admits" if one.unanswerable else "turns right"
    return one.effect


def effects_line(replayed: Sequence[Replayed]) -> str:
    """How many answers are lost, change and so on; "" without any."""
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
    golden = " · golden question" if one.is_golden else ""
    same = one.after.quote is not None and one.before.quote == one.after.quote
    before = _same_words(one) if same else _shown("Before", one.before)
    # The empty line ends the quotation also for those who read Markdown as others than Discord do.
    return (
        f"**{_EFFECTS[effect_of(one)][-1]}**{golden}\n"
        f"“{escape(clip(one.question, _QUESTION_CHARS))}”\n"
        f"{before}\n\n{_shown('After', one.after)}"
    )


def _same_words(one: Replayed) -> str:
    """What stands in the place of words that stay as they are: once is enough."""
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
