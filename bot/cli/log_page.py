"""The page that `logs serve` opens on: the figures of a copy of the log, for a teacher."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import PurePosixPath

from bot.services.charts import Bar
from bot.services.reports import Figures, read_figures
from bot.storage.database import Rows
from bot.storage.questions import quoted_titles
from bot.storage.statistics import LEAST_ASKERS, Stats, Unanswered, read_stats, unanswered
from bot.text import STATUSES, count

MOST_LISTED = 10
_WEEK = timedelta(days=7)
_FEW = f"Shown once at least {LEAST_ASKERS} people have asked, so that nobody is recognized."
_STYLE = """
:root { color-scheme: light dark; --found: #2d7d46; --weak: #d19a1f; --none: #8a9099; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem; }
.card { border: 1px solid #8886; border-radius: 0.5rem; padding: 0.75rem; }
.card b { display: block; font-size: 1.6rem; } .note { opacity: 0.75; font-size: 0.9rem; }
.chart { display: flex; align-items: flex-end; gap: 2px; height: 10rem; }
.day { flex: 1; display: flex; flex-direction: column-reverse; height: 100%; }
.found { background: var(--found); } .weak { background: var(--weak); }
.none { background: var(--none); } .few { background: #8ab; }
.ends { display: flex; justify-content: space-between; }
.key i { display: inline-block; width: 0.8rem; height: 0.8rem; margin: 0 0.3rem 0 0.8rem; }
li { overflow-wrap: anywhere; margin-bottom: 0.3rem; }
a { color: LinkText; }
"""
_LINKS = (
    ("questions/recent", "Latest questions"),
    ("questions/gaps", "Unanswered questions"),
    ("questions/not_helpful", "Answers that didn't help"),
    ("questions/sources", "All documents that were quoted"),
    ("-/dashboards/overview", "Charts"),
    ("questions", "Tables and SQL, for engineers"),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows.

    Attributes:
        month: The figures of the last 30 days.
        week: Of the last seven.
        before: Of the seven days before.
        gaps: Open questions that at least five people asked, and how many others there are.
        titles: Of documents, by id; those without one go by their file names.
    """

    month: Figures
    week: Stats
    before: Stats
    gaps: Unanswered
    titles: Mapping[str, str] = field(default_factory=dict)


async def read_overview(rows: Rows) -> Overview:
    """Read the figures of all servers and the terminal together.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    month = await read_figures(rows, None, "month", sources=(), most=MOST_LISTED)
    first = month.last + timedelta(days=1) - _WEEK
    week = await read_stats(rows, guild_id=None, since=first, most=0)
    before = await read_stats(rows, guild_id=None, since=first - _WEEK, until=first, most=0)
    gaps = await unanswered(rows, MOST_LISTED)
    return Overview(month, week, before, gaps, await quoted_titles(rows))


def overview_page(overview: Overview) -> str:
    """Return the page as a Jinja template without any expressions, in HTML."""
    body = "\n".join(_body(overview))
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>What the class asks</title>"
    )
    style = f"<style>{{% raw %}}{_STYLE}{{% endraw %}}</style></head>"
    return f"{head}{style}<body>{body}</body></html>"


def _body(overview: Overview) -> Iterator[str]:
    stats = overview.month.stats
    now = f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC".lstrip("0")
    yield "<h1>What the class asks</h1>"
    yield f'<p class="note">The log as of {now}. Run the command again for newer questions.</p>'
    yield from _cards(overview.week, overview.before)
    yield "<h2>Questions a day, last 30 days</h2>"
    yield from _chart(overview.month.chart.bars)
    yield "<h2>Not answered yet</h2>"
    yield _list((one, f"{people:,} people") for one, people in overview.gaps.often)
    if overview.gaps.others:
        others = count(overview.gaps.others, "open question")
        few = f"{others} asked by fewer than {LEAST_ASKERS} people"
        yield f'<p><a href="questions/gaps">{few}</a></p>'
    yield "<h2>Asked most, last 30 days</h2>"
    yield _list((top.question, f"{top.askers:,} people") for top in stats.top_questions)
    yield "<h2>Documents that were quoted most, last 30 days</h2>"
    cited = stats.cited[:MOST_LISTED]
    titles = {name: overview.titles.get(name, PurePosixPath(name).name) for name, _ in cited}
    yield _list((titles[name], count(answers, "answer")) for name, answers in cited)
    yield "<h2>Look closer</h2><ul>"
    yield from (f'<li><a href="{address}">{name}</a></li>' for address, name in _LINKS)
    yield "</ul>"


def _cards(week: Stats, before: Stats) -> Iterator[str]:
    yield '<h2>Last 7 days</h2><div class="cards">'
    yield _card(f"{week.questions:,}", "questions", f"{before.questions:,} the week before")
    yield _card(f"{week.askers:,}", "people asked", f"{before.askers:,} the week before")
    if week.askers >= LEAST_ASKERS:
        earlier = f"{_share(before)} the week before" if before.askers >= LEAST_ASKERS else ""
        yield _card(_share(week), "answered", earlier)
        opened = f"{before.opened:,} the week before" if earlier else ""
        yield _card(f"{week.opened:,}", "answers opened by readers", opened)
    if week.helpful_rate is not None:
        votes = count(week.helpful + week.unhelpful, "vote")
        yield _card(f"{week.helpful_rate:.0%}", "found helpful", f"of {votes}")
    yield "</div>"


def _share(stats: Stats) -> str:
    return f"{stats.found / stats.questions:.0%}"


def _card(value: str, name: str, note: str) -> str:
    return f'<div class="card"><b>{value}</b>{name}<div class="note">{note}</div></div>'


def _chart(bars: Iterable[Bar]) -> Iterator[str]:
    shown = [*bars]
    totals = [bar.found + bar.weak + bar.none + bar.unsplit for bar in shown]
    most = max(totals, default=0) or 1
    heard = f"{count(sum(totals), 'question')} in {len(shown)} days, {most:,} on the busiest"
    yield f'<div class="chart" role="img" aria-label="{heard}">'
    for bar in shown:
        parts = {"found": bar.found, "weak": bar.weak, "none": bar.none, "few": bar.unsplit}
        total = sum(parts.values())
        blocks = "".join(
            f'<div class="{name}" style="height:{number / most:.1%}"></div>'
            for name, number in parts.items()
            if number
        )
        yield f'<div class="day" title="{bar.label}: {count(total, "question")}">{blocks}</div>'
    yield "</div>"
    if shown:
        ends = f"<span>{shown[0].label}</span><span>{shown[-1].label}</span>"
        yield f'<div class="ends note">{ends}</div>'
    names = {**STATUSES, "few": f"fewer than {LEAST_ASKERS} people asked"}
    keys = "".join(f'<i class="{kind}"></i>{name}' for kind, name in names.items())
    yield f'<p class="note key">{keys} · most on a day: {most:,}</p>'


def _list(entries: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<li>{_text(words)} <span class="note">({note})</span></li>' for words, note in entries
    )
    return f"<ol>{items}</ol>" if items else f'<p class="note">{_FEW}</p>'


def _text(words: str) -> str:
    """Words as text: no markup, and nothing that Jinja would run."""
    return escape(words).replace("{", "&#123;").replace("}", "&#125;")
