"""What the log holds, as JSON for scripts; ids of servers are strings, as Discord gives them."""

from collections.abc import Mapping

from bot.contract import JsonObject
from bot.log.search import LoggedQuestion
from bot.log.stats import LEAST_ASKERS, Day

from .figures import Figures
from .server_gaps import ServerGap


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
