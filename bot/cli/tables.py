"""The log as tables for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from bot.services.reports import Figures, speed, summary
from bot.storage.questions import LoggedQuestion
from bot.storage.statistics import LEAST_ASKERS, Day, Stats
from bot.text import count, listed, short_name

from .gaps import ServerGap
from .output import JsonObject, visible

_STYLES = {"found": "green", "weak": "yellow", "none": "red"}
_MOST_WORDINGS = 3
_MOST_SOURCES = 10


def draw_questions(questions: Iterable[LoggedQuestion], console: Console) -> str:
    """Give questions in the width and the colours of `console`; it ends with a line end."""
    table = _table("Asked (UTC), server", "By", "Answer", "Question, first source")
    for asked in questions:
        table.add_row(
            _place(asked.asked_at, asked.guild_id),
            _text(f"{short_name(asked.asker)}\n{asked.surface}"),
            Text(asked.status, _STYLES[asked.status]),
            _lines(asked.question, asked.title or asked.source),
        )
    return _drawn(console, [table])


def draw_gaps(gaps: Iterable[ServerGap], console: Console) -> str:
    """Give gaps, as `draw_questions` does questions."""
    table = _table("Asked", "Last (UTC), server", "Answer", "Question")
    for one in gaps:
        gap = one.gap
        table.add_row(
            f"{count(len(gap.questions), 'time')}\nby {gap.askers:,}",
            _place(gap.last_asked, one.guild_id),
            Text(gap.status, _STYLES[gap.status]),
            _lines(gap.question, *_about(one)),
        )
    return _drawn(console, [table])


def draw_stats(stats: Stats, titles: Mapping[str, str], console: Console) -> str:
    """Give figures, as `draw_questions` does questions.

    Args:
        stats: Of any period.
        titles: Of documents, by id.
        console: Where it is to be shown.
    """
    head = (Text(line) for line in (*summary(stats), *speed(stats)))
    return _drawn(console, [*head, *_days(stats), *_top(stats), *_sources(stats, titles)])


def _about(one: ServerGap) -> Iterator[str]:
    others = one.gap.wordings[1:]
    if others:
        yield f"also: {listed(others[:_MOST_WORDINGS], len(others), '; ')}"
    if one.lacking:
        yield f"not in the sources: {', '.join(one.lacking)}"
    if one.gap.unhelpful:
        yield f"votes “not helpful”: {one.gap.unhelpful:,}"


def _days(stats: Stats) -> Iterator[Table]:
    table = _table("Day (UTC)", "Questions", "Askers", "Found", "Weak", "None", numbers=True)
    for day in stats.days:
        split = day.split
        counts = (split.askers, split.found, split.weak, split.none) if split else ("",) * 4
        table.add_row(f"{day.day}", f"{day.questions:,}", *(f"{count}" for count in counts))
    if table.row_count:
        yield table


def _top(stats: Stats) -> Iterator[Table]:
    table = _table("Times", "Askers", "Asked most")
    for top in stats.top_questions:
        table.add_row(f"{top.times:,}", f"{top.askers:,}", _lines(top.question))
    if table.row_count:
        yield table


def _sources(stats: Stats, titles: Mapping[str, str]) -> Iterator[RenderableType]:
    table = _table("Answers", "Quoted most")
    for source, answers in stats.cited[:_MOST_SOURCES]:
        table.add_row(f"{answers:,}", _lines(titles.get(source, source), source))
    if table.row_count:
        yield table
    if stats.never_cited:
        named = [titles.get(source, source) for source in stats.never_cited[:_MOST_SOURCES]]
        yield _text(f"Never quoted: {listed(named, len(stats.never_cited), '; ')}")


def _place(moment: datetime, guild_id: int | None) -> Text:
    where = "terminal" if guild_id is None else f"{guild_id}"
    return Text(f"{moment:%Y-%m-%d %H:%M}\n").append(where, "dim")


def _lines(first: str, *others: str | None) -> Text:
    """Words on a line, and below them, less clearly, what else there is to say."""
    text = _text(_on_one_line(first))
    for words in filter(None, others):
        text.append(f"\n{visible(_on_one_line(words))}", "dim")
    return text


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _table(*columns: str, numbers: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(columns):
        last = place == len(columns) - 1
        is_number = numbers and place > 0
        table.add_column(
            name,
            no_wrap=not last and not is_number,
            overflow="fold",
            justify="right" if is_number else "left",
        )
    return table


def _drawn(console: Console, parts: Sequence[RenderableType]) -> str:
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get()


def _text(words: str) -> Text:
    return Text(visible(words))


def question_object(asked: LoggedQuestion) -> JsonObject:
    """A question of the list."""
    return {
        "id": asked.answer_id,
        "asked_at": asked.asked_at.isoformat(),
        "server": _server(asked.guild_id),
        "asker": asked.asker,
        "surface": asked.surface,
        "question": asked.question,
        "status": asked.status,
        "source": asked.source,
        "title": asked.title,
    }


def gap_object(one: ServerGap) -> JsonObject:
    """A gap with the ids of all its answers."""
    gap = one.gap
    return {
        "question": gap.question,
        "server": _server(one.guild_id),
        "times": len(gap.questions),
        "askers": gap.askers,
        "last_asked": gap.last_asked.isoformat(),
        "status": gap.status,
        "not_helpful": gap.unhelpful,
        "wordings": gap.wordings,
        "lacking": one.lacking,
        "ids": gap.answer_ids,
    }


def figures_object(figures: Figures, titles: Mapping[str, str]) -> JsonObject:
    """The figures; null stands for what is not told of fewer than five askers, and for no figure.

    Args:
        figures: Of any period.
        titles: Of documents, by id.
    """
    stats = figures.stats
    is_told = stats.askers >= LEAST_ASKERS
    return {
        "first_day": f"{figures.first}",
        "last_day": f"{figures.last}",
        "questions": stats.questions,
        "askers": stats.askers,
        "found": stats.found if is_told else None,
        "weak": stats.weak if is_told else None,
        "none": stats.none if is_told else None,
        "helpful": stats.helpful,
        "unhelpful": stats.unhelpful,
        "helpful_rate": stats.helpful_rate,
        "opened": stats.opened if is_told else None,
        "median_ms": stats.median_ms,
        "p95_ms": stats.p95_ms,
        "days": [_day_object(day) for day in stats.days],
        "top_questions": [
            {"question": top.question, "times": top.times, "askers": top.askers}
            for top in stats.top_questions
        ],
        "cited": [
            {"source": source, "title": titles.get(source), "answers": answers}
            for source, answers in stats.cited
        ],
        "never_cited": stats.never_cited,
    }


def _day_object(day: Day) -> JsonObject:
    split = day.split
    return {
        "day": f"{day.day}",
        "questions": day.questions,
        "askers": split.askers if split else None,
        "found": split.found if split else None,
        "weak": split.weak if split else None,
        "none": split.none if split else None,
    }


def _server(guild_id: int | None) -> str | None:
    return None if guild_id is None else f"{guild_id}"
