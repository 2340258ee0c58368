"""The weekly digest as a page for a teacher: what was asked, missed, shown and helpful."""

from collections.abc import Iterator, Mapping, Sequence

from bot.services.gaps import Gap
from bot.services.reports import Week
from bot.storage.statistics import LEAST_ASKERS, Stats
from bot.text import count
from bot.ui.layout import Reply, card
from bot.ui.quotation import clip, escape

from .gap_cards import gap_row

MOST_GAPS = 5
_QUESTION_CHARS = 120
_TITLE_CHARS = 80
_NO_GAPS = "**Not answered**\nNothing: every question was answered or closed."
_FEW = f"-# More is shown once {LEAST_ASKERS} people ask in a week, so that nobody is recognized."


def digest_reply(week: Week, gaps: Sequence[Gap], titles: Mapping[str, str]) -> Reply:
    """The page: figures, then the gaps that were asked most, each with its button.

    Private questions are not quoted, even though only moderators see the channel: it may be opened
    to others later.

    Args:
        week: Its figures.
        gaps: Those that are open, most asked first.
        titles: Of the server's documents, by id.
    """
    head = "\n".join(("### This week's questions", *_lines(week, titles)))
    public = [gap for gap in (one.public for one in gaps) if gap is not None]
    shown = public[:MOST_GAPS]
    rest = len(gaps) - len(shown)
    if not week.stats.questions and not gaps:
        return card(head)
    if not gaps:
        return card(f"{head}\n{_NO_GAPS}")
    foot = f"{count(rest, 'more gap')} in `/logs gaps`, private questions included" if rest else ""
    return card(f"{head}\n**Not answered**", [*map(gap_row, shown)], foot and f"-# {foot}.")


def _lines(week: Week, titles: Mapping[str, str]) -> Iterator[str]:
    stats, before = week.stats, week.before
    if not stats.questions:
        yield "No questions."
        return
    asked = f"**{count(stats.questions, 'question')} by {count(stats.askers, 'asker')}**"
    yield f"{asked}{_trend(stats.questions, before.questions)}"
    if stats.askers < LEAST_ASKERS:
        yield _FEW
        return
    yield _answered(stats, before)
    yield from _top(stats)
    if week.shown:
        yield "**Documents that answered**"
    for one in week.shown:
        title = escape(clip(titles.get(one.source, one.source), _TITLE_CHARS))
        yield f"- *{title}*: {count(one.answers, 'answer')}, {one.opened:,} opened"
    yield from _helpful(week)


def _trend(now: int, before: int) -> str:
    if not before:
        return ""
    if now == before:
        return ", as many as the week before"
    more = "more" if now > before else "fewer"
    return f", {abs(now - before):,} {more} than the week before"


def _answered(stats: Stats, before: Stats) -> str:
    share = f"Answered: {stats.found / stats.questions:.0%}"
    if before.askers >= LEAST_ASKERS:
        share += f" (week before: {before.found / before.questions:.0%})"
    return f"{share} · weak: {stats.weak:,} · no answer: {stats.none:,}"


def _top(stats: Stats) -> Iterator[str]:
    if stats.top_questions:
        yield "**Asked most**"
    for top in stats.top_questions:
        question = escape(clip(top.question, _QUESTION_CHARS))
        yield f"- {question} ({count(top.askers, 'asker')})"


def _helpful(week: Week) -> Iterator[str]:
    stats = week.stats
    if stats.helpful_rate is None:
        return
    votes = count(stats.helpful + stats.unhelpful, "vote")
    yield f"**Found helpful**: {stats.helpful:,} of {votes}"
    for question, helpful in week.helped:
        yield f"- {escape(clip(question, _QUESTION_CHARS))} ({count(helpful, 'vote')})"
