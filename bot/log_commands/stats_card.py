"""`/logs stats`: the figures of a period, in words and as a picture."""

from collections.abc import Iterator, Mapping

from bot.log.stats import Stats
from bot.messages.layout import Attachment, MessageDraft, Reply
from bot.messages.markdown import clip, escape
from bot.review.charts import draw
from bot.review.figures import read_figures, summary
from bot.review.periods import PERIODS
from bot.wording import count, listed

from .desk import Desk

_MOST_TOP = 5
_MOST_SOURCES = 5
_QUESTION_CHARS = 120
_TITLE_CHARS = 80
_PICTURE = "questions.png"


async def stats_reply(desk: Desk, period: str) -> Reply:
    """The figures of the desk's server.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    titles = {doc_id: d.title for doc_id, d in desk.searcher().library.documents.items()}
    figures = await read_figures(
        desk.log.rows, desk.guild_id, period, sources=titles, most=_MOST_TOP
    )
    stats = figures.stats
    words = "\n".join((f"### Figures {PERIODS[period].told}", *stats_lines(stats, titles)))
    message = MessageDraft()
    message.text(words)
    picture = await draw(figures.chart) if stats.days else None
    if picture:
        message.picture(Attachment(_PICTURE, picture.png), picture.alt)
    return message.reply()


def stats_lines(stats: Stats, titles: Mapping[str, str]) -> Iterator[str]:
    """The figures in Markdown, line by line.

    Args:
        stats: Of any period.
        titles: Of the server's documents, by id.
    """
    yield from brief_lines(stats)
    yield from _sources(stats, titles)


def brief_lines(stats: Stats) -> Iterator[str]:
    """The same without the sources."""
    first, *others = summary(stats)
    yield f"**{first}**" if others else first
    yield from others
    yield from _top(stats)


def _top(stats: Stats) -> Iterator[str]:
    if stats.top_questions:
        yield "**Asked most**"
    for top in stats.top_questions:
        question = escape(clip(top.question, _QUESTION_CHARS))
        yield f"- {question}\n-# {top.times:,} times, {count(top.askers, 'asker')}"


def _sources(stats: Stats, titles: Mapping[str, str]) -> Iterator[str]:
    if stats.cited:
        yield "**Quoted most**"
    for source, answers in stats.cited[:_MOST_SOURCES]:
        title = escape(clip(titles.get(source, source), _TITLE_CHARS))
        yield f"- *{title}*: {count(answers, 'answer')}"
    if stats.never_cited:
        shown = stats.never_cited[:_MOST_SOURCES]
        named = [f"*{escape(clip(titles[source], _TITLE_CHARS))}*" for source in shown]
        yield f"**Never quoted**\n{listed(named, len(stats.never_cited))}"
